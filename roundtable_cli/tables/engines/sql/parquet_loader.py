"""Tables of Parquet: columns that have types already, of which what is no plain value is read as a cell's text is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from roundtable_cli.errors import TYPE_ERROR, Finding, UnreadableFiles, refuse_findings
from roundtable_cli.tables.engines.sql.casts import INEXACT_PREFIX, NEEDS_PYTHON, ORDINAL_COLUMN, Cast, LoadedTable
from roundtable_cli.tables.engines.sql.parquet_file import TOO_PRECISE_PREFIX, ParquetFile
from roundtable_cli.tables.engines.sql.text_loader import TextLoader, format_cast_text
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, TEXT_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values import parsing

_TIME_BOUNDS = ("0001-01-01", "9999-12-31 23:59:59.999999")  # the first moment, and the last
_DATE_UNITS = {"year": "year", "yearmonth": "month"}  # of which a date is the first day


class ParquetLoader(TextLoader):
    """A large table of Parquet files and the columns that are wanted of it, each with its name among the engine's."""

    def load_table(self) -> LoadedTable:
        """What is kept of plain values, or else of values of which the others are read in Python."""
        refuse_findings(self._unfit_column_findings())
        try:
            with self.engine.translating_errors():
                name = self._load_values(others=False)
                if self._count_inexact_rows(name):
                    self.engine.drop_table(name)
                    name = self._fill_from_python(self._load_values(others=True))
                return LoadedTable.of_value_columns(name, self.columns)
        except UnreadableFiles:
            raise self.source.damaged_refusal() from None

    def _unfit_column_findings(self) -> Iterator[Finding]:
        """Columns of which no values can be told: of times with a zone the days are others for each who looks."""
        for file, field in product(self.source.files.values(), self.file_fields):
            type_ = file.column_types[field.name] if isinstance(file, ParquetFile) else ""
            if "TIME ZONE" in type_:
                remedy = "write the times without it, as they were where they were noted"
                yield file.error_finding(TYPE_ERROR, "holds times with a zone", remedy, column=field.name)
            elif type_.startswith(TOO_PRECISE_PREFIX):
                yield file.error_finding(TYPE_ERROR, f"holds {type_}", "write them with fewer", column=field.name)

    def _load_values(self, others: bool) -> str:
        """The columns of plain values; and beside each the texts of what it holds of others, or whether it does."""
        select, odd = (
            [f"{ORDINAL_COLUMN} AS {self.columns[ROW_NUMBER_FIELD]}"] if ROW_NUMBER_FIELD in self.columns else [],
            ["false"],
        )
        for index, field in enumerate(self.file_fields):
            column = f"t{index}"
            form, text = self._field_cast(field, column), f"CAST({column} AS {self.engine.sql_types['string']})"
            strange = f"{column} IS NOT NULL AND NOT coalesce({form.is_exact}, false)"
            select.append(f"CASE WHEN {form.is_exact} THEN {form.value} END AS {self.columns[field]}")
            select += [f"CASE WHEN {strange} THEN {text} END AS {INEXACT_PREFIX}{index}"] if others else []
            odd.append(f"({strange})")
        select.append(f"{' OR '.join(odd)} AS {NEEDS_PYTHON}")
        rows = self.engine.parquet_query(
            self.source, [field.name for field in self.file_fields], ROW_NUMBER_FIELD in self.columns
        )
        return self._create_table(f"SELECT {', '.join(select)} FROM ({rows})", ROW_NUMBER_FIELD in self.columns)

    def _field_cast(self, field: Field, column: str) -> Cast:
        """How a column becomes a field's: null is plain, and so is what stands for it."""
        if field.type in TEXT_TYPES:
            text = f"CAST({column} AS {self.engine.sql_types['string']})"
            form = self.engine.field_cast(field, text) or Cast(self._typed_null(field), "false")
            absent = [f"{text} = ''", *(f"{text} = {self.engine.quote_literal(one)}" for one in field.missing_values)]
            return self._null_if_absent(absent, form, field)
        if self._is_single_precision(
            field
        ):  # 0.1 is then what it was written as, and not the nearest of twice the precision
            column = f"CAST(CAST({column} AS {self.engine.sql_types['string']}) AS {self.engine.sql_types['number']})"
        value = f"TRY_CAST({column} AS {self.engine.sql_type_of(field)})"
        plain = self.engine.is_finite(column) if field.type == "number" else f"{value} IS NOT NULL"
        if field.type in TIME_TYPES:  # of which Python knows no others, and neither engine's infinity is one
            first, last = (f"CAST('{day}' AS {self.engine.sql_type_of(field)})" for day in _TIME_BOUNDS)
            plain = f"{value} BETWEEN {first} AND {last}"
        if unit := _DATE_UNITS.get(field.type):
            value = f"CAST(date_trunc('{unit}', {value}) AS {self.engine.sql_type_of(field)})"
        return self._null_if_absent(
            [f"{value} = {one}" for one in self._missing_literals(field)], Cast(value, plain), field
        )

    def _is_single_precision(self, field: Field) -> bool:
        """Whether a column holds floats of single precision, in one of the files at least."""
        files = [file for file in self.source.files.values() if isinstance(file, ParquetFile)]
        return any(file.column_types[field.name].upper() == "FLOAT" for file in files)

    def _is_undecoded(self, text: str) -> bool:  # noqa: ARG002 - what is Parquet has been decoded
        """None is: they are no bytes of a text."""
        return False

    def _missing_literals(self, field: Field) -> list[str]:
        """The values that stand for none, as SQL writes those of a type."""
        read = parsing.make_cell_reader(field._replace(missing_values=()))
        found = [value for value, fault in map(read, field.missing_values) if value is not None and not fault]
        return [
            f"CAST({self.engine.quote_literal(format_cast_text(value))} AS {self.engine.sql_type_of(field)})"
            for value in found
        ]

    def _null_if_absent(self, absent: list[str], form: Cast, field: Field) -> Cast:
        """A form in which what is absent is plain, and null."""
        if not absent:
            return form
        is_absent = f"coalesce({' OR '.join(absent)}, false)"
        value = f"CASE WHEN {is_absent} THEN {self._typed_null(field)} ELSE {form.value} END"
        return Cast(value, f"({is_absent} OR {form.is_exact})")
