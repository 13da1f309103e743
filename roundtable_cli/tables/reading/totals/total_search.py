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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from roundtable_cli.tables.reading.totals import bare_rows, end_rows, nested_totals, sum_evidence, total_labels
from roundtable_cli.tables.reading.totals.addend_rows import AddendRows, Addends
from roundtable_cli.tables.reading.totals.end_rows import EDGE_ROWS
from roundtable_cli.tables.reading.totals.label_groups import SHORT_PHRASE, Declared, LabelGroups, has_word
from roundtable_cli.tables.reading.totals.like_totals import find_like_totals
from roundtable_cli.tables.reading.totals.number_columns import NumberTable, Rows
from roundtable_cli.tables.reading.totals.sum_evidence import PROOF_BITS, RowFit

LIKELY_BITS = 5.0  # of one that is told, and counted
MAX_SEARCHED_ROWS = 20_000  # of longer files only rows are looked at that have a label, or lack one
_WORD_BITS = 1.0  # of a label that is a word with other meanings too (All, Both), or a short phrase in the last row
_PHRASE_BITS = 5.0  # of a label that only begins or ends with such a word
_AGREEING_PART = 0.8  # of the rows of one label, those that add up
_MAX_LABELS = 200  # of a column, repeated: of more none stands for all categories
_MAX_ROUNDS = 6  # totals of totals
_MAX_SUMMED_LABELS = 100  # rows of one label that are compared with all rows of a file


