"""Another engine on the command line: the same numbers, and one line where the machine says no."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT, Run
from tests.register import INDICATORS, ROWS, described, written


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that the engine reads itself."""
    return written(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that takes its time."""
    return written(tmp_path_factory.mktemp("long"), 20 * ROWS)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def command(*arguments: str | Path, temporary: Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """The command, on its way."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RT_STATS")}
    return subprocess.Popen(
        [sys.executable, "-m", "roundtable_cli", *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8",
        env=inherited | {"TMPDIR": str(temporary)},
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [["--engine", "duckdb", "--memory", "500MB"], []])
def test_the_numbers_are_the_same(large: Path, run: Run, temporary: Path, arguments: list[str]) -> None:
    """On either engine, however it is named, in as little memory as there may be; nothing is left behind."""
    asked = ("summary", "-d", large, "-f", "csv", "--by", "sex")
    expected = run(*asked)
    environment = {} if arguments else {"RT_STATS_ENGINE": "duckdb"}
    done = run(*asked, *arguments, TMPDIR=str(temporary), **environment)
    assert (expected.returncode, expected.stderr, done.returncode) == (0, "", 0)
    assert (done.stdout, done.stderr) == (expected.stdout, "")
    assert not list(temporary.iterdir())


@pytest.mark.long
@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("P1,f,x,2018-03-01,1\n", 'row 170002, age: "x" is not a whole number'),
        ("P1,f,1\n", "row 170002: 3 cells, but 5 column headings"),
        ('P1,"f,1,2018-03-01,1\n', "row 170002: this row can't be read: a quote"),
    ],
)
def test_a_bad_row_at_the_end(tmp_path: Path, run: Run, temporary: Path, end: str, told: str) -> None:
    """It is named by its number, in one line."""
    folder = written(tmp_path / "bad", ROWS, end)
    (folder / "indicators.toml").write_text(INDICATORS.replace('"usd"', '"age"'), encoding="utf-8")
    done = run("summary", "-d", folder, "--engine", "duckdb", TMPDIR=str(temporary))
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.startswith(f"people.csv {told}") for line in done.stderr.splitlines()] == [True]
    assert not list(temporary.iterdir())


def test_an_engine_that_is_not_installed(large: Path, run: Run, tmp_path: Path) -> None:
    """It says how to install it."""
    (tmp_path / "duckdb.py").write_text("raise ModuleNotFoundError(name='duckdb')\n", encoding="utf-8")
    done = run("summary", "-d", large, "--engine", "duckdb", PYTHONPATH=f"{tmp_path}:{ROOT}")
    remedy = "the engine duckdb is not installed — install it: pip install 'roundtable-cli[duckdb]'\n"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(remedy)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--engine", "duckdb", "--memory", "100MB"), "100 MB of memory is too little — duckdb needs 500 MB or more"),
        (
            ("--engine", "duckdb", "--memory", "9999999999TB"),
            "MB of memory is more than any machine has",
        ),
        (
            ("--engine", "duckdb", "--memory", "much"),
            '"much" is not an amount of memory; write for example 1400MB or 2GiB',
        ),
        (("--engine", "pandas", "--memory", "1GB"), "--memory limits duckdb only, and the engine is pandas"),
        (("--engine", "duckbd"), '--engine: no engine "duckbd" — did you mean "duckdb"?'),
    ],
)
def test_what_can_not_be_asked(large: Path, run: Run, arguments: tuple[str, ...], told: str) -> None:
    """A mistake on the command line is told before anything is read."""
    done = run("summary", "-d", large, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_refusal_before_any_row_leaves_nothing(run: Run, tmp_path: Path, temporary: Path) -> None:
    """Parquet whose columns are asked for, and are not those of the schema."""
    duckdb.sql(f"COPY (SELECT 1 AS n) TO '{tmp_path / 'people.parquet'}' (FORMAT parquet)")
    folder = described(tmp_path / "project", "people.parquet")
    (tmp_path / "people.parquet").rename(folder / "people.parquet")
    done = run("summary", "-d", folder, "--engine", "duckdb", TMPDIR=str(temporary))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("people.parquet:\n  missing columns: ")
    assert not list(temporary.iterdir())


@pytest.fixture
def stalled(tmp_path: Path) -> Iterator[int]:
    """The writing end of a table that nobody writes on."""
    os.mkfifo(tmp_path / "pipe")
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    yield writer
    with suppress(OSError):
        os.close(writer)


def said(terminal: int, until: str = "") -> str:
    """What appears on a terminal until something does, or till the end."""
    text = ""
    while not until or until not in text:
        try:
            text += os.read(terminal, 4096).decode()
        except OSError:  # how Linux says that nobody writes on it any more
            break
    return text


@pytest.mark.long
def test_somebody_who_waits_is_told(large: Path, tmp_path: Path, temporary: Path, stalled: int) -> None:
    """After two seconds there is a line at the terminal, which is gone when all is done."""
    terminal, stderr = pty.openpty()
    table = f"people={tmp_path / 'pipe'}"
    process = command("get", "rows", "-d", large, "--table", table, temporary=temporary, stderr=stderr)
    os.close(stderr)
    assert "reading … 2 s" in said(terminal, until="s")
    os.write(stalled, b"id,sex,age,day,usd\nP1,female,20,2018-03-01,1\n")
    os.close(stalled)
    assert said(terminal).endswith("\r\x1b[K")
    assert (process.communicate(timeout=60)[0], process.returncode) == ("1\n", 0)


@pytest.mark.long
def test_it_is_told_while_an_engine_writes_its_errors_elsewhere() -> None:
    """As Spark does all the time that it starts."""
    terminal, stderr = pty.openpty()
    code = (
        "import os, time\nfrom roundtable_cli.cli.progress import status_line\n"
        "with status_line():\n    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)\n    time.sleep(2.3)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=stderr)
    os.close(stderr)
    assert "reading … 2 s" in said(terminal, until="s")
    assert process.wait(60) == 0
    os.close(terminal)


@pytest.mark.long
@pytest.mark.usefixtures("stalled")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_while_it_waits(large: Path, tmp_path: Path, temporary: Path, number: int) -> None:
    """With one line, and nothing about how long it took where nobody sits at a terminal."""
    process = command("get", "rows", "-d", large, "--table", f"people={tmp_path / 'pipe'}", temporary=temporary)
    time.sleep(3)
    process.send_signal(number)
    begun = time.monotonic()
    assert (*process.communicate(timeout=60), process.returncode) == ("", "stopped\n", 128 + number)
    assert time.monotonic() - begun < 2


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("wait", [0.1, 0.6])
def test_a_big_engine_stops(long: Path, temporary: Path, number: int, wait: float) -> None:
    """In the middle of a query too; what it had spilled is gone."""
    process = command("summary", "-d", long, "--engine", "duckdb", "--memory", "500MB", temporary=temporary)
    while not list(temporary.iterdir()):  # a connection is made
        time.sleep(0.01)
    time.sleep(wait)
    process.send_signal(number)
    begun = time.monotonic()
    assert (*process.communicate(timeout=60), process.returncode) == ("", "stopped\n", 128 + number)
    assert time.monotonic() - begun < 2
    assert not list(temporary.iterdir())
