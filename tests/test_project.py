"""The Python API: a project opened, and the results that it gives."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import roundtable_cli
from roundtable_cli import Project, Refused, Result, Results
from roundtable_cli.locate import sample_folder
from roundtable_cli.tables.engines.sql import external_table
from tests.conftest import Make

Open = Callable[..., Project]
PEOPLE = """
[dimensions.sex]
column = "sex"

[indicators.people]
label = "People"
table = "people"
measure = "unique"
column = "id"
date = "day"

[indicators.rows]
label = "Rows"
table = "people"
measure = "count"
headline = false
"""
ROWS = "id,sex,day\n1,f,2018-01-10\n1,f,2018-05-10\n2,m,2018-05-11\n3,,2018-06-01\n"


@pytest.fixture
def people(project: Open) -> Project:
    """A project of four rows and three people."""
    return project(PEOPLE, {"people": ROWS})


def value(results: Results, code: str = "people", **cell: str) -> object:
    """The value of an indicator in a cell."""
    found = results.of(code, tuple(cell.items()))
    assert found
    return found.value


def test_public_names() -> None:
    """Every public name is there, and nothing else is promised."""
    assert {"Project", "Result", "Results", "Refused", "Finding"} <= {*roundtable_cli.__all__}
    assert all(getattr(roundtable_cli, name) for name in roundtable_cli.__all__)
    with pytest.raises(AttributeError):
        _ = roundtable_cli.__getattr__("nothing")


def test_first_lines() -> None:
    """The example at the top of the package is true."""
    assert Project.open("sample").compute(["activists"])[0].value == 106


def test_no_rows_read_yet(make: Make) -> None:
    """Opening reads the two definition files and no rows: a file may be missing until a number needs it."""
    folder = make(PEOPLE, {"people": ROWS})
    (folder / "people.csv").write_text("id\n1\n", encoding="utf-8")
    opened = Project.open(folder)
    (folder / "people.csv").write_text(ROWS, encoding="utf-8")
    assert value(opened.compute()) == 3


def test_results(people: Project) -> None:
    """Results are a sequence of frozen values, each with its indicator, cell, value and counts."""
    results = people.compute(by=["sex"])
    assert len(results) == len(list(results)) == 4
    assert isinstance(results[0], Result)
    assert results[0].code == "people"
    assert results[-1].cell == ()
    assert (results[-1].counts.rows, results[-1].counts.repeats) == (4, 1)
    with pytest.raises(AttributeError):
        results[0].value = 5  # type: ignore[misc]


def test_headline(people: Project) -> None:
    """Without codes the headline indicators are computed; another one when asked by its code."""
    assert [result.code for result in people.compute()] == ["people"]
    assert [result.code for result in people.compute(["rows", "people"])] == ["rows", "people"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, 3),
        ({}, 3),
        ({"sex": "f"}, 1),
        ({"sex": ["f", "m"]}, 2),
        ({"sex": {"not": "f"}}, 2),
        ({"sex": {"missing": True}}, 1),
        ({"id": {"min": 2}}, 2),
        ({"id": {"min": 1}}, 3),
    ],
)
def test_where(people: Project, where: dict[str, object] | None, expected: int) -> None:
    """Conditions are written as in the definitions; one that excludes nothing changes nothing."""
    assert value(people.compute(where=where)) == expected


def test_period(people: Project) -> None:
    """A period counts the rows dated in it."""
    assert value(people.compute(period="2018Q2")) == 3
    assert value(people.compute(period="2018-01")) == 1
    assert value(people.compute(period="2017")) == 0
    assert value(people.compute(period="2019")) is None


def test_breakdown(people: Project) -> None:
    """A breakdown has its categories, the people without one, and the total."""
    results = people.compute(by=["sex"])
    found = [value(results, sex="f"), value(results, sex="m"), value(results, sex="not recorded"), value(results)]
    assert found == [1, 1, 1, 3]


def test_one_computation_many_times(people: Project) -> None:
    """Asked again, a project gives equal results."""
    assert list(people.compute(by=["sex"])) == list(people.compute(by=["sex"]))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"codes": ["peple"]}, "people"),
        ({"by": ["sxe"]}, "sex"),
        ({"where": {"sxe": "f"}}, "sex"),
        ({"where": {"sex": {"nott": "f"}}}, "not"),
        ({"period": "2018Q7"}, "2018Q4"),
        ({"by": ["sex", "sex"]}, "once"),
    ],
)
def test_refused(people: Project, asked: dict[str, object], said: str) -> None:
    """What can't be answered is refused, with a finding that names the nearest or the forms accepted."""
    with pytest.raises(Refused) as refused:
        people.compute(**asked)  # type: ignore[arg-type]
    assert refused.value.findings
    assert said in str(refused.value)


