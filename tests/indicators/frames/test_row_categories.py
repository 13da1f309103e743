"""Which category a row is in by its value: keys, spellings, bands and ages."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Refused
from tests.indicators.frames.one_breakdown import AGES, COUNT, SEX, Open, breakdown, fields, rows

PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'


def test_where_nothing_is_missing_there_is_no_category_for_it(project: Open) -> None:
    """Not recorded is a row of the table only where it counts something."""
    assert breakdown(project(COUNT, rows("place", ["b", "a"])), "place") == [("a", 1), ("b", 1), ("total", 2)]


@pytest.mark.parametrize("place", ["①", "10²", "²", "1.5", "+", "٣", "99999999999999999999"])
def test_any_text_is_a_category(project: Open, place: str) -> None:
    """Signs that look like digits are sorted like all others."""
    opened = project(COUNT, rows("place", [place, "x", "x1"]))
    assert (place, 1) in breakdown(opened, "place")


@pytest.mark.parametrize(
    ("type_", "cells", "expected"),
    [
        ({"type": "integer"}, ["10", "9", ""], [("9", 1), ("10", 1), ("not recorded", 1), ("total", 3)]),
        ({"type": "number"}, ["2.50", "2.0"], [("2", 1), ("2.5", 1), ("total", 2)]),
        (
            {"type": "boolean", "trueValues": ["да"], "falseValues": ["нет"]},
            ["да", "", "да"],
            [("true", 2), ("not recorded", 1), ("total", 3)],
        ),
        (
            {"type": "date", "format": "%d.%m.%Y"},
            ["19.11.2018", "01.02.2018"],
            [("2018-02-01", 1), ("2018-11-19", 1), ("total", 2)],
        ),
        ({"type": "year"}, ["2019", "2018"], [("2018", 1), ("2019", 1), ("total", 2)]),
        ({"type": "yearmonth"}, ["2018-11"], [("2018-11", 1), ("total", 1)]),
    ],
)
def test_the_key_of_a_category_is_its_value_in_plain_form(
    project: Open, type_: dict[str, Any], cells: list[str], expected: list[tuple[Any, ...]]
) -> None:
    """Not as the file happens to write it."""
    opened = project(COUNT, rows("v", cells), fields({"name": "id"}, {"name": "v", **type_}))
    assert breakdown(opened, "v") == expected


def test_times_are_no_categories_by_the_minute(project: Open) -> None:
    """A few, shifts say, are; more are refused."""
    shifts = ["08:00", "14:00", "08:00"]
    assert breakdown(project(COUNT, rows("v", shifts)), "v") == [("08:00", 2), ("14:00", 1), ("total", 3)]
    times = [f"{8 + minute // 60:02}:{minute % 60:02}" for minute in range(90)]
    with pytest.raises(Refused, match="v has 90 different times"):
        breakdown(project(COUNT, rows("v", times)), "v")


@pytest.mark.parametrize("spelling", ["ж", "Ж", " ж ", "ж.", "Ж. ", "female", "FEMALE", "Female.", "ж ."])
def test_spellings_are_folded_into_their_category(project: Open, spelling: str) -> None:
    """Case, spaces around and a final full stop make no other category."""
    opened = project(COUNT + SEX, rows("sex", [spelling, "муж"]))
    assert breakdown(opened, "sex") == [("male", 1), ("female", 1), ("total", 2)]


def test_spaces_within_an_alias_are_folded_too(project: Open) -> None:
    """Two spaces are one."""
    toml = COUNT + '[dimensions.role]\ncolumn = "role"\ncategories.head = { aliases = ["head of  MTA"] }\n'
    assert breakdown(project(toml, rows("role", ["Head  of mta"])), "role") == [("head", 1), ("total", 1)]


def test_a_person_whose_spellings_differ_is_in_one_category_once(project: Open) -> None:
    """f and Ж of one person are one woman: 3 rows, 2 repeats."""
    opened = project(PEOPLE + SEX, {"t": "id,sex\n1,ж\n1,Ж.\n1,female\n"})
    result = opened.compute(["n"], by=["sex"])[1]
    assert (result.value, result.counts.rows, result.counts.repeats) == (1, 3, 2)


@pytest.mark.parametrize("word", ["total", "not recorded"])
def test_a_value_that_is_a_key_of_the_breakdown_itself_is_refused(project: Open, word: str) -> None:
    """Its row could not be told from the total's; the place and the way out are named."""
    with pytest.raises(Refused) as refused:
        project(COUNT, rows("place", ["a", word]), fields({"name": "id"}, {"name": "place"})).compute(by=["place"])
    (finding,) = refused.value.findings
    assert f'"{word}"' in finding.fault
    assert "alias" in finding.remedy
    assert finding.place
    alias = f'[dimensions.place]\ncolumn = "place"\ncategories.all = {{ aliases = ["{word}"] }}\n'
    assert ("all", 1) in breakdown(project(COUNT + alias, rows("place", ["a", word])), "place")


