"""Ids that are kept as numbers: what is read of them, and told apart, is their texts."""

from __future__ import annotations

from pathlib import Path

import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from roundtable_cli.errors import Refused
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.sql import id_codes
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Constraints, Field
from tests.tables.engines.opening import fetched, opened
from tests.tables.engines.sql.test_dialect import KNOWN

ID = Field("id", missing_values=("", "-"))
IDS = ["P1", "P01", "P001", "P10", "P1", "", "-", "P0", "P00", "P99999999999999999"]


def ids(engine: Engine, folder: Path, *files: list[str], field: Field = ID) -> Source:
    """A table of these ids."""
    written = {f"{index}.csv": "n,id\n" + "".join(f"x,{one}\n" for one in ids_) for index, ids_ in enumerate(files)}
    return opened(engine, folder, written, Field("n"), field)


def are_codes(engine: Engine, source: Source) -> bool:
    """Whether an engine has kept the ids as numbers."""
    return bool(engine.open_frame(source, {}, {"c0": source.get_field("id")}).collect_schema()["c0"] == nw.Int64)


def texts(engine: Engine, source: Source) -> list[str | None]:
    """The ids that an engine has kept."""
    return [
        row[0]
        for row in fetched(engine, engine.open_frame(source, {"c0": source.get_field("id"), "c1": ROW_NUMBER_FIELD}))
    ]


@pytest.mark.parametrize("begin", ["P", "", "2024-", "Б-", "KG'", "№ "])
def test_texts_come_back_as_they_were(engine: Engine, tmp_path: Path, begin: str) -> None:
    """Zeros before a number belong to it, and what is missing stays so."""
    written = [one.replace("P", begin) for one in IDS]
    source = ids(engine, tmp_path, written)

    assert texts(engine, source) == [None if one in ID.missing_values else one for one in written]
    assert are_codes(engine, source) == hasattr(engine, "keep_query")


def test_codes_are_equal_where_texts_are(engine: Engine, tmp_path: Path) -> None:
    """And missing where these are."""
    source = ids(engine, tmp_path, IDS)
    rows = engine.fetch_rows(engine.open_frame(source, {"c0": source.get_field("id")}, {"c1": source.get_field("id")}))

    assert len({*rows}) == len({text for text, _ in rows}) == len({code for _, code in rows})
    assert all((text is None) == (code is None) for text, code in rows)


@pytest.mark.parametrize("other", ["P", "P1_0", "Q1"])
def test_an_id_of_another_kind_among_later_rows(engine: Engine, tmp_path: Path, other: str) -> None:
    """Neither it nor the others are lost: all are kept as texts."""
    source = ids(engine, tmp_path, ["P1", "P2"], ["P3", other], ["P4", "P5"])

    assert texts(engine, source) == ["P1", "P2", "P3", other, "P4", "P5"]
    assert not are_codes(engine, source)


def test_the_errors_of_formulas_are_no_ids(engine: Engine, tmp_path: Path) -> None:
    """Though they are a prefix and a number."""
    source = ids(engine, tmp_path, ["Err:504", "Err:508"])

    with pytest.raises(Refused) as refused:
        texts(engine, source)
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [
        ("formula-error", 2),
        ("formula-error", 3),
    ]


def test_constraints_are_of_the_texts(engine: Engine, tmp_path: Path) -> None:
    """An id that is there twice is named as it is written."""
    field = ID._replace(constraints=Constraints(unique=True, pattern="P[0-9]{3}"))
    assert texts(engine, ids(engine, tmp_path, ["P001", "P010"], field=field)) == ["P001", "P010"]

    with pytest.raises(Refused, match="P010"):
        texts(engine, ids(engine, tmp_path, ["P010", "P001", "P010"], field=field))
    with pytest.raises(Refused, match="P10"):
        texts(engine, ids(engine, tmp_path, ["P001", "P10"], field=field))


@pytest.mark.parametrize(
    ("found", "prefix"),
    [
        ({"P1", "P22"}, "P"),
        ({"1", "0022"}, ""),
        ({"2024-1", "2024-2"}, "2024-"),
        ({"2024-1", "2025-2"}, None),
        ({"P1", "Q1"}, None),
        ({"P", "P1"}, None),
        ({"1a", "2a"}, None),
        ({"Ё1", "Ё2"}, "Ё"),
        ({"\u0415\u03081"}, None),
        (set[str](), None),
    ],
)
def test_what_is_a_prefix(found: set[str], prefix: str | None) -> None:
    """What all texts begin with that end in a number; letters in parts are made whole, and so are read as texts."""
    assert id_codes.common_prefix(found, Field("id")) == prefix


PREFIXES = ["P", "", "2024-", "№ ", "KG'", "\\"]


CODE_TEXTS = st.text("0123456789P+-_.eExX \u0663", max_size=20)


def check_codes(sql_engine: SqlEngine, parts: list[str]) -> set[str]:
    """Each text that is plain for a code, which has to stand for it and for no other."""
    texts, plain = [*dict.fromkeys([*parts, *(begin + part for begin in PREFIXES for part in parts)])], set[str]()
    name = sql_engine.new_name()
    sql_engine.load_dataframe(name, pd.DataFrame({"t": texts}), {"t": sql_engine.dialect.sql_types["string"]})
    for begin in PREFIXES:
        form = id_codes.id_code_cast(sql_engine.dialect, "t", begin)
        query = f"SELECT t, {form.value} AS code FROM {name} WHERE {form.is_exact}"  # noqa: S608 - forms of our own
        back = id_codes.id_code_text(sql_engine.dialect, "code", begin)
        found = [*sql_engine.query_rows(f"SELECT t, code, {back} FROM ({query})")]  # noqa: S608 - forms of our own
        assert [text for text, _, back in found if text != back] == []
        assert len({code for _, code, _ in found}) == len(found)
        plain |= {text for text, *_ in found}
    sql_engine.drop_table(name)
    return plain


def test_a_code_stands_for_its_text(sql_engine: SqlEngine) -> None:
    """And what is usual has one."""
    assert {"P1", "P001", "0", "20512199500123", "2024-0001", "№ 7"} <= check_codes(
        sql_engine, [*KNOWN, "1", "001", "0", "20512199500123", "0001", "7", "+1", "1 ", "1_0", "9" * 17, "9" * 40]
    )


@settings(max_examples=4, phases=[Phase.generate])
@given(parts=st.lists(CODE_TEXTS, min_size=50, max_size=100))
def test_no_id_is_taken_for_another(sql_engine: SqlEngine, parts: list[str]) -> None:
    """Whatever follows the prefix."""
    check_codes(sql_engine, parts)
