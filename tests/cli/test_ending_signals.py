"""Signals that end the program: at any moment, within a second, with one word and the code of the signal.

Each case is stopped in a process of its own. The usual run stops a few once, the long run all of them many times, from
their first moments to their last; the environment variable RT_STATS_STOPS says how often.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from tests import register, run_length

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="a processor's time is told by Linux")
LIMIT = 1.0  # seconds of a processor after the signal; on a busy machine the clock goes faster
WAITING = 1.0  # seconds without work, after which a program waits for something
FIRST_MOMENT = 0.1  # seconds of a processor until Python itself has started
LONG_STOPS = run_length.count_trials(5, "RT_STATS_STOPS")


def start_program(folder: Path, arguments: Sequence[str | Path]) -> subprocess.Popen[str]:
    """A command line in a session of its own, with a standard input that never says anything and never ends."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RT_STATS")}
    return subprocess.Popen(
        [sys.executable, "-m", "roundtable_cli", *map(str, arguments)],
        cwd=folder, env=inherited | {"TMPDIR": str(folder)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip


def used_seconds(process: int) -> float:
    """What a process, and the children that it has waited for, have used of a processor."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def used_by_session(session: int) -> float:
    """What all processes of a session have used, with those that are not waited for yet."""
    used = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            if os.getsid(int(folder.name)) == session:
                used += used_seconds(int(folder.name))
    return used


def is_left(session: int) -> bool:
    """Whether a process of a session is there after ten seconds."""
    for _ in range(100):
        states = subprocess.run(["ps", "-o", "stat=", "-s", str(session)], capture_output=True, text=True, check=False)
        if not [state for state in states.stdout.split() if not state.startswith("Z")]:
            return False
        time.sleep(0.1)
    return True


def wait_for_moment(process: subprocess.Popen[str], seconds: float) -> float:
    """What a process has used of a processor once it is so much, or once it has waited for a while, or has ended."""
    used, since = 0.0, time.monotonic()
    while process.poll() is None and used < seconds and time.monotonic() - since < WAITING:
        if (now := used_seconds(process.pid)) > used:
            used, since = now, time.monotonic()
        time.sleep(0.002)
    return used


def end_program(process: subprocess.Popen[str]) -> tuple[int, float, tuple[str, str]]:
    """The code with which a process ends, what it has used of a processor in all, and what it has written."""
    assert process.stdout is not None
    assert process.stderr is not None
    words = process.stdout.read(), process.stderr.read()
    if process.returncode is not None:  # it has been waited for already
        return process.returncode, 0.0, words
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, words


def stop_program(folder: Path, arguments: Sequence[str | Path], seconds: float, number: int = signal.SIGINT) -> int:
    """The code with which a command ends that is stopped once it has used a processor for so long, or waits.

    It says "stopped" and nothing else, unless it was done before; it leaves no process and no file behind.
    """
    before = {*folder.iterdir()}
    with start_program(folder, arguments) as process:
        used = max(wait_for_moment(process, seconds), used_by_session(process.pid))
        process.send_signal(number)
        code, total, words = end_program(process)
    about = f"after {seconds:.2f} s: {code}, {total - used:.2f} s later\n{words}"
    assert (code == 128 + number and words == ("", "stopped\n")) or (code in {0, 1} and not words[1]), about
    assert code < 128 or total - used < LIMIT, about
    assert not is_left(process.pid), about
    assert {*folder.iterdir()} == before, about
    return code


def large_table(folder: Path) -> list[str | Path]:
    """A table of which all columns are asked for their kind."""
    rng = random.Random(1)  # noqa: S311 - no secret
    places = [rng.randrange(10**6) for _ in range(600_000)]
    lines = (
        f"{row},P{place},{'fm'[place % 2]},2018-01-{place % 28 + 1:02},{place}.25" for row, place in enumerate(places)
    )
    (folder / "large.csv").write_text("\n".join(["id,person,sex,date,amount", *lines, ""]), encoding="utf-8")
    return ["summary", "--data", "large.csv"]


def slow_pattern(folder: Path) -> list[str | Path]:
    """A pattern for which each of many texts takes long."""
    fields = [{"name": "id", "type": "string", "constraints": {"pattern": "(a|a|b?a)+$"}}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "t.csv").write_text("id\n" + ("a" * 40 + "!\n") * 50_000, encoding="utf-8")
    return ["check", "--data", folder]


def large_workbook(folder: Path) -> list[str | Path]:
    """A workbook that takes its time in the process that reads it."""
    with xlsxwriter.Workbook(folder / "large.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(40_000):
            sheet.write_row(row, 0, [f"text {row} {column}" if row else f"name {column}" for column in range(8)])
    return ["check", folder / "large.xlsx"]


def endless_input(_: Path) -> list[str | Path]:
    """Standard input that never ends."""
    return ["check", "-"]


def engine_query(folder: Path) -> list[str | Path]:
    """A query of an engine that reads the file itself."""
    return [
        "summary",
        "-d",
        register.written(folder / "register", 10 * register.ROWS),
        "--engine",
        "duckdb",
        "--by",
        "sex",
    ]


def small_sample(_: Path) -> list[str | Path]:
    """A command that is soon done."""
    return ["check", "--data", "sample"]


CASES: list[Callable[[Path], list[str | Path]]] = [
    large_table, slow_pattern, large_workbook, endless_input, engine_query, small_sample,
]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program(tmp_path: Path, number: int) -> None:
    """While it waits for standard input."""
    assert stop_program(tmp_path, endless_input(tmp_path), 60, number) == 128 + number


def test_its_first_moments_are_no_other(tmp_path: Path) -> None:
    """While it imports its modules."""
    assert stop_program(tmp_path, small_sample(tmp_path), FIRST_MOMENT) == 128 + signal.SIGINT


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_a_signal_ends_the_program_at_any_moment(tmp_path: Path, case: Callable[[Path], list[str | Path]]) -> None:
    """From its first moment to its last; whatever it does, and whatever processes it has."""
    arguments, rng = case(tmp_path), random.Random(7)  # noqa: S311 - no secret
    length = 1.0
    if case is not endless_input:
        with start_program(tmp_path, arguments) as process:
            code, length, words = end_program(process)
        assert (code in {0, 1}, words[1]) == (True, "")
    codes = [stop_program(tmp_path, arguments, rng.uniform(FIRST_MOMENT, length)) for _ in range(LONG_STOPS)]
    assert 130 in codes


FREED = """
import signal, time
from roundtable_cli.cli import ending_signals

class Freed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def run():
    Freed()
    time.sleep(20)
    print("never")

ending_signals.run_until_stopped(run)
"""


def test_a_signal_in_a_moment_that_can_raise_nothing_is_heard(tmp_path: Path) -> None:
    """While an object is freed, Python would print the interrupt, and go on."""
    done = subprocess.run(
        [sys.executable, "-c", FREED], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=15
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")


REPEATED = """
import signal
from roundtable_cli.cli import ending_signals

def run():
    try:
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.raise_signal(signal.SIGINT)
        print("cleaned", flush=True)

ending_signals.run_until_stopped(run)
"""


def test_a_second_signal_does_not_disturb_cleaning_up(tmp_path: Path) -> None:
    """Who presses Ctrl-C twice leaves no temporary file either; the code is that of the first signal."""
    done = subprocess.run([sys.executable, "-c", REPEATED], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "cleaned\n", "stopped\n")


def test_a_signal_within_a_text_that_is_evaluated_has_its_code_too(tmp_path: Path) -> None:
    """Python would end itself by the signal then; what else is to be done at the end is done before."""
    code = (
        "import atexit\nfrom roundtable_cli.cli import ending_signals\n"
        "def run():\n    atexit.register(print, 'closed', flush=True)\n"
        "    exec('import signal; signal.raise_signal(2)')\n"
        "ending_signals.run_until_stopped(run)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "closed\n", "stopped\n")
