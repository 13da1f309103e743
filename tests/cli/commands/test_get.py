"""`rt-stats get`: bare values, a line each, for scripts."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Make, Run
from tests.in_process import call

pytestmark = pytest.mark.in_process

ROWS = "activist_id,sex,age,settlement,joined_on\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "sample"))


def test_bare_values(run: Run, sample: Path) -> None:
    """Each value is a line of its own, in the order asked, without unit or separators, and nothing is on stderr."""
    done = run("get", "grants_usd", "staff_trained", cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "61933\n27\n", "")


def test_full_precision(sample: Path) -> None:
    """A value keeps its full precision, in every language the same."""
    done = call("get", "share_women", "--lang", "ru", cwd=sample)
    assert float(done.stdout) == pytest.approx(100 * 55 / 102, abs=1e-12)
    assert call("get", "grants_usd", "-w", "settlement=S07", cwd=sample).stdout == "8847.57\n"


def test_no_value(run: Run, sample: Path) -> None:
    """An indicator without a value is an empty line, and the exit code is 1: the answer is no; zero is a value."""
    done = run("get", "share_women", "activists", "-w", "sex=", cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (1, "\n4\n", "")
    zero = call("get", "grants_usd", "-w", "settlement=S02", cwd=sample)
    assert (zero.returncode, zero.stdout) == (0, "0\n")


def test_breakdown(sample: Path) -> None:
    """With --by there is a line for each category, the total last."""
    assert call("get", "activists", "--by", "sex", cwd=sample).stdout == "55\n47\n4\n106\n"


def test_standard_input(run: Run, sample: Path) -> None:
    """A table is read from standard input, and from another file, in place of the project's."""
    rows = ROWS + "A001,female,15,S01,2018-02-21\nA001,female,15,S03,2018-03-21\nA002,,20,S01,2018-02-21\n"
    assert run("get", "activists", "--table", "activists=-", cwd=sample, stdin=rows).stdout == "2\n"
    (sample / "new.csv").write_text(rows, encoding="utf-8")
    assert run("get", "activists", "--table", "activists=new.csv", cwd=sample).stdout == "2\n"