def test_all_faults_at_once(make: Make) -> None:
    """A project with faults is refused with all of them, each with its place."""
    folder = make(
        '[indicators.a]\nlabel = "A"\nmeasure = "cuont"\ntable = "t"\n[indicators.B]\nlabel = 5\n', {"t": "x\n1\n"}
    )
    with pytest.raises(Refused) as refused:
        Project.open(folder).compute()
    said = str(refused.value)
    assert len(refused.value.findings) >= 2
    assert 'did you mean "count"' in said
    assert "[indicators.B]" in said


def test_other_files(people: Project, tmp_path: Path) -> None:
    """Another file of definitions, and another file for a table, take the place of the folder's."""
    other, rows = tmp_path / "other.toml", tmp_path / "new.csv"
    other.write_text(PEOPLE.replace("indicators.people", "indicators.humans"), encoding="utf-8")
    rows.write_text("id,sex,day\n7,f,2018-01-10\n", encoding="utf-8")
    opened = Project.open(people.folder, indicators=other, tables={"people": rows})
    assert value(opened.compute(), "humans") == 1


def test_unknown_table(people: Project, tmp_path: Path) -> None:
    """A file for a table that there is not is refused with the nearest name."""
    with pytest.raises(Refused, match='did you mean "people"'):
        Project.open(people.folder, tables={"peple": tmp_path / "x.csv"})


def test_money_is_exact(project: Open) -> None:
    """A sum of money is a decimal, exact to the last digit of the data."""
    text = '[indicators.a]\nlabel = "A"\nmeasure = "sum"\ntable = "t"\ncolumn = "x"\nunit = "USD"'
    (result,) = project(text, {"t": "x\n" + "0.10\n" * 1000}).compute()
    assert result.value == Decimal(100)


@pytest.mark.parametrize(
    ("engine", "memory", "told"),
    [
        ("duckbd", None, 'no engine "duckbd"'),
        ("duckdb", "4GB", "is not a number of bytes"),
        ("duckdb", 4, "MB of memory is too little"),
        ("pandas", 2**30, "--memory limits duckdb only"),
    ],
)
def test_an_engine_is_looked_at_when_a_project_is_opened(engine: str, memory: Any, told: str) -> None:
    """Not when it is asked for the first time."""
    with pytest.raises(Refused, match=told):
        Project.open(sample_folder(), engine=engine, memory=memory)


def test_whatever_computes_python_checks(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows of a file that an engine would read, and what is unlikely in them too."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    people = "id,age\n" + "".join(f"P{number},{20 + number % 9}\n" for number in range(40_000)) + "P40000,209\n"
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "age", "type": "integer"}]}
    package = {"resources": [{"name": "people", "path": "people.csv", "schema": schema}]}
    folder = make('[indicators.n]\ntable = "people"\nmeasure = "count"\n', {"people": people}, package)
    (report,) = Project.open(folder, engine="duckdb").check()
    assert [report] == Project.open(folder).check()
    assert report.rows == 40_001
    assert [finding.row for finding in report.findings] == [40_002]
