"""Whoever counts people by name is told what that means, once, and not where a code is counted too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.finding_codes import COUNTED_BY_NAME


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
