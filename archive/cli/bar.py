# SPDX-License-Identifier: GPL-3.0-or-later
"""A progress bar on the error stream, where somebody watches; silent elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def percent_bar() -> Iterator[Callable[[int, str], None]]:
    """Give what hears a percentage and a few words."""
    with tqdm(disable=not sys.stderr.isatty(), file=sys.stderr, unit="%", leave=False, total=100) as bar:

        def tell(percent: int, message: str) -> None:
            bar.set_description(message, refresh=False)
            bar.update(percent - bar.n)

        yield tell
