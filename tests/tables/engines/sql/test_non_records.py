"""Rows that may be no records: SQL passes over none that Python would find."""

from __future__ import annotations

import pandas as pd
import pytest

from roundtable_cli.tables.engines.sql import non_records
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.non_records import FILLED_PATTERN, non_record_condition
from roundtable_cli.tables.reading.totals import total_labels

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


def test_no_name_of_totals_is_passed_over(sql_engine: SqlEngine) -> None:
    """Whatever stands around it; what is usual is not looked at twice."""
    around = ["{}", " {}", ":{}", "* {}", "{} ", "{}:", "** {} **", "\t{}\u00a0", "{}.", "{} :"]
    texts = [form.format(name) for form in around for name in NAMES]
    usual = ["P0001", "Osh", "A-17", "2018", "x y"]
    name = sql_engine.new_name()
    sql_engine.load_dataframe(
        name, pd.DataFrame({"t": [*texts, *usual]}), {"t": sql_engine.dialect.sql_types["string"]}
    )
    found = {
        text
        for (text,) in sql_engine.query_rows(
            f"SELECT t FROM {name} WHERE {non_record_condition(sql_engine.dialect, 't', ['id'])}"  # noqa: S608
        )
    }
    sql_engine.drop_table(name)

    assert {text for text in texts if total_labels.is_total_label(text)} <= found
    assert len([text for text in texts if total_labels.is_total_label(text)]) > 100
    assert not found & {*usual}


def test_white_space_is_what_python_takes_off(sql_engine: SqlEngine) -> None:
    """A cell is blank to an engine where `values` trims it to nothing; no other sign is passed over."""
    signs = [chr(code) for code in range(1, 0x3100)]
    name, types = sql_engine.new_name(), {"t": sql_engine.dialect.sql_types["string"]}
    sql_engine.load_dataframe(name, pd.DataFrame({"t": signs}), types)
    is_filled = sql_engine.dialect.matches_pattern("t", FILLED_PATTERN)
    blank = {text for (text,) in sql_engine.query_rows(f"SELECT t FROM {name} WHERE NOT {is_filled}")}  # noqa: S608
    sql_engine.drop_table(name)

    assert blank == {sign for sign in signs if not sign.strip()}
    assert not any(not chr(code).strip() for code in range(0x3100, 0x110000))


@pytest.mark.parametrize("word", total_labels._TOTAL_WORDS.replace("-?", "-").split("|"))
def test_each_word_for_totals_is_suspected(word: str) -> None:
    """By Python, which is asked of the suspects of an engine."""
    assert non_records.may_be_non_record(f" {word.upper()} ", ["id"])
    assert not non_records.may_be_non_record("Osh", ["id"])
    assert non_records.may_be_non_record("\ufeffOsh", ["id"])
    assert non_records.may_be_non_record("id ", ["id"])


def test_no_label_of_a_short_row_is_passed_over(sql_engine: SqlEngine) -> None:
    """In any case and with a colon: by an engine, and by Python, which is asked of its suspects."""
    forms = (str.lower, str.upper, str.capitalize, " {}: ".format)
    texts = [form(word) for word in total_labels._SHORT_LABELS for form in forms]
    name, types = sql_engine.new_name(), {"t": sql_engine.dialect.sql_types["string"]}
    sql_engine.load_dataframe(name, pd.DataFrame({"t": [*texts, "Mary", "A001", "M3"]}), types)
    condition = non_record_condition(sql_engine.dialect, "t", ["id"])
    found = [text for (text,) in sql_engine.query_rows(f"SELECT t FROM {name} WHERE {condition}")]  # noqa: S608
    sql_engine.drop_table(name)
    assert sorted(found) == sorted(texts)
    assert all(non_records.may_be_non_record(text, ["id"]) for text in texts)
