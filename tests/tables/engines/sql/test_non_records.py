"""Rows that may be no records: SQL passes over none that Python would find."""

from __future__ import annotations

import pandas as pd

from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.non_records import non_record_condition
from roundtable_cli.tables.reading import total_labels

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
    around = ["{}", " {}", "{} ", "{}:", "** {} **", "\t{}\u00a0", "{}.", "{} :"]
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
