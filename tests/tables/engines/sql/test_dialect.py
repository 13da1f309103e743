"""What a dialect calls exact its cast reads as `values` does: near-numbers, near-dates, near-texts by the hundred.

A text that is not exact is read by `values` itself, so the whole contract of a dialect is here: its casts may only be
asked of texts of which they know the right value. Many texts go into one query, for a query is what costs.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from roundtable_cli.tables.engines.sql.dialect import COMPOSED_PATTERN
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from tests.tables.values.test_parsing import ACCEPTED, REFUSED

FIELDS = [
    Field("c", "integer"),
    Field("c", "number"),
    Field("c", "number", decimal_char=","),
    Field("c", "boolean"),
    Field("c", "boolean", true_values=("ооба", "it's", "\\"), false_values=("жок", "")),
    Field("c", "date"),
    Field("c", "datetime"),
    Field("c", "year"),
    Field("c", "yearmonth"),
    Field("c"),
    Field("c", "any"),
    Field("c", format="email"),
    Field("c", format="currency"),
    Field("c", "list", delimiter=";"),
    *dict.fromkeys([*(case[0] for case in ACCEPTED), *(case[0] for case in REFUSED)]),
]
KNOWN = [
    *(case[1] for case in ACCEPTED),
    *(case[1] for case in REFUSED),
    *(
        "infinity",
        "-Infinity",
        "INF",
        "NaN",
        "1e400",
        "-1e400",
        "1e-400",
        "4.9e-324",
        "1d",
        "1f",
        "1L",
        "0x10",
        "1_000",
    ),
    *(
        "0b1",
        "1e+5",
        "+.5",
        "-.5",
        "5.",
        "-",
        "+",
        ".",
        "e5",
        "1e5.5",
        "१२",
        "٣",
        "½",
        "1\u00a0000",
        "-0",
        "-0.0",
        "00",
    ),
    *("999999999999999999", "9999999999999999999", "0.1", "0.30000000000000004", "123456789012345678901234567890"),
    *("2018-1-5", " 2018-01-05", "2018-02-30", "2016-02-29", "2017-02-29", "1900-02-29", "0001-01-01", "9999-12-31"),
    *(
        "10000-01-01",
        "+2018-01-01",
        "-2018-01-01",
        "2018-01-05 ",
        "epoch",
        "today",
        "now",
        "2018-01-05T00",
        "2018-06-31",
    ),
    *("2018-01-05T10:00", "2018-01-05 10:00:00.1234567", "2018-01-05T24:00:00", "2018-01-05T10:00:60", "1582-10-10"),
    *("#REF!", "#N/A", "Err:502", "Ошибка:502", "\ufeffa", "a\u0301", "\u200b", "a\0b", "é", "e\u0301", "ёж", "ё", "ﬁ"),
    *(
        "null",
        "NULL",
        "\\N",
        "'",
        "''",
        "\\",
        "\\'",
        "%",
        "a\tb",
        "a\nb",
        "\ta",
        "a\u3000",
        "\x1c",
        "😀",
        "\ufffd",
        "İ",
        "TRUE ",
    ),
]
TEXT = st.one_of(
    st.text("0123456789.eE+-_xX naif,\t", max_size=8),
    st.text("0123456789- T:.+Z", max_size=22),
    st.from_regex(
        r"[0-3][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)?", fullmatch=True
    ),
    st.text(" aбй\u0306e\u0301#REF!/'\"\\\u00a0\u200b\ufeff\u1e9e", max_size=6),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(repr),
    st.datetimes().map(str),
)


def read(sql_engine: SqlEngine, texts: list[str]) -> dict[Field, list[tuple[str, Any]]]:
    """Each text that is plain for a field with the value that the engine makes of it."""
    name = sql_engine.new_name()
    sql_engine.load_dataframe(
        name,
        pd.DataFrame({"i": range(len(texts)), "t": texts}),
        {"i": "BIGINT", "t": sql_engine.dialect.sql_types["string"]},
    )
    forms = {field: form for field in FIELDS if (form := sql_engine.dialect.field_cast(field, "t"))}
    columns = [f"{form.is_exact}, CASE WHEN {form.is_exact} THEN {form.value} END" for form in forms.values()]
    rows = list(sql_engine.query_rows(f"SELECT i, {', '.join(columns)} FROM {name}"))  # noqa: S608 - forms of our own
    sql_engine.drop_table(name)
    return {
        field: [(texts[row[0]], row[2 * index + 2]) for row in rows if row[2 * index + 1]]
        for index, field in enumerate(forms)
    }


def check(sql_engine: SqlEngine, texts: list[str]) -> None:
    """Every plain text has the value that `values` gives; an empty one never comes this far."""
    for field, pairs in read(sql_engine, [text for text in texts if text]).items():
        for text, value in pairs:
            wanted, fault = parsing.make_cell_reader(field)(text)
            assert (value, type(value), "") == (wanted, type(wanted), fault), (field.type, text)


def test_what_is_plain_is_read_right(sql_engine: SqlEngine) -> None:
    """Of forms that are known to lead readers astray."""
    check(sql_engine, KNOWN)


def test_what_is_usual_is_plain(sql_engine: SqlEngine) -> None:
    """The quick way is taken by what files hold: it is no use if all texts go through Python."""
    usual = {
        Field("c", "integer"): ["0", "42", "-7", "9007199254740993"],
        Field("c", "number"): ["0", "42", "-7.25", "1e3", ".5"],
        Field("c", "number", decimal_char=","): ["0,5", "42"],
        Field("c", "boolean"): ["true", "False", "да"],
        Field("c", "date"): ["2018-01-05", "2018-02-28", "2018-12-31"],
        Field("c", "datetime"): ["2018-01-05T10:20:30", "2018-01-05 10:20:30.5"],
        Field("c"): ["P001", "f", "Ноокат", "it's", "a b"],
    }
    found = read(sql_engine, [text for texts in usual.values() for text in texts])

    for field, texts in usual.items():
        assert {*texts} <= {text for text, _ in found[field]}, field.type


@settings(max_examples=8, phases=[Phase.generate])
@given(texts=st.lists(TEXT, min_size=50, max_size=100))
def test_no_text_is_taken_for_another(sql_engine: SqlEngine, texts: list[str]) -> None:
    """Whatever is in a cell."""
    check(sql_engine, texts)


def test_times_are_of_no_zone(sql_engine: SqlEngine) -> None:
    """A moment that a clock put forward leaves out is a moment too."""
    assert read(sql_engine, ["2018-03-25T02:30:00"])[Field("c", "datetime")] == [
        ("2018-03-25T02:30:00", datetime(2018, 3, 25, 2, 30))
    ]


def test_letters_that_are_taken_for_composed_are() -> None:
    """They are their own composed form, whatever stands before them, and are no white space."""
    pattern = re.compile(re.sub(r"\\x\{(\w+)\}", lambda match: chr(int(match[1], 16)), COMPOSED_PATTERN))
    letters = [chr(code) for code in range(0x10000) if pattern.fullmatch(chr(code))]

    assert {*"abcЯёңөүé"} <= {*letters}
    assert all(unicodedata.is_normalized("NFC", f"e{letter}") for letter in letters)
    assert not any(unicodedata.combining(letter) or letter.isspace() or letter == "#" for letter in letters)


@pytest.mark.parametrize(("text", "is_exact"), [("вода,\nхлеб\tи соль", True), ("вода\n", False), ("\nвода", False)])
def test_line_breaks_within_a_text_leave_it_exact(text: str, is_exact: bool) -> None:
    """Python trims those around it, and no others: a quoted cell is loaded as fast as any."""
    pattern = re.sub(r"\\x\{(\w+)\}", lambda match: chr(int(match[1], 16)), COMPOSED_PATTERN)
    assert bool(re.fullmatch(pattern, text)) == is_exact
