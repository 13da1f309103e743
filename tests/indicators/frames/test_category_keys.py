"""Breakdowns: which category a row is in, which categories there are, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Refused
from tests.indicators.frames.one_breakdown import AGES, COUNT, SEX, Open, breakdown, fields, rows

PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'


def test_where_nothing_is_missing_there_is_no_category_for_it(project: Open) -> None:
    """Not recorded is a row of the table only where it counts something."""
    assert breakdown(project(COUNT, rows("place", ["b", "a"])), "place") == [("a", 1), ("b", 1), ("total", 2)]


@pytest.mark.parametrize("place", ["①", "10²", "²", "1.5", "-", "٣", "99999999999999999999"])
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
        project(COUNT, rows("place", ["a", word])).compute(by=["place"])
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


DISABILITY = (
    "[dimensions.disability]\ncategories.severe = { where = { domains = { min = 3 } } }\n"
    "categories.with = { where = { domains = { min = 1 } } }\ncategories.without = { where = { domains = 0 } }\n"
)


def test_a_row_is_in_the_first_category_whose_condition_it_meets(project: Open) -> None:
    """3 domains are severe though `with` holds too; the blank is not recorded; all stand in their order."""
    opened = project(COUNT + DISABILITY, rows("domains", ["3", "1", "", "0", "0"]))
    assert breakdown(opened, "disability") == [
        ("severe", 1),
        ("with", 1),
        ("without", 2),
        ("not recorded", 1),
        ("total", 5),
    ]


def test_a_category_by_condition_without_rows_is_zero(project: Open) -> None:
    """It is declared, so it stands."""
    opened = project(COUNT + DISABILITY, rows("domains", ["1", "0"]))
    assert breakdown(opened, "disability") == [("severe", 0), ("with", 1), ("without", 1), ("total", 2)]


def test_all_conditions_of_a_category_hold(project: Open) -> None:
    """On columns and on other dimensions, bands and lists among them."""
    toml = (
        COUNT
        + AGES
        + '[dimensions.girl]\ncategories.yes = { where = { sex = "f", ages = ["<14", "14-17"], topics = "sport" } }\n'
        + "categories.no = { where = { sex = { missing = false } } }\n"
    )
    table = {"t": "id,sex,age,topics\n1,f,17,sport;art\n2,f,18,sport\n3,f,13,art\n4,m,13,sport\n5,,13,sport\n"}
    package = fields(
        {"name": "id"},
        {"name": "sex"},
        {"name": "age", "type": "integer"},
        {"name": "topics", "type": "list", "delimiter": ";"},
    )
    opened = project(toml, table, package)
    assert breakdown(opened, "girl") == [("yes", 1), ("no", 3), ("not recorded", 1), ("total", 5)]


MOVED = {
    "t": "id,settlement,day\n"
    "1,S2,2018-03-01\n1,S1,2018-01-01\n"  # first S1, latest S2, though the file has it the other way round
    "2,,2018-01-01\n2,S2,2018-02-01\n2,S1,2018-03-01\n"  # the first day has no settlement: first S2, latest S1
    "3,S2,\n3,S1,2018-05-01\n"  # a dated row goes before an undated one: S1
    "4,S2,\n4,S1,\n"  # without any date the order of the file: first S2, latest S1
    "5,,2018-01-01\n"  # never recorded
    "6,S1,2018-01-01\n6,S2,2018-01-01\n"  # one day: the order of the file
}


@pytest.mark.parametrize(
    ("assign", "expected"),
    [
        # first: 1, 3 and 6 in S1, 2 and 4 in S2; latest: 2, 3 and 4 in S1, 1 and 6 in S2
        ("first", [("S1", 3), ("S2", 2), ("not recorded", 1), ("total", 6)]),
        ("latest", [("S1", 3), ("S2", 2), ("not recorded", 1), ("total", 6)]),
    ],
)
def test_assign_puts_each_person_into_one_category(project: Open, assign: str, expected: list[tuple[str, int]]) -> None:
    """The first, or the latest, that is recorded; the parts add up to the total."""
    toml = PEOPLE + f'[dimensions.settlement]\ncolumn = "settlement"\nassign = "{assign}"\n'
    opened = project(toml, MOVED)
    assert breakdown(opened, "settlement") == expected
    assert opened.compute(by=["settlement"])[-1].counts.overlap == 0


@pytest.mark.parametrize(
    ("assign", "people"),
    [
        ("first", {"1": "S1", "2": "S2", "3": "S1", "4": "S2", "6": "S1"}),
        ("latest", {"1": "S2", "2": "S1", "3": "S1", "4": "S1", "6": "S2"}),
    ],
)
def test_assign_chooses_the_category_by_date(project: Open, assign: str, people: dict[str, str]) -> None:
    """Person by person."""
    toml = PEOPLE + f'[dimensions.settlement]\ncolumn = "settlement"\nassign = "{assign}"\n'
    opened = project(toml, MOVED)
    for person, settlement in people.items():
        assert (settlement, 1) in breakdown(opened, "settlement", where={"id": int(person)})


def test_without_assign_a_person_is_in_every_category_they_were_in(project: Open) -> None:
    """1, 2, 3, 4 and 6 were in both settlements; 2 and 5 have a row that records none."""
    opened = project(PEOPLE, MOVED)
    assert breakdown(opened, "settlement") == [("S1", 5), ("S2", 5), ("not recorded", 2), ("total", 6)]


def test_a_row_without_a_person_keeps_the_category_it_records(project: Open) -> None:
    """It counts nobody, but it is a row of S1 without the counted value, and nothing is not recorded."""
    toml = PEOPLE + '[dimensions.settlement]\ncolumn = "settlement"\nassign = "first"\n'
    results = project(toml, {"t": "id,settlement\n1,S1\n,S1\n2,S2\n"}).compute(by=["settlement"])
    found = [(result.category("settlement"), result.value, result.counts.missing) for result in results]
    assert found == [("S1", 1, 1), ("S2", 1, 0), ("total", 2, 1)]


def test_assign_leaves_counts_of_rows_and_sums_alone(project: Open) -> None:
    """They add up without it: every row is where it was."""
    toml = (
        '[dimensions.settlement]\ncolumn = "settlement"\nassign = "first"\n'
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    )
    assert breakdown(project(toml, {"t": "id,settlement\n1,S1\n1,S2\n"}), "settlement") == [
        ("S1", 1),
        ("S2", 1),
        ("total", 2),
    ]


TOPICS = fields({"name": "id"}, {"name": "topics", "type": "list", "delimiter": ";"})


def test_a_row_of_several_categories_is_in_each_and_once_in_the_total(project: Open) -> None:
    """Four rows; the items of the first two are three topics."""
    opened = project(COUNT, rows("topics", ["sport;art", "art ; safety;", "art;art", ""]), TOPICS)
    assert breakdown(opened, "topics") == [("art", 3), ("safety", 1), ("sport", 1), ("not recorded", 1), ("total", 4)]
    assert opened.compute(by=["topics"])[-1].counts.overlap == 2  # 6 − 4


def test_two_items_that_spell_one_category_put_the_row_into_it_once(project: Open) -> None:
    """sport and спорт are one topic of one row."""
    toml = (
        COUNT
        + '[dimensions.topics]\ncolumn = "topics"\ncategories.sport = { aliases = ["спорт"] }\ncategories.art = {}\n'
    )
    opened = project(toml, rows("topics", ["sport;спорт", "Sport;art"]), TOPICS)
    assert breakdown(opened, "topics") == [("sport", 2), ("art", 1), ("total", 2)]


def test_a_list_without_any_item_is_not_recorded(project: Open) -> None:
    """Separators alone say nothing."""
    opened = project(COUNT, rows("topics", [";", "art"]), TOPICS)
    assert breakdown(opened, "topics") == [("art", 1), ("not recorded", 1), ("total", 2)]


def test_a_person_of_several_categories_is_assigned_to_one(project: Open) -> None:
    """Each of the three is counted once."""
    toml = PEOPLE + '[dimensions.topics]\ncolumn = "topics"\nassign = "first"\n'
    opened = project(toml, {"t": "id,topics\na,sport;art\na,art\nb,sport\nc,art;sport\n"}, TOPICS)
    results = opened.compute(by=["topics"])
    assert sum(result.value for result in results[:-1] if isinstance(result.value, int)) == results[-1].value == 3
    assert [result.counts.rows for result in results][-1] == 4
    assert sum(result.counts.rows or 0 for result in results[:-1]) == 4  # a row of an assigned person is there once


def test_lists_cross_other_dimensions(project: Open) -> None:
    """Two of sport, one of them a woman; three of art, two of them women."""
    package = fields({"name": "id"}, {"name": "sex"}, {"name": "topics", "type": "list", "delimiter": ";"})
    opened = project(COUNT, {"t": "id,sex,topics\n1,f,sport;art\n2,m,sport;art\n3,f,art\n"}, package)
    assert breakdown(opened, "topics", "sex") == [
        ("art", "f", 2),
        ("art", "m", 1),
        ("art", "total", 3),
        ("sport", "f", 1),
        ("sport", "m", 1),
        ("sport", "total", 2),
        ("total", "f", 2),
        ("total", "m", 1),
        ("total", "total", 3),
    ]
