# SPDX-License-Identifier: GPL-3.0-or-later
"""From a paper edit to what leaves: the one gate, the parts, the words, the film and its versions; clips the same way."""
