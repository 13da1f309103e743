"""What an engine takes as a plain text it reads as `values` does: near-numbers, near-dates, near-texts by the hundred.

A text that is not plain is read by `values` itself, so the whole contract of a reader is here: its own casts may only
be asked of texts of which they know the right value. Many texts go into one query, for a query is what costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.sql import id_codes
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.text_loader import non_record_condition
from roundtable_cli.tables.reading import total_labels
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from tests import spark
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


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[SqlEngine]:
    """One engine for all that is asked of it."""
    if request.param == "spark":
        spark.check_java()
    opened = registry.create_engine(request.param)
    assert isinstance(opened, SqlEngine)
    yield opened
    opened.close()


def read(engine: SqlEngine, texts: list[str]) -> dict[Field, list[tuple[str, Any]]]:
    """Each text that is plain for a field with the value that the engine makes of it."""
    name = engine.new_name()
    engine.load_dataframe(
        name, pd.DataFrame({"i": range(len(texts)), "t": texts}), {"i": "BIGINT", "t": engine.sql_types["string"]}
    )
    forms = {field: form for field in FIELDS if (form := engine.field_cast(field, "t"))}
    columns = [f"{form.is_exact}, CASE WHEN {form.is_exact} THEN {form.value} END" for form in forms.values()]
    rows = list(engine.query_rows(f"SELECT i, {', '.join(columns)} FROM {name}"))  # noqa: S608 - forms of our own
    engine.drop_table(name)
    return {
        field: [(texts[row[0]], row[2 * index + 2]) for row in rows if row[2 * index + 1]]
        for index, field in enumerate(forms)
    }


def check(engine: SqlEngine, texts: list[str]) -> None:
    """Every plain text has the value that `values` gives; an empty one never comes this far."""
    for field, pairs in read(engine, [text for text in texts if text]).items():
        for text, value in pairs:
            wanted, fault = parsing.make_cell_reader(field)(text)
            assert (value, type(value), "") == (wanted, type(wanted), fault), (field.type, text)


def test_what_is_plain_is_read_right(engine: SqlEngine) -> None:
    """Of forms that are known to lead readers astray."""
    check(engine, KNOWN)


def test_what_is_usual_is_plain(engine: SqlEngine) -> None:
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
    found = read(engine, [text for texts in usual.values() for text in texts])

    for field, texts in usual.items():
        assert {*texts} <= {text for text, _ in found[field]}, field.type


@settings(max_examples=8, phases=[Phase.generate])
@given(texts=st.lists(TEXT, min_size=50, max_size=100))
def test_no_text_is_taken_for_another(engine: SqlEngine, texts: list[str]) -> None:
    """Whatever is in a cell."""
    check(engine, texts)


PREFIXES = ["P", "", "2024-", "№ ", "KG'", "\\"]
ID = st.text("0123456789P+-_.eExX \u0663", max_size=20)


def check_codes(engine: SqlEngine, parts: list[str]) -> set[str]:
    """Each text that is plain for a code, which has to stand for it and for no other."""
    texts, plain = [*dict.fromkeys([*parts, *(begin + part for begin in PREFIXES for part in parts)])], set[str]()
    name = engine.new_name()
    engine.load_dataframe(name, pd.DataFrame({"t": texts}), {"t": engine.sql_types["string"]})
    for begin in PREFIXES:
        form = id_codes.id_code_cast(engine, "t", begin)
        query = f"SELECT t, {form.value} AS code FROM {name} WHERE {form.is_exact}"  # noqa: S608 - forms of our own
        found = [*engine.query_rows(f"SELECT t, code, {id_codes.id_code_text(engine, 'code', begin)} FROM ({query})")]  # noqa: S608
        assert [text for text, _, back in found if text != back] == []
        assert len({code for _, code, _ in found}) == len(found)
        plain |= {text for text, *_ in found}
    engine.drop_table(name)
    return plain


def test_a_code_stands_for_its_text(engine: SqlEngine) -> None:
    """And what is usual has one."""
    assert {"P1", "P001", "0", "20512199500123", "2024-0001", "№ 7"} <= check_codes(
        engine, [*KNOWN, "1", "001", "0", "20512199500123", "0001", "7", "+1", "1 ", "1_0", "9" * 17, "9" * 40]
    )


@settings(max_examples=4, phases=[Phase.generate])
@given(parts=st.lists(ID, min_size=50, max_size=100))
def test_no_id_is_taken_for_another(engine: SqlEngine, parts: list[str]) -> None:
    """Whatever follows the prefix."""
    check_codes(engine, parts)


NAMES = [
    *(
        "total",
        "Total",
        "TOTAL",
        "tOTaL",
        "grand total",
        "sub-total",
        "sum",
        "Osh total",
        "Total for 2018",
        "T O T A L",
    ),
    *(
        "Итого",
        "ВСЕГО",
        "итого по Ош",
        "жалпы",
        "1-й район итого",
        "Жалпысы",
        "барлығы",
        "Ош боюнча жалпы",
        "И Т О Г О",
    ),
]


def test_no_name_of_totals_is_passed_over(engine: SqlEngine) -> None:
    """Whatever stands around it; what is usual is not looked at twice."""
    around = ["{}", " {}", "{} ", "{}:", "** {} **", "\t{}\u00a0", "{}.", "{} :"]
    texts = [form.format(name) for form in around for name in NAMES]
    usual = ["P0001", "Osh", "A-17", "2018", "x y"]
    name = engine.new_name()
    engine.load_dataframe(name, pd.DataFrame({"t": [*texts, *usual]}), {"t": engine.sql_types["string"]})
    found = {
        text
        for (text,) in engine.query_rows(
            f"SELECT t FROM {name} WHERE {non_record_condition(engine, 't', ['id'])}"  # noqa: S608
        )
    }
    engine.drop_table(name)

    assert {text for text in texts if total_labels.is_total_label(text)} <= found
    assert len([text for text in texts if total_labels.is_total_label(text)]) > 100
    assert not found & {*usual}


def test_times_are_of_no_zone(engine: SqlEngine) -> None:
    """A moment that a clock put forward leaves out is a moment too."""
    assert read(engine, ["2018-03-25T02:30:00"])[Field("c", "datetime")] == [
        ("2018-03-25T02:30:00", datetime(2018, 3, 25, 2, 30))
    ]
