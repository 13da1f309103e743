"""A project from files alone: definitions proposed from the rows, held in memory, or written into a folder (`init`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from roundtable_cli import atomic_write
from roundtable_cli.errors import WARNING, Finding, MissingLibrary, Refused, refuse_findings
from roundtable_cli.file_identity import is_inside
from roundtable_cli.finding_codes import UNUSED_FILE, USAGE
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.scaffold import definitions_writer, gitignore, intake, schema_proposal
from roundtable_cli.scaffold.table_proposal import TableProposal
from roundtable_cli.shell_words import shell_argument
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, DataPackage, Table


class ProjectProposal(NamedTuple):
    """What is proposed: the tables with their schemas, their files as read already, and the text of indicators.toml.

    `doubts` are columns that can be read in two ways, and cells that keep a column from being numbers or dates: no
    number reads them until a person has decided. `joined` says which files were taken together, `left_out` which were
    not taken.
    """

    package: DataPackage
    sources: Mapping[str, Source]
    definitions_text: str
    framework: ResultsFramework
    doubts: tuple[Finding, ...] = ()
    joined: tuple[str, ...] = ()
    left_out: tuple[Finding, ...] = ()

    @property
    def missing_gitignore_lines(self) -> tuple[str, ...]:
        """The lines that a .gitignore which was in the folder before does not have for the project's files."""
        paths = (path for table in self.package.tables.values() for path in table.paths)
        return gitignore.find_missing_lines(self.package.folder, paths)

    @property
    def gitignore_finding(self) -> Finding:
        """What is to be done about these lines."""
        return Finding(
            USAGE, "does not list these data files", "add these lines, or git publishes the data", gitignore.FILE_NAME
        )


def propose_project(package: DataPackage, path: Path) -> ProjectProposal:
    """What is proposed for the tables of a folder, or of a file, without indicators. Refused where there is none.

    Of a folder without datapackage.json, files that can't be read are left out, unless none can.
    """
    if not package.tables:
        fault = f'there is no {definitions_reader.FRAMEWORK_FILE} and no table in "{path}"'
        raise Refused(Finding(USAGE, fault, "name a folder with CSV files, or a file", column="--data"))
    if path == STDIN:
        return propose_definitions(package, "standard input")
    title = open_files.table_name_from_path(Path(os.path.realpath(path)))
    if not path.is_dir() or (path / package_reader.PACKAGE_FILE).exists():
        return propose_definitions(package, title)
    unread = [*_find_unread_files(package, path)]
    package, left_out = _leave_out_unreadable(package)
    proposal = propose_definitions(package, title)
    return proposal._replace(doubts=(*unread, *left_out, *proposal.doubts))


def _find_unread_files(package: DataPackage, folder: Path) -> Iterator[Finding]:
    """A warning for each table of a folder without datapackage.json that is no CSV file, and so is not read."""
    read = {path for table in package.tables.values() for path in table.paths}
    begin = f"rt-stats init my-project {shell_argument(str(folder))}"
    fault = "of a folder without definitions only .csv files are read; nothing is counted from this file"
    for path in open_files.list_table_files(folder):
        if path not in read:
            remedy = f"name the file itself, or make a project of all: {begin}"
            yield Finding(UNUSED_FILE, fault, remedy, path.name, severity=WARNING)


def _leave_out_unreadable(package: DataPackage) -> tuple[DataPackage, list[Finding]]:
    """The tables that can be read to their ends, and a warning for each other. Refused where none can be read."""
    tables, faults, left_out = dict[str, Table](), list[Finding](), list[Finding]()
    for name, table in package.tables.items():
        source = Source(table, package.folder)
        try:
            len(source)
        except MissingLibrary:
            raise
        except Refused as refused:
            faults += refused.findings
            left_out += intake.unreadable_findings(table.paths[0].name, refused)
        else:
            tables[name] = table
    if not tables:
        refuse_findings(faults)
    return package._replace(tables=tables), left_out


def propose_definitions(package: DataPackage, title: str, language: str | None = None) -> ProjectProposal:
    """Schemas and indicators for the tables of a package, in all languages, `language` first.

    Refused where one of the tables can't be read.
    """
    inferred = {name: Source(table, package.folder) for name, table in package.tables.items()}
    proposals = schema_proposal.propose_schemas(inferred)
    sources = {
        name: inferred[name].with_table(proposal.table.with_decisions(inferred[name].decided_table()))
        for name, proposal in proposals.items()
    }
    text = definitions_writer.render_definitions(title, proposals, definitions_writer.order_languages(language))
    findings = list[Finding]()
    framework = definitions_reader.parse_framework(text, definitions_reader.FRAMEWORK_FILE, findings)
    refuse_findings(findings)
    tables = {name: source.table for name, source in sources.items()}
    doubts = [doubt for name, proposal in proposals.items() for doubt in _find_doubts(inferred[name], proposal)]
    return ProjectProposal(package._replace(tables=tables), sources, text, framework, tuple(doubts))


