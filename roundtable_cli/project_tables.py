"""The tables of a project, and the engine that reads their rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.engine_lease import EngineLease
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, DataPackage
from roundtable_cli.tables.values import missing_marks


class ProjectTables:
    """What a project needs to read rows: its tables as sources, what binds names to them, and an engine.

    A project has what is named here; see `Project`.
    """

    folder: Path
    framework: ResultsFramework
    package: DataPackage
    proposed_sources: Mapping[str, Source]
    engine: str
    memory: int | None

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The tables and their files, by name."""
        is_default = self.engine == registry.DEFAULT_ENGINE  # its libraries are imported when rows are asked for
        open_source = Source if is_default else self._engine_lease.engine.open_source
        named = frozenset(filter(missing_marks.is_possible_mark, self.framework.named_values))
        files = {
            name: self.proposed_sources.get(name) or open_source(table._replace(named_values=named), self.folder)
            for name, table in self.package.tables.items()
        }
        keys = {
            name: KeySource(name, files[table.source_table], table.key_columns)
            for name, table in self.framework.key_tables.items()
            if table.source_table in files
        }
        return keys | files

    def _build_binder(self, rows: bool = True) -> Binder:
        """What finds the columns that names stand for; without `rows` by the files' headings and the schema alone."""
        sources = self.sources if rows else {name: source.without_rows() for name, source in self.sources.items()}
        return Binder(self.framework, sources)

    @cached_property
    def _engine_lease(self) -> EngineLease:
        return EngineLease(self.engine, self.memory)

    def __enter__(self) -> Self:
        """Within `with`, the engine keeps what it has read, which is then all that the definitions name."""
        named = self.framework.referenced_names
        for source in self.sources.values():
            fields = (field for field in source.table.fields or () if field.name in named or field.type in TIME_TYPES)
            self._engine_lease.engine.announce_fields(source, fields)
        self._engine_lease.extend()
        return self

    def __exit__(self, *_: object) -> None:
        """Give back what the engine holds, when the outermost `with` ends."""
        self._engine_lease.end()
