"""Tables of few cells as an engine opens them, and what comes back of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from roundtable_cli.tables.engines.engine import Engine, Frame, Row
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field
from tests.tables import test_source


def opened(engine: Engine, folder: Path, files: Mapping[str, str] | str, *fields: Field, **table: Any) -> Source:
    """The table `people` of these files, as the engine is to read them."""
    source = test_source.opened(folder, files, *fields, **table)
    return engine.open_source(source.table, folder)


def quoted(text: str) -> str:
    """A cell of CSV."""
    return '"' + text.replace('"', '""') + '"'


def table(engine: Engine, folder: Path, field: Field, texts: Sequence[str]) -> Source:
    """A table of one column of these cells, and another that keeps blank rows in."""
    rows = "".join(f"{quoted(text)},x\n" for text in texts)
    return opened(engine, folder, f"{quoted(field.name)},n\n{rows}", field, Field("n"))


def frame(engine: Engine, source: Source, name: str) -> Frame:
    """The column called `name` as c0, and the ordinals of the records as c1."""
    return engine.open_frame(source, {"c0": source.get_field(name), "c1": ROW_NUMBER_FIELD})


def fetched(engine: Engine, frame_: Frame) -> list[Row]:
    """The rows in the order of the records: an engine may give them in any."""
    return sorted(engine.fetch_rows(frame_), key=lambda row: row[-1])


def cells(engine: Engine, folder: Path, field: Field, texts: Sequence[str]) -> list[Any]:
    """What a column of these cells is, after the way through an engine."""
    return [row[0] for row in fetched(engine, frame(engine, table(engine, folder, field, texts), field.name))]
