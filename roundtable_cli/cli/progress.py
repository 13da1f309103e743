"""Long work shows itself on stderr, where that is a terminal and somebody has waited for a while."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TextIO

import click

from roundtable_cli.cli.ending_signals import received_signals
from roundtable_cli.cli.standard_streams import terminal_stream
from roundtable_cli.visible_text import visible_line

DELAY_SECONDS = 2.0  # after which a user wonders whether anything happens
REPAINT_SECONDS = 0.5
_CLEAR_LINE = "\r\x1b[K"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar; the function that is given is told how many steps of how many are done."""
    start, shown = monotonic(), 0
    with ExitStack() as stack:
        bar = None

        def update_bar(done: int, total: int) -> None:
            nonlocal bar, shown
            if bar is None and monotonic() - start > DELAY_SECONDS and sys.stderr.isatty():
                bar = stack.enter_context(click.progressbar(length=total, file=terminal_stream()))
            if bar is not None:
                bar.update(done - shown)
                shown = done

        yield update_bar


@contextmanager
def status_line() -> Iterator[Callable[[str], None]]:
    """A line that is gone at the end; the function that is given is told, in words, what is done next."""
    if not sys.stderr.isatty():
        yield lambda _: _check_signals()
        return
    from threading import Event, Thread

    start, task, ended = monotonic(), ["reading"], Event()
    terminal = _open_terminal()

    def paint_line() -> None:
        wait = DELAY_SECONDS
        while not ended.wait(wait):
            wait = REPAINT_SECONDS
            print(
                f"{_CLEAR_LINE}{visible_line(task[0])} … {monotonic() - start:.0f} s", end="", file=terminal, flush=True
            )
        print(_CLEAR_LINE if wait == REPAINT_SECONDS else "", end="", file=terminal, flush=True)

    def update_line(words: str) -> None:
        _check_signals()
        task[0] = words

    painter = Thread(target=paint_line, daemon=True)
    painter.start()
    try:
        yield update_line
    finally:
        ended.set()
        painter.join()
        if terminal is not terminal_stream():
            terminal.close()


def _open_terminal() -> TextIO:
    """The terminal, opened a second time: Spark redirects stderr while it starts."""
    try:
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding)
    except OSError:
        return terminal_stream()  # which is no file of the system, as in tests


def _check_signals() -> None:
    if received_signals:
        raise KeyboardInterrupt
