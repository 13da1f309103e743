"""Columns that are nearly all of a type: the few texts that are not, and what may well be meant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable_cli.errors import ERROR, WARNING, Finding
from roundtable_cli.tables.quality.mixed_types import find_mixed_types
from roundtable_cli.tables.table import Field
from tests.tables.profiling.test_column_profile import column

AGES = [str(14 + number % 15) for number in range(45)]  # 14 to 28, each three times


def found(folder: Path, texts: Iterable[str], *fields: Field) -> list[Finding]:
    """What is told of a column of these texts."""
    return list(find_mixed_types(column(folder, texts, *fields)))


def test_a_text_among_numbers_is_told_with_its_row(tmp_path: Path) -> None:
    """How many cells are numbers, and what to do: once, however many rows it is in."""
    (finding,) = found(tmp_path, [*AGES[:20], "few", *AGES[20:], "few"])

    assert str(finding) == (
        'people.csv row 22, c: "few" (2 rows) is not a number, but 45 of 47 cells are'
        ' — correct it; if it means that there is no value, add it to "missingValues" in datapackage.json'
    )
    assert (finding.code, finding.severity) == ("type-error", WARNING)


@pytest.mark.parametrize(
    ("usual", "odd", "words"),
    [
        (["8 847,57", "5 710,00", "12"], "мало", "is not a number, but 30 of 31 cells are"),
        (["1,200.50", "3,000.75", "$ 7"][:2], "-", None),
        (["1,5", "2,25", "3"], "12.5", "is a number, but 30 of 31 cells are written in another way"),
        (["12.03.2018", "30.04.2018"], "31.02.2018", "is not a date in the calendar"),
        (["2018-03-12", "2018-04-30"], "12.03.2018", "is a date, but 20 of 21 cells are written in another way"),
        (["13/03/2018", "14/04/2018"], "31/02/2018", "is not a date in the calendar"),
        (["2018-03-12T10:00:00", "2018-03-13T11:30:00"], "later", "is not a date and time, but 20 of 21 cells are"),
        (["true", "false"], "maybe", "is not true or false, but 20 of 21 cells are"),
        (["15", "16"], "17 лет", "is not a number, but 20 of 21 cells are"),
        (["15", "16"], "20-25", "is not a number, but 20 of 21 cells are"),
    ],
)
def test_the_exception_is_named_in_any_style(tmp_path: Path, usual: list[str], odd: str, words: str | None) -> None:
    """Decimal commas, days first, months that do not exist; a dash among amounts is nothing, not an exception."""
    told = found(tmp_path, [*usual * 5, odd, *usual * 5])

    assert [finding.fault for finding in told] == ([f'"{odd}" {words}'] if words else [])


@pytest.mark.parametrize(
    "texts",
    [
        [*AGES[:8], "n/a"],
        ["1", "2", "3", "x"],
        [*AGES, *["unknown"] * 10],
        [*map(str, range(1, 20)), "10A"],
        [*map(str, range(1, 20)), "12/1"],
        ["007", "008", "009", "010", "011", "012", "013", "014", "015", "016", "017", "x"],
        ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10", "A-11", "7"],
        ["one", "two", "three"] * 10,
        [*AGES, "#REF!"],
        [],
    ],
    ids=str,
)
def test_many_exceptions_codes_and_words_are_not_told(tmp_path: Path, texts: list[str]) -> None:
    """Nine of ten cells have to be of the type, and five; codes of houses and leading zeros are text."""
    assert found(tmp_path, texts) == []


def test_four_of_five_cells_are_enough(tmp_path: Path) -> None:
    """8 of 10 are four of five; 7 of 9 are not. Where the heading says that they are counted, half is enough."""
    assert len(found(tmp_path, [*AGES[:8], "x", "y"])) == 2
    assert found(tmp_path, [*AGES[:7], "x", "y"]) == []
    assert found(tmp_path, [*AGES[:3], "<5", "5 (est.)", "few"]) == []
    counted = column(tmp_path, [*AGES[:3], "<5", "5 (est.)", "few"], name="participants")
    assert [finding.row for finding in find_mixed_types(counted)] == [5, 6, 7]


def test_a_declared_text_is_a_text(tmp_path: Path) -> None:
    """What the schema says is not questioned."""
    assert found(tmp_path, [*AGES, "n/a"], Field("c"), Field("n")) == []


def test_no_personal_value_is_in_a_finding(tmp_path: Path) -> None:
    """The others are no secret, for nothing of them is told."""
    (finding,) = find_mixed_types(column(tmp_path, [*AGES, "Айгүл"]).as_personal())
    assert finding.fault == "the value is not a number, but 45 of 46 cells are"


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (["01.02.2018", "31.02.2018", "05.03.2018"], ["31.02.2018"]),
        (["2018-02-01", "2018-02-30", "2018-03-05"], ["2018-02-30"]),
        (["25/02/2018", "02/25/2018", "32/01/2018"], ["32/01/2018"]),
        (["10.20.3040", "10.21.3040", "10.11.3040"], []),
    ],
)
def test_a_day_that_there_is_not_is_an_error(tmp_path: Path, texts: list[str], wrong: list[str]) -> None:
    """Of a few cells too; where most cells of that form are no dates, they are codes."""
    told = [one.message for one in found(tmp_path, texts) if one.severity == ERROR]
    assert [text for text in texts if any(f'"{text}" is not a date in the calendar' in one for one in told)] == wrong
