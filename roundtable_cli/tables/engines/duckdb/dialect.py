"""DuckDB's SQL: its casts take more texts than `values` does, so most are checked by what they give back."""

from __future__ import annotations

from typing import ClassVar

from roundtable_cli.tables.engines.sql.dialect import COMPOSED_PATTERN, TIME_PATTERN, Cast, SqlDialect
from roundtable_cli.tables.values.formula_errors import ERROR_WORDS

_DATETIME_PATTERN = rf"[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}[T ]{TIME_PATTERN}"


class DuckDBDialect(SqlDialect):
    """Expressions of DuckDB's SQL."""

    sql_types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "VARCHAR",
        "datetime": "TIMESTAMP",
    }

    def integer_cast(self, text: str) -> Cast:
        """The cast would round `1.5` and take `0x10`: exact is what it gives back as it was written."""
        value = f"TRY_CAST({text} AS BIGINT)"
        return Cast(value, f"CAST({value} AS VARCHAR) = {text}")

    def number_cast(self, text: str, point: str) -> Cast:
        """The cast would take `1_000`, `+-5` and infinity, and round numbers of many digits; -0 is left to Python."""
        with_point = text if point == "." else f"replace({text}, {self.quote_literal(point)}, '.')"
        value = f"TRY_CAST({with_point} AS DOUBLE)"
        signs = ("_", "+", *(() if point == "." else (".",)))
        has_other_sign = " OR ".join(f"contains({text}, {self.quote_literal(sign)})" for sign in signs)
        exponent = f"(contains({text}, 'e') OR contains({text}, 'E'))"
        is_short = self.has_few_digits(with_point, f"rtrim(replace({with_point}, '.', ''), '0')", exponent, value)
        is_same = f"CASE WHEN {is_short} THEN true ELSE CAST({value} AS VARCHAR) = {with_point} END"
        is_zero = f"({value} = 0 AND contains({text}, '-'))"
        return Cast(value, f"isfinite({value}) AND NOT ({has_other_sign} OR {is_zero}) AND {is_same}")

    def text_cast(self, text: str) -> Cast:
        """Of ASCII it is enough to look at both ends; of other texts a pattern looks at each letter.

        ASCII from "$" on leaves out white space, and the "#" of formulas' errors; their words are asked one by one.
        """
        # A range is sooner compared than a prefix: "Err:…" sorts from "Err:" up to "Err;".
        is_error = " OR ".join(
            f"({text} >= '{word}' AND {text} < '{word[:-1]}{chr(ord(word[-1]) + 1)}')"
            for word in ERROR_WORDS
            if word.isascii()
        )
        ends = f"{text} >= '$' AND {text}[-1] > ' ' AND NOT ({is_error})"
        is_ascii = f"{ends} AND strlen({text}) = length({text}) AND NOT contains({text}, chr(0))"
        no_error = " AND ".join(f"NOT prefix({text}, {self.quote_literal(word)})" for word in ERROR_WORDS)
        is_composed = f"regexp_full_match({text}, {self.quote_literal(COMPOSED_PATTERN)})"
        # Of a CASE, and not of an OR, the second part is looked at only where the first does not hold.
        return Cast(text, f"CASE WHEN {is_ascii} THEN true ELSE {is_composed} AND {no_error} END")

    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """A day is exact if the cast gives it back as it was written; of times a pattern tells."""
        if type_ == "date":
            day = f"TRY_CAST({text} AS DATE)"
            return Cast(f"CAST({day} AS TIMESTAMP)", f"strlen({text}) = 10 AND CAST({day} AS VARCHAR) = {text}")
        if type_ == "datetime":
            value, pattern = f"TRY_CAST({text} AS TIMESTAMP)", self.quote_literal(_DATETIME_PATTERN)
            return Cast(value, f"regexp_full_match({text}, {pattern}) AND {value} IS NOT NULL")
        return None

    def quote_identifier(self, name: str) -> str:
        """A column's name, in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def matches_pattern(self, text: str, pattern: str) -> str:
        """Whether a regular expression, in the syntax of RE2, is found in a text."""
        return f"regexp_matches({text}, {self.quote_literal(pattern)})"

    def has_wide_letters(self, text: str) -> str:
        """Whether a text has more bytes than letters."""
        return f"strlen({text}) > length({text})"

    def is_finite(self, number: str) -> str:
        """Whether a number is neither infinite nor NaN."""
        return f"isfinite(CAST({number} AS DOUBLE))"


DIALECT = DuckDBDialect()
