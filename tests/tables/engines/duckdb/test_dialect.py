"""DuckDB's SQL: texts and names are what they are, whatever signs they have."""

from __future__ import annotations

import duckdb
import pytest

from roundtable_cli.tables.engines.duckdb.dialect import DIALECT
from roundtable_cli.tables.values import formula_errors

ODD = ["it's", 'a "b"', "a`b", "\\", "\\'", "%", "a.b", "--", "; DROP TABLE t", "é\u200b", "😀"]


@pytest.mark.parametrize("text", ODD)
def test_texts_and_names_are_quoted(text: str) -> None:
    """Nothing in the data can run."""
    query = f"SELECT {DIALECT.quote_literal(text)} AS {DIALECT.quote_identifier(text)}"
    relation = duckdb.sql(query)
    assert (relation.columns, relation.fetchall()) == ([text], [(text,)])


@pytest.mark.parametrize("error", [*sorted(formula_errors.FORMULA_ERRORS), "####", "Err:502", "Ошибка:502"])
def test_no_error_of_a_formula_is_a_text(error: str) -> None:
    """Each is left to `values`, which knows them all."""
    cast = DIALECT.text_cast(DIALECT.quote_literal(error))
    assert formula_errors.is_formula_error(error)
    assert duckdb.sql(f"SELECT {cast.is_exact}").fetchall() == [(False,)]
