"""Starts the process that reads workbooks, asks it, and ends it where it takes too long or this program is stopped.

One process reads all workbooks of a run; where one of them ends it, another is started for the next.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from roundtable_cli.errors import Refused
from roundtable_cli.tables.reading.workbooks.separate_process import messages
from roundtable_cli.tables.reading.workbooks.sheet_details import WorkbookContent, unreadable_refusal, workbook_refusal

_START_SECONDS = 60  # that starting it may take on a busy machine
_WALL_SECONDS = 4  # that a second of a processor may take there
_LARGE_BYTES = 16 * 2**20  # a workbook after which a process still holds much memory
_COMMAND = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from roundtable_cli.tables.reading.workbooks.separate_process import reading_child; reading_child.serve_requests()"
)
_INTERPRETERS = ("python", "pypy")  # how their names begin


class ReadingProcess:
    """A process that reads workbooks for this one."""

    def __init__(self) -> None:
        """Start it. Raises OSError where the system starts no more processes."""
        paths = [path for path in sys.path if path]
        self._owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603 - this Python with this program's own code
            [sys.executable, "-S", "-c", _COMMAND, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where calamine prints how it failed
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        self._was_late = False

    def is_ready(self) -> bool:
        """Whether it has started, and can read workbooks."""
        try:
            return bool(self._receive(_START_SECONDS))
        except EOFError:
            return False

    def read_workbook(self, content: bytes) -> WorkbookContent | Refused:
        """What is in a workbook, or why that can't be told. It must not be asked again where this raises."""
        try:
            messages.send_bytes(self._requests, content)
            answer: WorkbookContent | Refused = self._receive(self._receive(_START_SECONDS) * _WALL_SECONDS)
            return answer
        except (EOFError, OSError):
            reason = "reading it takes too long" if self._was_late else "it is damaged, or too large"
            raise unreadable_refusal(reason) from None

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked: it is this process's own, and nothing has ended it."""
        return self._owner == os.getpid() and not self._was_late and self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it does; not from a copy of the process that has started it."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        for stream in (self._requests, self._answers):
            with suppress(OSError):  # what it was not sent any more
                stream.close()
        self._process.wait()

    def _receive(self, seconds: float) -> Any:
        """What it sends. Raises EOFError where it has ended, as it is where it sends nothing for so long."""
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            return messages.receive_object(self._answers)
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self._was_late = True
        self._process.kill()


class WorkbookReader:
    """Reads workbooks, one after the other, in a process that it starts for the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: ReadingProcess | None = None

    def read_workbook(self, content: bytes) -> WorkbookContent:
        """What is in a workbook. Refused where it needs a password, is damaged, or too large."""
        with self._lock:
            process = self._start_process()
            answer, is_done = None, False
            try:
                answer, is_done = process.read_workbook(content), len(content) < _LARGE_BYTES
            finally:  # also where Ctrl-C stops this program meanwhile
                if not is_done:
                    self.end_process()
        if isinstance(answer, Refused):
            raise answer
        return answer

    def end_process(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.end()
        self._process = None

    def _start_process(self) -> ReadingProcess:
        """The process that runs already, else a new one. Refused where none can be started."""
        if self._process and self._process.is_alive:
            return self._process
        self.end_process()
        if not Path(sys.executable or "").stem.lower().startswith(_INTERPRETERS):
            raise _start_refusal("this program is not run by Python", "save the sheet as CSV")
        try:
            self._process = ReadingProcess()
        except OSError as error:
            raise _start_refusal(error.strerror or str(error), "close other programs, and try again") from None
        if self._process.is_ready():
            return self._process
        self.end_process()
        raise _start_refusal("Python ends at once", "try again, or save the sheet as CSV")


def _start_refusal(reason: str, remedy: str) -> Refused:
    return workbook_refusal(f"the process that reads workbooks can't be started: {reason}", remedy)


WORKBOOK_READER = WorkbookReader()
atexit.register(WORKBOOK_READER.end_process)
