"""Whoever counts different values is told when some may be the same, once, and not where it has been answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.finding_codes import COUNTED_SPELLINGS, NEAR_DUPLICATE
from roundtable_cli.tables.quality import counted_spellings

COUNT = '[indicators.n]\nlabel = "n"\ntable = "t"\nmeasure = "unique"\ncolumn = "place"\n'

ONE_CATEGORY = '[dimensions.d]\ncolumn = "place"\ncategories = { "Кара Суу" = { aliases = ["Кара-Суу"] } }\n'


def told(project: Project, code: str = "n") -> list[str]:
    """What stands under the table of the spellings that are counted."""
    return [finding.fault for finding in project.compute([code]).assumptions if finding.code == COUNTED_SPELLINGS]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("P001\np001\nP002\nP001\n", ['"P001" and "p001" are counted apart, and may be the same']),
        ("P003\n\u0420003\nP003\n", ['"P003" and "\u0420003" are counted apart, and may be the same']),
        (
            "Кара-Суу\nКара Суу\nКара Суу\n№ 5\n№5\n№5\n",
            ['"Кара Суу" and "Кара-Суу", and 1 more such pair, are counted apart, and may be the same'],
        ),
        ("Асанова\nАсанов\nАсанов\n", []),
        ("A\nB\nA\n", []),
        ("1\n01\n1\n", ['"1" and "01" are counted apart, and may be the same']),
    ],
)
def test_values_that_may_be_the_same_are_told(project: Callable[..., Project], rows: str, expected: list[str]) -> None:
    """In one line, with the first pair; another letter makes another value."""
    assert told(project(COUNT, {"t": "place\n" + rows})) == expected


def test_an_answer_ends_it(project: Callable[..., Project]) -> None:
    """Categories that list both; or one category of a dimension, where the dimension is counted."""
    rows = {"t": "place\nКара-Суу\nКара Суу\nКара Суу\n"}
    two = '[dimensions.d]\ncolumn = "place"\ncategories = { "Кара Суу" = {}, "Кара-Суу" = {} }\n'
    assert told(project(two + COUNT, rows)) == []
    assert told(project(ONE_CATEGORY + COUNT.replace('"place"', '"d"'), rows)) == []


def test_spellings_of_one_category_are_told_where_the_column_is_counted(project: Callable[..., Project]) -> None:
    """The dimension takes them as one, the column does not: the remedy names the dimension."""
    rows = {"t": "place\nКара-Суу\nКара Суу\nКара Суу\n"}
    results = project(ONE_CATEGORY + COUNT, rows).compute(["n"])
    assert [result.value for result in results] == [2]
    (finding,) = results.assumptions
    assert finding.fault == '"Кара Суу" and "Кара-Суу" are counted apart'
    assert finding.remedy == 'to count them as one, write column = "d"'


def test_a_value_of_a_condition_does_not_answer_capitals(project: Callable[..., Project]) -> None:
    """A condition takes both; so nobody has said that they are two."""
    condition = COUNT.replace("[indicators.n]", "[indicators.m]") + 'where = { place = "cash" }\n'
    rows = {"t": "place\ncash\nCash\ncash\nfood\n"}
    assert told(project(COUNT + condition, rows)) == ['"cash" and "Cash" are counted apart, and may be the same']


def test_they_are_told_where_a_calculated_column_counts_them(project: Callable[..., Project]) -> None:
    """Two kinds of services for each person, of which one may be the other; by the dimension they are one."""
    people = '[tables.people]\nfrom = "t"\neach = ["person"]\n'
    calculated = '[calculated.people.kinds]\nfrom = "t"\nmeasure = "unique"\ncolumn = "kind"\n'
    text = (
        people + calculated + '[indicators.n]\ntable = "people"\nmeasure = "count"\nwhere = { kinds = { min = 2 } }\n'
    )
    rows = {"t": "person,kind\nA,cash\nA,Cash\nB,cash\nB,food\nC,food\n"}
    counted = project(text, rows)
    assert [result.value for result in counted.compute(["n"])] == [2]
    assert told(counted) == ['"cash" and "Cash" are counted apart, and may be the same']
    dimension = '[dimensions.sort]\ncolumn = "kind"\ncategories.cash = {}\n'
    merged = project(dimension + text.replace('column = "kind"\n[', 'column = "sort"\n['), rows)
    assert [result.value for result in merged.compute(["n"])] == [1]
    assert told(merged) == []


def test_check_names_each_row_instead(project: Callable[..., Project]) -> None:
    """The line under the table is not told again there."""
    reports = project(COUNT, {"t": "place\nP001\np001\nP001\n"}).check()
    codes = [finding.code for report in reports for finding in report.findings]
    assert codes == [NEAR_DUPLICATE]


def test_a_large_column_is_left_to_check(project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> None:
    """A count does not wait for it."""
    monkeypatch.setattr(counted_spellings, "MAX_ROWS", 2)
    assert told(project(COUNT, {"t": "place\nP001\np001\nP001\n"})) == []


def test_a_proposal_does_not_answer_it(tmp_path: Path) -> None:
    """Neither of a file alone nor of a new project: nobody has listed both spellings as categories."""
    file = tmp_path / "v.csv"
    file.write_text("visit,село,n\n" + "".join(f"{n},Кара{'- '[n % 2]}Суу,5\n" for n in range(9)), encoding="utf-8")
    assert len(told(Project.open(file), "selo")) == 1
    assert len(told(Project.begin(tmp_path / "made", [file]), "selo")) == 1
