"""From text to value: one table of accepted and refused forms per type, the same for every engine."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pytest

from roundtable_cli.tables.table import FIELD_TYPES, UNPARSED_TYPES, Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR, CellValue

INTEGER, NUMBER, BOOLEAN = Field("c", "integer"), Field("c", "number"), Field("c", "boolean")
GROUPED = Field("c", "integer", group_char=" ")
RUSSIAN = Field("c", "number", decimal_char=",", group_char=" ")
GERMAN = Field("c", "number", decimal_char=",", group_char=".")
ENGLISH = Field("c", "number", group_char=",")
COMMA = Field("c", "number", decimal_char=",")
MONEY = Field("c", "number", group_char=",", bare_number=False)
PERCENT = Field("c", "integer", bare_number=False)
YES = Field("c", "boolean", true_values=("ооба", "yes"), false_values=("жок", "no"))
DATE, ANY_DATE = Field("c", "date"), Field("c", "date", "any")
DOTTED, MONTHLY, YEARLY = (Field("c", "date", form) for form in ("%d.%m.%Y", "%m/%Y", "%Y"))
CLOCK = Field("c", "date", "%d.%m.%Y %H:%M")
DATETIME, STAMP = Field("c", "datetime"), Field("c", "datetime", "%d.%m.%Y %H:%M")
YEAR, MONTH = Field("c", "year"), Field("c", "yearmonth")
LIST, NUMBERS = Field("c", "list", delimiter=";"), Field("c", "list", delimiter=",", item_type="integer")
STRING = Field("c")
EMAIL, URI, UUID = (Field("c", format=form) for form in ("email", "uri", "uuid"))


def items(*parts: str) -> str:
    """A list as a frame holds it."""
    return LIST_SEPARATOR + "".join(part + LIST_SEPARATOR for part in parts)


ACCEPTED: list[tuple[Field, str, CellValue]] = [
    (INTEGER, "0", 0),
    (INTEGER, "42", 42),
    (INTEGER, "-42", -42),
    (INTEGER, "+42", 42),
    (INTEGER, "007", 7),
    (INTEGER, " 42 ", 42),
    (INTEGER, "9223372036854775807", 2**63 - 1),
    (INTEGER, "-9223372036854775808", -(2**63)),
    (GROUPED, "61 933", 61933),
    (GROUPED, "1 061 933", 1061933),
    (GROUPED, "61933", 61933),
    (PERCENT, "95%", 95),
    (PERCENT, "№ 5", 5),
    (PERCENT, "- 5 %", -5),
    (NUMBER, "0", 0.0),
    (NUMBER, "8847.57", 8847.57),
    (NUMBER, "-1.23", -1.23),
    (NUMBER, "+100000.00", 100000.0),
    (NUMBER, ".5", 0.5),
    (NUMBER, "1e3", 1000.0),
    (NUMBER, "1.5E-3", 0.0015),
    (COMMA, "8847,57", 8847.57),
    (RUSSIAN, "8 847,57", 8847.57),
    (RUSSIAN, "8847,57", 8847.57),
    (RUSSIAN, "-1 061 933,5", -1061933.5),
    (GERMAN, "8.847,57", 8847.57),
    (GERMAN, "61.933", 61933.0),
    (ENGLISH, "8,847.57", 8847.57),
    (ENGLISH, "12,34,567.5", 1234567.5),
    (MONEY, "$8,847.57", 8847.57),
    (MONEY, "USD 8,847.57", 8847.57),
    (MONEY, "8,847.57 сом", 8847.57),
    (MONEY, "-$8,847.57", -8847.57),
    (MONEY, "$-8,847.57", -8847.57),
    (MONEY, "8847.57", 8847.57),
    (BOOLEAN, "true", True),
    (BOOLEAN, "True", True),
    (BOOLEAN, "TRUE", True),
    (BOOLEAN, "1", True),
    (BOOLEAN, "false", False),
    (BOOLEAN, "False", False),
    (BOOLEAN, "FALSE", False),
    (BOOLEAN, "0", False),
    (YES, "ооба", True),
    (YES, "no", False),
    (DATE, "2018-11-19", datetime(2018, 11, 19)),
    (DATE, "2016-02-29", datetime(2016, 2, 29)),
    (DOTTED, "19.11.2018", datetime(2018, 11, 19)),
    (MONTHLY, "11/2018", datetime(2018, 11, 1)),
    (YEARLY, "2018", datetime(2018, 1, 1)),
    (CLOCK, "19.11.2018 23:59", datetime(2018, 11, 19)),
    (ANY_DATE, "2018-11-19", datetime(2018, 11, 19)),
    (ANY_DATE, "19.11.2018", datetime(2018, 11, 19)),
    (ANY_DATE, "2018/11/19", datetime(2018, 11, 19)),
    (ANY_DATE, "19 November 2018", datetime(2018, 11, 19)),
    (ANY_DATE, "19 Nov 2018", datetime(2018, 11, 19)),
    (ANY_DATE, "19 ноября 2018 г.", datetime(2018, 11, 19)),
    (ANY_DATE, "2018-ж. 19-ноябрь", datetime(2018, 11, 19)),
    (Field("c", "yearmonth", "any"), "Nov-18", datetime(2018, 11, 1)),
    (Field("c", "yearmonth", "any"), "11.2018", datetime(2018, 11, 1)),
    (DATETIME, "2018-11-19T10:20:30", datetime(2018, 11, 19, 10, 20, 30)),
    (DATETIME, "2018-11-19T10:20:30.250", datetime(2018, 11, 19, 10, 20, 30, 250000)),
    (DATETIME, "2018-11-19T23:30:00-05:00", datetime(2018, 11, 19, 23, 30)),
    (DATETIME, "2018-11-19T01:30:00+06:00", datetime(2018, 11, 19, 1, 30)),
    (DATETIME, "2018-11-19T10:20:30Z", datetime(2018, 11, 19, 10, 20, 30)),
    (STAMP, "19.11.2018 10:20", datetime(2018, 11, 19, 10, 20)),
    (YEAR, "2018", datetime(2018, 1, 1)),
    (MONTH, "2018-11", datetime(2018, 11, 1)),
    (LIST, "sport", items("sport")),
    (LIST, "sport;ecology", items("sport", "ecology")),
    (LIST, " sport ; ecology ;", items("sport", "ecology")),
    (LIST, "sport;;sport", items("sport")),
    (LIST, "Ош, Чүй", items("Ош, Чүй")),
    (NUMBERS, "1, 2,007", items("1", "2", "7")),
    (STRING, "  T01 ", "T01"),
    (STRING, "007", "007"),
    (STRING, "nan", "nan"),
    (STRING, "None", "None"),
    (STRING, "two\nlines", "two\nlines"),
    (Field("c", "any"), "1.50", "1.50"),
    (EMAIL, "mta@example.kg", "mta@example.kg"),
    (URI, "https://example.kg/a?b=c", "https://example.kg/a?b=c"),
    (UUID, "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"),
]

REFUSED: list[tuple[Field, str]] = [
    *((INTEGER, text) for text in ("1.5", "12.0", ".5", "1e3", "0x10", "1_000", "1 000", "1,000", "--5", "5-", "x")),
    *((INTEGER, text) for text in ("٣", "½", "nan", "-", "9223372036854775808", "-9223372036854775809", "9" * 5000)),
    *((GROUPED, text) for text in ("1 2", "61 93", "61  933", "1 0619 33", "61,933", "6 1 933")),
    *((PERCENT, text) for text in ("%", "9.5%", "12 of 15", "5-6", "2018-11")),
    *((NUMBER, text) for text in ("8,847.57", "8847,57", "1.2.3", "nan", "NaN", "inf", "-INF", "1e400", "0x10")),
    *((NUMBER, text) for text in ("1_000", "1 000", "$5", "5%", "٣.٥", "1e", ".", "--1", "1/2")),
    *((COMMA, text) for text in ("8847.57", "8.847,57", "8,847,57")),
    *((RUSSIAN, text) for text in ("8847.57", "8 84,57", "8 847,5 7", "8,847 570")),
    *((GERMAN, text) for text in ("8,847.57", "61.93", "1.23", "8.847.57")),
    *((ENGLISH, text) for text in ("8.847,57", "61,93", "8847,57", "1,5")),
    *((MONEY, text) for text in ("$", "8.847,57 $", "5 or 6", "$1,5", "12-15")),
    *((BOOLEAN, text) for text in ("yep", "nope", "t", "y", "2", "tRue", "+", "1.0")),
    *((YES, text) for text in ("true", "1", "Ооба")),
    *((DATE, text) for text in ("2018-02-31", "2018-2-3", "20181119", "2018/11/19", "19.11.2018", "2018-11")),
    *((DATE, text) for text in ("2018-11-19T10:00:00", "43423", "0000-01-01", "٢٠١٨-١١-١٩", "2018-W47-1", "-")),
    *((DOTTED, text) for text in ("2018-11-19", "31.02.2018", "11.19.2018", "19.11.18", "19.11.2018 г.")),
    *((MONTHLY, text) for text in ("13/2018", "2018-11", "19.11.2018")),
    *((ANY_DATE, text) for text in ("05/06/2018", "5-6-2018", "05.06.18", "June 2018", "2018", "tomorrow")),
    *((DATETIME, text) for text in ("19.11.2018 10:20", "2018-11-19T25:00:00", "2018-02-31T10:00:00", "10:20")),
    *((STAMP, text) for text in ("2018-11-19T10:20:30", "19.11.2018")),
    *((YEAR, text) for text in ("18", "2018.0", "2018-11", "0000", "двадцать")),
    *((MONTH, text) for text in ("2018-13", "2018-1", "11/2018", "2018", "2018-11-19")),
    *((NUMBERS, text) for text in ("1,x", "1;2", "1.5")),
    *((EMAIL, text) for text in ("example.kg", "mta@", "a b@example.kg")),
    *((URI, text) for text in ("example.kg", "https://exa mple.kg")),
    *((UUID, text) for text in ("123", "123e4567-e89b-12d3-a456-42661417400g")),
]


def named(case: object) -> str | None:
    """Cases are called by their type and text."""
    if isinstance(case, Field):
        return "-".join(filter(None, (case.type, "" if case.format == "default" else case.format)))
    return case[:30] if isinstance(case, str) else None


def read(text: str, field: Field) -> CellValue | None:
    """The value of one cell, which must be without fault."""
    cells, faults = parsing.parse_column([text], field)
    assert faults == {}
    return cells[0]


@pytest.mark.parametrize(("field", "text", "value"), ACCEPTED, ids=named)
def test_an_accepted_form_is_read(field: Field, text: str, value: CellValue) -> None:
    """A form of the table has one value, of one Python type."""
    cell = read(text, field)

    assert cell == value
    assert type(cell) is type(value)


@pytest.mark.parametrize(("field", "text"), REFUSED, ids=named)
def test_a_refused_form_is_a_fault(field: Field, text: str) -> None:
    """What is not of the type is never guessed: the value is none, and a fault says so."""
    cells, faults = parsing.parse_column([text], field)

    assert cells == [None]
    assert list(faults) == [text]
    assert faults[text].startswith("is ")


def test_every_type_has_its_forms() -> None:
    """No type of the schema is without a golden form here."""
    assert {field.type for field, _, _ in ACCEPTED} == {*FIELD_TYPES}
    assert {field.type for field, _ in REFUSED} == {*FIELD_TYPES} - {"any"}
    assert not {*FIELD_TYPES} & {*UNPARSED_TYPES}


@pytest.mark.parametrize("type_", FIELD_TYPES)
@pytest.mark.parametrize("text", ["", "   ", "\t", "n/a", " n/a ", "-"])
def test_declared_missing_values_are_missing_in_every_type(type_: str, text: str) -> None:
    """A blank cell and a declared word are None before any type is asked, spaces or not."""
    assert read(text, Field("c", type_, missing_values=("n/a", "-"))) is None


@pytest.mark.parametrize("type_", UNPARSED_TYPES)
def test_types_that_hold_nothing_to_count_stay_text(type_: str) -> None:
    """Their cells are kept as they are."""
    assert read("P1Y; 10:00 {}", Field("c", type_)) == "P1Y; 10:00 {}"


def test_a_column_is_read_in_order() -> None:
    """Values stand where their texts stood; each bad text is a fault once, beside None."""
    cells, faults = parsing.parse_column(["3", "x", "", "1", "x", "3"], INTEGER)

    assert cells == [3, None, None, 1, None, 3]
    assert faults == {"x": "is not a whole number"}


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        (INTEGER, "is not a whole number"),
        (NUMBER, "is not a number"),
        (BOOLEAN, "is not true or false"),
        (YES, "is not ооба or жок"),
        (DATE, "is not a date; expected a date like 2026-12-31"),
        (DOTTED, "is not a date; expected a date like 31.12.2026"),
        (MONTH, "is not a month; expected a month like 2026-12"),
        (YEAR, "is not a year; expected a year like 2026"),
        (DATETIME, "is not a date and time; expected one like 2026-12-31T10:00:00"),
        (EMAIL, "is not a valid email"),
    ],
    ids=named,
)
def test_a_fault_shows_what_is_wanted(field: Field, fault: str) -> None:
    """In the words of the type, with an example in the declared form."""
    assert parsing.parse_column(["?!"], field)[1] == {"?!": fault}


def test_one_word_typed_in_two_ways_is_one_value() -> None:
    """A letter with its mark typed apart is the same letter: й is й."""
    word_ = "район Өзгөн, Ноокат й"

    assert read(unicodedata.normalize("NFD", word_), STRING) == read(word_, STRING) == word_


@pytest.mark.parametrize(
    ("field", "text", "whole"),
    [
        (Field("c", "list", item_type="boolean"), "1,FALSE", ["true", "false"]),
        (Field("c", "list", item_type="number"), "1,2.50", ["1", "2.5"]),
        (Field("c", "list", item_type="date"), "2018-11-19", ["2018-11-19"]),
    ],
    ids=named,
)
def test_list_items_are_written_as_their_values_are(field: Field, text: str, whole: list[str]) -> None:
    """A condition and a category spell a value in one way, inside a list and outside."""
    item = Field("c", field.item_type)

    assert whole == [parsing.value_to_text(read(part, item), item) for part in text.split(",")]
    assert read(text, field) == items(*whole)


def test_a_list_without_items_is_missing() -> None:
    """A cell of nothing but delimiters recorded nothing."""
    assert read(" ; ;", LIST) is None


@pytest.mark.parametrize(
    ("value", "field", "text"),
    [
        (True, None, "true"),
        (False, None, "false"),
        (42, None, "42"),
        (3.0, None, "3"),
        (2.5, None, "2.5"),
        ("T01", None, "T01"),
        (datetime(2018, 11, 19), None, "2018-11-19"),
        (datetime(2018, 11, 19), DOTTED, "2018-11-19"),
        (datetime(2018, 11, 1), MONTH, "2018-11"),
        (datetime(2018, 1, 1), YEAR, "2018"),
        (datetime(2018, 11, 19, 10, 20), DATETIME, "2018-11-19T10:20:00"),
    ],
)
def test_a_value_is_written_in_iso_forms(value: object, field: Field | None, text: str) -> None:
    """The key of a category does not depend on how the file spelled it."""
    assert parsing.value_to_text(value, field) == text


def test_declared_items_are_split_off_whole() -> None:
    """A value with the delimiter in it is one item, the longest first; what stands beside it is one too."""
    field = Field("c", "list", delimiter=" ", categories=("Food aid", "Food", "Water"))
    split = parsing.make_list_splitter(field)
    assert [item for item in split("Food aid  Food Water") if item] == ["Food aid", "Food", "Water"]
    assert [item for item in split("Water Cash for work Food aid") if item] == ["Water", "Cash for work", "Food aid"]
    assert [item for item in split("Foods Water") if item] == ["Foods", "Water"]
