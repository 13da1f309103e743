"""The category that a person is assigned to, and rows that are in several categories."""

from __future__ import annotations

import pytest

from tests.indicators.frames.one_breakdown import COUNT, Open, breakdown, fields, rows

PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'


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
