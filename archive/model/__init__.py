# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the house as values: frozen, typed, without a database behind them."""
