"""One table as its files hold it: the names in the header, a `Field` for each, and the cells of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.errors import (
    BLANK_LABEL,
    DEFINITION,
    DUPLICATE_LABEL,
    INCORRECT_LABEL,
    MISSING_LABEL,
    Finding,
    FindingCollector,
    Refused,
    RowPlace,
    quote_alternatives,
    suggest_nearest,
)
from roundtable_cli.tables.inference import ambiguity, field_inference
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.reading.open_files import open_table_file
from roundtable_cli.tables.reading.table_file import FileRecords, TableFile
from roundtable_cli.tables.table import STDIN, Field, Table
from roundtable_cli.tables.values import workbook_value

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans


class Source:
    """A table and its files. The header is read when a name is first asked for, the records when a cell is."""

    is_large = False  # whether its rows are too many to hold here: an engine reads them

    def __init__(self, table: Table, folder: Path) -> None:
        self.table, self.folder = table, folder
        self._declared = {field.name: field for field in table.fields or ()}
        self._inferred: dict[str, Field] = {}
        self.span_cache: dict[
            str, list[CellSpans]
        ] = {}  # cells, with what was found out about them, until an engine reads them
        self.is_read = False  # whether its rows have been asked for

    def without_rows(self) -> Source:
        """The same table as its header and schema tell it, no row read: undeclared fields fit any use."""
        return _HeaderOnlySource(self)

    @cached_property
    def files(self) -> dict[Path, TableFile]:
        """Its files, in order; each is read once."""
        return {path: open_table_file(path, self.table) for path in self.table.paths}

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names in the first file's header; the other files have the same columns, in any order."""
        gather, headers = FindingCollector(), dict[Path, tuple[str, ...]]()
        for path in self.table.paths:
            with gather:
                headers[path] = self.files[path].header
        gather.raise_if_any()
        first = next(iter(headers.values()), ())
        for path, names in headers.items():
            if sorted(names) != sorted(first):
                other = self._list_unknown_names(sorted({*names} ^ {*first}))
                fault, remedy = f"other columns than {self.file_labels[0]}: {other}", "give both files the same header"
                gather.findings.append(Finding(MISSING_LABEL, fault, remedy, self.table.file_label(path)))
        gather.findings += self._schema_mismatches(first)
        gather.raise_if_any()
        return first

    @property
    def file_labels(self) -> tuple[str, ...]:
        """The files' names, as messages write them."""
        return tuple(map(self.table.file_label, self.table.paths))

    @cached_property
    def column_names(self) -> list[str]:
        """The names that a definition may use, those of the header first (see `File.columns`)."""
        first = next(iter(self.files.values()), None)
        return list(first.column_positions) if first and self.header else []

    def canonical_name(self, name: str) -> str:
        """The header's own name of a column that answers to another one too: one column has one field."""
        first = next(iter(self.files.values()), None)
        if not first or name in self.header:
            return name
        written = self.header[first.column_positions[name]]
        return written if written in first.column_positions else name

    def get_field(self, name: str) -> Field:
        """The field called `name`, declared, else inferred from all of its rows. Refused where there is none."""
        if name not in self.column_names:
            raise Refused(self._missing_column(name))
        name = self.canonical_name(name)
        if name in self._declared:
            return self._declared[name]
        if name not in self._inferred:
            self._inferred[name] = self._infer_field(name)
        return self._inferred[name]

    def _infer_field(self, name: str) -> Field:
        """The field of a column that no schema declares, from all of its rows, and from how the other columns write."""
        if self.bulk_grids:
            from roundtable_cli.tables.inference import bulk_inference  # it brings numpy

            parts = self.cell_spans(name)
            field = bulk_inference.infer_bulk_field(name, parts, self.table.missing_values, self.header)
        else:
            texts = self.raw_cells(name)
            field = field_inference.infer_column_field(name, texts, self.table.missing_values, self.header)
        others = (self._iterate_texts(other) for other in self.column_names if other in self.header and other != name)
        has_semicolons = any(file.delimiter == ";" for file in self.files.values())
        return ambiguity.mark_ambiguous_points(field, self._iterate_texts(name), others, has_semicolons=has_semicolons)

    def _iterate_texts(self, name: str) -> Iterator[str]:
        """Texts of a column, each different one at least once; none is made before it is asked for."""
        if not self.bulk_grids:
            yield from self.raw_cells(name)
            return
        from roundtable_cli.tables.inference import bulk_inference

        yield from bulk_inference.iterate_texts(self.cell_spans(name))

    @cached_property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of its files stand, if all are large and clean: its rows are then read from there alone."""
        self.is_read = True
        grids = [self.files[path].grid for path in self.table.paths if self.header]
        return tuple(filter(None, grids)) if None not in grids else ()

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of a column, file by file, as places in its bytes."""
        if name not in self.span_cache:
            columns = [self.files[path].column_positions[name] for path in self.table.paths]
            pairs = zip(self.bulk_grids, columns, strict=True)
            self.span_cache[name] = [grid.column_spans(position) for grid, position in pairs]
        return self.span_cache[name]

    @cached_property
    def file_records(self) -> list[FileRecords]:
        """The records of each file, where there are no grids."""
        self.is_read = True
        gather, parts = FindingCollector(), list[FileRecords]()
        for path in self.table.paths:
            with gather:
                parts.append(self.files[path].records)
        gather.raise_if_any()
        return parts

    def decisions(self) -> Iterator[str]:
        """What was decided about its files, a line each, if its rows have been read."""
        for file in self.files.values() if self.is_read else ():
            yield from file.describe_decisions()

    def __len__(self) -> int:
        return (
            sum(grid.record_count for grid in self.bulk_grids)
            if self.bulk_grids
            else sum(len(part.rows) for part in self.file_records)
        )

    def raw_cells(self, name: str) -> list[str]:
        """The texts of a column, from all files."""
        if self.bulk_grids:
            return [text for cells in self.cell_spans(name) for text in cells.all_texts()]
        return [cell for part in self.file_records for cell in part.column_texts(name)]

    def field_texts(self, field: Field) -> list[str]:
        """The same as its field reads them: what is no text in a workbook, written in the field's own way."""
        cells = self.raw_cells(field.name)
        return (
            workbook_value.format_workbook_cells(cells, field)
            if any(file.has_typed_cells for file in self.files.values())
            else cells
        )

    def count_texts(self, field: Field) -> Counter[str]:
        """The different texts of a column, in the order of their first rows, and how many rows hold each."""
        first, *others = (
            (cells.text_counts() for cells in self.cell_spans(field.name))
            if self.bulk_grids
            else [self.field_texts(field)]
        )
        found = Counter(first)
        for other in others:
            found.update(other)
        return found

    def decided_table(self) -> Table:
        """Its table, declaring what was decided about its files; of several, what was decided of all alike."""
        tables = {file.decided_table() for file in self.files.values()}
        return tables.pop() if len(tables) == 1 else self.table

    def with_table(self, table: Table) -> Source:
        """The same files, read once, as another description of the table has them."""
        source = Source(table, self.folder)
        source.files = self.files
        return source

    def find_missing_files(self) -> Iterator[Finding]:
        """The files that aren't there, as faults of the package."""
        for path in self.table.paths:
            if path != STDIN and not urls.url_from_path(path) and not path.exists():
                fault = f"the table {self.table.name} has no file {path.name}"
                yield Finding(DEFINITION, fault, f"put it into {path.parent}, or correct its path", "datapackage.json")

    def row_places(self) -> Iterator[RowPlace]:
        """The file and row of each record, in the order of `cells`."""
        parts: Sequence[CellGrid | FileRecords] = self.bulk_grids or self.file_records
        return (
            (label, number) for label, part in zip(self.file_labels, parts, strict=True) for number in part.row_numbers
        )

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, at least one, row by row, with the row's place."""
        columns = [self.field_texts(field) for field in fields]
        return zip(zip(*columns, strict=True), self.row_places(), strict=True)

    def _missing_column(self, name: str) -> Finding:
        if name in self.header:
            fault, remedy = f'{self.table.name} has several columns called "{name}"', "rename all but one in the file"
            return Finding(DUPLICATE_LABEL, fault, remedy)
        return Finding(
            MISSING_LABEL, f'{self.table.name} has no column "{name}"', suggest_nearest(name, self.column_names)
        )

    def _schema_mismatches(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Where header and schema differ more than `fieldsMatch` allows."""
        if self.table.fields is None:
            return
        match, declared = self.table.fields_match, tuple(self._declared)
        unusable = [*self._unusable_names(header)] if match in {"exact", "equal", "superset"} else []
        yield from unusable
        if unusable:
            return
        absent = [name for name in declared if name not in header]
        extra = [name for name in header if name not in declared]
        if absent and match in {"exact", "equal", "subset"}:
            yield self._mismatch_finding(
                f"the header lacks {quote_alternatives(absent)}", "correct the header or the schema"
            )
        if extra and match in {"exact", "equal", "superset"}:
            remedy = 'add the fields, or write "fieldsMatch": ["subset"] in the schema'
            yield self._mismatch_finding(f"the schema lacks {self._list_unknown_names(extra)}", remedy)
        if match == "exact" and not absent and not extra and header != declared:
            yield self._mismatch_finding(
                "the columns are in another order", 'write "fieldsMatch": ["equal"] in the schema'
            )
        if match == "partial" and len(absent) == len(declared):
            yield self._mismatch_finding(
                "none of the schema's fields is in the header", "correct the header or the schema"
            )

    def _list_unknown_names(self, names: list[str]) -> str:
        """Names that the schema does not know; their number alone where they may be a record of personal values."""
        if any(field.personal for field in self._declared.values()):
            return f"{len(names)} of the header's names"
        return quote_alternatives(names)

    def _unusable_names(self, header: tuple[str, ...]) -> Iterator[Finding]:
        """Names that occur twice, and columns without one."""
        for name, times in Counter(header).items():
            if not name:
                yield Finding(BLANK_LABEL, "a column has no name", "name it in the file", self.file_labels[0])
            elif times > 1:
                fault = f'{times} columns are called "{name}"'
                yield Finding(DUPLICATE_LABEL, fault, "rename all but one", self.file_labels[0])

    def _mismatch_finding(self, fault: str, remedy: str) -> Finding:
        return Finding(INCORRECT_LABEL, fault, remedy, self.file_labels[0])


class _HeaderOnlySource(Source):
    def __init__(self, whole: Source) -> None:
        super().__init__(whole.table, whole.folder)
        self.full_source = whole

    @cached_property
    def header(self) -> tuple[str, ...]:
        return self.full_source.header

    @cached_property
    def column_names(self) -> list[str]:
        return self.full_source.column_names

    def get_field(self, name: str) -> Field:
        if name in self.column_names and (own := self.canonical_name(name)) not in self._declared:
            return Field(own, inferred=True, empty=True)
        return super().get_field(name)

    def canonical_name(self, name: str) -> str:
        return self.full_source.canonical_name(name)
