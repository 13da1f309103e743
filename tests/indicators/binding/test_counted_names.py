"""Whoever counts people by name is told what that means, once, and not where a code is counted too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.finding_codes import COUNTED_BY_NAME
from roundtable_cli.indicators.definitions.framework import ResultsFramework


def test_a_count_of_names_says_so(tmp_path: Path) -> None:
    """In a file alone, under the table."""
    file = tmp_path / "visits.csv"
    file.write_text("ФИО,n\nАсанов Азат,1\nБекова Анна,2\nАсанов Азат,3\n", encoding="utf-8")
    codes = [finding.code for finding in Project.open(file).compute().assumptions]
    assert codes == [COUNTED_BY_NAME]


@pytest.mark.parametrize(
    ("definition", "is_told"),
    [
        ('column = "full name"', True),
        ('column = "full name"\ndefinition = "Different names of people in the list."', False),
        ('column = ["full name", "birth date"]', False),
        ('column = "code"', False),
    ],
)
def test_a_definition_answers_it(project: Callable[..., Project], definition: str, is_told: bool) -> None:
    """So does a column that tells apart people of one name."""
    rows = "code,full name,birth date\n1,A B,1990-01-01\n2,A B,1991-01-01\n"
    indicators = f'[indicators.people]\nlabel = "p"\ntable = "t"\nmeasure = "unique"\n{definition}\n'
    found = [finding.code for finding in project(indicators, {"t": rows}).compute(["people"]).assumptions]
    assert (COUNTED_BY_NAME in found) == is_told


def test_the_definitions_are_looked_through_once_for_all_indicators(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each: of 10,000 indicators that would be a hundred million looks."""
    named_values, looks = ResultsFramework.named_values, list[ResultsFramework]()

    def count_look(framework: ResultsFramework) -> frozenset[str]:
        looks.append(framework)
        found: frozenset[str] = named_values.__get__(framework)
        return found

    monkeypatch.setattr(ResultsFramework, "named_values", property(count_look))
    sections = "".join(
        f'[indicators.i{number}]\ntable = "t"\nmeasure = "unique"\ncolumn = "sex"\n' for number in range(20)
    )
    assert len(project(sections, {"t": "id,sex\n1,f\n2,m\n"}).compute().assumptions) == 0
    assert 1 <= len(looks) <= 3
