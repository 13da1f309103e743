"""The search for causes: what differs between a report and today is found once, and each state is computed once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from roundtable_cli.comparison.causes import (
    cause_finding,
    definition_edits,
    project_states,
    read_columns,
    row_changes,
)
from roundtable_cli.comparison.causes.cause_finding import Circumstances, States
from roundtable_cli.comparison.causes.definition_edits import DefinitionEdit
from roundtable_cli.comparison.causes.project_states import Cell, CellValues
from roundtable_cli.comparison.causes.row_changes import TableChanges
from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
from roundtable_cli.comparison.freezing.frozen_report import FrozenReport
from roundtable_cli.comparison.report_comparison import Cause
from roundtable_cli.errors import RowPlace
from roundtable_cli.indicators.definitions.definition_reach import DefinitionReach
from roundtable_cli.parser_faults import read_utf8_text
from roundtable_cli.program_version import __version__
from roundtable_cli.tables.package.package_reader import PACKAGE_FILE
from roundtable_cli.tables.table import TIME_TYPES

MAX_RESTORED_EDITS = 30  # edits of definitions that are exchanged one by one; of more, only what all make together


class ComparedValues(NamedTuple):
    """A report and the project of today, with the values of both. Without the `secret`, rows can't be compared.

    `earlier` is the project of then, where its files are there too.
    """

    report: FrozenReport
    project: ComparedProject
    then: CellValues
    now: CellValues
    secret: bytes | None
    earlier: ComparedProject | None = None


class CauseSearch:
    """Finds the causes of what has moved in the indicators of some codes."""

    def __init__(self, today: ComparedValues, codes: Sequence[str], report_progress: ProgressCallback | None) -> None:
        self._today, self._codes, self._report_progress = today, codes, report_progress
        if codes:
            self._look_for_differences()
            self._states = self._compute_states()

    def find_causes(self, cell: Cell) -> tuple[tuple[Cause, ...], Circumstances]:
        """The causes for a cell, and what they were found with."""
        circumstances = self._circumstances(cell)
        return cause_finding.find_causes(cell, self._states, circumstances), circumstances

    def _look_for_differences(self) -> None:
        report, project = self._today.report, self._today.project
        kept = dict(report.definitions)
        self._old_schema = kept.pop(PACKAGE_FILE, "")
        package_path = project.folder / PACKAGE_FILE
        new_schema = read_utf8_text(package_path, []) if package_path.is_file() else ""
        self._is_schema_edited = _read_json(self._old_schema) != _read_json(new_schema)
        self._can_exchange_schema = bool(self._old_schema and new_schema)
        self._old = project_states.parse_definitions(next(iter(kept.values()), ""))
        self._new = project_states.parse_definitions(read_utf8_text(project.definitions_path, []))
        self._edits = definition_edits.list_edits(self._old, self._new)

    def _compute_states(self) -> States:
        today, project = self._today, self._today.project
        self._defined: ComparedProject | None = project
        if self._old != self._new:
            self._defined = project_states.exchange_definitions(project, self._old)
        old_definitions = today.now if self._defined is project else self._values(self._defined)
        described = self._defined
        if self._is_schema_edited and self._defined is not None:
            can = self._can_exchange_schema
            described = project_states.exchange_schema(self._defined, self._old_schema) if can else None
        all_rows = old_definitions if described is self._defined else self._values(described)
        self._changes = self._compare_rows(described or project)
        removed = {name: one.removed for name, one in self._changes.items() if one.removed}
        without_old_rows: CellValues = {}
        if today.earlier is not None:
            without_old_rows = self._without(today.earlier, removed) if removed else today.then
        added = {name: one.added for name, one in self._changes.items() if one.added}
        without_new_rows = self._without(described, added) if added else all_rows
        several = len(added) > 1
        by_table = {name: self._without(described, {name: rows}) for name, rows in added.items()} if several else {}
        return States(
            today.then,
            without_old_rows,
            without_new_rows,
            all_rows,
            old_definitions,
            today.now,
            by_table,
            dict(self._restore_edits()),
        )

    def _compare_rows(self, project: ComparedProject) -> dict[str, TableChanges]:
        report = self._today.report
        digests = project_states.digest_tables(project, {file.table for file in report.files})
        return row_changes.compare_tables(report, project.sources, digests, self._today.secret)

    def _restore_edits(self) -> Iterator[tuple[DefinitionEdit, CellValues]]:
        """The values of today with each edit taken back, where there are several to tell apart."""
        edits = [edit for edit in self._edits if any(self._reads(code, edit) for code in self._codes)]
        for edit in edits if 1 < len(edits) <= MAX_RESTORED_EDITS else ():
            restored = definition_edits.restore_key(self._old, self._new, edit.path)
            project = project_states.exchange_definitions(self._today.project, restored)
            yield edit, self._values(project, [code for code in self._codes if self._reads(code, edit)])

    def _without(self, project: ComparedProject | None, rows: Mapping[str, tuple[RowPlace, ...]]) -> CellValues:
        return self._values(project_states.leave_rows_out(project, rows) if project else None)

    def _values(self, project: ComparedProject | None, codes: Iterable[str] | None = None) -> CellValues:
        if self._report_progress:
            self._report_progress("finding causes")
        with project or nullcontext():
            return project_states.try_values(
                project, self._codes if codes is None else codes, self._today.report.period
            )

    def _reach(self, code: str, dimension: str | None = None) -> tuple[DefinitionReach, ...]:
        """What an indicator reads, by the definitions of then and of today; with a `dimension`, one of its values."""
        projects = [one for one in (self._today.project, self._defined) if one is not None]
        return tuple(read_columns.find_cell_reach(one.framework, one.package, code, dimension) for one in projects)

    def _reads(self, code: str, edit: DefinitionEdit, dimension: str | None = None) -> bool:
        is_read = any(edit.section in reach.sections for reach in self._reach(code, dimension))
        return edit.path[0] == "project" or is_read

    def _circumstances(self, cell: Cell) -> Circumstances:
        today, code, dimension = self._today, cell[0], cell[1][0][0] if cell[1] else ""
        reach = self._reach(code, dimension)
        tables = frozenset(name for one in reach for name in one.tables)
        names = frozenset(name for one in reach for name in one.names)
        projects = [one for one in (self._defined, today.project) if one and code in one.framework.indicators]
        is_zero = bool(projects) and projects[0].framework.indicators[code].traits.zero_without_rows
        changes = [one for name, one in self._changes.items() if name in tables]
        return Circumstances(
            [read_columns.narrow_changes(one, today.project.sources.get(one.table), names) for one in changes],
            [edit for edit in self._edits if self._reads(code, edit, dimension)],
            frozenset(name for name in tables if today.report.period and not today.earlier and self._is_dated(name)),
            (today.report.program, __version__) if today.report.program != __version__ else None,
            self._is_schema_edited,
            0 if is_zero else None,
        )

    def _is_dated(self, table: str) -> bool:
        source = self._today.project.sources.get(table)
        return source is not None and any(source.find_type(name).type in TIME_TYPES for name in source.column_names)


def _read_json(text: str) -> object:
    return json.loads(text) if text else None
