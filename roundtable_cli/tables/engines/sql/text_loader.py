"""Tables of texts: the engine's own casts read the exact ones, Python reads each different text of the others once.

No reader of an engine is trusted with a type (see `dialect.py`). Most tables hold exact texts alone; of these a first
query makes the table. Where it finds others, a second one keeps them beside the values of the exact ones, and what
breaks its type is refused with its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice

import pandas as pd

from roundtable_cli.errors import Finding, Refused, UnreadableFiles, refuse_findings
from roundtable_cli.finding_codes import TYPE_ERROR
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.sql import id_codes, non_records, swallowed_cells
from roundtable_cli.tables.engines.sql.database import BATCH_ROWS, NEEDS_PYTHON, LoadedTable, SqlDatabase
from roundtable_cli.tables.engines.sql.dialect import ORDINAL_COLUMN, Cast
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.inference import doubtful_numbers
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field
from roundtable_cli.tables.values import parsing

INEXACT_PREFIX = "inexact"  # what begins the names of columns that hold the texts for Python
MIN_REPEATS = 50  # times that each text of a column comes up, at least, if the column is of few texts
MIN_SAMPLE_IDS = 50  # ids among the first rows that show how all are made


class TextLoader:
    """Loads a table of texts: those of its columns that are asked for, each into the column of that name."""

    def __init__(self, database: SqlDatabase, source: ExternalTable, columns: Mapping[Field, str]) -> None:
        self.database, self.dialect, self.source, self.columns = database, database.dialect, source, columns
        self.has_ordinals = ROW_NUMBER_FIELD in columns
        self.file_fields = [field for field in columns if field is not ROW_NUMBER_FIELD]
        self.wrong_texts: dict[Field, Collection[str] | None] = {}  # that break their type; None for too many

    def load_table(self) -> LoadedTable:
        """The table with the values of all cells. Refused where a text breaks its type, or a row can't be read."""
        refuse_findings(self.source.row_findings())
        try:
            with self.database.translating_errors():
                has_casts = all(self.dialect.field_cast(field, "") for field in self.file_fields)
                loaded = self._load_exact() if has_casts else None
                if loaded is None:
                    name = self._fill_from_python(self._load_inexact())
                    loaded = LoadedTable.of_value_columns(name, self.columns)
                swallowed_cells.refuse_swallowed_rows(self.database, self.source)
                return loaded
        except UnreadableFiles as unreadable:
            raise self.source.fault_refusal({}, unreadable) from None

    def _create_table(self, query: str, ordered: bool) -> str:
        """The name of a table with the rows of a query, worked out in the order of the files if it numbers them."""
        name = self.database.new_name()
        self.database.keep_query(name, query, self.source.size_in_bytes, ordered)
        return name

    def _ordinal_columns(self, ordinal: str = ORDINAL_COLUMN) -> list[str]:
        """What a query selects for the ordinals of rows, if they are asked for."""
        return [f"{ordinal} AS {self.columns[ROW_NUMBER_FIELD]}"] if self.has_ordinals else []

    def _load_exact(self) -> LoadedTable | None:
        """The table, if all of its texts are exact."""
        name = self._create_table(self._exact_query(), self.has_ordinals)
        if self._count_inexact_rows(name) or any(
            self._has_inexact_text(name, field) for field in self.low_cardinality_fields
        ):
            self.database.drop_table(name)
            return None
        texts = {
            field: id_codes.id_code_text(self.dialect, self.columns[field], prefix)
            for field, prefix in self.id_prefixes.items()
        }
        return LoadedTable(name, self.columns, {**self.columns, **texts})

    def _count_inexact_rows(self, name: str) -> int:
        """The rows of a loaded table that need Python; all of its rows are counted for the source on the way."""
        query = f"SELECT count(*), count(CASE WHEN {NEEDS_PYTHON} THEN 1 END) FROM {name}"
        ((self.source.record_count, inexact),) = self.database.query_rows(query)
        return int(inexact)

    def _has_inexact_text(self, name: str, field: Field) -> bool:
        """Whether a column of a loaded table holds a text that is not exact."""
        text = self.columns[field]
        # That it asks for the number of rows keeps an optimiser from looking at the texts row by row.
        is_exact = f"CASE WHEN count(*) > 0 THEN {self._field_cast(field, text).is_exact} END"
        query = f"SELECT 1 FROM {name} WHERE {text} IS NOT NULL GROUP BY {text} HAVING NOT ({is_exact}) LIMIT 1"
        return any(True for _ in self.database.query_rows(query))

    @cached_property
    def _sample_texts(self) -> Mapping[Field, list[str]]:
        """The texts of columns that are kept as they stand, in the first rows of the first file and of the last."""
        files = [*self.source.files]
        samples = files if len(files) < 2 else [files[0], files[-1]]
        rows = [(file.column_positions, row) for file in samples for _, row in file.filled_rows]
        text_fields = [
            field for field in self.file_fields if (cast := self.dialect.field_cast(field, "t")) and cast.value == "t"
        ]
        return {field: [row[positions[field.name]] for positions, row in rows] for field in text_fields}

    @cached_property
    def low_cardinality_fields(self) -> frozenset[Field]:
        """Columns of few texts, if all rows are like the first: each different text is looked at once, not each row."""
        return frozenset(
            field for field, texts in self._sample_texts.items() if MIN_REPEATS * len({*texts}) < len(texts)
        )

    @cached_property
    def id_prefixes(self) -> Mapping[Field, str]:
        """Columns of many ids that are a prefix and a number, if all rows are like the first, each with the prefix."""
        prefixes = dict[Field, str]()
        for field, texts in self._sample_texts.items():
            ids = {*texts} - {"", *field.missing_values}
            if field in self.low_cardinality_fields or len(ids) <= MIN_SAMPLE_IDS:
                continue
            if (prefix := id_codes.common_prefix(ids, field)) is not None:
                prefixes[field] = prefix
        return prefixes

    def _exact_query(self) -> str:
        """The query of typed columns, and of whether a row holds a text that is not exact, or may be no record."""
        first_cell = f"t{len(self.file_fields)}"
        names: list[str | int] = [*(field.name for field in self.file_fields), 0]
        # Where the first cell is blank, all of the row tells whether it is a record: Python has to look.
        select, needs_python = self._ordinal_columns(), [f"{first_cell} IS NULL"]
        for index, field in enumerate(self.file_fields):
            text = self._null_if_missing(field, f"t{index}")
            prefix = self.id_prefixes.get(field)
            cast = (
                self._field_cast(field, text) if prefix is None else id_codes.id_code_cast(self.dialect, text, prefix)
            )
            select.append(f"{cast.value} AS {self.columns[field]}")
            if field not in self.low_cardinality_fields:
                needs_python.append(f"coalesce(NOT ({cast.is_exact}), {text} IS NOT NULL)")
        needs_python.append(non_records.non_record_condition(self.dialect, first_cell, self.source.first_column_names))
        select.append(f"{' OR '.join(needs_python)} AS {NEEDS_PYTHON}")
        rows = self.database.text_query(self.source, names, self.has_ordinals)
        return f"SELECT {', '.join(select)} FROM ({rows})"

    def _load_inexact(self) -> str:
        """The name of a table of the exact values, and beside each the text that is not; without blank rows."""
        names: list[str | int] = [*(field.name for field in self.file_fields), *range(len(self.source.header))]
        cells = [f"t{index}" for index in range(len(self.file_fields), len(names))]
        # Most cells begin with a sign between "!" and "~", and are told from that; a pattern tells the others.
        filled = [f"coalesce({text} >= '!' AND {text} < '~', false)" for text in cells]
        filled += [
            f"coalesce({self.dialect.matches_pattern(text, non_records.FILLED_PATTERN)}, false)" for text in cells
        ]
        select = self._ordinal_columns()
        for index, field in enumerate(self.file_fields):
            text = self._null_if_missing(field, f"t{index}")
            cast = self._field_cast(field, text)
            select.append(f"CASE WHEN {cast.is_exact} THEN {cast.value} END AS {self.columns[field]}")
            inexact = f"CASE WHEN coalesce({cast.is_exact}, false) THEN NULL ELSE {text} END"
            select.append(f"{inexact} AS {INEXACT_PREFIX}{index}")
        first_filled = f"coalesce({', '.join(cells)})"
        is_suspect = non_records.non_record_condition(self.dialect, first_filled, self.source.first_column_names)
        select.append(f"CASE WHEN {is_suspect} THEN {first_filled} END AS {NEEDS_PYTHON}")
        rows = self.database.text_query(self.source, names, self.has_ordinals, " OR ".join(filled))
        name = self._create_table(f"SELECT {', '.join(select)} FROM ({rows})", self.has_ordinals)
        self._refuse_non_records(name)
        return name

    def _refuse_non_records(self, name: str) -> None:
        """Refused where a loaded table has rows that are no records."""
        suspects = f"SELECT DISTINCT {NEEDS_PYTHON} FROM {name} WHERE {NEEDS_PYTHON} IS NOT NULL"
        first_names = self.source.first_column_names
        if any(non_records.may_be_non_record(text, first_names) for (text,) in self.database.query_rows(suspects)):
            refuse_findings(non_records.find_non_records(self.source.stream_records()))

    def _fill_from_python(self, loaded: str) -> str:
        """The name of the same table, its texts that are not exact read by Python. Refused where one breaks its type.

        The table that is given is dropped.
        """
        select, joins, text_tables = [f"false AS {NEEDS_PYTHON}"], list[str](), list[str]()
        for index, field in enumerate(self.file_fields):
            column, text = f"{loaded}.{self.columns[field]}", f"{loaded}.{INEXACT_PREFIX}{index}"
            batches = [*self._parse_texts(field, f"SELECT DISTINCT {text} FROM {loaded} WHERE {text} IS NOT NULL")]
            if batches:
                text_tables += batches
                values = " UNION ALL ".join(f"SELECT k, v FROM {batch}" for batch in batches)
                joins.append(f"LEFT JOIN ({values}) AS m{index} ON {text} = m{index}.k")
                column = f"coalesce({column}, CAST(m{index}.v AS {self.dialect.sql_type_of(field)}))"
            select.append(f"{column} AS {self.columns[field]}")
        if self.wrong_texts:
            raise self.source.fault_refusal(self.wrong_texts)
        select += self._ordinal_columns(f"{loaded}.{self.columns.get(ROW_NUMBER_FIELD)}")
        name = self._create_table(f"SELECT {', '.join(select)} FROM {loaded} {' '.join(joins)}", ordered=False)
        ((self.source.record_count,),) = self.database.query_rows(f"SELECT count(*) FROM {name}")
        for table in (*text_tables, loaded):
            self.database.drop_table(table)
        return name

    def _parse_texts(self, field: Field, query: str) -> Iterator[str]:
        """The names of tables of texts (k) and their values (v), written as the engine's cast reads them.

        A table for each batch, until too many texts are wrong.
        """
        read_cell, texts = parsing.make_cell_reader(field), (text for (text,) in self.database.query_rows(query))
        while self.wrong_texts.get(field, ()) is not None and (batch := [*islice(texts, BATCH_ROWS)]):
            cells = [(text, *read_cell(text)) for text in batch]
            self._refuse_long_numbers(field, [text for text, _, fault in cells if fault])
            self._note_wrong_texts(field, [text for text, _, fault in cells if fault or self._is_undecoded(text)])
            pairs = [(text, None if value is None else format_cast_text(value)) for text, value, _ in cells]
            name, types = self.database.new_name(), dict.fromkeys("kv", self.dialect.sql_types["string"])
            self.database.load_dataframe(name, pd.DataFrame(pairs, columns=["k", "v"]), types)
            yield name

    def _refuse_long_numbers(self, field: Field, wrong: Collection[str]) -> None:
        """Refused where texts are at fault for having more digits than a float; the source keeps that in mind."""
        if field.type != "number" or not doubtful_numbers.with_long_numbers(field, wrong).has_long_numbers:
            return
        self.source.note_long_numbers(field)
        fault, remedy = "has numbers with more digits than an engine holds", 'declare it as "string", or use pandas'
        raise Refused(Finding(TYPE_ERROR, fault, remedy, ", ".join(self.source.file_labels), column=field.name))

    def _note_wrong_texts(self, field: Field, wrong: Collection[str]) -> None:
        """Remember texts that break their type; where they are too many to be named, only that."""
        if wrong and (noted := self.wrong_texts.get(field, ())) is not None:
            texts = {*noted, *wrong}
            # The rows to name are then the first faulty ones in the order of the files, not those of these texts.
            self.wrong_texts[field] = texts if len(texts) < MAX_NAMED_FINDINGS else None

    def _field_cast(self, field: Field, text: str) -> Cast:
        """How a field's texts are read; where the dialect has no cast for them, only null is exact."""
        return self.dialect.field_cast(field, text) or Cast(self.dialect.typed_null(field), f"{text} IS NULL")

    def _is_undecoded(self, text: str) -> bool:
        """Whether a text is what an engine makes of bytes that are no text."""
        mark = self.dialect.undecoded_mark
        return "\0" in text or bool(mark and mark in text)

    def _null_if_missing(self, field: Field, text: str) -> str:
        """A text, or null where it is one of the field's missing values; blank cells are null already.

        With white space around it a missing value is not exact: Python trims it.
        """
        missing = [self.dialect.quote_literal(mark) for mark in field.missing_values if mark]
        return f"(CASE WHEN {text} IN ({', '.join(missing)}) THEN NULL ELSE {text} END)" if missing else text


def format_cast_text(value: parsing.CellValue) -> str:
    """A value as the casts of both engines read it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
