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
from roundtable_cli.indicators.definitions.framework import Framework
from roundtable_cli.scaffold import definitions_writer, schema_proposal
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Package

IGNORE = ".gitignore"
_SPECIAL = re.compile(r"[\[\]\\*?!#]")  # means something in it


class Beginning(NamedTuple):
    """What is proposed: the tables with their schemas, their files as read already, and the text of indicators.toml."""

    package: Package
    sources: Mapping[str, Source]
    text: str
    framework: Framework

    @property
    def unignored(self) -> tuple[str, ...]:
        """The lines for its files that the folder's .gitignore lacks, as one may that was there before."""
        ignore = self.package.folder / IGNORE
        there = {*ignore.read_text(encoding="utf-8", errors="replace").splitlines()} if ignore.is_file() else set[str]()
        lines = (_ignoring(path) for table in self.package.tables.values() for path in table.paths)
        return tuple(line for line in dict.fromkeys(lines) if not {line, line.removeprefix("/")} & there)

    @property
    def leak(self) -> Finding:
        """What is to be done about these lines."""
        return Finding(USAGE, "was there already, and lacks lines", "add these, or git takes the data along", IGNORE)

    @property
    def ambiguous(self) -> Iterator[Finding]:
        """The columns that can be read in two ways, which no number reads until somebody says how."""
        for source in self.sources.values():
            yield from cell_checks.unsettled(source)


def undefined(found: Package, place: Path) -> Beginning:
    """What is proposed for the tables of a folder, or of a file, without indicators. Refused where there is none."""
    if not found.tables:
        remedy = "name a folder with CSV files, or a file"
        raise Refused(
            Finding(USAGE, f'"{place}" has neither {definitions_reader.FILE} nor a table', remedy, column="--data")
        )
    return propose_for(found, open_files.name_of(place.resolve()))


def propose_for(found: Package, title: str, language: str | None = None) -> Beginning:
    """Schemas and indicators for the tables of a package, in all languages, one of them first.

    Refused where one of the tables can't be read.
    """
    read = {name: Source(table, found.folder) for name, table in found.tables.items()}
    proposals = schema_proposal.propose(read)
    sources = {
        name: read[name].described(proposal.table.as_read(read[name].decided())) for name, proposal in proposals.items()
    }
    text, faults = definitions_writer.text(title, proposals, definitions_writer.languages(language)), list[Finding]()
    framework = definitions_reader.parse(text, definitions_reader.FILE, faults)
    if faults:
        raise Refused(*faults)
    tables = {name: source.table for name, source in sources.items()}
    return Beginning(found._replace(tables=tables), sources, text, framework)


def write(folder: Path, given: Iterable[Path], language: str | None = None) -> Beginning:
    """A project folder: copies of the given files, a datapackage.json, an indicators.toml and a .gitignore.

    Without files it is made of the tables that the folder holds. Nothing is overwritten, and where one thing can't be
    written or read, nothing is left behind. Raises `Refused`, and OSError where the disk says no.
    """
    paths = list(dict.fromkeys(given)) or open_files.in_folder(folder)
    _check_given(folder, paths)
    begun = propose_for(package_reader.of_files(paths), open_files.name_of(folder.resolve()), language)
    begun = begun._replace(package=_moved(begun.package, folder))
    copies = {path: target for path in paths if not _same(path, target := folder / path.name)}
    with _all_or_nothing(folder) as made:
        _fill(folder, copies, _texts(begun, paths), made)
    return begun


def _moved(found: Package, folder: Path) -> Package:
    """The package with its files in the folder."""
    tables = {
        name: table._replace(paths=tuple(folder / path.name for path in table.paths))
        for name, table in found.tables.items()
    }
    return Package(folder, tables)


def _texts(begun: Beginning, paths: Iterable[Path]) -> dict[str, str]:
    """What is to be written into the folder, by the name of the file; no .gitignore where one is."""
    texts = {package_reader.FILE: package_writer.text(begun.package), definitions_reader.FILE: begun.text}
    if not (begun.package.folder / IGNORE).exists():
        head = "# Records of people are not for a repository; what describes them is."
        texts[IGNORE] = "\n".join([head, *map(_ignoring, paths), ""])
    return texts


def _fill(folder: Path, copies: Mapping[Path, Path], texts: Mapping[str, str], made: list[Path]) -> None:
    """Write the copies and the texts, each told before it is begun."""
    for path, target in copies.items():
        made.append(target)
        with path.open("rb") as content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy)
    for name, text in texts.items():
        made.append(folder / name)
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _check_given(folder: Path, paths: list[Path]) -> None:
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
        package_reader.FILE,
        definitions_reader.FILE,
        *(path.name for path in paths if not _same(path, folder / path.name)),
    ]
    if there := [name for name in names if (folder / name).exists()]:
        raise Refused(*(Finding(USAGE, f'"{folder / name}" is there already', "name another folder") for name in there))


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[list[Path]]:
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


def _same(path: Path, target: Path) -> bool:
    return target.exists() and path.samefile(target)


def _ignoring(path: Path) -> str:
    """The line of a .gitignore for a file; what git gives a meaning to, it takes as it is after a backslash."""
    name = _SPECIAL.sub(r"\\\g<0>", path.name)
    bare = name.rstrip(" ")
    return f"/{bare}" + "\\ " * (len(name) - len(bare))
