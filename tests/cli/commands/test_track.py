"""`rt-stats track` as a user and a script meet it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Make, Run

pytestmark = pytest.mark.in_process

SERVICES = ROOT / "tests" / "projects" / "services"
COLUMNS = "code,indicator,period,value,unit,rows,repeats,missing,outside,to_date,baseline,milestone,target,achievement,"


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """A copy of the project that may be written to."""
    return shutil.copytree(SERVICES, tmp_path / "services")


def test_a_reporting_period(run: Run) -> None:
    """Every indicator against its milestone, the plan's note below, nothing on stderr."""
    done = run("track", "--period", "2026Q2", "--data", SERVICES)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Period: 2026Q2 (2026-04-01 – 2026-06-30)" in done.stdout
    assert "people_served (2026Q2): two villages joined late" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_data_has_the_columns_of_a_plan(run: Run) -> None:
    """Code, period, what is set and what it comes to, a row per line of the table."""
    done = run("track", "people_served", "--by", "quarter", "-f", "csv", "--data", SERVICES)
    assert done.stdout.splitlines()[0] == COLUMNS + "milestone_met,status,note"
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["period"], row["value"], row["status"]) for row in rows] == [
        ("2026Q1", "2", "achieved"),
        ("2026Q2", "3", "off-track"),
        ("2026Q3", "2", "achieved"),
        ("2026Q4", "0", "off-track"),
        ("lop", "6", "not-yet-due"),
    ]


def test_what_track_writes_is_a_plan(run: Run, services: Path) -> None:
    """Written to a file and named as the plan, it gives the same table again."""
    ask = ("track", "--by", "quarter", "-f", "json", "--data", services)
    before = json.loads(run(*ask).stdout)
    assert run("track", "--by", "quarter", "-o", services / "new.csv", "--data", services).returncode == 0
    definitions = services / "indicators.toml"
    text = definitions.read_text(encoding="utf-8").replace("plan.csv", "new.csv")
    definitions.write_text(text, encoding="utf-8")
    assert json.loads(run(*ask).stdout) == before


def test_a_plan_is_never_overwritten(run: Run, services: Path) -> None:
    """It holds what somebody wrote."""
    done = run("track", "-f", "csv", "-o", services / "plan.csv", "--data", services)
    assert done.returncode == 2
    assert "file of the project" in done.stderr
    assert (services / "plan.csv").read_bytes() == (SERVICES / "plan.csv").read_bytes()


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("off-track", 1), ("no-target,no-data", 1), ("achieved", 1), ("no-data", 0), ("on-track", 1)],
)
def test_fail_on_a_status(run: Run, fail_on: str, code: int) -> None:
    """The answer is no, and the table is printed all the same."""
    done = run("track", "--period", "2026Q2", "--fail-on", fail_on, "--data", SERVICES)
    assert (done.returncode, done.stderr) == (code, "")
    assert "people_served" in done.stdout


def test_an_unknown_status_is_refused(run: Run) -> None:
    """With the nearest one."""
    done = run("track", "--fail-on", "of-track", "--data", SERVICES)
    assert done.returncode == 2
    assert '"off-track"' in done.stderr


@pytest.mark.parametrize("lang", ["en", "ru", "ky"])
@pytest.mark.parametrize("format_", ["table", "markdown", "html", "latex", "csv", "tsv", "json", "jsonl"])
def test_every_format_in_every_language(run: Run, format_: str, lang: str) -> None:
    """The same lines, whatever they are written in."""
    done = run("track", "open_cases", "--by", "quarter", "-f", format_, "--lang", lang, "--data", SERVICES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("2026Q2") == 1


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a run writes when its standard output is a terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "roundtable_cli", *arguments, "--data", str(SERVICES)]
    subprocess.run(command, stdout=follower, check=True, env={"COLUMNS": "120", **environment}, cwd=ROOT)
    os.close(follower)
    written = os.read(leader, 65536).decode()
    os.close(leader)
    return written


def test_a_status_is_coloured_on_a_terminal_only(run: Run) -> None:
    """Never in a pipe or file, and not where NO_COLOR asks for none."""
    ask = ("track", "open_cases", "--period", "2026Q1")
    assert "\x1b[32machieved\x1b[0m" in on_a_terminal(*ask)
    assert "\x1b[" not in on_a_terminal(*ask, NO_COLOR="1")
    assert "\x1b[" not in run(*ask, "--data", SERVICES).stdout


def test_undated_rows_are_told_below_a_table_of_quarters(run: Run) -> None:
    """They are in the life of project and in no quarter."""
    done = run("track", "people_served", "--by", "quarter", "--data", SERVICES)
    assert "people_served: 1 row without a date is in no period." in done.stdout


PERIODIC = '[indicators.n]\ntable = "t"\nmeasure = "count"\ntargets = { "2026Q1" = 2, "2026Q2" = 2, lop = 4 }\n'
VISITS = {"t": "id,date\n1,2026-01-10\n2,2026-02-10\n3,2026-05-10\n"}


def test_targets_that_can_be_read_in_two_ways_are_refused(run: Run, make: Make) -> None:
    """With both readings; weaker signs stand under the table, and on standard error beside data."""
    refused = run("track", "--data", make(PERIODIC, VISITS))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "2 + 2 = 4" in refused.stderr
    assert run("summary", "--data", make(PERIODIC, VISITS)).returncode == 0
    settled = run("track", "--data", make(PERIODIC + 'targets_are = "milestones"\n', VISITS), "-f", "csv")
    assert (settled.returncode, settled.stderr) == (0, "")
    folder = make(PERIODIC.replace("lop = 4", '"2026Q3" = 2'), VISITS)
    assert "in each of 3 periods" in run("track", "--data", folder).stdout
    assert "in each of 3 periods" in run("track", "--data", folder, "-f", "csv").stderr


def test_targets_of_each_period_have_their_heading_and_column(run: Run, make: Make) -> None:
    """The table calls them by their name; the data say it in a column, so that they can be read again as a plan."""
    folder = make('[project]\nplan = "plan.csv"\n' + PERIODIC, VISITS | {"plan": "code,targets_are\nn,periods\n"})
    assert "target of period" in run("track", "--by", "quarter", "-f", "markdown", "--data", folder).stdout
    written = run("track", "--by", "quarter", "-f", "csv", "--data", folder).stdout
    assert written.splitlines()[0].endswith(",status,note,targets_are,target_to_date,status_to_date")
    assert [line.split(",")[-5] for line in written.splitlines()[1:]] == ["achieved", "off-track", "not-yet-due"]
    (folder / "plan.csv").write_text(written, encoding="utf-8")
    assert run("track", "--by", "quarter", "-f", "csv", "--data", folder).stdout == written