class TotalSearch:
    """Looks for totals among rows of one width. `proven` are found, and whether they are means; others are possible."""

    def __init__(self, rows: Rows, declared: Declared) -> None:
        self.table, self.declared = NumberTable(rows), declared
        self.is_large = len(rows) > MAX_SEARCHED_ROWS
        self.proven = dict[int, bool]()
        self.possible = dict[int, tuple[int, ...]]()
        self._records: tuple[int, list[int]] | None = None
        self.labels = LabelGroups(self.table, declared)
        self.addends = AddendRows(self.table, self.proven)

    def run(self) -> None:
        """Searches until no more totals are found: those of totals come to light when the others are known."""
        for _ in range(_MAX_ROUNDS if len(self.table.rows) > 2 and self.table.number_positions else 0):
            before = len(self.proven)
            self._find_bare()
            self._find_labelled()
            self._find_repeated()
            self._find_unlabelled()
            self._find_edges()
            self._find_nested()
            self._find_like()
            if len(self.proven) == before:
                break
        self._keep_named_totals()
        self.possible = {index: addends for index, addends in self.possible.items() if index not in self.proven}

    def _keep_named_totals(self) -> None:
        """Keeps as possible totals what is named so, whatever its numbers are: those of rates are no sums."""
        self.possible = dict.fromkeys(self.labels.find_named_rows(self.records[-EDGE_ROWS:]), ()) | self.possible

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

    @cached_property
    def unique_positions(self) -> list[tuple[int, ...]]:
        """For each row the columns of texts in which no other row says the same: of a total, the label's at most."""
        found: list[tuple[int, ...]] = [()] * len(self.table.rows)
        for position in self.table.text_positions:
            texts = self.table.texts(position)
            counts = Counter(texts)
            for index, text in enumerate(texts):
                if counts[text] == 1 and text:
                    found[index] += (position,)
        return found

    def text_of(self, index: int, position: int) -> str:
        """The text of a cell, trimmed."""
        return self.table.texts(position)[index]

    def own_positions(self, total: int, addends: Sequence[int]) -> list[int]:
        """The columns, but those of sums, in which a row says what its addends do not all say."""
        skipped = {*self.table.measure_positions, *self.table.numbering_positions}
        return [
            place
            for place in range(self.table.width)
            if (text := self.text_of(total, place))
            and (
                has_word(text) and self.table.values(place)[total] is None
                if place in skipped
                else any(self.text_of(index, place) != text for index in addends)
            )
        ]

    def _is_declared(self, index: int, positions: Iterable[int]) -> bool:
        """Whether a schema declares the label of a row as a category: whoever declared it says that it is a record."""
        return any(self.text_of(index, position) in self.declared.get(position, ()) for position in positions)

    # Rows whose label says that they are totals.

    def _find_labelled(self) -> None:
        for position, groups in self.labels.by_column.items():
            for label, indexes in groups.items():
                if label and (kind := total_labels.label_kind(label)) and not {*indexes} <= {*self.proven}:
                    self._judge_labelled(position, indexes, kind)

    def _judge_labelled(self, position: int, indexes: Sequence[int], kind: str) -> None:
        ways = [*self.addends.list_ways(indexes, position)]
        if len(indexes) <= _MAX_SUMMED_LABELS:
            ways += [self.addends.list_around(indexes, below=below) for below in (False, True)]
        found = dict[int, bool]()
        for index in indexes:
            if index not in self.proven:
                fits = (self._fit_labelled(index, position, way(index), kind) for way in ways)
                is_mean = next((fit for fit in fits if fit is not None), None)
                if is_mean is not None:
                    found[index] = is_mean
        if kind == total_labels.SURE or len(found) >= _AGREEING_PART * len(indexes):
            self.proven |= found

    def _fit_labelled(self, index: int, position: int, addends: Sequence[int], kind: str) -> bool | None:
        """Whether a labelled row holds means of some others; False where it holds sums, None where neither."""
        if not addends:
            return None
        fit = sum_evidence.compare_sums(self.table, index, addends, self._summable_positions)
        is_weak = kind in {total_labels.WORD, total_labels.PHRASE, total_labels.MEAN}
        if is_weak and {*self.own_positions(index, addends)} - {position}:
            return None
        bits, needed = self._fit_bits(fit, fit.summed, addends), 0.0
        if is_weak:
            is_short = kind != total_labels.PHRASE or (
                index == self.records[-1] and len(self.text_of(index, position).split()) <= SHORT_PHRASE
            )
            needed = _WORD_BITS if is_short else _PHRASE_BITS
        if fit.summed and bits >= needed:
            return False
        is_mean = len(fit.averaged) > len(fit.misfits) and not fit.summed
        if is_mean and (
            kind in {total_labels.MEAN, total_labels.SURE} or self._fit_bits(fit, fit.averaged, addends) > _PHRASE_BITS
        ):
            return True
        is_single = kind == total_labels.SURE and fit.trivial and not fit.misfits and not fit.averaged
        return False if is_single and len(addends) == 1 else None

    @cached_property
    def _summable_positions(self) -> list[int]:
        """Columns of numbers that a label may say are summed: neither years nor, in the first, the numbers of rows."""
        skipped = {*self.table.year_positions, *({0} & {*self.table.numbering_positions})}
        return [place for place in self.table.number_positions if place not in skipped]

    def _fit_bits(self, fit: RowFit, bits: Mapping[int, float], addends: Sequence[int]) -> float:
        """The bits of one row's sums or means, less those of the choice of its columns."""
        return sum_evidence.add_bits(self.table, bits, addends) - sum_evidence.choice_bits(fit)

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
                if all(own.issuperset(self.unique_positions[index]) for index in indexes if index not in ends):
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
            if sum(len(self.unique_positions[index]) > 1 for index in indexes) > _most_wrong(len(indexes)):
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
            grand = end_rows.find_grand_totals(self.table, ends, records, self._may_sum)
            bits += sum(self._fit_bits(fit, fit.summed, records) for fit, _ in grand.values())
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
            own = self.own_positions(index, addends) if fit.agrees and not fit.averaged else []
            has_other_cells = len({*own} - {position}) > (position is None) or self._is_declared(index, own)
            if not fit.agrees or fit.averaged or has_other_cells:
                wrong += 1
                if wrong > _most_wrong(len(indexes)) or wrong > 1 + _most_wrong(seen):
                    return 0.0, {}
                continue
            fits[index] = (fit, addends)
            bits += self._fit_bits(fit, fit.summed, addends) if fit.summed else 0.0
        is_pattern = sum(map(self.table.continues_pattern, fits)) > len(fits) / 2
        return 0.0 if is_pattern else bits - math.log2(math.comb(len(indexes), wrong)), fits

    def _settle(self, fits: Mapping[int, tuple[RowFit, Sequence[int]]], bits: float) -> bool:
        """Keeps rows as totals where their bits prove them, or as possible ones; whether they are proven."""
        if sum(bool(fit.summed) for fit, _ in fits.values()) > 1 and bits >= PROOF_BITS:
            self.proven |= dict.fromkeys(fits, False)
            return True
        if bits >= LIKELY_BITS and sum(bool(fit.summed) for fit, _ in fits.values()) > 1:
            for index, (fit, addends) in fits.items():
                if fit.summed:
                    self.possible.setdefault(index, tuple(addends))
        return False

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

    def _find_like(self) -> None:
        found = find_like_totals(self.table, self.labels, self.addends, self.proven.keys(), self.own_positions)
        self.proven |= dict.fromkeys(() if self.is_large else [*found], False)

    def _find_unlabelled(self) -> None:
        """Judges the first and the last rows that leave blank a column which all other records fill."""
        found = end_rows.find_unlabelled_totals(self.table, self.labels, self.records, self.proven, self._may_sum)
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
        if len(self.unique_positions[index]) > 1:
            return False
        fit = sum_evidence.compare_sums(self.table, index, addends)
        is_mean = not fit.summed
        bits = self._fit_bits(fit, fit.averaged if is_mean else fit.summed, addends)
        own = self.own_positions(index, addends)
        if not (fit.averaged if is_mean else fit.summed) or len(own) > 1 or self._is_declared(index, own):
            return False
        bits += sum_evidence.position_bits(self.table, fit, addends) - (0.0 if is_last else math.log2(2 * EDGE_ROWS))
        odd_bits = max((self.labels.odd_label_bits([index], place, self.records) for place in odd_places), default=0.0)
        if bits + odd_bits >= PROOF_BITS and len(addends) > 2 - bool(len(fit.summed) > 1):
            self.proven[index] = is_mean
            return True
        if bits >= LIKELY_BITS and len(addends) > 2 - bool(len(fit.summed) > 1):
            self.possible.setdefault(index, tuple(addends))
        return False

    def _find_nested(self) -> None:
        """Judges rows that nothing but their order groups, where not all rows are surely records."""
        if self.is_large or not any(len(self.unique_positions[index]) < 2 for index in self.records):
            return
        found = nested_totals.find_nested_totals(self.table, self.records, self._may_sum)
        if not found.addends or sum(map(self.table.continues_pattern, found.addends)) > len(found.addends) / 2:
            return
        if found.bits >= PROOF_BITS:
            self.proven |= dict.fromkeys(found.addends, False)
        elif found.bits >= 2 * LIKELY_BITS:
            self.possible = found.addends | self.possible

    def _may_sum(self, index: int, addends: Sequence[int]) -> bool:
        """Whether a row has one cell of its own at most, and no declared label."""
        own = self.own_positions(index, addends)
        return len(own) < 2 and len(self.unique_positions[index]) < 2 and not self._is_declared(index, own)

    def _may_be_odd(self, index: int, position: int) -> bool:
        """Whether a cell may be an odd label: a blank one, or a text where others have numbers."""
        return index in self.labels.by_column[position].get(self.text_of(index, position), ())


def _most_wrong(count: int) -> int:
    """How many of some rows of one label need not add up."""
    return round(count * 10 * (1 - _AGREEING_PART)) // 10  # rounded, for 5 * (1 - 0.8) is less than 1


def search_totals(rows: Rows, declared: Declared) -> TotalSearch:
    """A search that has been run."""
    search = TotalSearch(rows, declared)
    search.run()
    return search
