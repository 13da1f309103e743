"""Long work shows itself: a bar on stderr, where that is a terminal and somebody has waited a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic

import click

PATIENCE = 1.0  # seconds after which a user wonders


@contextmanager
def watching() -> Iterator[Callable[[int, int], None]]:
    """What is to be told how many steps of how many are done."""
    start, shown = monotonic(), 0
    with ExitStack() as stack:
        bar = None

        def watch(done: int, total: int) -> None:
            nonlocal bar, shown
            if bar is None and monotonic() - start > PATIENCE and sys.stderr.isatty():
                bar = stack.enter_context(click.progressbar(length=total, file=sys.stderr))
            if bar is not None:
                bar.update(done - shown)
                shown = done

        yield watch
