"""SQL as an engine writes it: how a cell's text becomes a value, and which texts its casts read as `values` does.

No cast of an engine is trusted with any text. A dialect says of each type which texts are exact: those of which its
cast is known to make the value that `tables/values/parsing.py` makes. All others are read there. So each rule here may
take fewer texts than `values` does, and never one that it reads in another way; `test_dialect.py` compares the two.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from roundtable_cli.tables.table import TEXT_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values.currency_signs import CURRENCY_CODES, CURRENCY_FORMATS
from roundtable_cli.tables.values.numerals import MAX_DIGITS

ORDINAL_COLUMN = "ordinal"  # of a query that numbers its rows
# Letters beyond ASCII that `unicodedata.normalize("NFC", …)` leaves as they are, whatever stands beside them.
_COMPOSED_LETTERS = r"\x{a1}-\x{2ff}\x{400}-\x{482}\x{48a}-\x{52f}"
# Texts of these letters and of ASCII, tabs and line breaks within too, without white space around them, and without a
# "#" first, with which most errors of formulas begin (`values/formula_errors.py`).
COMPOSED_PATTERN = rf"[!\"$-~{_COMPOSED_LETTERS}](?:[ -~\t\n\r{_COMPOSED_LETTERS}]*[!-~{_COMPOSED_LETTERS}])?"
_MIN_PRECISE = "1e-290"  # floats below some 1e-308 have fewer digits
TIME_PATTERN = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?"


class Cast(NamedTuple):
    """A text in SQL as a value of a type: the value, and whether it is the right one (true, false or null)."""

    value: str
    is_exact: str


class SqlDialect(ABC):
    """Expressions of SQL, made of others; nothing is asked of a database."""

    sql_types: ClassVar[Mapping[str, str]]  # of columns, by the type of field that they hold
    undecoded_mark: ClassVar[str] = ""  # what the engine makes of bytes that are no text, if it does not refuse them
    order_clause: ClassVar[str] = ""  # what sorts rows as their files have them, if the engine does not keep that order

    def field_cast(self, field: Field, text: str) -> Cast | None:
        """How a field's texts are read; None where Python has to read them all."""
        if field.serial or field.has_long_numbers or not field.bare_number or field.brackets or field.group_char:
            return None
        if field.type == "integer":
            return self.integer_cast(text)
        if field.type == "number":
            return self.number_cast(text, field.decimal_char)
        if field.type == "boolean":
            return self.boolean_cast(field, text)
        if field.format not in {"default", ""}:
            return self.currency_cast(text) if field.format in CURRENCY_FORMATS else None
        return self.text_cast(text) if field.type in TEXT_TYPES else self.moment_cast(text, field.type)

    def currency_cast(self, text: str) -> Cast:
        """How the names of currencies are read as codes: a code that is known is one already."""
        return Cast(text, f"{text} IN ({', '.join(map(self.quote_literal, CURRENCY_CODES))})")

    @abstractmethod
    def integer_cast(self, text: str) -> Cast:
        """How whole numbers are read."""

    @abstractmethod
    def number_cast(self, text: str, point: str) -> Cast:
        """How numbers with that decimal mark are read."""

    def has_few_digits(self, plain: str, digits: str, exponent: str, value: str) -> str:
        """Whether a plain number has so few digits that a float, its `value`, holds every such number.

        `digits` are those without zeros at the end, and `exponent` says whether there is one: by it a number may be so
        near to 0 that floats have fewer digits there.
        """
        is_large = f"abs({value}) >= {_MIN_PRECISE}"
        is_short = f"length({plain}) <= {MAX_DIGITS} AND (NOT {exponent} OR {is_large})"
        return f"({is_short} OR NOT {exponent} AND length({digits}) <= {MAX_DIGITS})"

    @abstractmethod
    def text_cast(self, text: str) -> Cast:
        """Which texts `values` leaves as they are: composed, without white space around them, no formula's error."""

    @abstractmethod
    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """How dates, or dates and times, are read; None for months and years, which no engine has a type for."""

    def boolean_cast(self, field: Field, text: str) -> Cast:
        """How the words that a field has for true and false are read."""
        yes, no = (", ".join(map(self.quote_literal, words)) for words in (field.true_values, field.false_values))
        value = f"CASE WHEN {text} IN ({yes or 'NULL'}) THEN true WHEN {text} IN ({no or 'NULL'}) THEN false END"
        return Cast(value, f"({value}) IS NOT NULL")

    def quote_literal(self, text: str) -> str:
        """A text in SQL."""
        return "'" + text.replace("'", "''") + "'"

    @abstractmethod
    def quote_identifier(self, name: str) -> str:
        """A column's name in SQL, whatever signs are in it."""

    @abstractmethod
    def matches_pattern(self, text: str, pattern: str) -> str:
        """Whether a regular expression is found in a text."""

    @abstractmethod
    def has_wide_letters(self, text: str) -> str:
        """Whether a text has letters beyond ASCII."""

    @abstractmethod
    def is_finite(self, number: str) -> str:
        """Whether a number is neither infinite nor NaN."""

    def sql_type_of(self, field: Field) -> str:
        """The type of the column that holds a field's values."""
        kind = "datetime" if field.type in TIME_TYPES else "string" if field.has_long_numbers else field.type
        return self.sql_types.get(kind, self.sql_types["string"])

    def cast_to_text(self, value: str) -> str:
        """A value as text."""
        return f"CAST({value} AS {self.sql_types['string']})"

    def typed_null(self, field: Field) -> str:
        """A missing value of a field."""
        return f"CAST(NULL AS {self.sql_type_of(field)})"

    def with_ordinals(self, query: str, ordinal: bool, where: str = "") -> str:
        """A query, of some rows only if `where` says which, and with the ordinals of these rows if asked."""
        filtered = f"SELECT * FROM ({query}) WHERE {where}" if where else query
        if not ordinal:
            return filtered
        return f"SELECT *, row_number() OVER ({self.order_clause}) - 1 AS {ORDINAL_COLUMN} FROM ({filtered})"