def test_bands_divide_at_their_first_age(project: Open) -> None:
    """14-17, 18-24; below and above appear only where they count someone."""
    opened = project(COUNT + AGES, rows("age", ["14", "17", "18", "24", ""]))
    assert breakdown(opened, "ages") == [("14-17", 2), ("18-24", 2), ("not recorded", 1), ("total", 5)]


def test_a_fraction_of_a_year_is_in_the_band_below(project: Open) -> None:
    """17.9 years are not 18."""
    opened = project(COUNT + AGES, rows("age", ["17.9", "18.0", "13.99"]))
    assert breakdown(opened, "ages") == [("<14", 1), ("14-17", 1), ("18-24", 1), ("total", 3)]


@pytest.mark.parametrize("cells", [["0.4", "0.5", "1.5"], ["0", "1", "2"]])
def test_bands_of_fractions_say_where_they_end(project: Open, cells: list[str]) -> None:
    """Over numbers and over integers."""
    opened = project(COUNT + AGES.replace("[14, 18, 25]", "[0.5, 1.5]"), rows("age", cells))
    assert breakdown(opened, "ages") == [("<0.5", 1), ("0.5-<1.5", 1), ("1.5+", 1), ("total", 3)]


def test_one_band_divides_in_two(project: Open) -> None:
    """Minors and adults."""
    opened = project(COUNT + AGES.replace("[14, 18, 25]", "[18]"), rows("age", ["17", "18", "18"]))
    assert breakdown(opened, "ages") == [("<18", 1), ("18+", 2), ("total", 3)]


def test_an_age_by_date_of_birth_is_that_of_the_rows_own_date(project: Open) -> None:
    """Born on 29 February 2004: 13 on 28 February 2018, 14 on 1 March. Born 19.11.2000: 18 on that day, 17 before."""
    table = {
        "t": "id,day,age\n1,2018-02-28,2004-02-29\n2,2018-03-01,2004-02-29\n3,2018-11-19,2000-11-19\n"
        "4,2018-11-18,2000-11-19\n5,,2000-01-01\n6,2018-01-01,\n"
    }
    opened = project(COUNT + 'date = "day"\n' + AGES, table)
    assert breakdown(opened, "ages") == [
        ("<14", 1),
        ("14-17", 2),
        ("18-24", 1),
        ("not recorded", 2),
        ("total", 6),
    ]


def test_one_person_may_be_in_two_age_groups(project: Open) -> None:
    """At 17 in spring and at 18 in autumn: once in each, once in all."""
    opened = project(
        PEOPLE + 'date = "day"\n' + AGES, {"t": "id,day,age\n1,2018-04-01,2000-06-01\n1,2018-10-01,2000-06-01\n"}
    )
    assert breakdown(opened, "ages") == [("14-17", 1), ("18-24", 1), ("total", 1)]


def test_an_age_by_date_of_birth_needs_the_rows_date(project: Open) -> None:
    """Of a table with one date alone, that of birth, no age is guessed."""
    with pytest.raises(Refused, match="date"):
        project(COUNT + AGES, rows("age", ["2000-01-01"])).compute(by=["ages"])


@pytest.mark.parametrize("cells", [["young", "old"], ["true", "false"]])
def test_bands_divide_numbers_and_dates_alone(project: Open, cells: list[str]) -> None:
    """A text has no band."""
    with pytest.raises(Refused, match="bands"):
        project(COUNT + AGES, rows("age", cells)).compute(by=["ages"])
