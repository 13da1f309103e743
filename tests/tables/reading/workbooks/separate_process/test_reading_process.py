"""What a damaged workbook does to the process that reads it reaches nobody: it ends, and another one is started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.separate_process import reading_process
from roundtable_cli.tables.reading.workbooks.separate_process.reading_process import ReadingProcess, WorkbookReader
from tests.tables.workbooks import xls, xlsx

ROWS = [["id", "usd"], ["A1", 10]]
CODE = "import sys, time; from roundtable_cli.tables.reading.workbooks.separate_process import reading_child as c; "


@pytest.fixture
def reader() -> Iterator[WorkbookReader]:
    """A reader with a process of its own."""
    made = WorkbookReader()
    yield made
    made.end_process()


def behave(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Lets the process that reads workbooks do something else for each."""
    paths = f"sys.path[:] = {[path for path in sys.path if path]!r}; "
    told = f"import os, sys; {paths}{CODE}c._answer_request = lambda content: {code}; c.serve_requests()"
    monkeypatch.setattr(reading_process, "_COMMAND", told)


def test_one_process_reads_all_workbooks(reader: WorkbookReader) -> None:
    """To start it costs more than to read a small one."""
    (first,) = reader.read_workbook(xlsx(ROWS)).sheets
    process = reader._process
    assert reader.read_workbook(xls(ROWS)).is_old_format
    assert reader._process is process
    assert first.values == [["id", "usd"], ["A1", 10.0]]


@pytest.mark.parametrize("code", ["os.abort()", "os._exit(1)", "1 / 0", "b'x' * 2**36"])
def test_a_process_that_ends_refuses_one_workbook(
    reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], code: str
) -> None:
    """The next one is read by another; nothing of it is printed."""
    with monkeypatch.context() as patched:
        behave(patched, code)
        with pytest.raises(Refused, match="it is damaged, or too large — open it in Excel or LibreOffice"):
            reader.read_workbook(xlsx(ROWS))
    assert reader.read_workbook(xlsx(ROWS)).sheets
    assert capfd.readouterr() == ("", "")


def test_a_process_that_takes_too_long_is_ended(reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """By this one, where the system does not end it."""
    behave(monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(reading_process, "_WALL_SECONDS", 0.02)
    with pytest.raises(Refused, match="takes too long"):
        reader.read_workbook(xlsx(ROWS))
    assert reader._process is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process")
@pytest.mark.long
def test_the_system_ends_a_process_that_computes_for_ever(
    reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some seconds of a processor."""
    behave(monkeypatch, "[None for _ in iter(int, 1)]")
    with pytest.raises(Refused, match="it is damaged"):
        reader.read_workbook(xlsx(ROWS))


def test_ctrl_c_ends_it_at_once(reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads is ended before this one goes on."""
    behave(monkeypatch, "time.sleep(60)")
    started = list[ReadingProcess]()
    init = ReadingProcess.__init__

    def noted(self: ReadingProcess) -> None:
        init(self)
        started.append(self)

    monkeypatch.setattr(ReadingProcess, "__init__", noted)
    threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()
    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        reader.read_workbook(xlsx(ROWS))
    assert time.monotonic() - before < 10
    assert started[0]._process.returncode is not None


def test_a_process_that_was_ended_meanwhile_is_replaced(reader: WorkbookReader) -> None:
    """As by Ctrl-C, which reaches it too."""
    reader.read_workbook(xlsx(ROWS))
    assert reader._process
    reader._process._process.kill()
    reader._process._process.wait()
    assert reader.read_workbook(xlsx(ROWS)).sheets


def test_a_copy_of_the_process_starts_its_own(reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two must not talk through the same pipes."""
    reader.read_workbook(xlsx(ROWS))
    process = reader._process
    assert process
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: -1)
        assert not process.is_alive
    process.end()


def test_where_it_cannot_be_started_that_is_said(reader: WorkbookReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is not run by Python has none to start."""
    monkeypatch.setattr(sys, "executable", "/opt/app/viewer")
    with pytest.raises(Refused, match="can't be started: this program is not run by Python"):
        reader.read_workbook(xlsx(ROWS))
    monkeypatch.setattr(sys, "executable", "/nowhere/python3")
    with pytest.raises(Refused, match="can't be started: No such file"):
        reader.read_workbook(xlsx(ROWS))
    monkeypatch.undo()
    monkeypatch.setattr(reading_process, "_COMMAND", "raise SystemExit")
    with pytest.raises(Refused, match="can't be started: Python ends at once"):
        reader.read_workbook(xlsx(ROWS))


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    """When the program ends, also in the middle of a workbook."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(ROWS))
    code = (
        "import sys, os; from pathlib import Path; "
        "from roundtable_cli.tables.reading.workbooks.separate_process.reading_process import WORKBOOK_READER as r; "
        "r.read_workbook(Path(sys.argv[1]).read_bytes()); print(r._process._process.pid, flush=True); os._exit(0)"
    )
    ended = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    limit = time.monotonic() + 20
    while _is_running(int(ended.stdout)) and time.monotonic() < limit:
        time.sleep(0.02)
    assert not _is_running(int(ended.stdout))
    assert [*tmp_path.iterdir()] == [path]


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    # One whose parent has ended may wait for the system to take note of its end.
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().split(") ")[1][0] != "Z"
