"""Whoever counts different values is told when some may be the same, once, and not where it has been answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.finding_codes import COUNTED_SPELLINGS, NEAR_DUPLICATE
from roundtable_cli.tables.quality import counted_spellings

COUNT = '[indicators.n]\nlabel = "n"\ntable = "t"\nmeasure = "unique"\ncolumn = "place"\n'


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
    """Aliases of a dimension, or categories that list both."""
    rows = {"t": "place\nКара-Суу\nКара Суу\nКара Суу\n"}
    dimension = '[dimensions.d]\ncolumn = "place"\n'
    one = dimension + 'categories = { "Кара Суу" = { aliases = ["Кара-Суу"] } }\n'
    two = dimension + 'categories = { "Кара Суу" = {}, "Кара-Суу" = {} }\n'
    for text in (one, two):
        assert told(project(text + COUNT, rows)) == []


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
