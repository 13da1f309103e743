"""Tables of texts: a plain one is what the engine's own cast makes of it, every other one is read in Python.

No reader of an engine is trusted with a type. A text is plain where the engine's cast gives what `values` gives; where
one is not, each different text goes through `values` once, and what breaks its type is refused with its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice

from roundtable_cli.errors import UnreadableFiles, refuse_findings
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.sql import id_codes
from roundtable_cli.tables.engines.sql.casts import INEXACT_PREFIX, NEEDS_PYTHON, ORDINAL_COLUMN, Cast, LoadedTable
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH_ROWS, SqlDialect
from roundtable_cli.tables.reading import total_labels
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field
from roundtable_cli.tables.values import parsing

_SPACE_CHARACTERS = "".join(
    rf"\x{{{ord(space):x}}}" for space in f"\t\n\v\f\r\x1c\x1d\x1e\x1f {parsing.UNICODE_WHITESPACE}"
)
FILLED_PATTERN = f"[^{_SPACE_CHARACTERS}]"  # a text that is not blank
MIN_REPEATS = 50  # times that each text of a column comes up, at least, that has few
MIN_SAMPLE_IDS = 50  # ids among the first rows that show how all are made
# First cells of rows of totals, of blank rows, and of a second file.
NON_RECORD_PATTERN = rf"{total_labels.TOTAL_LABEL_PATTERN}|^[{_SPACE_CHARACTERS}]*$|^\x{{feff}}"


class TextLoader:
    """A large table and the columns that are wanted of it, each with its name among the engine's."""

    def __init__(self, engine: SqlDialect, source: ExternalTable, fields: Mapping[Field, str]) -> None:
        self.engine, self.source, self.columns = engine, source, fields
        self.file_fields = [field for field in fields if field is not ROW_NUMBER_FIELD]
        self.wrong_texts: dict[Field, set[str] | None] = {}  # texts that break their type, None for too many

    def load_table(self) -> LoadedTable:
        """What is kept of a table of texts: all plain, or else those that are not read in Python."""
        refuse_findings(self.source.row_findings())
        try:
            with self.engine.translating_errors():
                kept = (
                    self._load_exact() if all(self.engine.field_cast(field, "") for field in self.file_fields) else None
                )
                return kept or LoadedTable.of_value_columns(self._fill_from_python(self._load_inexact()), self.columns)
        except UnreadableFiles as unread:
            raise self.source.fault_refusal((), unread) from None

    def _create_table(self, query: str, ordered: bool) -> str:
        """The name of a table with the rows of a query, worked out in the order of the files if it numbers them."""
        name = self.engine.new_name()
        self.engine.keep_query(name, query, self.source.size_in_bytes, ordered)
        return name

    def _load_exact(self) -> LoadedTable | None:
        """What is kept, if all of its texts are plain."""
        name = self._create_table(self._exact_query(), ROW_NUMBER_FIELD in self.columns)
        if self._count_inexact_rows(name) or any(
            self._has_inexact_text(name, field) for field in self.low_cardinality_fields
        ):
            self.engine.drop_table(name)
            return None
        texts = {
            field: id_codes.id_code_text(self.engine, self.columns[field], begin)
            for field, begin in self.id_prefixes.items()
        }
        return LoadedTable(name, self.columns, {**self.columns, **texts})

    def _count_inexact_rows(self, name: str) -> int:
        """The number of a kept table's rows that hold what is not plain; all that it has are the source's."""
        query = f"SELECT count(*), count(CASE WHEN {NEEDS_PYTHON} THEN 1 END) FROM {name}"
        ((self.source.record_count, odd),) = self.engine.query_rows(query)
        return int(odd)

    def _has_inexact_text(self, name: str, field: Field) -> bool:
        """Whether a column of a kept table holds a text that is not plain."""
        text = self.columns[field]
        form = self.engine.field_cast(field, text)
        # That it asks for the number of rows keeps an optimiser from looking at the texts row by row.
        plain = f"CASE WHEN count(*) > 0 THEN {form.is_exact if form else 'false'} END"
        query = f"SELECT 1 FROM {name} WHERE {text} IS NOT NULL GROUP BY {text} HAVING NOT ({plain}) LIMIT 1"
        return any(True for _ in self.engine.query_rows(query))

    @cached_property
    def _sample_texts(self) -> Mapping[Field, list[str]]:
        """The texts of columns kept as they stand, in the first rows of the first file and of the last."""
        first, *_, last = [*self.source.files.values()] * 2
        rows = [(file.column_positions, row) for file in dict.fromkeys((first, last)) for _, row in file.filled_rows]
        as_they_stand = [
            field for field in self.file_fields if (form := self.engine.field_cast(field, "t")) and form.value == "t"
        ]
        return {field: [row[columns[field.name]] for columns, row in rows] for field in as_they_stand}

    @cached_property
    def low_cardinality_fields(self) -> frozenset[Field]:
        """Columns of few texts, if all rows are like the first: each text is looked at once."""
        return frozenset(
            field for field, texts in self._sample_texts.items() if MIN_REPEATS * len({*texts}) < len(texts)
        )

    @cached_property
    def id_prefixes(self) -> Mapping[Field, str]:
        """Columns of many ids that are a prefix and a number, if all rows are like the first, each with the prefix."""
        found = dict[Field, str]()
        for field, texts in self._sample_texts.items():
            ids = {*texts} - {"", *field.missing_values}
            if (
                field not in self.low_cardinality_fields
                and len(ids) > MIN_SAMPLE_IDS
                and (begin := id_codes.common_prefix(ids, field)) is not None
            ):
                found[field] = begin
        return found

    def _field_cast(self, field: Field, text: str) -> Cast | None:
        """How the texts of a field are read that are plain, a code in place of a text that has one."""
        begin = self.id_prefixes.get(field)
        return self.engine.field_cast(field, text) if begin is None else id_codes.id_code_cast(self.engine, text, begin)

    def _exact_query(self) -> str:
        """The query of typed columns, and of whether a row holds a text that is not plain, or may be no record."""
        names: list[str | int] = [*(field.name for field in self.file_fields), 0]
        # Where the first cell is blank, all of the row tells whether it is a record.
        select, odd = list[str](), [f"t{len(self.file_fields)} IS NULL"]
        for index, field in enumerate(self.file_fields):
            text = self._null_if_missing(field, f"t{index}")
            form = self._field_cast(field, text)
            select.append(f"{form.value if form else self._typed_null(field)} AS {self.columns[field]}")
            if field not in self.low_cardinality_fields:
                odd.append(f"coalesce(NOT ({form.is_exact}), {text} IS NOT NULL)" if form else f"{text} IS NOT NULL")
        odd.append(non_record_condition(self.engine, f"t{len(self.file_fields)}", self.source.first_column_names))
        select += [f"{ORDINAL_COLUMN} AS {self.columns[ROW_NUMBER_FIELD]}"] if ROW_NUMBER_FIELD in self.columns else []
        select.append(f"{' OR '.join(odd)} AS {NEEDS_PYTHON}")
        texts = self.engine.text_query(self.source, names, ROW_NUMBER_FIELD in self.columns)
        return f"SELECT {', '.join(select)} FROM ({texts})"

    def _load_inexact(self) -> str:
        """The columns of plain texts, and beside each what it holds of others; without blank rows."""
        names: list[str | int] = [*(field.name for field in self.file_fields), *range(len(self.source.header))]
        texts = [f"t{index}" for index in range(len(self.file_fields), len(names))]
        filled = [f"coalesce({text} >= '!' AND {text} < '~', false)" for text in texts]  # most are told so, for little
        filled += [f"coalesce({self.engine.matches_pattern(text, FILLED_PATTERN)}, false)" for text in texts]
        select = [f"{ORDINAL_COLUMN} AS {self.columns[ROW_NUMBER_FIELD]}"] if ROW_NUMBER_FIELD in self.columns else []
        for index, field in enumerate(self.file_fields):
            text = self._null_if_missing(field, f"t{index}")
            form = self.engine.field_cast(field, text)
            value = f"CASE WHEN {form.is_exact} THEN {form.value} END" if form else self._typed_null(field)
            other = f"CASE WHEN coalesce({form.is_exact}, false) THEN NULL ELSE {text} END" if form else text
            select += [f"{value} AS {self.columns[field]}", f"{other} AS {INEXACT_PREFIX}{index}"]
        first = f"coalesce({', '.join(texts)})"
        select.append(
            f"CASE WHEN {non_record_condition(self.engine, first, self.source.first_column_names)} "
            f"THEN {first} END AS {NEEDS_PYTHON}"
        )
        raw = self.engine.text_query(self.source, names, ROW_NUMBER_FIELD in self.columns, " OR ".join(filled))
        kept = self._create_table(f"SELECT {', '.join(select)} FROM ({raw})", ROW_NUMBER_FIELD in self.columns)
        suspects = self.engine.query_rows(
            f"SELECT DISTINCT {NEEDS_PYTHON} FROM {kept} WHERE {NEEDS_PYTHON} IS NOT NULL"
        )
        if any(self.source.may_be_non_record(text) for (text,) in suspects):
            refuse_findings(self.source.find_non_records())
        return kept

    def _fill_from_python(self, kept: str) -> str:
        """A kept table with the texts that are not plain read in Python. Refused where one breaks its type."""
        select, joins, maps = [f"false AS {NEEDS_PYTHON}"], list[str](), list[str]()
        for index, field in enumerate(self.file_fields):
            column, text = f"{kept}.{self.columns[field]}", f"{kept}.{INEXACT_PREFIX}{index}"
            read = [*self._parse_texts(field, f"SELECT DISTINCT {text} FROM {kept} WHERE {text} IS NOT NULL")]
            if read:
                maps += read
                known = " UNION ALL ".join(f"SELECT k, v FROM {name}" for name in read)
                joins.append(f"LEFT JOIN ({known}) AS m{index} ON {text} = m{index}.k")
                column = f"coalesce({column}, CAST(m{index}.v AS {self.engine.sql_type_of(field)}))"
            select.append(f"{column} AS {self.columns[field]}")
        if self.wrong_texts:
            raise self.source.fault_refusal(self.wrong_texts)
        select += (
            [f"{kept}.{self.columns[ROW_NUMBER_FIELD]} AS {self.columns[ROW_NUMBER_FIELD]}"]
            if ROW_NUMBER_FIELD in self.columns
            else []
        )
        name = self._create_table(f"SELECT {', '.join(select)} FROM {kept} {' '.join(joins)}", ordered=False)
        ((self.source.record_count,),) = self.engine.query_rows(f"SELECT count(*) FROM {name}")
        for one in (*maps, kept):
            self.engine.drop_table(one)
        return name

    def _parse_texts(self, field: Field, query: str) -> Iterator[str]:
        """Tables of texts (k) and of what they are (v), written plainly; a batch in each, till too many err."""
        import pandas as pd

        read, rows = parsing.make_cell_reader(field), self.engine.query_rows(query)
        while self.wrong_texts.get(field, {}) is not None and (batch := [text for (text,) in islice(rows, BATCH_ROWS)]):
            found = [(text, *read(text)) for text in batch]
            self._note_wrong_texts(field, [text for text, _, fault in found if fault or self._is_undecoded(text)])
            pairs = [(text, None if value is None else format_cast_text(value)) for text, value, _ in found]
            name, types = self.engine.new_name(), dict.fromkeys("kv", self.engine.sql_types["string"])
            self.engine.load_dataframe(name, pd.DataFrame(pairs, columns=["k", "v"]), types)
            yield name

    def _note_wrong_texts(self, field: Field, wrong: Collection[str]) -> None:
        """Remember texts that break their type; of too many none is, for all rows are then looked at in their order."""
        if wrong and (noted := self.wrong_texts.get(field, set())) is not None:
            noted |= {*wrong}
            self.wrong_texts[field] = noted if len(noted) < MAX_NAMED_FINDINGS else None

    def _is_undecoded(self, text: str) -> bool:
        """Whether a text is what an engine makes of bytes that are none."""
        return "\0" in text or bool(self.engine.undecoded_mark and self.engine.undecoded_mark in text)

    def _null_if_missing(self, field: Field, text: str) -> str:
        """A text, or null where it is one of those that are missing; the empty one is null already."""
        missing = [self.engine.quote_literal(one) for one in field.missing_values if one]
        return f"(CASE WHEN {text} IN ({', '.join(missing)}) THEN NULL ELSE {text} END)" if missing else text

    def _typed_null(self, field: Field) -> str:
        return f"CAST(NULL AS {self.engine.sql_type_of(field)})"


def non_record_condition(engine: SqlDialect, text: str, names: Collection[str]) -> str:
    """Whether a row may be a header once more, one of totals, or blank, told from its first cell that is filled.

    Most cells are told from how they begin, and from the letter with which a total ends; a pattern tells the others.
    """
    begins = " OR ".join(f"({text} >= '{low}' AND {text} < '{high}')" for low, high in ("GH", "SU", "gh", "su"))
    ends = f"contains({text}, 'l') OR contains({text}, 'L') OR {engine.has_wide_letters(text)}"
    suspected = f"{begins} OR {text} < '0' OR {text} > '~' OR {ends}"
    headers = [[engine.quote_literal(name + end) for end in ("", " ", "!")] for name in names]
    once_more = (f"{text} = {name} OR ({text} >= {spaced} AND {text} < {after})" for name, spaced, after in headers)
    trimmed = (f"trim({text}) = {name}" for name, *_ in headers)
    strange = " OR ".join((engine.matches_pattern(text, NON_RECORD_PATTERN), *trimmed))
    return f"CASE WHEN {' OR '.join(once_more)} THEN true WHEN {suspected} THEN {strange} ELSE false END"


def format_cast_text(value: parsing.CellValue) -> str:
    """A value as the engines' own casts read it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
