"""Spark's SQL: its casts take more texts than `values` does, so patterns tell which texts are given to them."""

from __future__ import annotations

from typing import ClassVar

from roundtable_cli.tables.engines.sql.dialect import COMPOSED_PATTERN, TIME_PATTERN, Cast, SqlDialect
from roundtable_cli.tables.values.formula_errors import ERROR_WORDS

# Dates of the months' usual lengths; 29 February is left to Python.
_DATE_PATTERN = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_MOMENT_PATTERNS = {"date": _DATE_PATTERN, "datetime": rf"{_DATE_PATTERN}[T ]{TIME_PATTERN}"}
_INTEGER_PATTERN = "-?[0-9]{1,18}"  # 64 bits hold any of these, and not all of 19 digits
_NUMBER_PATTERN = r"-?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"
_TEXT_PATTERN = rf"(?!{'|'.join(ERROR_WORDS)}){COMPOSED_PATTERN}"


class SparkDialect(SqlDialect):
    """Expressions of Spark's SQL."""

    sql_types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "STRING",
        "datetime": "TIMESTAMP_NTZ",
    }
    undecoded_mark = "\ufffd"
    order_clause = "ORDER BY file, block, line"  # columns that the queries of files have

    def integer_cast(self, text: str) -> Cast:
        """Exact are plain digits."""
        return Cast(f"try_cast({text} AS BIGINT)", self._matches_whole(text, _INTEGER_PATTERN))

    def number_cast(self, text: str, point: str) -> Cast:
        """Exact are plain digits with that decimal mark, unless they are too large for a float, or too many; not -0."""
        with_point = text if point == "." else f"replace({text}, {self.quote_literal(point)}, '.')"
        value = f"try_cast({with_point} AS DOUBLE)"
        no_other_point = "" if point == "." else f" AND NOT contains({text}, '.')"
        digits = f"trim(TRAILING '0' FROM replace({with_point}, '.', ''))"
        is_short = self.has_few_digits(with_point, digits, f"contains(lower({text}), 'e')", value)
        is_same = f"({is_short} OR CAST({value} AS STRING) = {with_point})"
        is_zero = f"({value} = 0 AND contains({text}, '-'))"
        is_number = f"{self._matches_whole(with_point, _NUMBER_PATTERN)}{no_other_point}"
        return Cast(value, f"{is_number} AND {self.is_finite(value)} AND {is_same} AND NOT {is_zero}")

    def text_cast(self, text: str) -> Cast:
        """Exact are composed letters that are no formula's error."""
        return Cast(text, self._matches_whole(text, _TEXT_PATTERN))

    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """Exact are ISO 8601 dates and times that the calendar has."""
        pattern = _MOMENT_PATTERNS.get(type_)
        return Cast(f"try_cast({text} AS TIMESTAMP_NTZ)", self._matches_whole(text, pattern)) if pattern else None

    def _matches_whole(self, text: str, pattern: str) -> str:
        return self.matches_pattern(text, rf"^(?:{pattern})\z")

    def quote_literal(self, text: str) -> str:
        """A text in SQL, in which a backslash has a meaning."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def quote_identifier(self, name: str) -> str:
        """A column's name, in backticks, so that a dot in it is no path."""
        return "`" + name.replace("`", "``") + "`"

    def matches_pattern(self, text: str, pattern: str) -> str:
        """Whether a regular expression, in the syntax of Java, is found in a text."""
        return f"rlike({text}, {self.quote_literal(pattern)})"

    def has_wide_letters(self, text: str) -> str:
        """Whether a text has more bytes than letters."""
        return f"octet_length({text}) > char_length({text})"

    def is_finite(self, number: str) -> str:
        """Whether a number is neither infinite nor NaN, which to Spark is the greatest of all numbers."""
        return f"abs({number}) < double('infinity')"


DIALECT = SparkDialect()
