"""`rt-stats add`: more files in a project; each joins the table whose column headings it has, or is a new table."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from roundtable_cli import atomic_write
from roundtable_cli.errors import (
    ERROR,
    Finding,
    Refused,
    quote_alternatives,
    quote_names,
    refuse_findings,
    suggest_nearest,
)
from roundtable_cli.file_identity import is_inside
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.scaffold import gitignore, intake, schema_proposal
from roundtable_cli.scaffold.table_proposal import TableProposal
from roundtable_cli.scaffold.updates import joining_files, missing_declarations, package_mapping
from roundtable_cli.scaffold.updates.added_indicators import AddedIndicators, append_indicators
from roundtable_cli.scaffold.updates.joining_files import JoiningFiles
from roundtable_cli.scaffold.updates.package_mapping import Resource
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table


class AddedFiles(NamedTuple):
    """A sentence for each table that has got rows, and warnings for what is left out.

    `faults` are cells of the new files that their table can't read as it is declared, and keys that they break.
    `proposals` are what is proposed for the new tables, of which indicators are made.
    """

    lines: tuple[str, ...] = ()
    left_out: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
    proposals: Mapping[str, TableProposal] = MappingProxyType({})
    indicators: AddedIndicators = AddedIndicators()

    @property
    def new_tables(self) -> tuple[str, ...]:
        """The names of the tables that are new."""
        return tuple(self.proposals)


def add_files(
    folder: Path, tables: Mapping[str, Table], files: Iterable[Path], *, to: str = "", replace: bool = False
) -> AddedFiles:
    """Copies files into a project's folder, and names them in its datapackage.json.

    `tables` are those of the project. A file joins the table that it has all declared columns of, or `to`; without such
    a table it becomes a new one. A file of the same name is overwritten only if `replace`. What can't be read is left
    out, and what its table can't take, unless that is named. Nothing is written unless all can be. Raises `Refused`,
    and OSError where the disk refuses.
    """
    if to and to not in tables:
        raise Refused(Finding(USAGE, f'there is no table "{to}"', suggest_nearest(to, tables), column="--to"))
    taken = intake.take_in_files(files)
    plan = _AdditionPlan(folder, tables, replace)
    for name, table in taken.package.tables.items():
        plan.add_table(name, table, to)
    if not plan.lines:
        refuse_findings(finding._replace(severity=ERROR) for finding in plan.left_out)
    plan.write_files()
    left_out = (*taken.left_out, *plan.left_out)
    lines, faults = tuple(plan.lines), tuple(plan.faults)
    return AddedFiles(lines, left_out, faults, plan.proposals)


def define_new_tables(added: AddedFiles, path: Path, framework: ResultsFramework) -> AddedFiles:
    """Writes indicators for the tables that are new at the end of a file of definitions; see `append_indicators`."""
    if not added.proposals:
        return added
    return added._replace(indicators=append_indicators(path, framework, added.proposals))


class _AdditionPlan:
    """What is to be copied and declared, collected before anything is written."""

    def __init__(self, folder: Path, tables: Mapping[str, Table], replace: bool) -> None:
        self.folder, self.tables, self.replace = folder, dict(tables), replace
        self.copies, self.lines, self.proposals = dict[Path, Path](), list[str](), dict[str, TableProposal]()
        self.faults, self.left_out = list[Finding](), list[Finding]()
        self.package = package_mapping.read_package_mapping(folder)
        listed = self.package.get("resources", [])
        self.resources: dict[str, Resource] = {resource["name"]: resource for resource in listed}
        if not listed:  # each CSV file of the folder is a table, which from now on is written down
            plain = (table._replace(fields=None) for table in tables.values())
            self.resources = {table.name: package_writer.table_to_dict(table, folder) for table in plain}

    def add_table(self, name: str, table: Table, to: str) -> None:
        """One table of the new files: its files join a table of the project, or it is a new one.

        Files that the table can't take, so that it would be refused, are left out, but not where the table is named.
        """
        source = Source(table, Path())
        target = to or self._find_target(source.header, table)
        joining = self._examine_files(target, source) if target else JoiningFiles({}, ())
        broken = {fault.file for fault in joining.breaking_faults} if not to else set()
        kept = tuple(path for path in table.paths if table.file_label(path) not in broken)
        if broken:
            self.left_out += joining_files.shorten_faults(joining.breaking_faults)
            if kept and len(kept) < len(table.paths):
                self.add_table(name, table._replace(paths=kept), to)
            return
        for path in table.paths:
            self._plan_copy(path, target)
        copied = source.decided_table()._replace(paths=tuple(self.copies[path] for path in table.paths))
        if target:
            how = "as asked" if to else f"it has its {len(self._declared_names(target))} column headings"
            self._join_table(target, copied, joining, how + self._describe_new_columns(target, source.header))
        else:
            self._add_new_table(name, table, copied)

    def _examine_files(self, name: str, added: Source) -> JoiningFiles:
        """How new files stand in a table of the project."""
        table = self.tables[name]
        referred = {key.resource for key in table.foreign_keys}
        others = {other: Source(self.tables[other], self.folder) for other in referred & self.tables.keys()}
        return joining_files.examine_joining_files(Source(table, self.folder), added, others)

    def _join_table(self, name: str, copied: Table, joining: JoiningFiles, how: str) -> None:
        """Names files in the resource of their table, with what they show to stand for no value."""
        fields = self.tables[name].fields or ()
        declared = [*missing_declarations.declare_marks(self.resources[name], fields, joining.marks)]
        if fields:
            fields = missing_declarations.add_missing_values(fields, joining.marks)
            self.tables[name] = self.tables[name]._replace(fields=fields)
        if dropped := self._extend_resource(name, copied):
            how += f"; it is written in another way, so that {', '.join(dropped)} is not declared any more"
        how += f"; declared from now on: {', '.join(declared)}" if declared else ""
        self.lines.append(f"{', '.join(path.name for path in copied.paths)} → {name} ({how})")
        self.faults += joining.faults

    def _describe_new_columns(self, name: str, header: Sequence[str]) -> str:
        """What is to be said of columns that a table has not: they are kept in the file, and nothing counts them."""
        known = {*self._declared_names(name), *(field.name for field in self.tables[name].fields or ())}
        new = [column for column in header if column and column not in known]
        if not new:
            return ""
        verb = "is a new column" if len(new) == 1 else "are new columns"
        return f"; {quote_names(new)} {verb}, which no indicator uses yet"

    def _add_new_table(self, name: str, table: Table, copied: Table) -> None:
        """A table that no other has the headings of, with a schema proposed from its rows."""
        name = next(new for new in (name, *(f"{name} {number}" for number in range(2, 1000))) if new not in self.tables)
        source = Source(table._replace(name=name), Path())
        proposal = schema_proposal.propose_schemas({name: source})[name]
        declared = proposal.table.with_decisions(source.decided_table())._replace(paths=copied.paths)
        self.resources[name] = package_writer.table_to_dict(declared, self.folder)
        self.tables[name] = declared
        self.proposals[name] = replace(proposal, table=declared)
        files = ", ".join(path.name for path in copied.paths)
        self.lines.append(f"{files} → {name}, a new table: no other has its column headings")

    def _find_target(self, header: tuple[str, ...], table: Table) -> str:
        """The table that has these headings; "" where none has. Refused where several have."""
        named = {*map(str.casefold, (path.name for path in table.paths))}
        same_files = [name for name, own in self.tables.items() if named & {path.name.casefold() for path in own.paths}]
        fitting = [name for name in self.tables if (names := self._declared_names(name)) and {*names} <= {*header}]
        widest = max((len(self._declared_names(name)) for name in fitting), default=0)
        fitting = [name for name in fitting if len(self._declared_names(name)) == widest]
        if len(fitting) > 1:
            fitting = [name for name in fitting if name in same_files] or fitting
        if len(fitting) > 1:
            fault = f"{table.paths[0].name} has the column headings of several tables"
            raise Refused(Finding(USAGE, fault, f"say which it joins: --to {quote_alternatives(fitting)}"))
        return fitting[0] if fitting else ""

    def _declared_names(self, name: str) -> tuple[str, ...]:
        """The columns that a file of a table must have: those declared, else those of its first file."""
        table = self.tables[name]
        if table.fields is not None:
            return tuple(field.name for field in table.fields if field.name not in table.optional_names)
        try:
            return Source(table, self.folder).header
        except Refused:
            return ()

    def _plan_copy(self, path: Path, target: str) -> None:
        """Where a file will be. Refused where another is there already, unless it is to be replaced."""
        copy = self.folder / path.name
        self.copies[path] = copy
        if copy.exists() and not is_inside(copy, self.folder):
            raise Refused(package_reader.linked_file_finding(copy))
        if not copy.exists() or copy.samefile(path):
            return
        owner = next((name for name, table in self.tables.items() if copy in table.paths), "")
        if not self.replace:
            fault = f'"{copy}" exists already'
            raise Refused(Finding(USAGE, fault, "if this file is to take its place, add --replace; else rename it"))
        if owner != target:
            fault = f'"{copy}" is a file of {owner or "no table"}, and the new one has other column headings'
            raise Refused(Finding(USAGE, fault, "rename the new file"))

    def _extend_resource(self, name: str, table: Table) -> list[str]:
        """Names the files of a table in the resource that they join, where no pattern in it does already.

        What the resource declares of how files are written, and these are not, is found out from each file from now on:
        the keys that are dropped are returned.
        """
        resource = self.resources[name]
        written = resource.get("path", [])
        paths = [written] if isinstance(written, str) else [*written]
        for path in table.paths:
            relative = path.relative_to(self.folder).as_posix()
            if not any(fnmatch.fnmatchcase(relative, pattern) for pattern in paths):
                paths.append(relative)
        resource["path"] = paths[0] if len(paths) == 1 else paths
        own = resource.get("rt:sheet", [])
        sheets = [*dict.fromkeys([*([own] if isinstance(own, str) else own), *table.sheets])]
        if own and sheets:
            resource["rt:sheet"] = sheets[0] if len(sheets) == 1 else sheets
        self.tables[name] = self.tables[name]._replace(paths=(*self.tables[name].paths, *table.paths))
        return [*_drop_contradicted_keys(resource, table)]

    def write_files(self) -> None:
        """Copies the files, then writes datapackage.json; where one fails, what is new is taken away again."""
        with atomic_write.writing_together(self.folder) as staged:
            for path, copy in self.copies.items():
                if not (copy.exists() and copy.samefile(path)):
                    staged.add_copy(path, copy, may_replace=self.replace)
            if ignored := gitignore.add_lines(self.folder, self.copies.values()):
                staged.add_content(self.folder / gitignore.FILE_NAME, ignored, may_replace=True)
            content = package_mapping.encode_package(self.package, self.resources)
            staged.add_content(package_mapping.find_package_path(self.folder), content, may_replace=True)


def _drop_contradicted_keys(resource: Resource, decided: Table) -> Iterator[str]:
    """Takes out of a resource what it declares otherwise than new files are written, and gives the keys."""
    dialect = resource.get("dialect", {})
    if "headerRows" in dialect and [*(decided.header_rows or (1,))] != dialect["headerRows"]:
        yield _drop_key(dialect, "headerRows")
    if not decided.sheets:  # a text
        if "encoding" in resource and resource["encoding"] != (decided.encoding or "utf-8"):
            resource.pop("rt:encodingGuessed", None)
            yield _drop_key(resource, "encoding")
        if "delimiter" in dialect and dialect["delimiter"] != (decided.delimiter or ","):
            yield _drop_key(dialect, "delimiter")
    if not dialect:
        resource.pop("dialect", None)


def _drop_key(mapping: dict[str, Any], key: str) -> str:
    mapping.pop(key, None)
    return f'"{key}"'
