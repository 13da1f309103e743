"""Tables too large for Python to hold: an engine reads them, and only what is wrong in them is named by a pass here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from roundtable_cli.errors import Finding, Place, Refused, Unread
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import NAMED
from roundtable_cli.tables.engines.sql.file_access import Lens
from roundtable_cli.tables.engines.sql.parquet_file import ParquetFile, holds_nothing
from roundtable_cli.tables.engines.sql.remote_file import RemoteFile
from roundtable_cli.tables.reading import file_bytes, running_totals, text_dialect, total_rows, urls
from roundtable_cli.tables.reading.streamed_file import LargeFile
from roundtable_cli.tables.reading.table_file import File
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Field, Table

SMALL = 4 * 2**20  # bytes up to which Python reads a table itself: it takes no longer
BY_HAND = 64 * 2**20  # and up to which it does what an engine can't: other encodings, columns that no schema declares
PACKING = 8  # times that a text is longer than its packed form, often
SAMPLE = 1000  # rows that tell a row of totals from a record, but for sums


class Large(Source):
    """A table that an engine reads. Its rows pass by here only to name what is wrong in them."""

    is_large = True

    def __init__(self, table: Table, folder: Path, lens: Lens) -> None:
        super().__init__(table, folder)
        self.lens, self.size = lens, 0
        self.mended: Source | None = None  # the same table, if Python has read it after all
        self.grids = ()
        self.stamps: dict[Path, file_bytes.Stamp] = {}
        self._sound = set[Path]()
        self.weight = sum(map(_weight, table.paths))

    @cached_property
    def files(self) -> dict[Path, File]:
        """Its files, in order."""
        self.stamps = {path: file_bytes.stamp(path) for path in self.table.paths}
        return {path: self._file(path) for path in self.table.paths}

    def _file(self, path: Path) -> File:
        text = RemoteFile(path, self.table, self.lens) if urls.url(path) else LargeFile(path, self.table)
        return ParquetFile(path, self.table, self.lens) if text.is_parquet else text

    def field(self, name: str) -> Field:
        """The declared field, else that of a Parquet file. Refused where a text's is not declared."""
        if name in self.names and (own := self.own(name)) not in self._declared:
            first = next(iter(self.files.values()))
            if isinstance(first, ParquetFile):
                return first.field(own)
            fault = f'no type is declared for "{own}", and the rows are too many to tell it from them'
            raise Refused(Finding("schema-error", fault, "declare it in datapackage.json", self.paths[0]))
        return super().field(name)

    def _unmatched(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Where header and schema differ, or the files."""
        yield from self._mixed(header)
        yield from super()._unmatched(header)

    def ragged(self) -> Iterator[Finding]:
        """What is wrong in the first rows of texts."""
        return (finding for file in self.files.values() if isinstance(file, LargeFile) for finding in file.ragged)

    def _mixed(self, header: Iterable[str]) -> Iterator[Finding]:
        """Where files can't be one table: of two kinds, or with a column of two types that no schema makes one."""
        typed = [file for file in self.files.values() if isinstance(file, ParquetFile)]
        if typed and len(typed) < len(self.files):
            fault, remedy = "is Parquet, and other files of the table are texts", "write all of them in one way"
            yield typed[0].finding("source-error", fault, remedy)
            return
        for name in header if typed else ():
            if all(name in file.types for file in typed):
                yield from self._differing(name, [file for file in typed if not holds_nothing(file, name)])

    def _differing(self, name: str, files: Sequence[ParquetFile]) -> Iterator[Finding]:
        """Where a column has another type than in the first file."""
        for file in files[1:]:
            written, first = file.types[name], files[0].types[name]
            # What single precision holds is read as it was written; of both in one column the engine makes the other.
            half = written != first and "FLOAT" in {written, first}
            other = name not in self._declared and written != first and file.kind(name) != files[0].kind(name)
            if half or other:
                fault = f"holds {written}, and in {files[0].label} it holds {first}"
                remedy = "write both alike" + ("" if half else ", or declare what it is")
                yield file.finding("type-error", fault, remedy, column=name)

    def refusal(self, fields: Iterable[Field], said: Unread | None = None) -> Refused:
        """The refusal of the table, its rows named by a pass over them; else what an engine has said."""
        try:
            found = list(self.faults(fields))
        except Refused as refused:
            return refused
        because, remedy = "", "save it as UTF-8 CSV with one kind of line ends"
        if said:
            because, remedy = f": {said.findings[0].fault}", said.findings[0].remedy or remedy
        told = Finding("source-error", f"can't be read as it is written{because}", remedy, ", ".join(self.paths))
        return Refused(*(found or self.uneven() or [told]))

    def damaged(self) -> Refused:
        """The refusal of Parquet that an engine can't read."""
        fault, remedy = "is Parquet that is damaged, or was changed while it was read", "copy or write it again"
        return Refused(Finding("source-error", fault, remedy, ", ".join(self.paths)))

    @property
    def is_by_hand(self) -> bool:
        """Whether Python can read it after all, where an engine can't."""
        return not self.is_typed and self.weight <= BY_HAND and not any(map(urls.url, self.table.paths))

    @property
    def is_typed(self) -> bool:
        """Whether its files are Parquet, of which columns have types."""
        return any(isinstance(file, ParquetFile) for file in self.files.values())

    def check_unchanged(self) -> None:
        """Refused where a file was written to since it was first looked at."""
        try:
            for path, stamp in self.stamps.items():
                file_bytes.check_unchanged(self.table.label(path), stamp, file_bytes.stamp(path))
        except Refused:
            for known in ("files", "header", "names"):  # who asks once more is answered from the new file
                self.__dict__.pop(known, None)
            self.mended = None
            self._sound.clear()
            raise

    def check_packed(self) -> None:
        """Refused where one of its files was damaged since it was compressed."""
        for path in {*filter(file_bytes.is_packed, self.files)} - self._sound:
            file_bytes.check_packed(path, self.table.label(path))
            self._sound.add(path)

    def mend(self) -> Source:
        """The same table as Python reads it, whose rows are the rows from now on."""
        self.mended = Source(self.table, self.folder)
        return self.mended

    def told(self) -> Iterator[str]:
        """What was decided about its files, if its rows have been read."""
        if self.mended:
            yield from self.mended.told()
        elif self.is_read:
            yield from (f"{file.label}: {how}" for file in self.files.values() if (how := file.how()))

    def __len__(self) -> int:
        return len(self.mended) if self.mended else self.size

    def described(self, table: Table) -> Source:
        """The same files as another description of the table has them."""
        return Large(table, self.folder, self.lens)

    def stream(self) -> Iterator[tuple[File, int, list[str]]]:
        """Every record with its file and row. Refused where one can't be read."""
        for file in self.files.values():
            if isinstance(file, (LargeFile, ParquetFile)):
                yield from ((file, number, row) for number, row in file.stream())

    def places(self) -> Iterator[Place]:
        """The file and row of each record."""
        return self.mended.places() if self.mended else ((file.label, number) for file, number, _ in self.stream())

    def records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], Place]]:
        """The texts of some columns, row by row, with the row's place."""
        if self.mended:
            yield from self.mended.records(fields)
            return
        for file, number, row in self.stream():
            yield tuple(row[file.columns[field.name]] for field in fields), (file.label, number)

    def faults(self, fields: Iterable[Field]) -> Iterator[Finding]:
        """What is wrong in the cells of some columns, column by column; refused where a row can't be read.

        If the texts that are wrong are known, only these are looked at: fields may be mapped to them, or to None.
        """
        known: Mapping[Field, Collection[str] | None] = fields if isinstance(fields, Mapping) else {}
        judges = [
            (field, cell_checks.judge(field), known.get(field), list[Finding]()) for field in fields if field.name
        ]
        for file, number, row in self.stream():
            for field, judge, wrong, found in judges:
                text = row[file.columns[field.name]]
                if wrong is not None and text not in wrong:
                    continue
                if (told := judge(text)) and len(found) < NAMED:
                    code, fault, remedy = told
                    found.append(Finding(code, fault, remedy, file.label, number, field.name))
            if judges and all(len(found) >= NAMED for *_, found in judges):
                break  # the others are too many to be named
        for *_, found in judges:
            yield from found

    def uneven(self) -> list[Finding]:
        """Blank rows that keep an engine from reading its texts."""
        return [found for file in self.files.values() if isinstance(file, LargeFile) for found in file.uneven()]

    def is_suspect(self, first: str) -> bool:
        """Whether a row that begins with this cell may be no record."""
        return (
            first.strip() in {"", *self.firsts} or first.startswith(text_dialect.MARK) or total_rows.names_total(first)
        )

    @property
    def firsts(self) -> list[str]:
        """With what the headers of its files begin."""
        return list(dict.fromkeys(file.header[0] for file in self.files.values()))

    def no_records(self) -> Iterator[Finding]:
        """Rows that are the header once more, or look like rows of totals: they are no records."""
        for file, records in groupby(self.stream(), itemgetter(0)):
            named, sample = dict[int, list[str]](), list[list[str]]()
            for _, number, row in records:
                if len(row) > 1 and [cell.strip() for cell in row] == list(file.header):
                    yield file.header_again(number)
                elif total_rows.names_total(total_rows.called(row)):
                    if len(named) > total_rows.MANY:  # the last of them is looked at, beside the first
                        named.popitem()
                    named[number] = row
                elif len(sample) <= SAMPLE:
                    sample.append(row)
            yield from map(file.like_totals, sorted(self._totals(file, named, sample)))

    def _totals(self, file: File, named: Mapping[int, list[str]], sample: list[list[str]]) -> set[int]:
        """The numbers of rows that are named totals and look so, beside some records of their file."""
        if not named:
            return set()
        found = total_rows.found([*sample, *named.values()])
        indexes = (*found.others, *(() if found.last is None else (found.last,)))
        like = {[*named][index - len(sample)] for index in indexes if index >= len(sample)}
        if len(sample) <= SAMPLE:
            return like
        records = file.stream() if isinstance(file, (LargeFile, ParquetFile)) else ()  # once more: sums are of all
        return like | running_totals.summed(records, named)


def suits(table: Table) -> bool:
    """Whether an engine is to read a table itself, and not Python for it."""
    if STDIN in table.paths or not table.paths or not all(path.is_file() for path in table.paths):
        return False
    if any(map(file_bytes.is_parquet, table.paths)):
        return True
    size = sum(map(_weight, table.paths))
    if size <= SMALL or any(file_bytes.head(path).startswith(file_bytes.WORKBOOKS) for path in table.paths):
        return False
    return size > BY_HAND or _is_simple(table)


def _is_simple(table: Table) -> bool:
    """Whether all files are written as an engine reads them, and every column is declared."""
    declared = {field.name for field in table.fields or ()}
    try:
        files = [LargeFile(path, table) for path in table.paths]
        return all(file.is_simple and {*file.header} <= declared for file in files)
    except Refused:
        return False  # the careful way says what is wrong


def _weight(path: Path) -> int:
    """The bytes of a file, or about as many as it is unpacked to."""
    stamp = file_bytes.stamp(path)
    return (stamp[0] if stamp else 0) * (PACKING if file_bytes.is_packed(path) or file_bytes.is_parquet(path) else 1)
