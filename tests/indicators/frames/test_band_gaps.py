"""Numbers that lie between the ends of two bands are told under the table, on every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project

Open = Callable[..., Project]
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.age_group]\ncolumn = "age"\n'
BANDS = COUNT + "bands = [0, 18, 25]\n"
TABLE = {"t": "id,age\n" + "".join(f"i,{age}\n" for age in ("17", "17.5", "24.5", "24.9", "25", "25.5", "18.0", ""))}


def told(project: Project, **asked: object) -> list[str]:
    """The warnings about numbers between bands."""
    return [one.fault for one in project.compute(**asked).assumptions if one.code == "between-bands"]  # type: ignore[arg-type]


def test_numbers_between_two_bands_are_told(project: Open) -> None:
    """17.5, 24.5 and 24.9 are counted in the bands below; above the last band there is nothing between."""
    opened = project(BANDS, TABLE)
    results = opened.compute(by=["age_group"])
    assert [one.value for one in results] == [2, 3, 2, 1, 8]
    expected = "3 rows have numbers between two bands of age_group, like 17.5: 0-17 holds all that is less than 18"
    assert told(opened, by=["age_group"]) == [expected]
    assert told(opened, where={"age_group": "18-24"}) == [expected]
    assert told(opened) == []


@pytest.mark.parametrize(
    ("bands", "ages"),
    [
        ("bands = [0, 18, 25]", ["17", "18.0", "25.5", "-0.5"]),
        ("bands = [0.5, 18.5, 25.5]", ["17.2", "24.7"]),
        ("bands = [0, { from = 18, label = '18 to less than 25' }, 25]", ["24.5"]),
        ("bands = [18]", ["17.5", "18.5"]),
    ],
)
def test_nothing_is_told_where_every_number_is_within_its_band(project: Open, bands: str, ages: list[str]) -> None:
    """Of whole numbers, of numbers outside all ends, of bands with decimals, and of a band whose label says it."""
    opened = project(f"{COUNT}{bands}\n", {"t": "id,age\n" + "".join(f"i,{age}\n" for age in ages)})
    assert told(opened, by=["age_group"]) == []


def test_a_band_of_one_number_holds_its_fractions(project: Open) -> None:
    """0.5 is in the band 0: this is told, also where the column has long numbers."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "age", "type": "number"}]}}]}
    for cells in ("0\n0.5\n3\n", "0\n0.5\n3\n12345678901234567890\n"):
        opened = project(COUNT + "bands = [0, 1, 5]\n", {"t": "age\n" + cells}, package)
        assert told(opened, by=["age_group"]) == [
            "1 row has a number between two bands of age_group, like 0.5: 0 holds all that is less than 1"
        ]


def test_a_personal_number_is_not_printed(project: Open) -> None:
    """Only how many rows there are."""
    fields = [{"name": "age", "type": "number", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (fault,) = told(project(BANDS, {"t": "age\n20\n21\n22\n24.5\n"}, package), by=["age_group"])
    assert "24.5" not in fault
