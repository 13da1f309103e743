"""What pandas keeps of the columns that it has read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.pandas import engine as pandas_engine
from roundtable_cli.tables.engines.pandas.engine import PandasEngine
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from tests.tables.engines.opening import fetched, frame, opened


def test_a_column_is_read_once_until_the_engine_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many frames are opened of it."""
    reads, read = list[Field](), cell_checks.read_checked_values

    def counted(source: Source, field: Field) -> Any:
        reads.append(field)
        return read(source, field)

    monkeypatch.setattr(cell_checks, "read_checked_values", counted)
    engine = PandasEngine()
    source = opened(engine, tmp_path, "a,n\nx,1\ny,2\n", Field("a"), Field("n", "integer"))
    assert [fetched(engine, frame(engine, source, "n")) for _ in range(2)] == [[(1, 0), (2, 1)]] * 2
    assert len(reads) == 1
    engine.close()
    frame(engine, source, "n")
    assert len(reads) == 2


def test_codes_are_equal_where_texts_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And missing where these are; they are numbers, which are sooner compared."""
    monkeypatch.setattr(pandas_engine, "MIN_CODED_ROWS", 0)
    engine = PandasEngine()
    source = opened(engine, tmp_path, "a,n\nx,1\ny,2\nx,3\n,4\n", Field("a"), Field("n"))
    codes = [code for (code,) in engine.fetch_rows(engine.open_frame(source, {}, {"c0": Field("a")}))]
    assert (codes[0], codes[3]) == (codes[2], None)
    assert codes[0] != codes[1]
    assert {type(code) for code in codes} == {int, type(None)}