def _find_doubts(source: Source, proposal: TableProposal) -> Iterator[Finding]:
    """The columns of a table that no number reads until a person has decided; no value is told that looks personal."""
    for name, column in proposal.columns.items():
        is_personal = name in proposal.looks_personal
        if column.field.ambiguous:
            field = column.field._replace(personal=is_personal)
            yield ambiguous_columns.describe_ambiguity(source, field)
        elif not is_personal:
            yield from proposal.mixed_findings.get(name, ())
    if "" in proposal.row_currencies.values():
        yield from currency_columns.find_undecided_currencies(source)


def write_project(folder: Path, files: Iterable[Path], language: str | None = None) -> ProjectProposal:
    """A project folder: copies of the given files, a datapackage.json, an indicators.toml and a .gitignore.

    Of a folder among the files, all that is in it is taken; without files the project is made of the tables that the
    folder holds. What can't be read is left out. Nothing is overwritten, and where one thing can't be written, nothing
    is left behind. Raises `Refused` where nothing can be read, and OSError where the disk refuses.
    """
    paths = [*_expand_folders(files)] or open_files.list_table_files(folder)
    _check_given_files(folder, paths)
    taken = intake.take_in_files(paths)
    proposal = propose_definitions(
        taken.package, open_files.table_name_from_path(Path(os.path.realpath(folder))), language
    )
    targets = _choose_targets(folder, taken.paths)
    package = _package_in_folder(proposal.package, folder, targets)
    proposal = proposal._replace(package=package, joined=taken.joined, left_out=taken.left_out)
    copies = {path: target for path, target in targets.items() if not _is_same_file(path, target)}
    with atomic_write.writing_together(folder) as staged:
        for path, target in copies.items():
            staged.add_copy(path, target)
        for name, text in _project_texts(proposal, targets.values()).items():
            # A byte of a file's name that is no UTF-8 is written as it is, as git has it.
            staged.add_content(folder / name, text.encode("utf-8", errors="surrogateescape"))
    return proposal


def _expand_folders(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, each once; in place of a folder the files in it."""
    seen = set[Path]()
    for path in paths:
        for file in open_files.list_files(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _choose_targets(folder: Path, paths: Iterable[Path]) -> dict[Path, Path]:
    """Where each file will be in the folder: by its name, with that of its own folder where another has the name."""
    targets = dict[Path, Path]()
    for path in paths:
        target = folder / path.name
        if target in targets.values():
            target = folder / f"{Path(os.path.realpath(path)).parent.name}-{path.name}"
        if target in targets.values():
            raise Refused(Finding(USAGE, f'two files have the name "{target.name}"', "rename one of them"))
        targets[path] = target
    return targets


def _package_in_folder(package: DataPackage, folder: Path, targets: Mapping[Path, Path]) -> DataPackage:
    """The package with its files in the folder."""
    tables = {
        name: table._replace(paths=tuple(targets[path] for path in table.paths))
        for name, table in package.tables.items()
    }
    return DataPackage(folder, tables)


def _project_texts(proposal: ProjectProposal, paths: Iterable[Path]) -> dict[str, str]:
    """What is to be written into the folder, by the name of the file; no .gitignore where there is one.

    The definitions are the last: without them there is no project.
    """
    texts = dict[str, str]()
    if not (proposal.package.folder / gitignore.FILE_NAME).exists():
        texts[gitignore.FILE_NAME] = "\n".join([gitignore.HEADER, *map(gitignore.format_line, paths), ""])
    texts[package_reader.PACKAGE_FILE] = package_writer.package_to_json(proposal.package)
    texts[definitions_reader.FRAMEWORK_FILE] = proposal.definitions_text
    return texts


def _check_given_files(folder: Path, paths: list[Path]) -> None:
    """Refused where a file is not there or named twice, or where something would be overwritten."""
    refuse_findings(_find_wrong_files(folder, paths))
    if folder.exists() and not folder.is_dir():
        raise Refused(Finding(USAGE, f'"{folder}" is a file', "name a folder"))
    copied = [path.name for path in paths if not _is_same_file(path, folder / path.name)]
    names = [package_reader.PACKAGE_FILE, definitions_reader.FRAMEWORK_FILE, *copied]
    existing = [folder / name for name in names if (folder / name).exists()]
    remedy = (
        f"choose another folder; to add files to this project: rt-stats add --data {shell_argument(str(folder))} FILE…"
    )
    refuse_findings(Finding(USAGE, f'"{path}" exists already', remedy) for path in existing)


def _find_wrong_files(folder: Path, paths: list[Path]) -> Iterator[Finding]:
    if not paths:
        fault = f'there is no table in "{folder}"' if folder.is_dir() else "no files are named"
        yield Finding(USAGE, fault, "name the folder, then the files: rt-stats init FOLDER FILE…")
    for path in paths:
        if not path.is_file():
            is_pattern = "*" in path.name  # which bash replaces by names, and PowerShell does not
            remedy = f"in PowerShell, write (Get-Item {path}).FullName" if is_pattern else "correct its name"
            yield Finding(USAGE, f'"{path}" is not a file', remedy)
        elif _is_same_file(path, folder / path.name) and not is_inside(path, folder):
            yield package_reader.linked_file_finding(path)


def _is_same_file(path: Path, target: Path) -> bool:
    return target.exists() and path.samefile(target)
