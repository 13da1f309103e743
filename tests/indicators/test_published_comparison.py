"""Published values beside those of the records: at the published one's own precision, by period and category."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.framework import PublishedFigure
from roundtable_cli.indicators.published_comparison import PublishedComparison, compare_published_values
from tests.conftest import Make

ROWS = {"t": "id,sex,date,ok\n1,f,2026-01-10,yes\n2,f,2026-05-10,no\n3,m,2026-05-11,no\n1,f,2026-05-12,no\n"}
PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\npublished = {}\n'


def compared(make: Make, toml: str) -> list[PublishedComparison]:
    """The comparisons of all indicators of a project."""
    project = Project.open(make(toml, ROWS))
    compute = partial(project.compute)
    return [*compare_published_values(project.framework, compute, project.check_codes(()))]


@pytest.mark.parametrize(
    ("published", "computed", "is_same", "digits"),
    [
        (33, 33.3, True, 2),
        (33, Decimal("33.5"), True, 2),
        (33, 33.6, False, 2),
        (33, 34, False, 2),
        (Decimal("33.3"), 33.33, True, 3),
        (Decimal("33.30"), 33.33, False, 4),
        (Decimal("0.05"), 0.0451, True, 1),
        (61933, Decimal("61933.40"), True, 5),
        (0, 0, True, 1),
        (0, None, False, 1),
    ],
)
def test_precision(published: int | Decimal, computed: object, is_same: bool, digits: int) -> None:
    """As many decimals are compared as are published; a whole number of the records is not rounded."""
    figure = PublishedFigure(published)
    assert (figure.is_same_as(computed), figure.digits) == (is_same, digits)


def test_by_period_and_category(make: Make) -> None:
    """Each is compared with the records that it is of: 3 people, 1 in the first quarter, 2 women, 1 woman in May."""
    may = '{ value = 4, period = "2026-05", by = { sex = "f" } }'
    figures = f'[{{ value = 3 }}, {{ value = 1, period = "2026Q1" }}, {{ value = 2, by = {{ sex = "F." }} }}, {may}]'
    found = compared(make, PEOPLE.format(figures))
    assert [(one.result.value, one.agrees) for one in found] == [(3, True), (1, True), (2, True), (2, False)]
    assert (found[-1].difference, found[-1].factor) == (-2, 0.5)
    assert [one.difference for one in found[:3]] == [0, 0, 0]


def test_factor(make: Make) -> None:
    """A share that was published as a part of 1 is 100 times as large; of 0 there is no factor."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "share"\nmeets = { ok = "yes" }\nunit = "%"\n'
    toml += "published = { value = 0.25 }\n"
    (found,) = compared(make, toml)
    assert (found.difference, found.factor, found.agrees) == (Decimal("24.75"), 100, False)
    (found,) = compared(make, PEOPLE.format("{ value = 0 }"))
    assert (found.difference, found.factor) == (3, None)


def test_a_category_that_is_none(make: Make) -> None:
    """Refused with its place, and the nearest that there is."""
    with pytest.raises(Refused) as refused:
        compared(make, PEOPLE.format('{ value = 1, by = { sex = "ff" } }'))
    (finding,) = refused.value.findings
    assert finding.column == "[indicators.n] published"
    assert '"f"' in finding.remedy


def test_notes_under_a_table(make: Make) -> None:
    """A table says which of its values were published otherwise: of its period, and of its categories."""
    figures = '[{ value = 3 }, { value = 5, period = "2026Q1" }, { value = 7, by = { sex = "m" } }]'
    project = Project.open(make(PEOPLE.format(figures), ROWS))

    def noted(**asked: object) -> list[object]:
        notes = project.compute(**asked).notes  # type: ignore[arg-type]
        return [note.about["comparison"].figure.value for note in notes]  # type: ignore[attr-defined]

    assert noted() == []
    assert noted(period="2026Q1") == [5]
    assert noted(by=["sex"]) == [7]
    assert noted(where={"sex": "m"}) == []
