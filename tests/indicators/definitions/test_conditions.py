"""`where` in its two spellings: what each means, and what is refused in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli.indicators.definitions.conditions import (
    AnyOf,
    ComparedWith,
    Condition,
    InRange,
    IsMissing,
    OneOf,
    ValueTest,
    flatten_conditions,
    parse_where_option,
    parse_where_table,
)

DAY = date(2018, 6, 30)

IN_A_FILE: list[tuple[Any, ValueTest]] = [
    ({"column": "b"}, ComparedWith("b")),
    ({"not": {"column": "b"}}, ComparedWith("b", "not")),
    ({"min": {"column": "b"}}, ComparedWith("b", "min")),
    ({"max": {"column": "b.c"}}, ComparedWith("b.c", "max")),
    ({"above": {"column": "b"}}, ComparedWith("b", "above")),
    ({"below": {"column": "b"}}, ComparedWith("b", "below")),
    ("training", OneOf(("training",))),
    (18, OneOf((18,))),
    (Decimal("1.5"), OneOf((Decimal("1.5"),))),
    (True, OneOf((True,))),
    (DAY, OneOf((DAY,))),
    (["a", "b"], OneOf(("a", "b"))),
    ({"not": "a"}, OneOf(("a",), wanted=False)),
    ({"not": ["a", "b"]}, OneOf(("a", "b"), wanted=False)),
    ({"min": 1, "max": 9}, InRange(1, 9)),
    ({"min": 1}, InRange(1, None)),
    ({"max": DAY}, InRange(None, DAY)),
    ({"above": 0, "below": 9}, InRange(0, 9, low_strict=True, high_strict=True)),
    ({"min": 1, "below": 9}, InRange(1, 9, high_strict=True)),
    ({"min": 0}, InRange(0, None)),
    ({"missing": True}, IsMissing(wanted=True)),
    ({"missing": False}, IsMissing(wanted=False)),
]

ON_THE_COMMAND_LINE: list[tuple[str, OneOf | InRange | IsMissing]] = [
    ("kind=training", OneOf(("training",))),
    ("kind=a,b", OneOf(("a", "b"))),
    ("kind=a, b", OneOf(("a", "b"))),
    ('kind="Bishkek, south",b', OneOf(("Bishkek, south", "b"))),
    ("kind!=a", OneOf(("a",), wanted=False)),
    ("kind!=a,b", OneOf(("a", "b"), wanted=False)),
    ("kind=18..24", InRange("18", "24")),
    ("kind=18..", InRange("18", None)),
    ("kind=..2018-06-30", InRange(None, "2018-06-30")),
    ('kind="1..2"', OneOf(("1..2",))),
    ("kind=", IsMissing(wanted=True)),
    ("kind!=", IsMissing(wanted=False)),
    (" kind = training ", OneOf(("training",))),
    ("kind=a=b", OneOf(("a=b",))),
]


@pytest.mark.parametrize(("written", "meant"), IN_A_FILE)
def test_every_spelling_of_a_file_has_one_meaning(written: Any, meant: ValueTest) -> None:
    """A value, a list, and each table of tests become the test that they spell."""
    assert parse_where_table({"kind": written}) == (Condition("kind", meant),)


@pytest.mark.parametrize(("written", "meant"), ON_THE_COMMAND_LINE)
def test_every_spelling_of_the_command_line_has_one_meaning(written: str, meant: ValueTest) -> None:
    """An option's text becomes the same tests, its values still to be read as the column's type."""
    assert parse_where_option(written) == Condition("kind", meant, has_typed_values=False)


def test_all_conditions_of_a_where_are_kept_in_order() -> None:
    """Two names, and two tests of one name, are all there."""
    found = [*flatten_conditions(parse_where_table({"sex": "female", "age": {"not": 20, "min": 18, "missing": False}}))]
    assert [condition.name for condition in found] == ["sex", "age", "age", "age"]
    assert {type(condition.test) for condition in found[1:]} == {OneOf, InRange, IsMissing}


def test_no_conditions_hold_for_every_row() -> None:
    """An empty `where` has no condition."""
    assert parse_where_table({}) == ()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"mni": 1}, 'no condition "mni" — did you mean "min"'),
        ([], "matches no row"),
        ({}, "has no condition"),
        ({"min": 1, "above": 0}, "two limits on one side"),
        ({"max": 1, "below": 0}, "two limits on one side"),
        ({"missing": "yes"}, "missing must be true or false"),
        ([[1]], "a value must be text, a number, a date, true or false"),
        ({"not": {"a": 1}}, "a value must be"),
        (time(10), "a value must be"),
        ({"min": [18]}, "a value must be"),
        ({"below": {"than": 18}}, "a value must be"),
    ],
)
def test_a_condition_that_says_nothing_clear_is_refused(written: Any, words: str) -> None:
    """The fault names the column and says what is wrong."""
    with pytest.raises(ValueError, match=r"^age") as refused:
        parse_where_table({"age": written})
    assert words in str(refused.value)


@pytest.mark.parametrize("written", ["sex", "sex female", "=female", "!=female", "age>18", ""])
def test_a_condition_without_an_equals_sign_speaks_of_quoting(written: str) -> None:
    """A shell may have eaten a part of it, so the message says how to quote."""
    with pytest.raises(ValueError, match="in quotes") as refused:
        parse_where_option(written)
    assert f'"{written}"' in str(refused.value)


@pytest.mark.parametrize("written", ["kind=,", "kind!=,", 'kind=""', 'kind="",'])
def test_a_condition_without_any_value_is_none_that_holds_for_no_row(written: str) -> None:
    """Nothing between the commas: a fault, or the missing; never a 0 without a word."""
    with suppress(ValueError):
        assert isinstance(parse_where_option(written).test, IsMissing)


@pytest.mark.parametrize("written", ["name=a\rb", "name=a\nb", 'name="a', "name=a\x00b"])
def test_odd_characters_are_a_value_or_a_fault_in_words(written: str) -> None:
    """Whatever stands after the equals sign is never an internal error."""
    with suppress(ValueError):
        assert parse_where_option(written).name == "name"


FEMALE, YOUNG, KIND = (
    Condition("sex", OneOf(("f",))),
    Condition("age", InRange(None, 18)),
    Condition("kind", OneOf(("a",))),
)


def test_any_takes_groups_of_which_one_must_hold() -> None:
    """Beside other names, each group with all of its own conditions, and groups within a group."""
    inner = [{"age": {"max": 18}}, {"kind": "a"}]
    found = parse_where_table({"kind": "a", "any": [{"sex": "f", "age": {"max": 18}}, {"any": inner}]})
    assert found == (KIND, AnyOf(((FEMALE, YOUNG), (AnyOf(((YOUNG,), (KIND,))),))))
    assert [*flatten_conditions(found)] == [KIND, FEMALE, YOUNG, YOUNG, KIND]


def test_a_column_may_be_called_any() -> None:
    """Its conditions are those of any other name."""
    assert parse_where_table({"any": "a"}) == (Condition("any", OneOf(("a",))),)
    assert parse_where_table({"any": ["a", 1]}) == (Condition("any", OneOf(("a", 1))),)
    assert parse_where_table({"any": {"min": 1}}) == (Condition("any", InRange(1, None)),)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([], "any has no conditions"),
        ([{}], "a part without conditions"),
        ([{"sex": "f"}, {}], "a part without conditions"),
        ([{"sex": "f"}, "m"], "a part without conditions"),
        ({"sex": "f"}, "any takes a list"),
        ([{"any": []}], "any has no conditions"),
        ([{"age": {"mim": 1}}], "did you mean"),
    ],
)
def test_an_any_that_says_nothing_is_refused(written: Any, told: str) -> None:
    """It would hold for every row, or for none; what is right is shown."""
    with pytest.raises(ValueError, match=told):
        parse_where_table({"any": written})


def test_a_range_may_end_at_a_column() -> None:
    """A value on one side, another column on the other; each is a test."""
    found = parse_where_table({"paid": {"min": 0, "below": {"column": "approved"}, "not": 7}})
    tests = [condition.test for condition in flatten_conditions(found)]
    assert tests == [ComparedWith("approved", "below"), OneOf((7,), wanted=False), InRange(0, None)]
    assert [condition.names for condition in flatten_conditions(found)] == [("paid", "approved"), ("paid",), ("paid",)]


@pytest.mark.parametrize(
    "written",
    [
        {"column": ""},
        {"column": 3},
        {"column": ["b"]},
        {"above": {"colum": "b"}},
        {"above": {}},
        {"above": {"column": "b", "min": 3}},
        {"missing": {"column": "b"}},
        {"min": {"column": "b"}, "above": 3},
        {"min": ["b"]},
    ],
)
def test_a_comparison_that_can_not_be_read_is_refused(written: dict[str, Any]) -> None:
    """What is right is shown."""
    with pytest.raises(ValueError, match="paid: "):
        parse_where_table({"paid": written})
