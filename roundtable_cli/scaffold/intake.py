"""The tables in a pile of files, as people are sent them: what can be read, what belongs together, what is left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, MissingLibrary, Refused, refuse_findings
from roundtable_cli.finding_codes import EXTRA_CELL, MISSING_CELL, SOURCE_ERROR
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DataPackage, Table

_PERIOD_WORD = re.compile(
    r"\d+|[ivx]+|[qhsw]|кв|квартал\w*|quarter|чейрек\w*|полугодие|half|год|года|жыл\w*|year|г|ж|copy|копия|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|"
    r"(?:янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,5}"
)
_DEFAULT_SHEET = re.compile(r"(?i)(?:sheet|лист|feuil|tabelle|hoja)\s*\d*")  # as a program calls it, not a person
_MIN_SHARED_HEADINGS = 4  # of tables with names that have nothing in common: `code, name` is no sign of one table
_MIN_COLUMNS = 2  # of a text that is not called .csv: a letter has one


class FoundTable(NamedTuple):
    """A table in a file, by its own name, with its column headings; `label` is what messages call the file."""

    table: Table
    header: tuple[str, ...]
    label: str

    @property
    def series_name(self) -> str:
        """The words of its name without quarters, months, years and numbers, which tell it from others of a series."""
        words = re.findall(r"[^\W_]+", re.sub(r"(?<=\D)(?=\d)|(?<=\d)(?=\D)", " ", self.table.name))
        return " ".join(word for word in words if not _PERIOD_WORD.fullmatch(word.casefold()))


class Intake(NamedTuple):
    """The tables of some files; a sentence for each that is made of several; warnings for what is left out."""

    package: DataPackage
    joined: tuple[str, ...] = ()
    left_out: tuple[Finding, ...] = ()

    @property
    def paths(self) -> list[Path]:
        """The files that are read, each once."""
        return list(dict.fromkeys(path for table in self.package.tables.values() for path in table.paths))


def take_in_files(paths: Iterable[Path]) -> Intake:
    """The tables of files: one for each file or sheet, or for several with the same column headings.

    What can't be read is left out, and so is a file that is there twice. Refused where nothing can be read.
    """
    paths, left_out = list(paths), list[Finding]()
    order = {path: place for place, path in enumerate(paths)}
    kept = sorted(_drop_equal_files(paths, left_out), key=lambda path: order[path])
    found = [table for path in kept for table in _find_tables(path, left_out)]
    if not found:
        refuse_findings(finding._replace(severity="error") for finding in left_out)
    groups = _group_tables(found)
    names, tables, joined = _unique_names(groups), dict[str, Table](), list[str]()
    for name, group in zip(names, groups, strict=True):
        tables[name] = _join_tables(name, group)
        if len(group) > 1:
            joined.append(_describe_joined(name, group))
    return Intake(DataPackage(Path(), tables), tuple(joined), tuple(left_out))


def _drop_equal_files(paths: Iterable[Path], left_out: list[Finding]) -> Iterator[Path]:
    """The files, without those that are the same as an earlier one in every byte."""
    first = dict[bytes, Path]()
    shown = (path for path in paths if not open_files.is_hidden_name(path.name))  # Excel keeps `~$list.xlsx` while open
    for path in sorted(shown, key=lambda path: len(path.name)):  # of `a.csv` and `a (1).csv` the first is kept
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").digest()
        except OSError as error:
            left_out.append(_left_out_finding(path.name, error.strerror or str(error), "look who may read it"))
            continue
        earlier = first.setdefault(digest, path)
        if earlier is path:
            yield path
        else:
            fault = f"it is the same file as {earlier.name}"
            left_out.append(_left_out_finding(path.name, fault, "nothing has to be done"))


def _find_tables(path: Path, left_out: list[Finding]) -> Iterator[FoundTable]:
    """The tables of a file that can be read to their ends; why others can't is added to `left_out`."""
    try:
        tables = open_files.list_file_tables(path)
    except MissingLibrary:
        raise
    except Refused as refused:
        left_out += unreadable_findings(path.name, refused)
        return
    for table in tables:
        source, label = Source(table, path.parent), table.file_label(path)
        is_called_table = open_files.has_table_ending(path)
        try:
            header = source.header
            len(source)  # reads the rows
        except Refused as refused:
            is_text = not is_called_table and refused.findings[0].code in {MISSING_CELL, EXTRA_CELL}
            left_out += [_text_finding(label)] if is_text else unreadable_findings(label, refused)
            continue
        if len(header) < _MIN_COLUMNS and not is_called_table:
            left_out.append(_text_finding(label))
        else:
            yield FoundTable(table, header, label)


