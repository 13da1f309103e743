"""Tables read as a plan says: each file once, with every fault of cells and keys in one refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, FindingCollector
from roundtable_cli.indicators.computing.loading import key_checks
from roundtable_cli.indicators.computing.loading.key_checks import KeyedTable
from roundtable_cli.indicators.computing.loading.load_plan import LoadPlan, TablePlan
from roundtable_cli.indicators.frames.view import distinct_rows
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.table import ROW_NUMBER_FIELD

MessageCallback = Callable[[str], None]  # is called with words for what is done next, such as `reading people`


class LoadedTables(NamedTuple):
    """The plan of a request, and the rows of each of its tables as a frame of the engine."""

    engine: Engine
    plan: LoadPlan
    frames: Mapping[str, Frame]

    def find_assumptions(self) -> Iterator[Finding]:
        """What was left out of the files that were read, or assumed about them and the columns that were read."""
        for table in self.plan.tables.values():
            yield from table.source.assumptions(table.read_fields)

    def count_left_out(self) -> dict[str, int]:
        """How many rows are left out of the files of each table; a table of which none is left out is not in it."""
        counts = {name: len(table.source.left_out_findings) for name, table in self.plan.tables.items()}
        return {name: rows for name, rows in counts.items() if rows}


def load_tables(engine: Engine, plan: LoadPlan, report_progress: MessageCallback = lambda _: None) -> LoadedTables:
    """Read all that the plan names. Refused, with every finding, where a cell or a key that is read is wrong."""
    collector, frames = FindingCollector(), dict[str, Frame]()
    for table in plan.tables.values():
        with collector:
            _announce_fields(engine, table)
    for name, table in plan.tables.items():
        with collector:
            report_progress(f"reading {name}")
            frames[name], findings = _load_table(engine, table)
            collector.findings += findings
    for name, key in plan.checked_keys:
        with collector:
            referring, referenced = (KeyedTable(plan.tables[end], frames.get(end)) for end in (name, key.resource))
            collector.findings += key_checks.foreign_key_violations(engine, referring, key, referenced)
    collector.raise_if_any()
    return LoadedTables(engine, plan, frames)


def _announce_fields(engine: Engine, table: TablePlan) -> None:
    """Tell the engine all that will be opened of a table's files, so that it need not read them twice."""
    source, fields = table.source, [*table.fields, *(column.field for column in table.codes)]
    if source.is_key_table:
        fields = [source.get_field(name) for name in source.column_names] + fields
        engine.announce_fields(source.origin, [field for field in fields if field is not ROW_NUMBER_FIELD])
        return
    if table.checks_primary_key:
        fields += [source.get_field(name) for name in source.table.primary_key]
    engine.announce_fields(source, fields)


def _load_table(engine: Engine, table: TablePlan) -> tuple[Frame | None, list[Finding]]:
    """The rows of one table; none where a cell is wrong. With the findings on its primary key and cells."""
    if table.source.is_key_table:
        return _load_key_table(engine, table), []
    cells, keys, frame = FindingCollector(), FindingCollector(), None
    with cells:
        codes = {name: column.field for column, name in table.codes.items()}
        frame = engine.open_frame(table.source, {name: field for field, name in table.fields.items()}, codes)
    if table.checks_primary_key:
        with keys:
            keys.findings += key_checks.primary_key_violations(engine, KeyedTable(table, frame))
    return frame, [*keys.findings, *cells.findings]


def _load_key_table(engine: Engine, table: TablePlan) -> Frame:
    """The different keys of a table that no file holds, without those that miss a part."""
    source = table.source
    names = {source.get_field(name): f"key{index}" for index, name in enumerate(source.column_names)}
    names |= {field: name for field, name in table.fields.items() if field is not ROW_NUMBER_FIELD}
    frame = engine.open_frame(source.origin, {name: field for field, name in names.items()})
    keys = distinct_rows(frame.filter(*(~nw.col(name).is_null() for name in names.values())))
    if ROW_NUMBER_FIELD not in table.fields:
        return keys
    return keys.with_row_index(table.fields[ROW_NUMBER_FIELD], order_by=list(names.values()))
