"""What `report` asks of a project."""

from __future__ import annotations

import pytest

from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process
TOML = """
[dimensions.sex]
column = "sex"
[indicators.people]
table = "people"
measure = "unique"
column = "id"
disaggregate = ["sex"]
"""


def test_own_breakdowns_or_those_asked_for(run: Run, make: Make) -> None:
    """Without --by an indicator has the breakdowns that it names; with --by, any number, these alone."""
    folder = make(TOML, {"people": "id,sex,place,age,kind\n1,f,A,30,x\n2,m,B,20,y\n"})
    assert "### sex" in run("report", "-d", folder).stdout
    asked = run("report", "-d", folder, "--by", "place", "--by", "age", "--by", "kind").stdout
    asked = asked.split("## About the data")[0]
    assert [line for line in asked.split("\n") if line.startswith("### ")] == ["### place", "### age", "### kind"]


def test_numbers_are_those_of_summary(run: Run, make: Make) -> None:
    """Each number of a breakdown is that of `summary`, under the same conditions and in the same period."""
    rows = "".join(f"{n % 40},{'fm'[n % 2]},2024-0{n % 3 + 1}-05\n" for n in range(60))
    folder = make(TOML, {"people": f"id,sex,date\n{rows}"})
    narrowing = ("--period", "2024Q1", "--where", "id!=3")
    report = run("report", "-d", folder, *narrowing).stdout
    data = run("summary", "-d", folder, *narrowing, "--by", "sex", "-f", "csv").stdout.splitlines()[1:]
    for line in data:
        category, value = line.split(",")[2:4]
        assert any(category in row and f" {value} " in row for row in report.split("\n") if row.startswith("|"))


def test_a_name_that_is_not_there(run: Run) -> None:
    """What summary refuses, report refuses, and writes nothing."""
    done = run("report", "-d", "sample", "--by", "sexx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "sex" in done.stderr
