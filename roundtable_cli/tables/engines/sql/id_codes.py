"""Ids that are a prefix and a number, P00123: kept as the number, which is smaller and sooner compared than the text.

A 1 stands before the digits of the number, so that zeros before it are not lost: P00123 is 100123, P123 is 1123.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from roundtable_cli.tables.engines.sql.dialect import Cast, SqlDialect
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

_MAX_DIGITS = 17  # with a 1 before them they fit into 64 bits
_PREFIX_AND_DIGITS = re.compile(rf"(.*?)([0-9]{{1,{_MAX_DIGITS}}})", re.ASCII | re.DOTALL)


def common_prefix(texts: Collection[str], field: Field) -> str | None:
    """What all of the texts begin with, if a number follows, and `values` leaves them as they are; else None."""
    matches = [_PREFIX_AND_DIGITS.fullmatch(text) for text in texts]
    prefixes = {match[1] if match else None for match in matches}
    read_cell = parsing.make_cell_reader(field)
    return prefixes.pop() if len(prefixes) == 1 and all(read_cell(text) == (text, "") for text in texts) else None


def id_code_cast(dialect: SqlDialect, text: str, prefix: str) -> Cast:
    """How a text becomes a code; exact are texts of the prefix and a number."""
    number = dialect.integer_cast(f"('1' || substr({text}, {len(prefix) + 1}))")
    # The prefix alone would have a code as well, 1: it is no id of a number.
    is_exact = f"{number.is_exact} AND length({text}) > {len(prefix)}"
    if prefix:
        is_exact += f" AND left({text}, {len(prefix)}) = {dialect.quote_literal(prefix)}"
    return Cast(number.value, is_exact)


def id_code_text(dialect: SqlDialect, code: str, prefix: str) -> str:
    """The text that a code stands for."""
    return f"({dialect.quote_literal(prefix)} || substr({dialect.cast_to_text(code)}, 2))"
