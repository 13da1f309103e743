"""The process that reads workbooks is limited, and answers each request."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.separate_process import messages
from roundtable_cli.tables.reading.workbooks.sheet_details import WorkbookContent
from tests.tables.workbooks import xls, xlsx

ROWS = [["id", "usd"], ["A1", 10]]
SERVE = "from roundtable_cli.tables.reading.workbooks.separate_process import reading_child as c; c.serve_requests()"


def answers(*contents: bytes, code: str = SERVE) -> list[object]:
    """What the process sends, until it ends: that it is ready; for each workbook the seconds, and what is read."""
    asked = io.BytesIO()
    for content in contents:
        messages.send_bytes(asked, content)
    ended = subprocess.run([sys.executable, "-c", code], input=asked.getvalue(), capture_output=True, check=False)
    assert not ended.stderr
    told, found = io.BytesIO(ended.stdout), list[object]()
    while told.tell() < len(ended.stdout):
        found.append(messages.receive_object(told))
    return found


def test_each_workbook_is_answered() -> None:
    """Also one that is refused: it does not end the process."""
    ready, seconds, content, _, refused, _, other = answers(xlsx(ROWS), b"PK\3\4", xls(ROWS))
    assert ready is True
    assert seconds == pytest.approx(4, abs=1)
    assert isinstance(content, WorkbookContent)
    assert isinstance(other, WorkbookContent)
    assert content.sheets[0].values == other.sheets[0].values
    assert isinstance(refused, Refused)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process")
def test_it_is_limited() -> None:
    """In memory and time, and it leaves no file when it crashes."""
    told = "import resource as r, sys; print(*(r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)))"
    code = f"{SERVE.partition(';')[0]}; c._limit_memory(); c._limit_time(5); {told}"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    memory, seconds, core = map(int, ended.stdout.split())
    assert 0 < memory <= 4 * 2**30
    assert 0 < seconds <= 10
    assert core == 0
