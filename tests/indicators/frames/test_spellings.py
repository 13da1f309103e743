"""Conditions match texts as categories do, and tell it; ids and keys are matched as they are written."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.indicators.frames import spellings

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
ANSWERS = 'v,answer\n1,yes\n2,Yes\n3,"YES. "\n4,no\n5,\n6,not  sure\n7,Not sure\n'


def asked(opened: Project, **where: Any) -> tuple[object, list[str]]:
    """The number of rows that meet a condition, and what is told of spellings."""
    results = opened.compute(["n"], where=where)
    return results[0].value, [finding.fault for finding in results.assumptions]


@pytest.mark.parametrize(
    ("answer", "expected", "told"),
    [
        ("yes", 3, ['2 rows hold "YES." or "Yes", taken as "yes"']),
        ("YES", 3, ['3 rows hold "YES.", "Yes" or "yes", taken as "YES"']),
        ("no", 1, []),
        (" NO ", 1, ['1 row holds "no", taken as " NO "']),
        (["yes", "no"], 4, ['2 rows hold "YES." or "Yes", taken as "yes"']),
        (["yes", "Yes", "YES."], 3, []),
        ({"not": "yes"}, 4, ['2 rows hold "YES." or "Yes", taken as "yes"']),
        ("not sure", 2, ['2 rows hold "Not sure" or "not  sure", taken as "not sure"']),
    ],
)
def test_a_text_is_matched_in_every_spelling(project: Open, answer: Any, expected: int, told: list[str]) -> None:
    """Without regard to case, spaces around and between words, and a final full stop."""
    assert asked(project(COUNT, {"t": ANSWERS}), answer=answer) == (expected, told)


def test_items_of_lists_are_matched_so(project: Open) -> None:
    """Each item by itself; a row with two spellings is one row."""
    schema = {"fields": [{"name": "v"}, {"name": "topics", "type": "list", "delimiter": ";"}]}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    opened = project(COUNT, {"t": "v,topics\n1,Sport;Art\n2,sport\n3,art\n4,SPORT;sport\n"}, package)
    assert asked(opened, topics="sport") == (3, ['2 rows hold "SPORT" or "Sport", taken as "sport"'])


def test_a_declared_value_is_known_in_another_spelling(project: Open) -> None:
    """Where the schema lists the values, a condition may write one of them otherwise; a row need not have it."""
    schema = {"fields": [{"name": "v"}, {"name": "answer", "constraints": {"enum": ["Yes", "No", "Don't know"]}}]}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    opened = project(COUNT, {"t": "v,answer\n1,Yes\n2,No\n"}, package)
    assert asked(opened, answer="yes") == (1, ['1 row holds "Yes", taken as "yes"'])
    assert asked(opened, answer="don't know") == (0, [])


KEYED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [{"name": "v"}, {"name": "place"}, {"name": "uid", "constraints": {"unique": True}}],
                "primaryKey": "v",
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
            },
        },
        {
            "name": "places",
            "path": "places.csv",
            "schema": {"fields": [{"name": "code"}, {"name": "kind"}], "primaryKey": "code"},
        },
    ]
}
KEYED_TABLES = {"t": "v,place,uid\na,ab,x\nA,AB,X\nb,AB,y\n", "places": "code,kind\nab,Urban\nAB,urban\n"}


@pytest.mark.parametrize(
    ("where", "expected"),
    [({"v": "a"}, 1), ({"place": "AB"}, 2), ({"uid": "x"}, 1), ({"place.code": "AB"}, 2), ({"place.kind": "URBAN"}, 3)],
)
def test_keys_are_exact(project: Open, where: dict[str, str], expected: int) -> None:
    """Primary and foreign keys, here and along a path, and unique columns; what a key leads to is a text."""
    value, told = asked(project(COUNT, KEYED_TABLES, KEYED), **where)
    assert (value, bool(told)) == (expected, "place.kind" in where)


def test_ids_that_nobody_declared_are_exact(project: Open) -> None:
    """Their heading says that they are ids."""
    opened = project(COUNT, {"t": "person_id,answer\nab1,yes\nAB1,Yes\n"})
    assert asked(opened, person_id="ab1") == (1, [])
    assert asked(opened, answer="yes")[0] == 2


def test_a_column_of_very_many_texts_is_exact(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one of ids or free text, and is not read for a condition."""
    monkeypatch.setattr(spellings, "MAX_SPELLED_TEXTS", 3)
    assert asked(project(COUNT, {"t": ANSWERS}), answer="yes") == (1, [])


def test_values_that_no_category_declares_are_matched_so(project: Open) -> None:
    """In a condition on a dimension too, all spellings; a declared category has its aliases, and no note."""
    toml = COUNT + '[dimensions.reply]\ncolumn = "answer"\n'
    opened = project(toml, {"t": ANSWERS})
    assert asked(opened, reply="yes") == (3, ['2 rows hold "YES." or "Yes", taken as "yes"'])
    assert asked(opened, reply="Yes") == (3, ['2 rows hold "YES." or "yes", taken as "Yes"'])
    assert asked(project(toml + "categories.yes = {}\n", {"t": ANSWERS}), reply="yes") == (3, [])


def test_calculated_columns_and_categories_match_and_tell_too(project: Open) -> None:
    """Their conditions change numbers as those of an indicator do."""
    toml = (
        '[indicators.s]\ntable = "people"\nmeasure = "sum"\ncolumn = "came"\n'
        '[calculated.people.came]\nfrom = "t"\nmatch = { v = "v" }\nmeasure = "count"\nwhere = { answer = "yes" }\n'
        '[dimensions.kind]\ncategories.sure = { where = { answer = "yes" } }\n' + COUNT
    )
    opened = project(toml, {"t": ANSWERS, "people": "v\n1\n2\n3\n4\n"})
    results = opened.compute(["s"])
    assert (results[0].value, [finding.column for finding in results.assumptions]) == (3, ["answer"])
    results = opened.compute(["n"], by=["kind"])
    assert results[0].value == 3
    assert [finding.column for finding in results.assumptions] == ["answer"]


def test_a_personal_text_is_not_quoted(project: Open) -> None:
    """The note says how many rows, and nothing of what they hold."""
    schema = {"fields": [{"name": "v"}, {"name": "answer", "rt:personal": True}]}
    opened = project(COUNT, {"t": ANSWERS}, {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    _, (fault,) = asked(opened, answer="yes")
    assert fault == "2 rows hold another spelling of a value that is asked for, taken as it"


def test_other_words_are_never_taken_for_one(project: Open) -> None:
    """Random words that differ in more than case, spaces and a full stop count apart, and nothing is told."""
    chance = random.Random(37)  # noqa: S311 - nothing is kept secret
    words = sorted({"".join(chance.choices("aбeё7 .", k=chance.randint(2, 6))).strip(" .") for _ in range(300)} - {""})
    words = sorted({normalize_spelling(word): word for word in words if word.strip(" .")}.values())
    rows = "".join(f"{index},{word}\n" for index, word in enumerate(words))
    opened = project(COUNT, {"t": f"v,word\n{rows}"})
    for word in chance.sample(words, 20):
        assert asked(opened, word=word) == (1, []), word
