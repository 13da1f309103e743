"""Long work shows itself: on stderr, where that is a terminal and somebody has waited."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic

import click

PATIENCE = 2.0  # seconds after which a user wonders
STEP = 0.5  # seconds after which what is shown is shown anew
_CLEAR = "\r\x1b[K"
signals: list[int] = []  # that came, each raised as KeyboardInterrupt, which a library may have swallowed


@contextmanager
def watching() -> Iterator[Callable[[int, int], None]]:
    """What is to be told how many steps of how many are done: a bar."""
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


@contextmanager
def doing() -> Iterator[Callable[[str], None]]:
    """What is to be told, in words, what is done next: a line with the seconds so far, which is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: _check_signals()
        return
    from threading import Event, Thread

    start, said, ended = monotonic(), ["reading"], Event()

    def paint() -> None:
        wait = PATIENCE
        while not ended.wait(wait):
            wait = STEP
            sys.stderr.write(f"{_CLEAR}{said[0]} … {monotonic() - start:.0f} s")
            sys.stderr.flush()
        if wait == STEP:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def watch(words: str) -> None:
        _check_signals()
        said[0] = words

    painter = Thread(target=paint, daemon=True)
    painter.start()
    try:
        yield watch
    finally:
        ended.set()
        painter.join()


def _check_signals() -> None:
    if signals:
        raise KeyboardInterrupt
