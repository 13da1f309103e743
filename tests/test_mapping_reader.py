"""Definition files key by key: every wrong type and every unknown key is a fault, and reading goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.mapping_reader import MappingReader, type_word


def shape(mapping: Mapping[str, Any], place: str = "[indicators.staff]") -> MappingReader:
    """A mapping of a definition file, with an empty list for its faults."""
    return MappingReader(mapping, "indicators.toml", place, [])


def said(read: MappingReader) -> list[str]:
    """Its faults, as a user reads them."""
    return [str(fault) for fault in read.findings]


RIGHT: list[tuple[str, Any, Any]] = [
    ("get_text", "a", "a"),
    ("get_texts", "a", ("a",)),
    ("get_texts", ["a", "b"], ("a", "b")),
    ("get_texts", [], ()),
    ("get_numbers", [1, Decimal("2.5")], (1, Decimal("2.5"))),
    ("get_flag", True, True),
    ("get_flag", False, False),
]


@pytest.mark.parametrize(("reader", "written", "value"), RIGHT)
def test_a_right_value_is_read(reader: str, written: Any, value: Any) -> None:
    """Each reader gives the value as it stands, and finds no fault."""
    read = shape({"key": written})

    assert getattr(read, reader)("key") == value
    assert said(read) == []


@pytest.mark.parametrize(
    ("reader", "default"),
    [("get_text", ""), ("get_texts", ()), ("get_numbers", ()), ("get_flag", False), ("get_value", None)],
)
@pytest.mark.parametrize("mapping", [{}, {"key": None}])
def test_an_absent_key_is_its_default(reader: str, default: Any, mapping: Mapping[str, Any]) -> None:
    """A key that is absent, or null in JSON, is no fault."""
    read = shape(mapping)

    assert getattr(read, reader)("key") == default
    assert said(read) == []


WRONG: list[tuple[str, Any, Any, str]] = [
    ("get_text", 5, "", "expected a text, found a number"),
    ("get_text", True, "", "expected a text, found true or false"),
    ("get_text", ["a"], "", "expected a text, found a list"),
    ("get_texts", 5, (), "expected a text or a list, found a number"),
    ("get_texts", ["a", 5], ("a",), "expected a text, found a number"),
    ("get_numbers", 5, (), "expected a list, found a number"),
    ("get_numbers", [1, True, 3], (1, 3), "expected a number, found true or false"),
    ("get_flag", 1, False, "expected true or false, found a number"),
    ("get_flag", "yes", False, "expected true or false, found a text"),
]


@pytest.mark.parametrize(("reader", "written", "value", "fault"), WRONG)
def test_a_wrong_type_is_a_fault_with_its_place(reader: str, written: Any, value: Any, fault: str) -> None:
    """What stands there and what belongs there are said, and reading goes on with what is right."""
    read = shape({"key": written})

    assert getattr(read, reader)("key") == value
    assert said(read) == [f"indicators.toml, [indicators.staff] key: {fault}"]
    assert read.findings[0].code == DEFINITION


def test_true_is_no_number() -> None:
    """Python counts true as 1; a definition does not."""
    read = shape({"factor": True})

    assert read.get_value("factor", int, float) is None
    assert said(read) == ["indicators.toml, [indicators.staff] factor: expected a number, found true or false"]


def test_half_a_number_is_told_from_a_whole_one() -> None:
    """Where a whole number belongs, the fault of 2.5 says that a whole one is expected."""
    read = shape({"maxLength": 2.5})

    assert read.get_value("maxLength", int) is None
    assert len(read.findings) == 1
    assert read.findings[0].fault != "expected a number, found a number"


def test_a_choice_is_one_of_its_words() -> None:
    """A word that is not among them is a fault with the nearest one, and the default is used."""
    read = shape({"measure": "uniqe", "level": "output"})

    assert read.get_choice("level", ["output", "outcome"]) == "output"
    assert read.get_choice("measure", ["count", "unique"], "count") == "count"
    assert said(read) == ['indicators.toml, [indicators.staff] measure: unknown value "uniqe" — did you mean "unique"?']


@pytest.mark.parametrize(
    ("place", "inner"),
    [
        ("[indicators.staff]", "[indicators.staff.target]"),
        ("activists", "activists.target"),
        ("", "target"),
        ("activists.schema.fields[0]", "activists.schema.fields[0].target"),
    ],
)
def test_a_section_knows_where_it_is(place: str, inner: str) -> None:
    """The place of a mapping inside another one is written as its file writes it."""
    read = shape({"target": {"value": "many"}}, place)
    read.get_section("target").get_value("value", int)

    assert [fault.column for fault in read.findings] == [f"{inner} value"]


def test_sections_are_read_by_name() -> None:
    """What is no mapping among them is a fault, and the others are read."""
    read = shape({"sex": {"label": "Sex"}, "age": 5, "mta": {"label": "MTA"}}, "")
    outer = shape({"dimensions": read.mapping}, "")

    assert [(name, section.get_text("label")) for name, section in outer.iterate_sections("dimensions")] == [
        ("sex", "Sex"),
        ("mta", "MTA"),
    ]
    assert said(outer) == ["indicators.toml, dimensions age: expected a table of keys, found a number"]


def test_an_absent_section_is_empty() -> None:
    """Its readers give their defaults, without a fault."""
    read = shape({})

    assert read.get_section("target").get_text("value", "none") == "none"
    assert list(read.iterate_sections("targets")) == []
    assert said(read) == []


def test_a_renamed_mapping_keeps_its_faults_with_the_others() -> None:
    """Only the place in messages changes."""
    read = shape({"key": 5}, "resources[0]")
    read.with_section("activists").get_text("key")

    assert said(read) == ["indicators.toml, activists key: expected a text, found a number"]


def test_unknown_keys_are_faults_with_the_nearest_right_name() -> None:
    """A key that nobody asked for is never passed over in silence."""
    read = shape({"measure": "count", "colunm": "sex"})
    read.get_text("measure")
    read.get_text("column")
    read.report_unknown_keys()

    assert said(read) == ['indicators.toml, [indicators.staff]: unknown key "colunm" — did you mean "column"?']


def test_all_faults_are_found_at_once() -> None:
    """A wrong type, a wrong word and an unknown key are three faults of one reading."""
    read = shape({"label": 5, "level": "inpact", "headlin": True})
    read.get_text("label")
    read.get_choice("level", ["output", "outcome", "impact"])
    read.get_flag("headline")
    read.report_unknown_keys()

    assert [(fault.column, fault.remedy) for fault in read.findings] == [
        ("[indicators.staff] label", ""),
        ("[indicators.staff] level", 'did you mean "impact"?'),
        ("[indicators.staff]", 'did you mean "headline"?'),
    ]


def test_a_parser_says_its_fault_in_words() -> None:
    """What a parser raises as ValueError is a fault of its key; what it returns is the value."""
    read = shape({"start": "2018", "end": "soon"})

    assert read.get_parsed("start", int) == 2018
    assert read.get_parsed("end", _month, default=0) == 0
    assert read.get_parsed("absent", int, default=7) == 7
    assert read.findings == [
        Finding(DEFINITION, "soon is no month", file="indicators.toml", column="[indicators.staff] end")
    ]


def _month(text: str) -> int:
    raise ValueError(f"{text} is no month")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a", "a text"),
        (True, "true or false"),
        (1, "a number"),
        (1.5, "a number"),
        (Decimal("1.5"), "a number"),
        ([], "a list"),
        ({}, "a table of keys"),
        (date(2018, 11, 19), "a date"),
        (datetime(2018, 11, 19), "a date"),
        (time(10), "a time"),
        (None, "nothing"),
    ],
)
def test_kinds_of_values_have_plain_names(value: object, words: str) -> None:
    """A fault says "a text", never "str"."""
    assert type_word(value) == words