def test_faults_of_standard_input(run: Run, sample: Path) -> None:
    """A bad cell of standard input is refused with its row; an empty one is refused too, and is no zero."""
    asked = ("get", "activists", "--period", "2018", "--table", "activists=-")
    done = run(*asked, cwd=sample, stdin=ROWS + "A001,female,15,S01,31.02.2018\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'standard input row 2, joined_on: "31.02.2018"' in done.stderr
    empty = run("get", "activists", "--table", "activists=-", cwd=sample)
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "standard input" in empty.stderr


# Every spelling of a condition, and the same choice made here by hand.
CONDITIONS: list[tuple[list[str], Callable[[dict[str, str]], bool]]] = [
    (["sex=female"], lambda row: row["sex"] == "female"),
    (["sex=ж"], lambda row: row["sex"] == "female"),
    (["sex=female,male"], lambda row: row["sex"] != ""),
    (["sex!=female"], lambda row: row["sex"] != "female"),
    (["sex="], lambda row: row["sex"] == ""),
    (["sex!="], lambda row: row["sex"] != ""),
    (["age=14..28"], lambda row: row["activist_id"] != ""),
    (["age=18.."], lambda row: int(row["age"]) >= 18),
    (["age=..17"], lambda row: int(row["age"]) <= 17),
    (["age=18..24", "sex=female"], lambda row: 18 <= int(row["age"]) <= 24 and row["sex"] == "female"),
    (["settlement=S01,S02"], lambda row: row["settlement"] in {"S01", "S02"}),
    (["joined_on=..2018-06-30"], lambda row: row["joined_on"] <= "2018-06-30"),
    (["joined_on=2018-07-01.."], lambda row: row["joined_on"] > "2018-06-30"),
    (["age_group=14-17"], lambda row: int(row["age"]) < 18),
    (["settlement.mta=M1"], lambda row: row["settlement"] in {"S01", "S02"}),
]


@pytest.mark.parametrize(("where", "chosen"), CONDITIONS, ids=[" ".join(where) for where, _ in CONDITIONS])
def test_conditions(where: list[str], chosen: Callable[[dict[str, str]], bool]) -> None:
    """Every spelling of a condition chooses the people it says."""
    options = [text for condition in where for text in ("--where", condition)]
    done = call("get", "activists", "--data", "sample", *options)
    with (ROOT / "data" / "activists.csv").open(encoding="utf-8") as file:
        expected = {row["activist_id"] for row in csv.DictReader(file) if chosen(row)}
    assert expected
    assert done.stdout == f"{len(expected)}\n"


def test_quoted_comma(make: Make) -> None:
    """A value that holds a comma is one value in double quotes."""
    text = '[indicators.a]\nlabel = "A"\ntable = "t"\nmeasure = "count"\n'
    folder = make(text, {"t": 'place\n"Osh, city"\nOsh\nJalal-Abad\n'})
    assert call("get", "a", "-w", 'place="Osh, city"', cwd=folder).stdout == "1\n"
    assert call("get", "a", "-w", 'place="Osh, city",Osh', cwd=folder).stdout == "2\n"


def test_usage(sample: Path) -> None:
    """Without a code, or with an unknown one, nothing is printed but the fault, and the exit code is 2."""
    for arguments, said in (((), "CODE"), (("activsts",), '"activists"'), (("activists", "-f", "cvs"), '"csv"')):
        done = call("get", *arguments, cwd=sample)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-w", "age=30..18"), "30"),
        (("-p", "2018Q4..2018Q1"), "before it starts"),
        (("--data", ""), "--data"),
    ],
)
def test_slips(sample: Path, options: tuple[str, ...], said: str) -> None:
    """A slip is refused and gives no 0: a range the wrong way round, a project from a variable that is not set."""
    done = call("get", "activists", *options, cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("period", ["9999", "9999Q4", "0001..9999", "0001", "0000", "2018-13", "2018-02-30"])
def test_ends_of_the_calendar(period: str, sample: Path) -> None:
    """A period at an end of the calendar, or beyond, is answered or refused as any other."""
    done = call("get", "activists", "--period", period, cwd=sample)
    assert "internal error" not in done.stderr
    assert (done.returncode, done.stdout) in {(0, "106\n"), (0, "0\n"), (2, "")}
    assert bool(done.stderr) == (done.returncode == 2)


def test_formats(sample: Path, tmp_path: Path) -> None:
    """`get` writes the data formats; the ending of a file names no other."""
    (row,) = json.loads(call("get", "activists", "-f", "json", cwd=sample).stdout)
    assert (row["code"], row["value"]) == ("activists", 106)
    page = tmp_path / "page.md"
    done = call("get", "activists", "-o", page, cwd=sample)
    assert done.returncode == 2
    assert "internal error" not in done.stderr
    assert not page.exists()


LIFE = '[project]\nstart = 2018-01-01\nend = 2019-12-31\n[indicators.n]\ntable = "t"\nmeasure = "count"\n'
DATED = {"t": "id,date\n1,2018-06-28\n"}


def test_a_period_after_the_records_has_no_value(run: Run, make: Make) -> None:
    """A monthly script gets an empty line and exit code 1, not 0; and on standard error the day when records end."""
    done = run("get", "n", "--period", "2018-07", "--data", make(LIFE, DATED))
    assert (done.returncode, done.stdout) == (1, "\n")
    assert "records end on 2018-06-28" in done.stderr
    data = run("summary", "--period", "2018-07", "-f", "csv", "--data", make(LIFE, DATED))
    assert data.stdout.splitlines()[1].startswith("n,n,,,0,")
    assert "records end on 2018-06-28" in data.stderr
    page = run("summary", "--period", "2018-07", "--data", make(LIFE, DATED))
    assert "records end on 2018-06-28" in page.stdout
    assert page.stderr == ""


@pytest.mark.parametrize("command", ["get", "summary", "track"])
@pytest.mark.parametrize("period", ["2017Q4", "2020", "2020-01.."])
def test_a_period_outside_the_project_is_refused(run: Run, make: Make, command: str, period: str) -> None:
    """Nothing can have happened in it."""
    done = run(command, "n", "--period", period, "--data", make(LIFE, DATED))
    assert done.returncode == 2
    assert f"--period: {period} is outside the project's life, 2018-01-01 to 2019-12-31" in done.stderr
