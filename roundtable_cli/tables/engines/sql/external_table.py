"""Tables too large for Python to hold: an engine reads them, and Python passes over their rows only to name faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from roundtable_cli.errors import Finding, Refused, RowPlace, UnreadableFiles
from roundtable_cli.finding_codes import MISSING_LABEL, SCHEMA_ERROR, SOURCE_ERROR, TYPE_ERROR
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.sql.external_files import (
    ExternalFile,
    ExternalTextFile,
    FileAccess,
    ParquetFile,
    RemoteFile,
)
from roundtable_cli.tables.inference.assumptions import submissions, unreadable_cells
from roundtable_cli.tables.reading import file_bytes, optional_columns, repeated_files, urls
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Field, Table

PYTHON_MAX_BYTES = 4 * 2**20  # bytes up to which Python reads a table itself: it takes no longer
# Bytes up to which Python reads a table that an engine can't: in another encoding, or with columns of no declared type.
FALLBACK_MAX_BYTES = 64 * 2**20
SAMPLE_ROWS = 1000  # rows that show what a column holds
UNPACKED_RATIO = 8  # times that a text is longer than its packed form, often


class ExternalTable(Source):
    """A table that an engine reads."""

    is_large = is_external = True
    holds_cells = False  # no pass is made over all rows to know a field; loading them tells more
    bulk_grids = ()  # the cells are not held here

    def __init__(self, table: Table, folder: Path, file_access: FileAccess) -> None:
        super().__init__(table, folder)
        self.file_access, self.record_count = file_access, 0
        self.python_source: Source | None = None  # the same table, if Python has read it after all
        self.file_stamps: dict[Path, file_bytes.FileStamp] = {}
        self._checked_gzip_files = set[Path]()
        self.size_in_bytes = sum(map(_unpacked_bytes, table.paths))

    @cached_property
    def files(self) -> tuple[ExternalFile, ...]:
        """The files, in order."""
        self.file_stamps = {path: file_bytes.file_stamp(path) for path in self.table.paths}
        return tuple(map(self._open_external_file, self.table.paths))

    def _open_external_file(self, path: Path) -> ExternalFile:
        is_remote = bool(urls.url_from_path(path))
        text = RemoteFile(path, self.table, self.file_access) if is_remote else ExternalTextFile(path, self.table)
        return ParquetFile(path, self.table, self.file_access) if text.is_parquet else text

    def find_type(self, name: str) -> Field:
        """The declared field, else that of a Parquet file. Refused where a text's is not declared."""
        if name in self.column_names and (own := self.canonical_name(name)) not in self._declared:
            if field := next(iter(self.files)).field_from_type(own):
                return field._replace(personal=own in self.table.undeclared_personal)
            fault = f'column "{own}" has no type in datapackage.json, and the file is too large to find it out'
            remedy = f'declare it there, for example {{"name": "{own}", "type": "integer"}}'
            raise Refused(Finding(SCHEMA_ERROR, fault, remedy, self.file_labels[0]))
        if name in self.column_names and self.is_parquet_table:
            return self._declared[self.canonical_name(name)]  # its cells are typed already, and none is a text
        return super().find_type(name)

    def note_long_numbers(self, field: Field) -> None:
        """Keep in mind that a column has long numbers. Whoever was refused for them may ask again."""
        if not self._number_fields.get(field.name, field).has_long_numbers:
            self._number_fields[field.name] = field._replace(has_long_numbers=True)
            self.news_count += 1

    def _schema_mismatches(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Where header and schema differ, or the files."""
        yield from self._mixed_kind_findings(header)
        yield from super()._schema_mismatches(header)
        for name in self.table.optional_names:
            for file in optional_columns.find_files_without(self.table, name, self.files):
                fault = f'the file has no column "{name}", and it is too large to be read without'
                yield file.error_finding(MISSING_LABEL, fault, "add the column to the file")

    def row_findings(self) -> Iterator[Finding]:
        """What is wrong in the first rows of texts."""
        return (finding for file in self.files for finding in file.row_findings)

    def _mixed_kind_findings(self, header: Iterable[str]) -> Iterator[Finding]:
        """Where files can't be one table: of two kinds, or with a column of two types that no schema makes one."""
        typed = [file for file in self.files if file.is_parquet]
        if typed and len(typed) < len(self.files):
            fault = "this is a Parquet file, but other files of the same table are CSV"
            yield typed[0].error_finding(SOURCE_ERROR, fault, "save all of them in one format")
            return
        for name in header if typed else ():
            if all(name in file.column_types for file in typed):
                yield from self._type_change_findings(name, [file for file in typed if not file.has_only_nulls(name)])

    def _type_change_findings(self, name: str, files: Sequence[ExternalFile]) -> Iterator[Finding]:
        """Where a column has another type than in the first file."""
        for file in files[1:]:
            written, first = file.column_types[name], files[0].column_types[name]
            # Single precision is read by its text (`ParquetLoader`): 0.1 stays 0.1. Of single and double precision in
            # one column an engine makes double before that, which no declaration can mend.
            is_mixed_precision = written != first and "FLOAT" in {written, first}
            if is_mixed_precision or (
                name not in self._declared and file.field_type(name) != files[0].field_type(name)
            ):
                fault = f"holds {written}, but {first} in {files[0].label}"
                remedy = "save both files with the same type"
                remedy += "" if is_mixed_precision else ", or declare the type in datapackage.json"
                yield file.error_finding(TYPE_ERROR, fault, remedy, column=name)

    def fault_refusal(
        self, wrong_texts: Mapping[Field, Collection[str] | None], reason: UnreadableFiles | None = None
    ) -> Refused:
        """The refusal of the table, each faulty row named by a pass over all of them.

        `wrong_texts` are those of each field that is at fault, None where all have to be looked at. Where the pass
        finds nothing, the refusal says what the engine said, which is `reason`.
        """
        try:
            findings = list(self.find_cell_faults(wrong_texts))
        except Refused as refused:
            return refused
        if findings or (findings := [finding for file in self.files for finding in file.uneven_blank_rows()]):
            return Refused(*findings)
        because, remedy = "", "save it as CSV UTF-8, with one kind of line ends"
        if reason:
            because, remedy = f": {reason.findings[0].fault}", reason.findings[0].remedy or remedy
        return Refused(
            Finding(
                SOURCE_ERROR, f"the file can't be read as it is written{because}", remedy, ", ".join(self.file_labels)
            )
        )

    @property
    def is_readable_by_python(self) -> bool:
        """Whether Python can read it after all, where an engine can't."""
        is_small = self.size_in_bytes <= FALLBACK_MAX_BYTES
        return is_small and not self.is_parquet_table and not any(map(urls.url_from_path, self.table.paths))

    @property
    def is_parquet_table(self) -> bool:
        """Whether a file of it is Parquet; then all are, or the header is refused."""
        return any(file.is_parquet for file in self.files)

    def check_files_unchanged(self) -> None:
        """Refused where a file was written to since it was first looked at."""
        try:
            for path, stamp in self.file_stamps.items():
                file_bytes.check_unchanged(self.table.file_label(path), stamp, file_bytes.file_stamp(path))
        except Refused:
            # A held project that is asked once more is answered from the new file: nothing of the old one stays.
            for cached in ("files", "header", "column_names"):
                self.__dict__.pop(cached, None)
            self.python_source = None
            self._checked_gzip_files.clear()
            raise

    def check_gzip_files(self) -> None:
        """Refused where a compressed file was damaged since it was compressed; each is looked at once."""
        for path in {*filter(file_bytes.is_gzip_file, self.table.paths)} - self._checked_gzip_files:
            file_bytes.check_gzip_file(path, self.table.file_label(path))
            self._checked_gzip_files.add(path)

    def read_with_python(self) -> Source:
        """The table as a `Source`, read by Python, whose rows are the rows from now on."""
        self.python_source = Source(self.table, self.folder)
        return self.python_source

    def decisions(self) -> Iterator[str]:
        """What was decided about its files, if its rows have been read."""
        if self.python_source:
            yield from self.python_source.decisions()
        elif self.is_read:
            yield from (f"{file.label}: {how}" for file in self.files if (how := file.describe_reading()))

    def assumptions(self, fields: Collection[Field]) -> Iterator[Finding]:
        """What was left out of its files or assumed, if Python has read them: an engine's are declared, and clean.

        But one file may be there twice, and so may a submission of a survey program; and rows may head sections.
        """
        if self.python_source:
            yield from self.python_source.assumptions(fields)
        else:
            yield from repeated_files.find_equal_files(self.files)
            yield from (finding for file in self.files for finding in file.section_findings)
            for field in fields:
                yield from unreadable_cells.describe_unreadable(field, self.file_labels[0])
            yield from self.submission_findings

    @cached_property
    def submission_findings(self) -> tuple[Finding, ...]:
        """What is to be known of submissions, in one pass over the rows of text files that have a column for it."""
        if self.files[0].is_parquet or not submissions.tells_of_submissions(self.header):
            return ()
        records = ((row, (file.label, number)) for file, number, row in self.stream_records())
        return tuple(submissions.describe_submission_records(self.header, records))

    @property
    def left_out_findings(self) -> list[Finding]:
        """A warning for each row left out, if Python has read them: of a file that an engine reads none is."""
        return self.python_source.left_out_findings if self.python_source else []

    def __len__(self) -> int:
        return len(self.python_source) if self.python_source else self.record_count

    def with_table(self, table: Table) -> Source:
        """A source of these files by another description of the table."""
        return ExternalTable(table, self.folder, self.file_access)

    def stream_records(self) -> Iterator[tuple[ExternalFile, int, list[str]]]:
        """Every record with its file and row number. Refused where one can't be read."""
        return ((file, number, row) for file in self.files for number, row in file.stream_rows())

    def iterate_texts(self, name: str) -> Iterator[str]:
        """The texts of a column in some rows of its first file: no pass is made over all rows for them."""
        if self.python_source:
            return self.python_source.iterate_texts(name)
        return self.files[0].sample_texts(name, SAMPLE_ROWS)

    def row_places(self) -> Iterator[RowPlace]:
        """The file and row of each record."""
        if self.python_source:
            return self.python_source.row_places()
        if self.is_parquet_table and len(self.files) == 1:  # of which the rows are numbered from 1
            return ((self.file_labels[0], number) for number in range(1, self.record_count + 1))
        return ((file.label, number) for file, number, _ in self.stream_records())

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, row by row, with the row's place."""
        if self.python_source:
            yield from self.python_source.iter_records(fields)
            return
        for file, number, row in self.stream_records():
            yield tuple(row[file.column_positions[field.name]] for field in fields), (file.label, number)

    def find_cell_faults(self, wrong_texts: Mapping[Field, Collection[str] | None]) -> Iterator[Finding]:
        """What is wrong in the cells of some columns, column by column. Refused where a row can't be read.

        Only `wrong_texts` are looked at, or all texts of a field where they are None. The ordinal of rows has no cells.
        """
        columns = [
            (field, cell_checks.make_cell_checker(field), texts, list[Finding]())
            for field, texts in wrong_texts.items()
            if field.name
        ]
        for file, number, row in self.stream_records():
            for field, check_cell, texts, findings in columns:
                text = row[file.column_positions[field.name]]
                if texts is not None and text not in texts:
                    continue
                if (fault := check_cell(text)) and len(findings) < MAX_NAMED_FINDINGS:
                    findings.append(Finding(*fault, file.label, number, field.name))
            if columns and all(len(findings) >= MAX_NAMED_FINDINGS for *_, findings in columns):
                break  # more are too many to be named
        for *_, findings in columns:
            yield from findings

    @property
    def first_column_names(self) -> list[str]:
        """What the headers of its files begin with."""
        return list(dict.fromkeys(file.header[0] for file in self.files))


def is_external(source: Source) -> TypeGuard[ExternalTable]:
    """Whether an engine reads a source itself: the source says so."""
    return source.is_external


def is_engine_table(table: Table) -> bool:
    """Whether an engine is to read a table itself, and not Python for it."""
    if STDIN in table.paths or not table.paths or not all(path.is_file() for path in table.paths):
        return False
    if any(map(file_bytes.is_parquet_file, table.paths)):
        return True
    size = sum(map(_unpacked_bytes, table.paths))
    heads = map(file_bytes.read_file_head, table.paths)
    if size <= PYTHON_MAX_BYTES or any(head.startswith(file_bytes.WORKBOOK_SIGNATURES) for head in heads):
        return False
    return size > FALLBACK_MAX_BYTES or _is_engine_readable(table)


def _is_engine_readable(table: Table) -> bool:
    """Whether all files are written, and called, as an engine reads them, and every column is declared."""
    if table.optional_names or not all(file_bytes.is_utf8_name(str(path)) for path in table.paths):
        return False
    declared = {field.name for field in table.fields or ()}
    try:
        files = [StreamedFile(path, table) for path in table.paths]
        return all(file.is_engine_readable and {*file.header} <= declared for file in files)
    except Refused:
        return False  # Python reads it then, and says what is wrong


def _unpacked_bytes(path: Path) -> int:
    """The bytes of a file, or about as many as it is unpacked to."""
    stamp = file_bytes.file_stamp(path)
    is_packed = file_bytes.is_gzip_file(path) or file_bytes.is_parquet_file(path)
    return (stamp[0] if stamp else 0) * (UNPACKED_RATIO if is_packed else 1)
