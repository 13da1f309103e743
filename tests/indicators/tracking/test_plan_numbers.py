"""Numbers of a plan in percent: each is brought into the unit of the indicator, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.finding_codes import PLAN_ERROR
from tests.conftest import Make
from tests.tables.workbooks import xlsx

TOML = """
[project]
plan = "plan.xlsx"
[indicators.people]
table = "t"
measure = "unique"
column = "id"
unit = "people"
[indicators.women]
table = "t"
measure = "share"
meets = { sex = "f" }
unit = "%"
[indicators.part_women]
table = "t"
measure = "share"
meets = { sex = "f" }
[indicators.rate]
measure = "ratio"
of = ["people", "people"]
unit = "%"
factor = 100
[indicators.bare_rate]
measure = "ratio"
of = ["people", "people"]
[indicators.per_thousand]
measure = "ratio"
of = ["people", "people"]
factor = 1000
[indicators.score]
table = "t"
measure = "mean"
column = "id"
"""
TABLE = {"t": "id,sex,date\n1,f,2026-01-01\n2,m,2026-05-01\n"}


def target_of(make: Make, code: str, value: object, number_format: str) -> object:
    """The target of an indicator in a workbook, whose cell is shown in this format."""
    folder = make(TOML, TABLE)

    def show_as(book: Any) -> None:
        book.worksheets[0]["B2"].number_format = number_format

    (folder / "plan.xlsx").write_bytes(xlsx([["code", "target"], [code, value]], change=show_as))
    return Project.open(folder).read_plan().find_target(code, "lop", ())


@pytest.mark.parametrize(
    ("code", "expected"),
    [("women", 50), ("rate", 50), ("part_women", "0.5"), ("bare_rate", "0.5"), ("per_thousand", 500)],
)
@pytest.mark.parametrize(("value", "shown"), [(0.5, "0%"), (0.5, "0.00%"), (50, '0"%"'), ("50%", "@"), ("50 %", "@")])
def test_percent_is_brought_into_the_unit_of_the_indicator(
    make: Make, code: str, expected: object, value: object, shown: str
) -> None:
    """A cell of 0.5 that Excel shows as 50% is 50 of an indicator in "%", and a half of a share without a unit."""
    assert target_of(make, code, value, shown) == Decimal(str(expected))


@pytest.mark.parametrize("code", ["people", "score"])
def test_percent_of_what_has_none_is_refused(make: Make, code: str) -> None:
    """A target of 50% for a number of people is no number of people."""
    with pytest.raises(Refused) as refused:
        target_of(make, code, 0.5, "0%")
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.column) == (PLAN_ERROR, 2, "target")
    assert "is in percent" in finding.message
    assert 'unit = "%"' in finding.message


def test_long_percentages_are_exact(make: Make) -> None:
    """33.3% is 33.3 and 0.333, not the nearest float."""
    assert target_of(make, "women", 0.333, "0.0%") == Decimal("33.3")
    assert target_of(make, "bare_rate", 0.333, "0.0%") == Decimal("0.333")


@pytest.mark.parametrize("text", ["%", "%50", "50%%", "fifty%"])
def test_a_sign_alone_is_no_number(make: Make, text: str) -> None:
    """What is no number before its sign is refused with what to write."""
    with pytest.raises(Refused, match="write digits only"):
        target_of(make, "women", text, "@")


def told(make: Make, rows: str) -> list[tuple[str, int | None, str, str]]:
    """What `check` tells of a plan: its code, row, column and fault."""
    toml = TOML.replace("plan.xlsx", "plan.csv")
    files = TABLE | {"plan": "code,period,baseline,milestone,target\n" + rows}
    reports = Project.open(make(toml, files)).check()
    return [(str(one.code), one.row, one.column, one.fault) for report in reports for one in report.findings]


@pytest.mark.parametrize(
    ("rows", "row", "column", "fault"),
    [
        ("women,2026Q1,,50%,\nwomen,2026Q2,,60,\n", 3, "milestone", '"60" of women has no percent sign, and "50%"'),
        ("women,2026Q1,3,50%,\n", 2, "baseline", "it is read as 3%"),
        ("women,2026Q1,,50%,\nwomen,2026Q2,,100,\n", 3, "milestone", "it is read as 100%"),
        ("bare_rate,2026Q1,,50%,\nbare_rate,2026Q2,,3,\n", 3, "milestone", "it is read as 300%"),
        ("per_thousand,2026Q1,,50%,\nper_thousand,2026Q2,,700,\n", 3, "milestone", "it is read as 70%"),
    ],
)
def test_percent_and_bare_numbers_of_one_indicator_are_told(
    make: Make, rows: str, row: int, column: str, fault: str
) -> None:
    """A 3 beside 50% may be 3% or 300%: `check` says how it is read."""
    (found,) = told(make, rows)
    assert found[:3] == ("ambiguous-targets", row, column)
    assert fault in found[3]


@pytest.mark.parametrize(
    "rows",
    [
        "women,2026Q1,0,50%,\npeople,2026Q1,10,20,60\nscore,2026Q1,0.6,,\n",
        "women,2026Q1,10%,50%,80%\nrate,2026Q1,10,50,80\nbare_rate,2026Q1,0.1,0.5,0.8\n",
    ],
)
def test_each_indicator_may_be_written_in_its_own_way(make: Make, rows: str) -> None:
    """The numbers of a column are of different indicators; 0 is 0 with and without a sign. Nothing is told."""
    assert told(make, rows) == []
