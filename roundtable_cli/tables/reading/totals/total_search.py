"""Which rows hold the sums or means of others, told by arithmetic: the evidence that is asked, and the search for it.

A row of totals has at most one cell of its own, its label: in its other columns of texts it is blank, or says what all
its addends say (the region of a subtotal). Its addends are the rows above it, back to the total before or to the first;
those below, likewise; or those of its group. It sums at least two numbers but zero.

Rows are judged together that have one label in one column (Total, Both, blank), or the same place in each group. They
are totals where chance would make such sums once in a million tries (`PROOF_BITS`), fewer for more ways to choose them.
A blank label in a column that all other rows fill, or a text where all others have digits, stands for most of that;
so do the blank labels of several rows at the end, which are judged together (`end_rows`). With the rows of one
label a grand total is judged too, the last row of that label or the first, which no group has: it has to sum all.
A label that says so (`total_labels`) needs no more than the sums. Where they are unlikely and not that unlikely, the
rows are only possible totals. The sum of two numbers in a last row with a name (A 10, B 20, C 30) is neither: of three
random numbers up to 60 the last is the sum once in 125 tables, of three tens once in 20.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from roundtable_cli.tables.reading.totals import (
    bare_rows,
    end_rows,
    nested_totals,
    statistic_rows,
    sum_evidence,
    total_labels,
)
from roundtable_cli.tables.reading.totals.addend_rows import AddendRows, Addends
from roundtable_cli.tables.reading.totals.end_rows import EDGE_ROWS
from roundtable_cli.tables.reading.totals.label_groups import Declared, LabelGroups
from roundtable_cli.tables.reading.totals.labelled_totals import LabelledTotals
from roundtable_cli.tables.reading.totals.number_columns import NumberTable, Rows
from roundtable_cli.tables.reading.totals.own_cells import OwnCells
from roundtable_cli.tables.reading.totals.sum_evidence import LIKELY_BITS, PROOF_BITS, RowFit, most_wrong

MAX_SEARCHED_ROWS = 20_000  # of longer files only rows are looked at that have a label, or lack one
_MAX_SEARCHED_COLUMNS = 200  # more prove no more, and a survey may have thousands
_MAX_LABELS = 200  # of a column, repeated: of more none stands for all categories
_MAX_ROUNDS = 6  # totals of totals
_LIKELY_NESTED_BITS = 8.0  # of totals over rows that their order groups, which are told: there are many ways to cut


class TotalSearch:
    """Looks for totals in a table. `proven` are those found, or known before, and whether they are means.

    `possible` are told, each with the rows that it sums. `statistics` are proven rows of other statistics than means,
    `parts` those that a total above them counts too.
    """

    def __init__(
        self, table: NumberTable, declared: Declared, known: Mapping[int, bool] = MappingProxyType({})
    ) -> None:
        self.table, self.declared, self.proven = table, declared, {**known}
        self.is_large = len(table.rows) > MAX_SEARCHED_ROWS
        self.possible = dict[int, tuple[int, ...]]()
        self.statistics, self.parts = set[int](), set[int]()
        self._records: tuple[int, list[int]] | None = None
        self.labels = LabelGroups(table, declared)
        self.addends = AddendRows(table, self.proven)
        self.own_cells = OwnCells(table, declared)
        self.labelled = LabelledTotals(table, self.labels, self.addends, self.own_cells)

    def run(self) -> None:
        """Searches until no more totals are found, at last with the possible ones taken for totals."""
        self._search_rounds()
        self._find_over_possible()
        self._keep_named_totals()
        self.possible = {index: addends for index, addends in self.possible.items() if index not in self.proven}

    def _search_rounds(self) -> None:
        """Searches until no more is found: totals of totals come to light when the others are known."""
        for _ in range(_MAX_ROUNDS if len(self.table.rows) > 2 and self.table.number_positions else 0):
            before = len(self.proven)
            self._find_bare()
            for found in self.labelled.find_named(self.records[-1] if self.records else -1):
                self.proven |= found
            self._find_parts()
            self._find_statistics()
            self._find_repeated()
            self._find_unlabelled()
            self._find_edges()
            self._find_nested()
            if not self.is_large:
                self.proven |= dict.fromkeys([*self.labelled.find_alike()], False)
                self.proven |= dict.fromkeys([*self.labelled.find_of_same_form()], False)
                self._find_named_groups()
            if len(self.proven) == before:
                break

    def _find_parts(self) -> None:
        """Looks for rows below proven totals that are parts of them, as their labels say."""
        sums = {index for index, is_mean in self.proven.items() if not is_mean}
        self.parts |= {*self.labelled.find_parts(sums)} if sums else set()
        self.proven |= dict.fromkeys(self.parts, True)

    def _find_statistics(self) -> None:
        """Looks for rows of the largest numbers, the least, the median, by their labels and by arithmetic."""
        found = statistic_rows.find_statistic_rows(self.table, self.labels, self.addends, self.own_cells, self.records)
        self.statistics |= {index for index, kind in found.proven.items() if kind != total_labels.MEAN}
        self.proven |= dict.fromkeys(found.proven, True)
        self.possible |= dict.fromkeys(found.possible, ())

    def _find_over_possible(self) -> None:
        """Searches on as if the possible totals were totals: a grand total over subtotals sums the other rows alone.

        If such a row is proven then, and sums all records, it proves the possible ones too. Others are told with them.
        """
        ends = {*self.records[:1], *self.records[-1:]}  # of which one may be the grand total
        likely = dict.fromkeys([index for index in self.possible if index not in ends], False)
        if not likely or self.is_large:
            return
        assumed = TotalSearch(self.table, self.declared, self.proven | likely)
        assumed._search_rounds()
        found = assumed.proven.keys() - self.proven.keys() - likely.keys()
        grand = [index for index in found if assumed.is_sum_of_all(index)]
        if grand:
            self.proven |= likely | {index: assumed.proven[index] for index in found}
        else:
            ways = [*assumed.addends.list_total_ways(sorted(found))]
            list_addends = assumed.addends.choose_way(ways)
            self.possible |= {index: tuple(list_addends(index)) for index in found}
        self.possible = assumed.possible | self.possible

    def is_sum_of_all(self, index: int) -> bool:
        """Whether each number of a row is the sum of all records."""
        fit = sum_evidence.compare_sums(self.table, index, self.records)
        return fit.agrees and bool(fit.summed) and not fit.averaged

    def _keep_named_totals(self) -> None:
        """Keeps as possible totals what is named so, whatever its numbers are: those of rates are no sums."""
        named = [*self.labels.find_named_rows(self.records[-EDGE_ROWS:]), *self.labels.find_part_rows(self.records)]
        named += self.labels.find_last_words(self.records)
        named += statistic_rows.find_short_rows(self.table, self.labels, self.records)
        self.possible = dict.fromkeys(named, ()) | self.possible

    @property
    def records(self) -> list[int]:
        """The rows with numbers that are no totals as far as is known."""
        if self._records is None or len(self.proven) != self._records[0]:
            self._records = len(self.proven), [index for index in self._number_rows if index not in self.proven]
        return self._records[1]

    @cached_property
    def _number_rows(self) -> list[int]:
        """The rows that have a cell in a column that people may add up."""
        columns = [self.table.texts(place) for place in self.table.measure_positions]
        return [index for index, cells in enumerate(zip(*columns, strict=True)) if any(cells)]

    # Rows of one label, whatever it is, and rows at the ends of groups.

    def _find_repeated(self) -> None:
        for position, groups in self.labels.by_column.items():
            labels = {
                label: indexes
                for label, every in groups.items()
                if len(indexes := [index for index in every if index not in self.proven]) > 1
                and 2 * len(indexes) <= len(self.records)
                and not (self.is_large and label)
            }
            own, ends = {position}, end_rows.list_end_rows(self.records)
            for indexes in labels.values() if len(labels) <= _MAX_LABELS else ():
                if all(
                    own.issuperset(self.own_cells.unique_positions[index]) for index in indexes if index not in ends
                ):
                    self._judge_together(indexes, position, 3 * max(len(labels), 1))
        if not self.is_large:
            for position in self.table.text_positions:
                self._find_group_ends(position)

    def _find_group_ends(self, position: int) -> None:
        """Judges the last rows of all groups, then the first rows: groups are runs of one text in a column."""
        runs = [run for run in self.table.list_runs(self.records, position) if len(run) > 2]
        if len(runs) < 2:
            return
        for place in (-1, 0):
            indexes = [run[place] for run in runs]
            if sum(len(self.own_cells.unique_positions[index]) > 1 for index in indexes) > most_wrong(len(indexes)):
                continue
            addends = {run[place]: [index for index in run if index != run[place]] for run in runs}
            bits, fits = self._pool_bits(indexes, addends.__getitem__, None)
            self._settle(fits, bits - math.log2(2 * len(self.table.text_positions)))

    def _judge_together(self, indexes: Sequence[int], position: int, choices: int) -> None:
        """Judges the rows of one label in one column, in each way in which they may sum others."""
        for way in self.addends.list_ways(indexes, position):
            ends = {index for index in end_rows.list_end_rows(self.records) if index in indexes and not way(index)}
            bits, fits = self._pool_bits([index for index in indexes if index not in ends], way, position)
            if bits <= 0:
                continue
            known = {*indexes}
            records = [index for index in self.records if index not in known]
            grand = end_rows.find_grand_totals(self.table, ends, records, self.own_cells.allow_sum)
            bits += sum(sum_evidence.fit_bits(self.table, fit, fit.summed, records) for fit, _ in grand.values())
            fits |= grand
            odd_bits = self.labels.repeated_label_bits(indexes, position, self.records)
            if self._settle(fits, bits + odd_bits - math.log2(3 if odd_bits else choices)):
                return

    def _pool_bits(
        self, indexes: Sequence[int], list_addends: Addends, position: int | None
    ) -> tuple[float, dict[int, tuple[RowFit, Sequence[int]]]]:
        """The bits of the sums in several rows, and each with its fit; none where too many of them do not add up."""
        fits, wrong, bits = dict[int, tuple[RowFit, Sequence[int]]](), 0, 0.0
        for seen, index in enumerate(indexes):
            addends = list_addends(index)
            fit = sum_evidence.compare_sums(self.table, index, addends) if addends else sum_evidence.NO_FIT
            own = self.own_cells.find_positions(index, addends) if fit.agrees and not fit.averaged else []
            has_other_cells = len({*own} - {position}) > (position is None) or self.own_cells.are_declared(index, own)
            if not fit.agrees or fit.averaged or has_other_cells:
                wrong += 1
                if wrong > most_wrong(len(indexes)) or wrong > 1 + most_wrong(seen):
                    return 0.0, {}
                continue
            fits[index] = (fit, addends)
            bits += sum_evidence.fit_bits(self.table, fit, fit.summed, addends) if fit.summed else 0.0
        is_pattern = sum(map(self.table.continues_pattern, fits)) > len(fits) / 2
        return 0.0 if is_pattern else bits - math.log2(math.comb(len(indexes), wrong)), fits

    def _settle(self, fits: Mapping[int, tuple[RowFit, Sequence[int]]], bits: float) -> bool:
        """Keeps rows as totals where their bits prove them, or as possible ones; whether they are proven."""
        if sum(bool(fit.summed) for fit, _ in fits.values()) > 1 and bits >= PROOF_BITS:
            self.proven |= dict.fromkeys(fits, False)
            return True
        if bits >= LIKELY_BITS and sum(bool(fit.summed) for fit, _ in fits.values()) > 1:
            self.possible = {index: tuple(addends) for index, (_, addends) in fits.items()} | self.possible
        return False

    def _find_named_groups(self) -> None:
        """Keeps the rows that have the name of their group and its numbers as totals, or as possible ones.

        Without a word for totals they are surely totals where two of them sum several numbers.
        """
        named = [*self.labelled.find_of_named_groups()]
        fits = [sum_evidence.compare_sums(self.table, index, group) for index, group, _ in named]
        are_sure = sum(bool(fit.summed) for fit in fits) > 1
        for index, group, is_sure in named:
            if is_sure or are_sure:
                self.proven[index] = False
            else:
                self.possible.setdefault(index, tuple(group))

    def _find_bare(self) -> None:
        """Judges the rows that leave several columns blank: all together, then each alone."""
        found = {} if self.is_large else bare_rows.find_bare_rows(self.table, self.records)
        surely = [index for index, count in found.items() if count]
        for indexes in filter(None, (surely, *([index] for index in found))):
            if self.proven.keys() & {*indexes}:
                continue
            bare_bits = bare_rows.bare_row_bits(self.table, self.labels, found, indexes, self.records)
            groups = sorted({tuple(sorted({*surely, *indexes})), tuple(indexes)})
            ways = [way for group in groups for way in self.addends.list_total_ways(group)]
            for way in (*ways, self.addends.choose_way(ways)):
                bits, fits = self._pool_bits(indexes, way, None)
                bits += bare_rows.copied_bits(self.table, [index for index, (fit, _) in fits.items() if not fit.summed])
                bits -= len(indexes) * math.log2(len(ways)) if way not in ways else 0.0
                sums = [(index, rows) for index, (fit, rows) in fits.items() if len(rows) > 2 - (len(fit.summed) > 1)]
                if (sums or len(fits) > 1) and bits + bare_bits >= PROOF_BITS:
                    self.proven |= dict.fromkeys(fits, False)
                    break
                likely = {index: tuple(rows) for index, rows in sums if fits[index][0].summed}
                self.possible |= likely if max(bits, (bits + bare_bits) / 2) >= LIKELY_BITS else {}

    def _find_unlabelled(self) -> None:
        """Judges the first and the last rows that leave blank a column which all other records fill."""
        found = end_rows.find_unlabelled_totals(
            self.table, self.labels, self.records, self.proven, self.own_cells.allow_sum
        )
        self.proven |= found.proven
        self.possible |= found.possible

    def _find_edges(self) -> None:
        records = self.records
        for count in range(min(EDGE_ROWS, len(records) - 2)):
            last = len(records) - 1 - count
            if self._judge_edge(records[last], records[:last], is_last=not count):
                return
        if len(records) > 2:
            self._judge_edge(records[0], records[1:], is_last=False)

    def _judge_edge(self, index: int, addends: Sequence[int], *, is_last: bool) -> bool:
        """Judges a row that may sum or average all records above it, or all below; whether it is proven."""
        odd_places = [place for place in range(self.table.width) if self._may_be_odd(index, place)]
        if self.is_large and not odd_places:
            return False
        if len(self.own_cells.unique_positions[index]) > 1:
            return False
        fit = sum_evidence.compare_sums(self.table, index, addends)
        is_mean = not fit.summed
        bits = sum_evidence.fit_bits(self.table, fit, fit.averaged if is_mean else fit.summed, addends)
        own = self.own_cells.find_positions(index, addends)
        if not (fit.averaged if is_mean else fit.summed) or len(own) > 1 or self.own_cells.are_declared(index, own):
            return False
        bits += sum_evidence.position_bits(self.table, fit, addends) - (0.0 if is_last else math.log2(2 * EDGE_ROWS))
        odd_bits = max((self.labels.odd_label_bits([index], place, self.records) for place in odd_places), default=0.0)
        if bits + odd_bits >= PROOF_BITS and len(addends) > 2 - bool(len(fit.summed) > 1):
            self.proven[index] = is_mean
            return True
        is_odd_sum = fit.agrees and not is_mean and bits > 0 and (bits + odd_bits) / 2 >= LIKELY_BITS
        if (bits >= LIKELY_BITS or is_odd_sum) and len(addends) > 2 - bool(len(fit.summed) > 1):
            self.possible.setdefault(index, tuple(addends))
        return False

    def _find_nested(self) -> None:
        """Judges rows that nothing but their order groups, where not all rows are surely records."""
        if self.is_large or not any(len(self.own_cells.unique_positions[index]) < 2 for index in self.records):
            return
        levels = nested_totals.find_levelled_totals(self.table, self.records, self.own_cells.allow_sum)
        tree = nested_totals.find_whole_tree(self.table, self.records, self.own_cells.allow_sum)
        if levels.bits >= PROOF_BITS:
            is_of_levels = levels.addends.keys() <= tree.keys()
            self.proven |= dict.fromkeys(tree if is_of_levels else levels.addends, False)
            return
        self.possible = self.possible | tree
        groups = self.labels.list_form_groups(self.records)
        found = nested_totals.find_nested_totals(self.table, self.records, self.own_cells.allow_sum, groups)
        if not found.addends or sum(map(self.table.continues_pattern, found.addends)) > len(found.addends) / 2:
            return
        if found.bits >= PROOF_BITS:
            self.proven |= dict.fromkeys(found.addends, False)
        elif found.bits >= (LIKELY_BITS if found.cover_rows(self.records) else _LIKELY_NESTED_BITS):
            self.possible = found.addends | self.possible

    def _may_be_odd(self, index: int, position: int) -> bool:
        """Whether a cell may be an odd label: a blank one, or a text where others have numbers."""
        return index in self.labels.by_column[position].get(self.table.texts(position)[index], ())


def search_totals(rows: Rows, declared: Declared) -> TotalSearch:
    """A search that has been run; of a very wide table in some of its columns."""
    places = _choose_columns(len(rows[0]) if rows else 0)
    if places:
        rows = [[row[place] for place in places] for row in rows]
        declared = {index: declared[place] for index, place in enumerate(places) if place in declared}
    search = TotalSearch(NumberTable(rows), declared)
    search.run()
    return search


def _choose_columns(width: int) -> list[int]:
    """The first columns of a very wide table, where labels stand, and as many from the rest of its width; else none."""
    first = _MAX_SEARCHED_COLUMNS // 2
    step = -(-(width - first) // first)
    return [*range(first), *range(first, width, step)] if width > _MAX_SEARCHED_COLUMNS else []
