"""Rows that are labelled like totals that are proven: `Total Osh` beside `Total Naryn`, whose one district has one row.

The sum of one row proves nothing by itself. So the label has to begin with the word of a proven total, or of one that
is called by a word for totals alone; the other cells of text have to be blank or say what the summed rows say, and
each number has to be the sum of the rows above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from roundtable_cli.tables.reading.totals import sum_evidence, total_labels
from roundtable_cli.tables.reading.totals.addend_rows import AddendRows
from roundtable_cli.tables.reading.totals.label_groups import LabelGroups
from roundtable_cli.tables.reading.totals.number_columns import NumberTable


def find_like_totals(
    table: NumberTable,
    labels: LabelGroups,
    addends: AddendRows,
    proven: Set[int],
    find_own_cells: Callable[[int, Sequence[int]], Sequence[int]],
) -> Iterator[int]:
    """The rows that are labelled like proven totals, and sum the rows above, back to the total before.

    `find_own_cells` gives the columns in which a row says what the rows that it sums do not all say.
    """
    for position, groups in labels.by_column.items():
        named = {index for label, indexes in groups.items() if label and _names_totals(label) for index in indexes}
        if not proven and not named:  # as in nearly all columns
            continue
        by_word = _rows_by_first_word(groups).values()
        alike = sorted({index for rows in by_word if not rows.isdisjoint({*proven, *named}) for index in rows})
        list_addends = addends.list_above(alike)
        for index in alike:
            rows = [*list_addends(index)]
            if index not in proven and rows and {*find_own_cells(index, rows)} <= {position}:
                fit = sum_evidence.compare_sums(table, index, rows)
                if fit.agrees and not fit.averaged:
                    yield index


def _names_totals(label: str) -> bool:
    """Whether a label is a word for totals, and nothing else."""
    return total_labels.label_kind(label) in {total_labels.SURE, total_labels.WORD} and len(label.split()) == 1


def _rows_by_first_word(groups: Mapping[str, Sequence[int]]) -> dict[str, set[int]]:
    """The rows of labels that begin with one word; what is no word begins none."""
    found = dict[str, set[int]]()
    for label, indexes in groups.items():
        word = label.casefold().split()[0].strip(":") if label else ""
        if any(map(str.isalpha, word)):
            found.setdefault(word, set()).update(indexes)
    return found
