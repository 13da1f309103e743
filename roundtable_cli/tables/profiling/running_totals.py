"""Columns of running totals: each number is the sum of another column's numbers up to its row, or in its group.

A balance is one too: each number is that of the row before, and what came in, and less what went out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, permutations

from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.values import parsing

MIN_ADDITIONS = 3  # rows in which something was added to something: of so many equal sums none is by chance
MAX_ROWS = 1000  # rows that are looked at: the first of the table
_MAX_COLUMNS = 40  # columns of numbers, and of groups, that are looked at
_MAX_LEDGER_COLUMNS = 12  # columns of numbers of a table in which balances are looked for: there are many pairs
_CLOSE = 1e-6  # how far a sum of decimals may be from the number that a program wrote


def find_running_totals(columns: Mapping[str, ColumnProfile]) -> frozenset[str]:
    """The names of the columns of running totals.

    Asked is that in each row with both numbers the total is that of the row before and the row's own number, or begins
    anew with the number, and that something was added at least MIN_ADDITIONS times. Rows count in their order in the
    file, or in that order within the rows that have one text in another column. Balances are asked the same, from the
    second row on, with the rows in the file's order or the other way round.
    """
    numeric = {name: column for name, column in columns.items() if _may_be_added(column)}
    ledger = {name: column for name, column in columns.items() if column.is_numeric}
    if len(ledger) < 2 or not 1 <= len(numeric) <= _MAX_COLUMNS:
        return frozenset()
    numbers = {name: _first_numbers(column) for name, column in numeric.items()}
    rows = max(map(len, numbers.values()))
    is_narrow = len(ledger) <= _MAX_LEDGER_COLUMNS
    moves = {name: _first_numbers(column) for name, column in ledger.items()} if is_narrow else {}
    orders = [range(rows), *_group_orders(columns, rows)]
    return frozenset(
        total
        for total in numbers
        if any(
            part != total and _are_running(numbers[total], numbers[part], order) for part in numbers for order in orders
        )
        or _is_balance(numbers[total], [moves[part] for part in moves if part != total])
    )


def _may_be_added(column: ColumnProfile) -> bool:
    return column.is_numeric and len(column.text_counts) > MIN_ADDITIONS - 1 and column.row_count > MIN_ADDITIONS


def _first_numbers(column: ColumnProfile) -> list[float | None]:
    values = parsing.parse_column(column.first_cells(MAX_ROWS), column.field)[0]
    return [value if isinstance(value, (int, float)) else None for value in values]


def _group_orders(columns: Mapping[str, ColumnProfile], rows: int) -> Iterator[Sequence[int]]:
    """The rows group by group, for each column of texts that may group them."""
    groups = (
        column
        for column in columns.values()
        if column.field.type == "string" and 1 < len(column.text_counts) <= column.row_count // 2
    )
    for column in islice(groups, _MAX_COLUMNS):
        texts = column.first_cells(rows)
        yield sorted(range(len(texts)), key=texts.__getitem__)


def _is_balance(balances: Sequence[float | None], moves: Sequence[Sequence[float | None]]) -> bool:
    """Whether a column is the balance of one column of additions, and less another's numbers where there is one."""
    newest_last = [row for row, balance in enumerate(balances) if balance is not None]
    if len(newest_last) <= MIN_ADDITIONS:
        return False
    amounts = [[column[row] or 0.0 if row < len(column) else 0.0 for row in newest_last] for column in moves]
    kept = [balances[row] or 0.0 for row in newest_last]
    nothing = [0.0] * len(kept)
    return any(
        _are_balances(numbers, added, taken)
        for numbers, columns in ((kept, amounts), (kept[::-1], [column[::-1] for column in amounts]))
        for added, taken in permutations([*columns, nothing], 2)
    )


def _are_balances(balances: Sequence[float], added: Sequence[float], taken: Sequence[float]) -> bool:
    """Whether each number but the first is the one before, and what is added in its row, less what is taken."""
    additions = 0
    for (before, balance), more, less in zip(pairwise(balances), added[1:], taken[1:], strict=True):
        if abs(before + more - less - balance) > _CLOSE * max(1, abs(balance), abs(before)):
            return False
        additions += more != less
    return additions >= MIN_ADDITIONS


def _are_running(totals: Sequence[float | None], parts: Sequence[float | None], order: Sequence[int]) -> bool:
    """Whether totals run over the parts, row after row; a row that lacks one of the two is passed over."""
    before, additions = 0.0, 0
    for row in order:
        total, part = totals[row], parts[row]
        if total is None or part is None:
            continue
        if before and part and abs(before + part - total) <= _CLOSE * max(1, abs(total)):
            additions += 1
        elif abs(total - part) > _CLOSE * max(1, abs(total)) and (part or abs(total - before) > _CLOSE):
            return False
        before = total
    return additions >= MIN_ADDITIONS
