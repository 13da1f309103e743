"""Tables of Parquet: the columns have types already; a value that is not exact is read as a cell's text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from roundtable_cli.errors import Finding, Refused, UnreadableFiles, refuse_findings
from roundtable_cli.finding_codes import SOURCE_ERROR, TYPE_ERROR
from roundtable_cli.tables.engines.sql.database import NEEDS_PYTHON, LoadedTable
from roundtable_cli.tables.engines.sql.dialect import Cast
from roundtable_cli.tables.engines.sql.external_files import NO_VALUES, TOO_PRECISE_PREFIX
from roundtable_cli.tables.engines.sql.text_loader import INEXACT_PREFIX, TextLoader, format_cast_text
from roundtable_cli.tables.table import TEXT_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values import parsing

_TIME_BOUNDS = ("0001-01-01", "9999-12-31 23:59:59.999999")  # the first moment that Python knows, and the last
# Floats, whole numbers of 32 bits, decimals of 15 digits.
_SHORT_NUMBER_TYPES = (
    rf"DOUBLE|FLOAT|U?(TINYINT|SMALLINT|INTEGER)|INT|BYTE|SHORT|DECIMAL\(([1-9]|1[0-5]),.*|{NO_VALUES.upper()}"
)
_DATE_UNITS = {"year": "year", "yearmonth": "month"}  # of which a date is the first day


class ParquetLoader(TextLoader):
    """Loads a table of Parquet files: those of its columns that are asked for, each into the column of that name."""

    def load_table(self) -> LoadedTable:
        """The table with the values of all cells. Refused where a column or a value does not fit its field."""
        refuse_findings(self._unfit_column_findings())
        try:
            with self.database.translating_errors():
                name = self._load_values(keep_inexact=False)
                if self._count_inexact_rows(name):
                    self.database.drop_table(name)
                    name = self._fill_from_python(self._load_values(keep_inexact=True))
                return LoadedTable.of_value_columns(name, self.columns)
        except UnreadableFiles:
            fault, remedy = (
                "the file is damaged, or was changed while it was read",
                "copy or download the Parquet file again",
            )
            raise Refused(Finding(SOURCE_ERROR, fault, remedy, ", ".join(self.source.file_labels))) from None

    def _unfit_column_findings(self) -> Iterator[Finding]:
        """Columns of which an engine can't tell the values: times in a zone would be another day's for each reader."""
        for file, field in product(self.source.files, self.file_fields):
            type_ = file.column_types[field.name]
            if "TIME ZONE" in type_:
                remedy = "save the times without a time zone, as the clock showed them"
                yield file.error_finding(TYPE_ERROR, "holds times with a time zone", remedy, column=field.name)
            elif type_.startswith(TOO_PRECISE_PREFIX):
                yield file.error_finding(TYPE_ERROR, f"holds {type_}", "save it with fewer digits", column=field.name)

    def _load_values(self, keep_inexact: bool) -> str:
        """The name of a table of the exact values, and whether a row has others; if asked, with the texts of these."""
        select, inexact = self._ordinal_columns(), ["false"]
        for index, field in enumerate(self.file_fields):
            column = f"t{index}"
            cast = self._column_cast(field, column)
            is_inexact = f"{column} IS NOT NULL AND NOT coalesce({cast.is_exact}, false)"
            select.append(f"CASE WHEN {cast.is_exact} THEN {cast.value} END AS {self.columns[field]}")
            if keep_inexact:
                text = self.dialect.cast_to_text(column)
                select.append(f"CASE WHEN {is_inexact} THEN {text} END AS {INEXACT_PREFIX}{index}")
            inexact.append(f"({is_inexact})")
        select.append(f"{' OR '.join(inexact)} AS {NEEDS_PYTHON}")
        names = [field.name for field in self.file_fields]
        rows = self.database.parquet_query(self.source, names, self.has_ordinals)
        return self._create_table(f"SELECT {', '.join(select)} FROM ({rows})", self.has_ordinals)

    def _column_cast(self, field: Field, column: str) -> Cast:
        """How a column becomes a field's; null is exact, and so is what the schema declares to be missing."""
        if field.type in TEXT_TYPES:
            text = self.dialect.cast_to_text(column)
            cast = self._field_cast(field, text)
            missing = [self.dialect.quote_literal(mark) for mark in ("", *field.missing_values)]
            return self._null_if_any([f"{text} = {mark}" for mark in missing], cast, field)
        type_ = self.dialect.sql_type_of(field)
        if field.has_long_numbers:
            return self._field_cast(field, column)  # Python reads all of them
        if field.type == "number" and not self._has_short_numbers(field):
            cast = self.dialect.number_cast(self.dialect.cast_to_text(column), ".")
            missing = [f"{cast.value} = {literal}" for literal in self._missing_literals(field)]
            return self._null_if_any(missing, cast, field)
        if self._is_single_precision(field):  # through its text 0.1 stays 0.1, and not 0.10000000149011612
            column = f"CAST({self.dialect.cast_to_text(column)} AS {self.dialect.sql_types['number']})"
        value = f"TRY_CAST({column} AS {type_})"
        is_exact = self.dialect.is_finite(column) if field.type == "number" else f"{value} IS NOT NULL"
        if field.type in TIME_TYPES:  # an engine also has earlier and later times, and infinite ones
            first, last = (f"CAST('{moment}' AS {type_})" for moment in _TIME_BOUNDS)
            is_exact = f"{value} BETWEEN {first} AND {last}"
        if unit := _DATE_UNITS.get(field.type):
            value = f"CAST(date_trunc('{unit}', {value}) AS {type_})"
        missing = [f"{value} = {literal}" for literal in self._missing_literals(field)]
        return self._null_if_any(missing, Cast(value, is_exact), field)

    def _has_short_numbers(self, field: Field) -> bool:
        """Whether a column, in all of the files, is of a type whose numbers a float of double precision holds."""
        types = (file.column_types[field.name].upper() for file in self.source.files)
        return all(re.fullmatch(_SHORT_NUMBER_TYPES, type_) for type_ in types)

    def _is_single_precision(self, field: Field) -> bool:
        """Whether a column holds floats of single precision, in one of the files at least."""
        return any(file.column_types[field.name].upper() == "FLOAT" for file in self.source.files)

    def _is_undecoded(self, text: str) -> bool:  # noqa: ARG002 - texts of Parquet are UTF-8, or an engine refuses them
        """Never: texts of Parquet have been decoded."""
        return False

    def _missing_literals(self, field: Field) -> list[str]:
        """The values that stand for a missing one, as SQL writes those of the field's type."""
        read_cell = parsing.make_cell_reader(field._replace(missing_values=()))
        values = [value for value, fault in map(read_cell, field.missing_values) if value is not None and not fault]
        literals = [self.dialect.quote_literal(format_cast_text(value)) for value in values]
        return [f"CAST({literal} AS {self.dialect.sql_type_of(field)})" for literal in literals]

    def _null_if_any(self, conditions: list[str], cast: Cast, field: Field) -> Cast:
        """A cast by which a value is null, and exact, where one of some conditions holds."""
        if not conditions:
            return cast
        is_missing = f"coalesce({' OR '.join(conditions)}, false)"
        value = f"CASE WHEN {is_missing} THEN {self.dialect.typed_null(field)} ELSE {cast.value} END"
        return Cast(value, f"({is_missing} OR {cast.is_exact})")