def unreadable_findings(label: str, refused: Refused) -> Iterator[Finding]:
    """Why a table is left out: the first of its findings, and how many others there are."""
    first, *others = refused.findings
    more = f" (and {len(others)} more)" if others else ""
    row = f"row {first.row}: " if first.row is not None else ""
    yield _left_out_finding(label, f"{row}{first.fault}{more}", first.remedy)


def _text_finding(label: str) -> Finding:
    return _left_out_finding(label, "it holds no table", "if there is a table in it, save that as CSV")


def _left_out_finding(label: str, fault: str, remedy: str) -> Finding:
    return Finding(SOURCE_ERROR, fault, remedy, label, severity=WARNING)


def _group_tables(found: Iterable[FoundTable]) -> list[list[FoundTable]]:
    """The tables, those together that are one in several files: quarters, months, branches."""
    groups = list[list[FoundTable]]()
    for table in found:
        fitting = (group for group in groups if all(_are_one_table(other, table) for other in group))
        group = next(fitting, None)
        if group is None or not _reads_the_same(_join_tables("", [*group, table]), [*group, table]):
            groups.append([table])
        else:
            group.append(table)
    return groups


def _are_one_table(one: FoundTable, other: FoundTable) -> bool:
    """Whether two tables are parts of one: by the same headings, and, where these are few, by names of one series.

    In a series one may have columns that the other has not yet.
    """
    ours, theirs = {*one.header}, {*other.header}
    if "" in ours | theirs or len(ours) < len(one.header) or len(theirs) < len(other.header):
        return False
    is_series = one.series_name.casefold() == other.series_name.casefold()
    if ours == theirs:
        return is_series or len(ours) >= _MIN_SHARED_HEADINGS
    return is_series and (ours < theirs or theirs < ours) and len(ours & theirs) >= _MIN_SHARED_HEADINGS


def _join_tables(name: str, group: Sequence[FoundTable]) -> Table:
    """One table of the files and sheets of several; columns that not all have are optional."""
    first, *others = (found.table for found in group)
    paths = tuple(dict.fromkeys(path for found in group for path in found.table.paths))
    sheets = tuple(dict.fromkeys(sheet for found in group for sheet in found.table.sheets))
    optional = _list_optional_names(group)
    match = "subset" if optional else first.fields_match
    passed_over = tuple(sheet for sheet in first.passed_over if sheet not in sheets) if others else first.passed_over
    joined = first._replace(name=name, paths=paths, sheets=sheets, fields_match=match, passed_over=passed_over)
    return joined._replace(optional_names=optional)


def _list_optional_names(group: Sequence[FoundTable]) -> tuple[str, ...]:
    """The column headings that not all tables have, in the order of the tables."""
    shared = set.intersection(*({*found.header} for found in group))
    return tuple(dict.fromkeys(name for found in group for name in found.header if name not in shared))


def _reads_the_same(table: Table, group: Sequence[FoundTable]) -> bool:
    """Whether a table reads just the sheets that it is made of, and no other that is called like one of them."""
    files = Source(table, Path()).files
    return len(files) == len(group) and all(len(found.table.paths) == 1 for found in group)


def _describe_joined(name: str, group: Sequence[FoundTable]) -> str:
    """`visits: 3 files with the same 5 column headings are one table: visits-1.csv, visits-2.csv, visits-3.csv`."""
    optional = _list_optional_names(group)
    labels, shared = ", ".join(found.label for found in group), len({*group[0].header} - {*optional})
    sentence = f"{name}: {len(group)} files with the same {shared} column headings are one table: {labels}"
    if not optional:
        return sentence
    return f"{sentence}; columns that not all of them have, without a value in the others: {', '.join(optional)}"


def _unique_names(groups: Iterable[Sequence[FoundTable]]) -> list[str]:
    """A name for each table that no other has: its own, or what the names of its files have in common."""
    names = list[str]()
    for group in groups:
        found, path = group[0], group[0].table.paths[0]
        stem = open_files.table_name_from_path(path)
        wanted = [found.table.name] if len(group) == 1 else [found.series_name, stem]
        if _DEFAULT_SHEET.fullmatch(wanted[0]) or len(group) > 1:
            wanted = [name for name in wanted if not _DEFAULT_SHEET.fullmatch(name)] + [stem]
        wanted += [f"{stem} {found.table.name}"] if found.table.sheets else []
        numbered = (f"{wanted[0]} {number}" for number in count(2))
        names.append(next(name for name in (*filter(None, wanted), *_first(numbered, names)) if name not in names))
    return names


def _first(candidates: Iterable[str], taken: Sequence[str]) -> Iterator[str]:
    """The first candidate that is not taken."""
    yield next(name for name in candidates if name not in taken)
