"""Tables of Parquet: columns that have types already, of which what is no plain value is read as a cell's text is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from roundtable_cli.errors import Finding, Unread
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.sql.casts import ODD, ORDINAL, OTHER, Form, Kept
from roundtable_cli.tables.engines.sql.parquet_file import UNTOLD, ParquetFile
from roundtable_cli.tables.engines.sql.text_loader import Texts, plainly
from roundtable_cli.tables.table import ROW, TEXTS, TIME_TYPES, Field
from roundtable_cli.tables.values import parsing

_DAYS = ("0001-01-01", "9999-12-31 23:59:59.999999")  # the first moment, and the last
_UNITS = {"year": "year", "yearmonth": "month"}  # of which a date is the first day


class Typed(Texts):
    """A large table of Parquet files and the columns that are wanted of it, each with its name among the engine's."""

    def kept(self) -> Kept:
        """What is kept of plain values, or else of values of which the others are read in Python."""
        cell_checks.refuse(self._unfit())
        try:
            with self.engine.told():
                name = self._values(others=False)
                if self._odd(name):
                    self.engine.drop(name)
                    name = self._mended(self._values(others=True))
                return Kept.plainly(name, self.fields)
        except Unread:
            raise self.source.damaged() from None

    def _unfit(self) -> Iterator[Finding]:
        """Columns of which no values can be told: of times with a zone the days are others for each who looks."""
        for file, field in product(self.source.files.values(), self.own):
            type_ = file.types[field.name] if isinstance(file, ParquetFile) else ""
            if "TIME ZONE" in type_:
                remedy = "write the times without it, as they were where they were noted"
                yield file.finding("type-error", "holds times with a zone", remedy, column=field.name)
            elif type_.startswith(UNTOLD):
                yield file.finding("type-error", f"holds {type_}", "write them with fewer", column=field.name)

    def _values(self, others: bool) -> str:
        """The columns of plain values; and beside each the texts of what it holds of others, or whether it does."""
        select, odd = [f"{ORDINAL} AS {self.fields[ROW]}"] if ROW in self.fields else [], ["false"]
        for index, field in enumerate(self.own):
            column = f"t{index}"
            form, text = self._form(field, column), f"CAST({column} AS {self.engine.types['string']})"
            strange = f"{column} IS NOT NULL AND NOT coalesce({form.plain}, false)"
            select.append(f"CASE WHEN {form.plain} THEN {form.value} END AS {self.fields[field]}")
            select += [f"CASE WHEN {strange} THEN {text} END AS {OTHER}{index}"] if others else []
            odd.append(f"({strange})")
        select.append(f"{' OR '.join(odd)} AS {ODD}")
        rows = self.engine.typed(self.source, [field.name for field in self.own], ROW in self.fields)
        return self._keep(f"SELECT {', '.join(select)} FROM ({rows})", ROW in self.fields)

    def _form(self, field: Field, column: str) -> Form:
        """How a column becomes a field's: null is plain, and so is what stands for it."""
        if field.type in TEXTS:
            text = f"CAST({column} AS {self.engine.types['string']})"
            form = self.engine.form(field, text) or Form(self._none(field), "false")
            absent = [f"{text} = ''", *(f"{text} = {self.engine.quoted(one)}" for one in field.missing_values)]
            return self._unless(absent, form, field)
        if self._is_single(field):  # 0.1 is then what it was written as, and not the nearest of twice the precision
            column = f"CAST(CAST({column} AS {self.engine.types['string']}) AS {self.engine.types['number']})"
        value = f"TRY_CAST({column} AS {self.engine.type_of(field)})"
        plain = self.engine.finite(column) if field.type == "number" else f"{value} IS NOT NULL"
        if field.type in TIME_TYPES:  # of which Python knows no others, and neither engine's infinity is one
            first, last = (f"CAST('{day}' AS {self.engine.type_of(field)})" for day in _DAYS)
            plain = f"{value} BETWEEN {first} AND {last}"
        if unit := _UNITS.get(field.type):
            value = f"CAST(date_trunc('{unit}', {value}) AS {self.engine.type_of(field)})"
        return self._unless([f"{value} = {one}" for one in self._missing(field)], Form(value, plain), field)

    def _is_single(self, field: Field) -> bool:
        """Whether a column holds floats of single precision, in one of the files at least."""
        files = [file for file in self.source.files.values() if isinstance(file, ParquetFile)]
        return any(file.types[field.name].upper() == "FLOAT" for file in files)

    def _is_damaged(self, text: str) -> bool:  # noqa: ARG002 - what is Parquet has been decoded
        """None is: they are no bytes of a text."""
        return False

    def _missing(self, field: Field) -> list[str]:
        """The values that stand for none, as SQL writes those of a type."""
        read = parsing.reader(field._replace(missing_values=()))
        found = [value for value, fault in map(read, field.missing_values) if value is not None and not fault]
        return [f"CAST({self.engine.quoted(plainly(value))} AS {self.engine.type_of(field)})" for value in found]

    def _unless(self, absent: list[str], form: Form, field: Field) -> Form:
        """A form in which what is absent is plain, and null."""
        if not absent:
            return form
        is_absent = f"coalesce({' OR '.join(absent)}, false)"
        value = f"CASE WHEN {is_absent} THEN {self._none(field)} ELSE {form.value} END"
        return Form(value, f"({is_absent} OR {form.plain})")
