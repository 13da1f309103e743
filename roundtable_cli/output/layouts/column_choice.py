"""Which columns of a table or of tidy rows are shown, and in which order, where somebody chooses them."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import Finding, Refused, quote_names, suggest_nearest
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.output.page import PageTable, TidyData


def choose_table_columns(table: PageTable, names: Sequence[str], keys: Sequence[str]) -> PageTable:
    """The table with the columns of these names alone, in their order; all of them, where none is named.

    `keys` name the columns of the table, whatever its language; a column is also found by its heading. Refused where
    there is none of a name, with those that there are.
    """
    if not names:
        return table
    chosen = find_columns(names, keys, table.head)
    places = {position: place for place, position in enumerate(chosen)}
    return table._replace(
        head=tuple(table.head[position] for position in chosen),
        rows=tuple(tuple(row[position] for position in chosen) for row in table.rows),
        right_aligned=frozenset(places[position] for position in table.right_aligned if position in places),
        wrap_columns=tuple(places[position] for position in table.wrap_columns if position in places),
    )


def choose_data_columns(data: TidyData, names: Sequence[str]) -> TidyData:
    """The same rows with the columns of these names alone. Refused where there is none of a name."""
    if not names:
        return data
    chosen = find_columns(names, data.head, data.head)
    rows = tuple(tuple(row[position] for position in chosen) for row in data.rows)
    return TidyData(tuple(data.head[position] for position in chosen), rows)


def find_columns(names: Sequence[str], keys: Sequence[str], headings: Sequence[str]) -> list[int]:
    """Where the columns of these names stand, which are keys or headings. Refused with every name that there is not."""
    known = {_fold_name(heading): position for position, heading in enumerate(headings)}
    known |= {_fold_name(key): position for position, key in enumerate(keys)}
    unknown = [name for name in names if _fold_name(name) not in known]
    if unknown:
        raise Refused(*(_unknown_column(name, keys) for name in unknown))
    return [*dict.fromkeys(known[_fold_name(name)] for name in names)]


def _unknown_column(name: str, keys: Sequence[str]) -> Finding:
    nearest, known = suggest_nearest(name, keys), f"the columns are {quote_names(keys)}"
    remedy = f"{nearest} T{known[1:]}" if nearest.endswith("?") else nearest or known
    return Finding(USAGE, f'there is no column "{name}"', remedy, column="--columns")


def _fold_name(name: str) -> str:
    """A name without regard to case, and with spaces for `_`."""
    return " ".join(name.casefold().replace("_", " ").split())
