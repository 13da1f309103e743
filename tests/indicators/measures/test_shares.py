"""Shares: of rows, or of people, that meet a condition."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Project
from tests.indicators.measures.one_indicator import ROWS, SHARE, TYPED, Open, indicator, plain, result


def test_a_share_carries_its_numerator_and_denominator(project: Open) -> None:
    """1 of 3 people; 2 of 5 rows."""
    assert result(project(indicator("share", "id", unit='"%"', **SHARE), {"t": ROWS}, TYPED)).parts == (1, 3)
    assert result(project(indicator("share", **SHARE), {"t": ROWS}, TYPED)).parts == (2, 5)


def test_a_share_is_of_the_rows_of_its_where(project: Open) -> None:
    """Of the 4 rows whose sex is recorded 2 are women's."""
    toml = indicator("share", where="{ sex = { missing = false } }", **SHARE)
    found = result(project(toml, {"t": ROWS}, TYPED))
    assert (plain(found.value), found.parts, found.counts.rows) == (0.5, (2, 4), 4)


def test_a_person_meets_a_condition_by_any_one_row(project: Open) -> None:
    """a was once absent and once present: 1 of 2 people was present."""
    toml = indicator("share", "id", meets='{ present = "yes" }')
    assert plain(result(project(toml, {"t": "id,present\na,no\na,yes\nb,no\nb,no\n"})).value) == 0.5


def test_all_conditions_of_meets_must_hold(project: Open) -> None:
    """Of the five rows one is a woman's above 1.5."""
    toml = indicator("share", meets='{ sex = "f", v = { above = 1.5 } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (1, 5)


def test_not_in_meets_holds_for_the_missing(project: Open) -> None:
    """As in a `where`: three rows are not women's, one of them unrecorded."""
    toml = indicator("share", meets='{ sex = { not = "f" } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (3, 5)


def blanks(opened: Project, **asked: Any) -> tuple[int | None, list[str]]:
    """The rows in which what is tested is blank, and the kinds of the notes."""
    results = opened.compute(["n"], **asked)
    return results[-1].counts.blank, [note.kind for note in results.notes]


ANSWERS = "id,answer,sex,v\n1,yes,f,5\n2,,f,\n3,no,,1\n4,,m,2\n5,no,m,\n"


@pytest.mark.parametrize(
    ("meets", "expected"),
    [
        ('{ answer = "yes" }', 2),
        ('{ answer = "yes", sex = "f" }', 1),
        ("{ v = { min = 3 } }", 2),
        ("{ v = { min = 3 }, answer = { missing = false } }", 1),
        ("{ answer = { missing = true } }", 0),
        ('{ answer = { not = "no" }, sex = "m" }', 0),
    ],
)
@pytest.mark.parametrize(("column", "keys"), [("", {}), ("id", {}), ("", {"weight": '"id"'})])
def test_blanks_in_what_is_tested_are_told(
    project: Open, column: str, keys: dict[str, str], meets: str, expected: int
) -> None:
    """Rows that do not meet the condition because of a blank alone: who fails another test fails with it or without."""
    opened = project(indicator("share", column, meets=meets, **keys), {"t": ANSWERS})
    assert blanks(opened) == (expected, ["blank"] * bool(expected))


def test_blanks_that_meet_a_condition_are_told(project: Open) -> None:
    """A blank is not the value that is left out, so it meets the condition, which the note says."""
    opened = project(indicator("share", meets='{ answer = { not = "no" } }'), {"t": ANSWERS})
    assert blanks(opened) == (2, ["blank-meeting"])


def test_blanks_of_a_dimension_and_of_a_list_are_told(project: Open) -> None:
    """A band of no age, and a cell without any item."""
    bands = '[dimensions.age_group]\ncolumn = "v"\nbands = [2, 4]\n'
    opened = project(bands + indicator("share", meets='{ age_group = "4+" }'), {"t": ANSWERS})
    assert blanks(opened) == (2, ["blank"])
    schema = {"fields": [{"name": "answer", "type": "list"}], "fieldsMatch": ["subset"]}
    listed = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    opened = project(indicator("share", meets='{ answer = "yes" }'), {"t": ANSWERS}, listed)
    assert blanks(opened) == (2, ["blank"])


def test_blanks_that_are_left_out_are_not_told(project: Open) -> None:
    """By a condition of the indicator or of the request, or by the period."""
    toml = indicator("share", meets='{ answer = "yes" }', where="{ answer = { missing = false } }")
    assert blanks(project(toml, {"t": ANSWERS})) == (0, [])
    toml = indicator("share", meets='{ answer = "yes" }')
    assert blanks(project(toml, {"t": ANSWERS}), where={"sex": "m"}) == (1, ["blank"])
    assert [result.counts.blank for result in project(toml, {"t": ANSWERS}).compute(by=["sex"])] == [1, 1, 0, 2]


@pytest.mark.parametrize(
    ("column", "keys", "meets", "expected"),
    [
        ("", {}, '{ answer = "yes" }', (1, 3, 2)),
        ("", {}, '{ answer = "yes", sex = "f" }', (1, 4, 1)),
        ("", {}, '{ answer = { not = "no" } }', (1, 3, 2)),
        ("", {}, "{ v = { min = 3 } }", (1, 3, 2)),
        ("", {}, '{ any = [{ answer = "yes" }, { v = { min = 2 } }] }', (2, 3, 2)),
        ("", {}, "{ v = { missing = true } }", (2, 5, 0)),
        ("id", {}, '{ answer = "yes" }', (1, 3, 2)),
        ("", {"weight": '"id"'}, '{ answer = "yes" }', (1, 9, 2)),  # of 1 + 3 + 5
    ],
)
def test_a_share_may_leave_out_what_is_blank(
    project: Open, column: str, keys: dict[str, str], meets: str, expected: tuple[int, int, int]
) -> None:
    """Rows of which a blank hides whether they meet the condition are in no denominator; a note and a count tell them.

    By sex: of 1 and 2 the first answered yes; 4 is blank, 5 said no; of 3, who said no, the sex is not known.
    """
    opened = project(indicator("share", column, meets=meets, blank='"exclude"', **keys), {"t": ANSWERS})
    assert blanks(opened) == (expected[2], ["blank-excluded"] * bool(expected[2]))
    found = result(opened)
    assert (found.parts, found.counts.rows, found.counts.missing) == (expected[:2], 5, 0)
    if meets == '{ answer = "yes" }' and not keys:
        assert [one.parts for one in opened.compute(by=["sex"])] == [(1, 1), (0, 1), (0, 1), (1, 3)]


def test_a_share_of_blanks_alone_has_no_value(project: Open) -> None:
    """Nothing is left to divide by; the rows are told."""
    toml = indicator("share", "id", meets='{ answer = "yes" }', blank='"exclude"')
    found = project(toml, {"t": "id,answer\n1,yes\n2,no\n3,\n"}).compute(where={"id": 3})[-1]
    assert (found.value, found.counts.rows, found.counts.blank) == (None, 1, 1)
