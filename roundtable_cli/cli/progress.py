"""Long work shows itself: on stderr, where that is a terminal and somebody has waited."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TextIO

import click

DELAY_SECONDS = 2.0  # seconds after which a user wonders
REPAINT_SECONDS = 0.5  # seconds after which what is shown is shown anew
_CLEAR_LINE = "\r\x1b[K"
received_signals: list[int] = []  # that came, each raised as KeyboardInterrupt, which a library may have swallowed


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """What is to be told how many steps of how many are done: a bar."""
    start, shown = monotonic(), 0
    with ExitStack() as stack:
        bar = None

        def update_bar(done: int, total: int) -> None:
            nonlocal bar, shown
            if bar is None and monotonic() - start > DELAY_SECONDS and sys.stderr.isatty():
                bar = stack.enter_context(click.progressbar(length=total, file=sys.stderr))
            if bar is not None:
                bar.update(done - shown)
                shown = done

        yield update_bar


@contextmanager
def status_line() -> Iterator[Callable[[str], None]]:
    """What is to be told, in words, what is done next: a line with the seconds so far, which is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: _check_signals()
        return
    from threading import Event, Thread

    start, said, ended = monotonic(), ["reading"], Event()
    terminal = _open_terminal()

    def paint_line() -> None:
        wait = DELAY_SECONDS
        while not ended.wait(wait):
            wait = REPAINT_SECONDS
            print(f"{_CLEAR_LINE}{said[0]} … {monotonic() - start:.0f} s", end="", file=terminal, flush=True)
        print(_CLEAR_LINE if wait == REPAINT_SECONDS else "", end="", file=terminal, flush=True)

    def update_line(words: str) -> None:
        _check_signals()
        said[0] = words

    painter = Thread(target=paint_line, daemon=True)
    painter.start()
    try:
        yield update_line
    finally:
        ended.set()
        painter.join()
        if terminal is not sys.stderr:
            terminal.close()


def _open_terminal() -> TextIO:
    """The terminal by a way of its own: an engine may lead stderr elsewhere meanwhile."""
    try:
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding)
    except OSError:
        return sys.stderr  # which is no file


def _check_signals() -> None:
    if received_signals:
        raise KeyboardInterrupt
