"""Ids that are a prefix and a number, P00123: kept as the number, which is smaller and sooner told apart than the text.

A 1 stands before the digits of the number, so that zeros before it are not lost: P00123 is 100123, P123 is 1123.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from roundtable_cli.tables.engines.sql.casts import Cast
from roundtable_cli.tables.engines.sql.sql_dialect import SqlDialect
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

_PREFIX_AND_DIGITS = re.compile(
    r"(.*?)([0-9]{1,17})", re.ASCII | re.DOTALL
)  # with a 1 before them they fit into 64 bits


def common_prefix(texts: Collection[str], field: Field) -> str | None:
    """What all of the texts begin with, if a number follows, and `values` gives them as they are; else None."""
    parts = [_PREFIX_AND_DIGITS.fullmatch(text) for text in texts]
    prefixes = {part[1] if part else None for part in parts}
    read = parsing.make_cell_reader(field)
    return prefixes.pop() if len(prefixes) == 1 and all(read(text) == (text, "") for text in texts) else None


def id_code_cast(engine: SqlDialect, text: str, prefix: str) -> Cast:
    """How a text becomes a code: plain are texts of the prefix and a number."""
    digits = f"('1' || substr({text}, {len(prefix) + 1}))"
    number = engine.integer_cast(digits)
    # Nothing after the prefix would be a code as well, of the prefix alone.
    plain = f"{number.is_exact} AND length({text}) > {len(prefix)}"
    return Cast(
        number.value, f"{plain} AND left({text}, {len(prefix)}) = {engine.quote_literal(prefix)}" if prefix else plain
    )


def id_code_text(engine: SqlDialect, code: str, prefix: str) -> str:
    """The text that a code stands for."""
    return f"({engine.quote_literal(prefix)} || substr(CAST({code} AS {engine.sql_types['string']}), 2))"
