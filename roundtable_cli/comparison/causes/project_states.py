"""The project with one thing exchanged: the definitions or the schema of a report, or without the rows that are new."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from roundtable_cli.comparison.causes.row_subset import RowSubset
from roundtable_cli.comparison.compared_project import ComparedProject
from roundtable_cli.comparison.freezing import report_freezing
from roundtable_cli.comparison.freezing.frozen_report import FrozenValue
from roundtable_cli.errors import EngineFailure, Finding, Refused, RowPlace
from roundtable_cli.file_identity import file_identity
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.indicators.results import CellKey
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.package import package_reader, personal_keys

Cell = tuple[str, CellKey]  # an indicator's code, and the category
CellValues = Mapping[Cell, FrozenValue]


def parse_definitions(text: str) -> dict[str, Any]:
    """The mapping of a text of TOML that could be read when it was frozen."""
    return tomllib.loads(text, parse_float=Decimal)


def exchange_definitions(project: ComparedProject, definitions: Mapping[str, Any]) -> ComparedProject | None:
    """The project with other definitions; None where they are faulty."""
    findings = list[Finding]()
    framework = definitions_reader.build_framework(definitions, project.framework.file, findings)
    return None if findings else _exchange(project, framework=framework)


def exchange_schema(project: ComparedProject, schema: str) -> ComparedProject | None:
    """The project with another datapackage.json, and the files of today; None where it is faulty."""
    findings = list[Finding]()
    package = package_reader.build_package(json.loads(schema or "{}"), project.folder, findings)
    today = project.package.tables
    tables = {
        name: table._replace(paths=today[name].paths, sheets=today[name].sheets)
        for name, table in package.tables.items()
        if name in today
    }
    others = {name: table for name, table in today.items() if name not in tables}
    package = personal_keys.mark_tied_columns(package._replace(tables={**tables, **others}))
    return None if findings else _exchange(project, package=package)


def exchange_file(project: ComparedProject, table: str, old: Path, new: Path) -> ComparedProject:
    """The project with the file `new` in the place of `old`, where that is a file of the table, else of all its files.

    Refused where there is no such table.
    """
    package = project.package.with_table_file(table, new)
    paths = project.package.tables[table].paths
    if any(file_identity(path) == file_identity(old) for path in paths):
        kept = tuple(new if file_identity(path) == file_identity(old) else path for path in paths)
        package = package._replace(tables={**package.tables, table: package.tables[table]._replace(paths=kept)})
    return _exchange(project, package=package, proposed_sources={})


def leave_rows_out(project: ComparedProject, rows: Mapping[str, Collection[RowPlace]]) -> ComparedProject:
    """The project without some rows of some tables; it is computed by Python."""
    subsets = {name: RowSubset(project.sources[name], places) for name, places in rows.items()}
    return _exchange(project, proposed_sources=subsets, engine=registry.DEFAULT_ENGINE, memory=None)


def try_values(project: ComparedProject | None, codes: Iterable[str], period: str) -> dict[Cell, FrozenValue]:
    """The values of some indicators by code and cell, without those that can't be computed so."""
    values = dict[Cell, FrozenValue]()
    for code in codes if project else ():
        try:
            found = [*report_freezing.compute_values(cast("ComparedProject", project), [code], period)]
        except EngineFailure:
            raise
        except Refused:
            continue
        values |= {(one.code, one.cell): one for one in found}
    return values


def digest_tables(project: ComparedProject, tables: Iterable[str]) -> dict[str, list[str]]:
    """The digests of the files of some tables; "" for one that is not on this machine."""
    known = project.package.tables
    return {name: [_digest(path) for path in known[name].paths] for name in tables if name in known}


def _digest(path: Path) -> str:
    return report_freezing.digest_file(path) if path.is_file() else ""


def _exchange(project: ComparedProject, **parts: Any) -> ComparedProject:
    """A copy of a project with other parts; a protocol can't say that it is a dataclass."""
    return cast("ComparedProject", dataclasses.replace(cast("Any", project), **parts))
