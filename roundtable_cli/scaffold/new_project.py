"""A project from files alone: definitions proposed from the rows, held in memory or written into a folder."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from roundtable_cli.errors import USAGE, Finding, Refused
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.scaffold import definitions_writer, schema_proposal
from roundtable_cli.tables.checks.ambiguous_columns import find_ambiguous_columns
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DataPackage

GITIGNORE = ".gitignore"
_GITIGNORE_SPECIAL = re.compile(r"[\[\]\\*?!#]")  # means something in it


class ProjectProposal(NamedTuple):
    """What is proposed: the tables with their schemas, their files as read already, and the text of indicators.toml."""

    package: DataPackage
    sources: Mapping[str, Source]
    definitions_text: str
    framework: ResultsFramework

    @property
    def missing_gitignore_lines(self) -> tuple[str, ...]:
        """The lines for its files that the folder's .gitignore lacks, as one may that was there before."""
        ignore = self.package.folder / GITIGNORE
        there = {*ignore.read_text(encoding="utf-8", errors="replace").splitlines()} if ignore.is_file() else set[str]()
        lines = (_gitignore_line(path) for table in self.package.tables.values() for path in table.paths)
        return tuple(line for line in dict.fromkeys(lines) if not {line, line.removeprefix("/")} & there)

    @property
    def gitignore_finding(self) -> Finding:
        """What is to be done about these lines."""
        return Finding(USAGE, "was there already, and lacks lines", "add these, or git takes the data along", GITIGNORE)

    @property
    def ambiguity_findings(self) -> Iterator[Finding]:
        """The columns that can be read in two ways, which no number reads until somebody says how."""
        return find_ambiguous_columns(self.sources.values())


def propose_project(found: DataPackage, place: Path) -> ProjectProposal:
    """What is proposed for the tables of a folder, or of a file, without indicators. Refused where there is none."""
    if not found.tables:
        remedy = "name a folder with CSV files, or a file"
        raise Refused(
            Finding(
                USAGE, f'"{place}" has neither {definitions_reader.FRAMEWORK_FILE} nor a table', remedy, column="--data"
            )
        )
    return propose_definitions(found, open_files.table_name_from_path(place.resolve()))


def propose_definitions(found: DataPackage, title: str, language: str | None = None) -> ProjectProposal:
    """Schemas and indicators for the tables of a package, in all languages, one of them first.

    Refused where one of the tables can't be read.
    """
    read = {name: Source(table, found.folder) for name, table in found.tables.items()}
    proposals = schema_proposal.propose_schemas(read)
    sources = {
        name: read[name].with_table(proposal.table.with_decisions(read[name].decided_table()))
        for name, proposal in proposals.items()
    }
    text, faults = (
        definitions_writer.render_definitions(title, proposals, definitions_writer.order_languages(language)),
        list[Finding](),
    )
    framework = definitions_reader.parse_framework(text, definitions_reader.FRAMEWORK_FILE, faults)
    if faults:
        raise Refused(*faults)
    tables = {name: source.table for name, source in sources.items()}
    return ProjectProposal(found._replace(tables=tables), sources, text, framework)


def write_project(folder: Path, given: Iterable[Path], language: str | None = None) -> ProjectProposal:
    """A project folder: copies of the given files, a datapackage.json, an indicators.toml and a .gitignore.

    Without files it is made of the tables that the folder holds. Nothing is overwritten, and where one thing can't be
    written or read, nothing is left behind. Raises `Refused`, and OSError where the disk says no.
    """
    paths = list(dict.fromkeys(given)) or open_files.list_table_files(folder)
    _check_given_files(folder, paths)
    begun = propose_definitions(
        package_reader.package_from_files(paths), open_files.table_name_from_path(folder.resolve()), language
    )
    begun = begun._replace(package=_package_in_folder(begun.package, folder))
    copies = {path: target for path in paths if not _is_same_file(path, target := folder / path.name)}
    with _undo_on_error(folder) as made:
        _write_files(folder, copies, _project_texts(begun, paths), made)
    return begun


def _package_in_folder(found: DataPackage, folder: Path) -> DataPackage:
    """The package with its files in the folder."""
    tables = {
        name: table._replace(paths=tuple(folder / path.name for path in table.paths))
        for name, table in found.tables.items()
    }
    return DataPackage(folder, tables)


def _project_texts(begun: ProjectProposal, paths: Iterable[Path]) -> dict[str, str]:
    """What is to be written into the folder, by the name of the file; no .gitignore where one is."""
    texts = {
        package_reader.PACKAGE_FILE: package_writer.package_to_json(begun.package),
        definitions_reader.FRAMEWORK_FILE: begun.definitions_text,
    }
    if not (begun.package.folder / GITIGNORE).exists():
        head = "# Records of people are not for a repository; what describes them is."
        texts[GITIGNORE] = "\n".join([head, *map(_gitignore_line, paths), ""])
    return texts


def _write_files(folder: Path, copies: Mapping[Path, Path], texts: Mapping[str, str], made: list[Path]) -> None:
    """Write the copies and the texts, each told before it is begun."""
    for path, target in copies.items():
        made.append(target)
        with path.open("rb") as content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy)
    for name, text in texts.items():
        made.append(folder / name)
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _check_given_files(folder: Path, paths: list[Path]) -> None:
    """Every file is there once, and nothing of the project is yet."""
    if not paths:
        fault = f'"{folder}" holds no table' if folder.is_dir() else "no files are named"
        raise Refused(Finding(USAGE, fault, "name the files: rt-stats init FOLDER FILE…"))
    for path in paths:
        if not path.is_file():
            raise Refused(Finding(USAGE, f'"{path}" is no file', "name files that can be copied"))
    for name, times in Counter(path.name for path in paths).items():
        if times > 1:
            raise Refused(Finding(USAGE, f'{times} files are called "{name}"', "rename all but one"))
    if folder.exists() and not folder.is_dir():
        raise Refused(Finding(USAGE, f'"{folder}" is a file', "name a folder"))
    names = [
        package_reader.PACKAGE_FILE,
        definitions_reader.FRAMEWORK_FILE,
        *(path.name for path in paths if not _is_same_file(path, folder / path.name)),
    ]
    if there := [name for name in names if (folder / name).exists()]:
        raise Refused(*(Finding(USAGE, f'"{folder / name}" is there already', "name another folder") for name in there))


@contextmanager
def _undo_on_error(folder: Path) -> Iterator[list[Path]]:
    """What is made in a folder, the folder too, is taken away again where something fails."""
    made, new = list[Path](), [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield made
    except BaseException as error:
        for path in made:
            if not isinstance(error, FileExistsError) or path != Path(error.filename):
                path.unlink(missing_ok=True)
        for path in new:
            if path.is_dir():
                path.rmdir()
        raise


def _is_same_file(path: Path, target: Path) -> bool:
    return target.exists() and path.samefile(target)


def _gitignore_line(path: Path) -> str:
    """The line of a .gitignore for a file; what git gives a meaning to, it takes as it is after a backslash."""
    name = _GITIGNORE_SPECIAL.sub(r"\\\g<0>", path.name)
    bare = name.rstrip(" ")
    return f"/{bare}" + "\\ " * (len(name) - len(bare))
