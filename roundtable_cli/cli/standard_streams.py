"""Standard output and standard error, filtered: no letter gets through that a terminal would obey."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, NoReturn, TextIO, cast

import click

from roundtable_cli.visible_text import visible_line, visible_lines


class VisibleStream:
    """A stream of text that shows as signs what a terminal would obey; bytes go past it.

    `unfiltered` is the stream behind it, for what draws on a terminal on purpose.
    """

    def __init__(self, stream: TextIO) -> None:
        self.unfiltered = stream

    def write(self, text: str) -> int:
        """Writes a text, its line breaks as they are."""
        return self.unfiltered.write(visible_lines(text))

    def __getattr__(self, name: str) -> Any:
        """All else is that of the stream itself."""
        return getattr(self.unfiltered, name)


class ClosedOutput(io.TextIOBase):
    """Standard output where whoever started the program has closed it: it is an error to write there."""

    def write(self, text: str) -> int:
        """Raises OSError, unless nothing is written."""
        if text:
            self._refuse()
        return 0

    @property
    def buffer(self) -> NoReturn:
        """Raises OSError: bytes are asked for only where there are some."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise OSError(errno.EBADF, "is closed")


def open_standard_streams() -> None:
    """Filters both streams, and writes them in UTF-8. Without a standard error, messages go nowhere."""
    if sys.stdout is None:
        sys.stdout = cast("TextIO", ClosedOutput())
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib costs start-up; it stays open
    sys.stdout, sys.stderr = _open_stream(sys.stdout), _open_stream(sys.stderr)


def discard_stream(stream: TextIO) -> None:
    """Sends what a stream still holds nowhere: it can't be written, and Python would say so again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_message(line: str) -> None:
    """Prints a line on standard error; a line break that comes from data is shown as a sign."""
    click.echo(visible_line(line), err=True)


def terminal_stream() -> TextIO:
    """Standard error without the filter, for what paints a line of its own on a terminal."""
    return getattr(sys.stderr, "unfiltered", sys.stderr)


def _open_stream(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):  # None where the user has closed it
        return stream
    if isinstance(stream.buffer, io.RawIOBase):  # PYTHONUNBUFFERED: what a nearly full disk does not take would be lost
        stream = io.TextIOWrapper(io.BufferedWriter(stream.detach()), line_buffering=True)
    stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return cast("TextIO", VisibleStream(stream))
