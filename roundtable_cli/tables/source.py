"""One table and its files: the column headings, a `Field` for each column, its cells, and the file and row of each.

A source knows nothing of what is counted. Engines, checks and profiles ask it for texts or places in bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.errors import Finding, FindingCollector, Refused, RowPlace
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.inference import column_inference
from roundtable_cli.tables.inference.assumptions import column_assumptions, submissions
from roundtable_cli.tables.reading import optional_columns, repeated_files
from roundtable_cli.tables.reading.open_files import open_table_files
from roundtable_cli.tables.reading.table_file import FileRecords, TableFile
from roundtable_cli.tables.table import Field, Table
from roundtable_cli.tables.values import workbook_value

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans

RowOrTablePlace = tuple[str, int | None]  # a `RowPlace`, or a table's name and None: no single row of a file is meant


class Source:
    """A table and its files. The header is read when a name is first asked for, the records when a cell is."""

    is_large = False  # whether an engine reads the files, which are too large for Python
    is_external = False  # whether the table itself, and none over it, is read by an engine
    holds_cells = True  # whether its cells can be looked through to know a field
    news_count = 0  # how often loading its rows told that a field is another than `get_field` had said
    is_key_table = False  # whether it has a row for each different key among another table's rows, and no file

    def __init__(self, table: Table, folder: Path) -> None:
        self.table, self.folder = table, folder
        self._declared = {field.name: field for field in table.fields or ()}
        self._inferred, self._number_fields = dict[str, Field](), dict[str, Field]()
        # What was found out about cells takes several times the memory of the file: an engine that read them drops it.
        self.span_cache: dict[str, list[CellSpans]] = {}
        self.decimal_marks: dict[frozenset[str], Counter[str]] = {}  # see `ReadableTable`
        self.choice_headings: Mapping[str, frozenset[str]] | None = None
        self.is_read = False  # whether its rows have been asked for

    @property
    def origin(self) -> Source:
        """The source whose files hold its rows: itself, or the one that a table of keys is made from."""
        return self

    def without_rows(self) -> Source:
        """The table as its header and schema tell it, no row read: undeclared fields fit any use."""
        return HeaderOnlySource(self.table.without_unreadable(), self)

    @cached_property
    def files(self) -> tuple[TableFile, ...]:
        """Its files, in order, and of a workbook each sheet that is named; each is read once."""
        return tuple(file for path in self.table.paths for file in open_table_files(path, self.table))

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The headings of the first file, and optional ones of others. Refused where files, or the schema, differ."""
        collector, headers = FindingCollector(), list[tuple[str, ...]]()
        for file in self.files:
            with collector:
                headers.append(file.header)
        collector.raise_if_any()
        first, *others = headers or [()]
        first_label, *labels = self.file_labels or ("",)
        for label, names in zip(labels, others, strict=True):
            collector.findings += header_schema.find_differing_headers(self.table, first, names, first_label, label)
        collector.findings += self._schema_mismatches(first)
        collector.raise_if_any()
        return optional_columns.extend_header(self.table, headers)

    @property
    def file_labels(self) -> tuple[str, ...]:
        """The files' names, as messages write them."""
        return tuple(file.label for file in self.files)

    @cached_property
    def column_names(self) -> list[str]:
        """The names that a definition may use, the headings first; see `TableFile.column_positions`."""
        if not (self.files and self.header):
            return []
        return optional_columns.list_common_names(self.table, (file.column_positions for file in self.files))

    @cached_property
    def _headings(self) -> frozenset[str]:
        """The column headings, to look one up: a table may have thousands."""
        return frozenset(self.header)

    @cached_property
    def _known_names(self) -> frozenset[str]:
        """The names that a definition may use, to look one up."""
        return frozenset(self.column_names)

    def canonical_name(self, name: str) -> str:
        """The heading of a column that has another name too (a hashtag, a Kobo question): one column has one field."""
        first = next(iter(self.files), None)
        if not first or name in self._headings:
            return name
        written = self.header[first.column_positions[name]]
        return written if written in first.column_positions else name

    @cached_property
    def other_names(self) -> dict[str, list[str]]:
        """What else a definition may call a column, by heading: the text above its hashtag, its Kobo question."""
        others: dict[str, list[str]] = {}
        for name in self.column_names:
            if name not in self._headings:
                others.setdefault(self.canonical_name(name), []).append(name)
        return others

    def get_field(self, name: str) -> Field:
        """The field of `find_type`; of numbers it says too whether some have more digits than a float holds."""
        field = self.find_type(name)
        if self.holds_cells and field.type == "number" and field.name not in self._number_fields:
            self._number_fields[field.name] = column_inference.mark_long_numbers(self, field)
        return self._number_fields.get(field.name, field)

    def find_type(self, name: str) -> Field:
        """The field called `name`, declared, else inferred from all of its rows. Refused where there is none."""
        if name not in self._known_names:
            raise Refused(header_schema.missing_column_finding(self.table, name, self.header, self.column_names))
        name = self.canonical_name(name)
        if name in self._declared and not self._declared[name].leaves_unreadable:
            return self._declared[name]
        if name not in self._inferred:
            field = column_inference.infer_table_field(self, name)
            self._inferred[name] = field._replace(personal=field.personal or name in self.table.undeclared_personal)
            if not any(cells.has_results for cells in self.span_cache.get(name, ())):
                self.span_cache.pop(name, None)  # a sample told the field; to hold the places would only take memory
        return self._inferred[name]

    def iterate_texts(self, name: str) -> Iterator[str]:
        """Texts of a column, each different one at least once, or a sample; none is made before it is asked for."""
        return column_inference.iterate_column_texts(self, name)

    @property
    def delimiters(self) -> frozenset[str | None]:
        """The characters between the cells of its files."""
        return frozenset(file.delimiter for file in self.files)

    @cached_property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of its files stand, if all are large and clean: its rows are then read from there alone."""
        self.is_read = True
        grids = [file.grid for file in self.files if self.header]
        is_whole = None not in grids and not optional_columns.is_any_absent(self.table, self.files)
        return tuple(filter(None, grids)) if is_whole else ()

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of a column, file by file, as places in its bytes."""
        if name not in self.span_cache:
            pairs = zip(self.bulk_grids, self.files, strict=True)
            self.span_cache[name] = [grid.column_spans(file.column_positions[name]) for grid, file in pairs]
        return self.span_cache[name]

    @cached_property
    def file_records(self) -> list[FileRecords]:
        """The records of each file, where there are no grids."""
        self.is_read = True
        collector, parts = FindingCollector(), list[FileRecords]()
        for file in self.files:
            with collector:
                parts.append(file.records)
        collector.raise_if_any()
        return parts

    def decisions(self) -> Iterator[str]:
        """What was decided about its files, a line each, if its rows have been read."""
        for file in self.files if self.is_read else ():
            yield from file.decision_lines()

    def assumptions(self, fields: Collection[Field]) -> Iterator[Finding]:
        """What was left out of its files or assumed about them, and about the columns of these fields, as warnings."""
        columns = {"", *(field.name for field in fields)}  # what is said of a file has no column
        yield from (one for file in self.files for one in file.assumptions() if one.column in columns)
        yield from repeated_files.find_repeated_files(self.files)
        for field in fields:
            yield from column_assumptions.describe_column_assumptions(self, field, self.file_labels[0])
        yield from self.submission_findings

    @cached_property
    def submission_findings(self) -> tuple[Finding, ...]:
        """What is to be known of its rows, if a survey program made them: submissions sent twice, or not approved."""
        return tuple(submissions.describe_submissions(self))

    @property
    def left_out_findings(self) -> list[Finding]:
        """A warning for each row of its files that is left out because it is no record."""
        return [finding for file in self.files for finding in file.left_out_findings]

    def __len__(self) -> int:
        if self.bulk_grids:
            return sum(grid.record_count for grid in self.bulk_grids)
        return sum(len(part.rows) for part in self.file_records)

    def raw_cells(self, name: str) -> list[str]:
        """The texts of a column, from all files."""
        if self.bulk_grids:
            return [text for cells in self.cell_spans(name) for text in cells.all_texts()]
        return [cell for part in self.file_records for cell in part.column_texts(name)]

    def field_texts(self, field: Field) -> list[str]:
        """The texts of a column as its field reads them: a number or date of a workbook in the field's own notation."""
        cells = self.raw_cells(field.name)
        if any(file.has_typed_cells for file in self.files):
            return workbook_value.format_workbook_cells(cells, field)
        return cells

    def count_texts(self, field: Field) -> Counter[str]:
        """The different texts of a column, in the order of their first rows, and how many rows hold each."""
        if not self.bulk_grids:
            return Counter(self.field_texts(field))
        counts = Counter[str]()
        for cells in self.cell_spans(field.name):
            counts.update(cells.text_counts())
        return counts

    def decided_table(self) -> Table:
        """Its table, declaring what was decided about its files; of several, what was decided of all alike."""
        tables = {file.decided_table()._replace(sheets=()) for file in self.files}
        sheets = tuple(dict.fromkeys(sheet for file in self.files for sheet in file.decided_table().sheets))
        return tables.pop()._replace(sheets=sheets) if len(tables) == 1 else self.table

    def with_table(self, table: Table) -> Source:
        """A source of these files, which are read once, by another description of the table."""
        source = Source(table, self.folder)
        source.files = self.files
        return source

    def described_by(self, table: Table) -> Source:
        """The source by a description of the table; itself where it has this one."""
        return self if table is self.table else self.with_table(table)

    def row_places(self) -> Iterator[RowPlace]:
        """The file and row of each record: the place at ordinal n is that of the n-th cell of every column."""
        parts: Sequence[CellGrid | FileRecords] = self.bulk_grids or self.file_records
        for label, part in zip(self.file_labels, parts, strict=True):
            yield from ((label, number) for number in part.row_numbers)

    def locate_rows(self, ordinals: Iterable[int]) -> list[RowOrTablePlace]:
        """The file and row of some records, told by their ordinals (from 0, as `ROW_NUMBER_FIELD` counts them)."""
        wanted = list(ordinals)
        places = islice(enumerate(self.row_places()), max(wanted, default=-1) + 1)
        known = {*wanted}
        found = {ordinal: place for ordinal, place in places if ordinal in known}
        return [found[ordinal] for ordinal in wanted]

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, at least one, row by row, with the row's place."""
        columns = [self.field_texts(field) for field in fields]
        return zip(zip(*columns, strict=True), self.row_places(), strict=True)

    def _schema_mismatches(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Where header and schema differ more than the schema allows."""
        return header_schema.find_schema_mismatches(self.table, header, self.file_labels)


class DerivedSource(Source):
    """A table over the rows of another source, which answers for it here; a subclass says what it answers itself."""

    def __init__(self, table: Table, origin: Source) -> None:
        super().__init__(table, origin.folder)
        self._origin, self.span_cache, self.is_large = origin, origin.span_cache, origin.is_large

    @property
    def origin(self) -> Source:
        """The source whose files hold the rows: the other one, or its own origin."""
        return self._origin.origin

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The column headings of the other source."""
        return self._origin.header

    @cached_property
    def column_names(self) -> list[str]:
        """The names of the other source's columns."""
        return self._origin.column_names

    @property
    def file_labels(self) -> tuple[str, ...]:
        """What messages call the other source's files."""
        return self._origin.file_labels

    def canonical_name(self, name: str) -> str:
        """The heading of a column of the other source."""
        return self._origin.canonical_name(name)

    @cached_property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of the other source stand, if its files are large and clean."""
        return self._origin.bulk_grids

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of a column of the other source, as places in bytes."""
        return self._origin.cell_spans(name)

    def raw_cells(self, name: str) -> list[str]:
        """The texts of a column of the other source."""
        return self._origin.raw_cells(name)

    def field_texts(self, field: Field) -> list[str]:
        """The texts of a column of the other source, as its field reads them."""
        return self._origin.field_texts(field)

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns of the other source, with each row's place."""
        return self._origin.iter_records(fields)

    def row_places(self) -> Iterator[RowPlace]:
        """The place of each row of the other source."""
        return self._origin.row_places()

    def assumptions(self, fields: Collection[Field]) -> Iterator[Finding]:
        """What was left out of the files of the other source, or assumed."""
        return self._origin.assumptions(fields)

    @property
    def left_out_findings(self) -> list[Finding]:
        """A warning for each row of the other source's files that is left out."""
        return self._origin.left_out_findings

    def __len__(self) -> int:
        return len(self._origin)


class HeaderOnlySource(DerivedSource):
    """A table of which only header and schema are asked: definitions are judged before any row is read."""

    holds_cells = False

    def find_type(self, name: str) -> Field:
        """The field that the schema declares, else one that fits any use. Refused where there is no such column."""
        if name in self._known_names and (own := self.canonical_name(name)) not in self._declared:
            personal = own in self.table.undeclared_personal
            return Field(own, personal=personal, inferred=True, is_untyped=True)
        return super().find_type(name)

    def iterate_texts(self, name: str) -> Iterator[str]:  # noqa: ARG002 - no row is read
        """None."""
        yield from ()
