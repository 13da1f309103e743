"""Tables too large for Python to hold: an engine reads them, and only what is wrong in them is named by a pass here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from roundtable_cli.errors import SCHEMA_ERROR, SOURCE_ERROR, TYPE_ERROR, Finding, Refused, RowPlace, UnreadableFiles
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.sql.file_access import FileAccess
from roundtable_cli.tables.engines.sql.parquet_file import ParquetFile, holds_no_values
from roundtable_cli.tables.engines.sql.remote_file import RemoteFile
from roundtable_cli.tables.reading import file_bytes, row_faults, text_dialect, total_labels, total_rows, urls
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Field, Table

PYTHON_MAX_BYTES = 4 * 2**20  # bytes up to which Python reads a table itself: it takes no longer
FALLBACK_MAX_BYTES = (
    64 * 2**20
)  # and up to which it does what an engine can't: other encodings, columns that no schema declares
UNPACKED_RATIO = 8  # times that a text is longer than its packed form, often
SAMPLE_ROWS = 1000  # rows that tell a row of totals from a record, but for sums


class ExternalTable(Source):
    """A table that an engine reads. Its rows pass by here only to name what is wrong in them."""

    is_large = True

    def __init__(self, table: Table, folder: Path, lens: FileAccess) -> None:
        super().__init__(table, folder)
        self.file_access, self.record_count = lens, 0
        self.python_source: Source | None = None  # the same table, if Python has read it after all
        self.bulk_grids = ()
        self.file_stamps: dict[Path, file_bytes.FileStamp] = {}
        self._checked_gzip_files = set[Path]()
        self.size_in_bytes = sum(map(_unpacked_bytes, table.paths))

    @cached_property
    def files(self) -> dict[Path, TableFile]:
        """Its files, in order."""
        self.file_stamps = {path: file_bytes.file_stamp(path) for path in self.table.paths}
        return {path: self._open_table_file(path) for path in self.table.paths}

    def _open_table_file(self, path: Path) -> TableFile:
        text = (
            RemoteFile(path, self.table, self.file_access)
            if urls.url_from_path(path)
            else StreamedFile(path, self.table)
        )
        return ParquetFile(path, self.table, self.file_access) if text.is_parquet else text

    def get_field(self, name: str) -> Field:
        """The declared field, else that of a Parquet file. Refused where a text's is not declared."""
        if name in self.column_names and (own := self.canonical_name(name)) not in self._declared:
            first = next(iter(self.files.values()))
            if isinstance(first, ParquetFile):
                return first.field_from_type(own)
            fault = f'no type is declared for "{own}", and the rows are too many to tell it from them'
            raise Refused(Finding(SCHEMA_ERROR, fault, "declare it in datapackage.json", self.file_labels[0]))
        return super().get_field(name)

    def _schema_mismatches(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Where header and schema differ, or the files."""
        yield from self._mixed_kind_findings(header)
        yield from super()._schema_mismatches(header)

    def row_findings(self) -> Iterator[Finding]:
        """What is wrong in the first rows of texts."""
        return (
            finding for file in self.files.values() if isinstance(file, StreamedFile) for finding in file.row_findings
        )

    def _mixed_kind_findings(self, header: Iterable[str]) -> Iterator[Finding]:
        """Where files can't be one table: of two kinds, or with a column of two types that no schema makes one."""
        typed = [file for file in self.files.values() if isinstance(file, ParquetFile)]
        if typed and len(typed) < len(self.files):
            fault, remedy = "is Parquet, and other files of the table are texts", "write all of them in one way"
            yield typed[0].error_finding(SOURCE_ERROR, fault, remedy)
            return
        for name in header if typed else ():
            if all(name in file.column_types for file in typed):
                yield from self._type_change_findings(name, [file for file in typed if not holds_no_values(file, name)])

    def _type_change_findings(self, name: str, files: Sequence[ParquetFile]) -> Iterator[Finding]:
        """Where a column has another type than in the first file."""
        for file in files[1:]:
            written, first = file.column_types[name], files[0].column_types[name]
            # What single precision holds is read as it was written; of both in one column the engine makes the other.
            half = written != first and "FLOAT" in {written, first}
            other = (
                name not in self._declared and written != first and file.field_type(name) != files[0].field_type(name)
            )
            if half or other:
                fault = f"holds {written}, and in {files[0].label} it holds {first}"
                remedy = "write both alike" + ("" if half else ", or declare what it is")
                yield file.error_finding(TYPE_ERROR, fault, remedy, column=name)

    def fault_refusal(self, fields: Iterable[Field], said: UnreadableFiles | None = None) -> Refused:
        """The refusal of the table, its rows named by a pass over them; else what an engine has said."""
        try:
            found = list(self.find_cell_faults(fields))
        except Refused as refused:
            return refused
        because, remedy = "", "save it as UTF-8 CSV with one kind of line ends"
        if said:
            because, remedy = f": {said.findings[0].fault}", said.findings[0].remedy or remedy
        told = Finding(SOURCE_ERROR, f"can't be read as it is written{because}", remedy, ", ".join(self.file_labels))
        return Refused(*(found or self.uneven_blank_rows() or [told]))

    def damaged_refusal(self) -> Refused:
        """The refusal of Parquet that an engine can't read."""
        fault, remedy = "is Parquet that is damaged, or was changed while it was read", "copy or write it again"
        return Refused(Finding(SOURCE_ERROR, fault, remedy, ", ".join(self.file_labels)))

    @property
    def is_readable_by_python(self) -> bool:
        """Whether Python can read it after all, where an engine can't."""
        return (
            not self.is_parquet_table
            and self.size_in_bytes <= FALLBACK_MAX_BYTES
            and not any(map(urls.url_from_path, self.table.paths))
        )

    @property
    def is_parquet_table(self) -> bool:
        """Whether its files are Parquet, of which columns have types."""
        return any(isinstance(file, ParquetFile) for file in self.files.values())

    def check_files_unchanged(self) -> None:
        """Refused where a file was written to since it was first looked at."""
        try:
            for path, stamp in self.file_stamps.items():
                file_bytes.check_unchanged(self.table.file_label(path), stamp, file_bytes.file_stamp(path))
        except Refused:
            for known in ("files", "header", "column_names"):  # who asks once more is answered from the new file
                self.__dict__.pop(known, None)
            self.python_source = None
            self._checked_gzip_files.clear()
            raise

    def check_gzip_files(self) -> None:
        """Refused where one of its files was damaged since it was compressed."""
        for path in {*filter(file_bytes.is_gzip_file, self.files)} - self._checked_gzip_files:
            file_bytes.check_gzip_file(path, self.table.file_label(path))
            self._checked_gzip_files.add(path)

    def read_with_python(self) -> Source:
        """The same table as Python reads it, whose rows are the rows from now on."""
        self.python_source = Source(self.table, self.folder)
        return self.python_source

    def decisions(self) -> Iterator[str]:
        """What was decided about its files, if its rows have been read."""
        if self.python_source:
            yield from self.python_source.decisions()
        elif self.is_read:
            yield from (f"{file.label}: {how}" for file in self.files.values() if (how := file.describe_reading()))

    def __len__(self) -> int:
        return len(self.python_source) if self.python_source else self.record_count

    def with_table(self, table: Table) -> Source:
        """The same files as another description of the table has them."""
        return ExternalTable(table, self.folder, self.file_access)

    def stream_records(self) -> Iterator[tuple[TableFile, int, list[str]]]:
        """Every record with its file and row. Refused where one can't be read."""
        for file in self.files.values():
            if isinstance(file, (StreamedFile, ParquetFile)):
                yield from ((file, number, row) for number, row in file.stream_rows())

    def row_places(self) -> Iterator[RowPlace]:
        """The file and row of each record."""
        return (
            self.python_source.row_places()
            if self.python_source
            else ((file.label, number) for file, number, _ in self.stream_records())
        )

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, row by row, with the row's place."""
        if self.python_source:
            yield from self.python_source.iter_records(fields)
            return
        for file, number, row in self.stream_records():
            yield tuple(row[file.column_positions[field.name]] for field in fields), (file.label, number)

    def find_cell_faults(self, fields: Iterable[Field]) -> Iterator[Finding]:
        """What is wrong in the cells of some columns, column by column; refused where a row can't be read.

        If the texts that are wrong are known, only these are looked at: fields may be mapped to them, or to None.
        """
        known: Mapping[Field, Collection[str] | None] = fields if isinstance(fields, Mapping) else {}
        judges = [
            (field, cell_checks.make_cell_checker(field), known.get(field), list[Finding]())
            for field in fields
            if field.name
        ]
        for file, number, row in self.stream_records():
            for field, judge, wrong, found in judges:
                text = row[file.column_positions[field.name]]
                if wrong is not None and text not in wrong:
                    continue
                if (told := judge(text)) and len(found) < MAX_NAMED_FINDINGS:
                    code, fault, remedy = told
                    found.append(Finding(code, fault, remedy, file.label, number, field.name))
            if judges and all(len(found) >= MAX_NAMED_FINDINGS for *_, found in judges):
                break  # the others are too many to be named
        for *_, found in judges:
            yield from found

    def uneven_blank_rows(self) -> list[Finding]:
        """Blank rows that keep an engine from reading its texts."""
        return [
            found
            for file in self.files.values()
            if isinstance(file, StreamedFile)
            for found in file.uneven_blank_rows()
        ]

    def may_be_non_record(self, first: str) -> bool:
        """Whether a row that begins with this cell may be no record."""
        return (
            first.strip() in {"", *self.first_column_names}
            or first.startswith(text_dialect.BOM_CHARACTER)
            or total_labels.is_total_label(first)
        )

    @property
    def first_column_names(self) -> list[str]:
        """With what the headers of its files begin."""
        return list(dict.fromkeys(file.header[0] for file in self.files.values()))

    def find_non_records(self) -> Iterator[Finding]:
        """Rows that are the header once more, or look like rows of totals: they are no records."""
        for file, records in groupby(self.stream_records(), itemgetter(0)):
            named, sample = dict[int, list[str]](), list[list[str]]()
            for _, number, row in records:
                if len(row) > 1 and [cell.strip() for cell in row] == list(file.header):
                    yield row_faults.repeated_header_finding(file.label, number)
                elif total_labels.is_total_label(total_labels.row_label(row)):
                    if len(named) > total_rows.MAX_SUMMED_TOTALS:  # the last of them is looked at, beside the first
                        named.popitem()
                    named[number] = row
                elif len(sample) <= SAMPLE_ROWS:
                    sample.append(row)
            for number in sorted(self._find_total_numbers(file, named, sample)):
                yield row_faults.total_row_finding(file.label, number)

    def _find_total_numbers(self, file: TableFile, named: Mapping[int, list[str]], sample: list[list[str]]) -> set[int]:
        """The numbers of rows that are named totals and look so, beside some records of their file."""
        if not named:
            return set()
        found = total_rows.find_total_rows([*sample, *named.values()])
        indexes = (*found.doubtful, *(() if found.left_out is None else (found.left_out,)))
        like = {[*named][index - len(sample)] for index in indexes if index >= len(sample)}
        if len(sample) <= SAMPLE_ROWS:
            return like
        records = (
            file.stream_rows() if isinstance(file, (StreamedFile, ParquetFile)) else ()
        )  # once more: sums are of all
        return like | total_rows.find_running_totals(records, named)


def is_engine_table(table: Table) -> bool:
    """Whether an engine is to read a table itself, and not Python for it."""
    if STDIN in table.paths or not table.paths or not all(path.is_file() for path in table.paths):
        return False
    if any(map(file_bytes.is_parquet_file, table.paths)):
        return True
    size = sum(map(_unpacked_bytes, table.paths))
    if size <= PYTHON_MAX_BYTES or any(
        file_bytes.read_file_head(path).startswith(file_bytes.WORKBOOK_SIGNATURES) for path in table.paths
    ):
        return False
    return size > FALLBACK_MAX_BYTES or _is_engine_readable(table)


def _is_engine_readable(table: Table) -> bool:
    """Whether all files are written as an engine reads them, and every column is declared."""
    declared = {field.name for field in table.fields or ()}
    try:
        files = [StreamedFile(path, table) for path in table.paths]
        return all(file.is_engine_readable and {*file.header} <= declared for file in files)
    except Refused:
        return False  # the careful way says what is wrong


def _unpacked_bytes(path: Path) -> int:
    """The bytes of a file, or about as many as it is unpacked to."""
    stamp = file_bytes.file_stamp(path)
    return (stamp[0] if stamp else 0) * (
        UNPACKED_RATIO if file_bytes.is_gzip_file(path) or file_bytes.is_parquet_file(path) else 1
    )
