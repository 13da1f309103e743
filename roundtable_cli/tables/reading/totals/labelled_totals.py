"""Rows whose label says that they are totals or means, and those that are labelled like totals that are proven.

A label that names hardly anything else needs no more than the sums. Rows of a word that has other meanings too (All,
Both), or of a phrase with such a word, are judged together: nearly all of them have to add up, half of them to more
than zeros and one number, and their sums to prove a little.

`Total Osh` stands beside `Total Naryn`, whose one district has one row: its sum proves nothing by itself. So the label
has to begin with the word of a proven total, or of one that is called by a sure word alone; or with another word for
totals, which is a label as well (All, All in Osh), if nearly all such rows hold the sums of those above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from roundtable_cli.tables.reading.totals import sum_evidence, total_labels
from roundtable_cli.tables.reading.totals.addend_rows import AddendRows
from roundtable_cli.tables.reading.totals.label_groups import SHORT_PHRASE, LabelGroups, label_form
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.own_cells import OwnCells
from roundtable_cli.tables.reading.totals.sum_evidence import AGREEING_PART, RowFit

_WORD_BITS = 1.0  # of a label that is a word with other meanings too (All, Both), or a short phrase in the last row
_PHRASE_BITS = 5.0  # of a label that only begins or ends with such a word
_MAX_SUMMED_LABELS = 100  # rows of one label that are compared with all rows of a file
_WEAK_KINDS = frozenset({total_labels.WORD, total_labels.PHRASE, total_labels.MEAN})


class LabelledFit(NamedTuple):
    """What a labelled row is to some others: means, or sums; with the bits of these."""

    is_mean: bool
    bits: float
    is_sure: bool = False  # by the label, though there is but one number to sum

    @property
    def is_telling(self) -> bool:
        """Whether it is more than the sum of zeros and one number."""
        return self.is_mean or self.bits > 0


class LabelledTotals:
    """Finds the rows that are labelled as totals and hold sums or means of other rows."""

    def __init__(self, table: NumberTable, labels: LabelGroups, addends: AddendRows, own_cells: OwnCells) -> None:
        self.table, self.labels, self.addends, self.own_cells = table, labels, addends, own_cells

    def find_named(self, last: int) -> Iterator[dict[int, bool]]:
        """The totals of each label that says so, and whether they are means; `last` is the last record.

        What is found is to be put among the proven totals before the next label is judged.
        """
        for position, groups in self.labels.by_column.items():
            for label, every in groups.items():
                kind = total_labels.label_kind(label) if label and not _is_next_letter(label, groups) else ""
                indexes = [index for index in every if index not in self.addends.proven] if kind else []
                if indexes:
                    yield self._judge_label(position, every, indexes, kind, last)

    def _judge_label(
        self, position: int, every: Sequence[int], indexes: Sequence[int], kind: str, last: int
    ) -> dict[int, bool]:
        ways = [*self.addends.list_ways(every, position)]
        if len(every) <= _MAX_SUMMED_LABELS:
            ways += [self.addends.list_around(every, below=below) for below in (False, True)]
        fits = {index: [self._fit_addends(index, position, way(index), kind) for way in ways] for index in indexes}
        found = _choose_fits(fits)
        totals = {index: fit.is_mean for index, fit in found.items()}
        if kind == total_labels.SURE:
            return totals
        needed = max(self._needed_bits(index, position, kind, last) for index in indexes)
        known = len(every) - len(indexes)
        telling = [fit.bits for fit in found.values() if fit.is_telling]
        is_proven = known + len(found) >= AGREEING_PART * len(every) and 2 * (known + len(telling)) >= len(every)
        return totals if is_proven and (sum(telling) >= needed or all(totals.values())) else {}

    def _needed_bits(self, index: int, position: int, kind: str, last: int) -> float:
        """What the sums of a row have to prove beside its label, or those of all rows of the label together."""
        if kind not in _WEAK_KINDS:
            return 0.0
        is_short = index == last and len(self.table.texts(position)[index].split()) <= SHORT_PHRASE
        return _WORD_BITS if kind != total_labels.PHRASE or is_short else _PHRASE_BITS

    def _fit_addends(self, index: int, position: int, addends: Sequence[int], kind: str) -> LabelledFit | None:
        if not addends:
            return None
        is_weak = kind in _WEAK_KINDS
        fit = sum_evidence.compare_sums(self.table, index, addends, None if is_weak else self._summable_positions)
        if is_weak and {*self.own_cells.find_positions(index, addends)} - {position}:
            return None
        bits = sum_evidence.fit_bits(self.table, fit, fit.summed, addends)
        if fit.summed and bits >= 0:
            return LabelledFit(is_mean=False, bits=bits)
        if self._holds_means(index, fit, addends, kind):
            return LabelledFit(is_mean=True, bits=sum_evidence.fit_bits(self.table, fit, fit.averaged, addends))
        is_trivial = fit.trivial and not fit.misfits and not fit.averaged
        if is_trivial and (is_weak or (kind == total_labels.SURE and len(addends) == 1)):
            return LabelledFit(is_mean=False, bits=0.0, is_sure=not is_weak)
        return None

    def _holds_means(self, index: int, fit: RowFit, addends: Sequence[int], kind: str) -> bool:
        """Whether a row holds means, which its label or its numbers show; of equal numbers its blank cells do."""
        if fit == sum_evidence.NO_FIT and kind == total_labels.MEAN:
            texts = [self.table.texts(place) for place in range(self.table.width)]
            has_number = any(self.table.values(place)[index] is not None for place in self._summable_positions)
            return has_number and any(not cells[index] and all(cells[other] for other in addends) for cells in texts)
        if fit.summed or len(fit.averaged) <= len(fit.misfits):
            return False
        bits = sum_evidence.fit_bits(self.table, fit, fit.averaged, addends)
        return kind in {total_labels.MEAN, total_labels.SURE} or bits > _PHRASE_BITS

    @cached_property
    def _summable_positions(self) -> list[int]:
        """Columns of numbers that a label may say are summed: neither years nor, in the first, the numbers of rows."""
        skipped = {*self.table.year_positions, *({0} & {*self.table.numbering_positions})}
        return [place for place in self.table.number_positions if place not in skipped]

    def find_parts(self, totals: Collection[int]) -> Iterator[int]:
        """The rows right below a total that say to be parts of it (`of which women`), and hold no larger number."""
        columns = [self.table.values(place) for place in self.table.measure_positions]
        found = dict[int, int]()  # each with the total that has it as a part
        for index in sorted(self.labels.find_part_rows(range(len(self.table.rows)))):
            total = found.get(index - 1, index - 1)
            pairs = [(column[index], column[total]) for column in columns if column[index] is not None]
            is_part = any(pairs) and all(whole is not None and 0 <= (part or 0) <= whole for part, whole in pairs)
            own = self.own_cells.find_positions(index, [total]) if total in totals and is_part else []
            if len(own) == 1 and index not in self.addends.proven:
                found[index] = total
        yield from found

    def find_alike(self) -> Iterator[int]:
        """The rows whose labels begin as those of proven totals do, and sum the rows above, back to the total before.

        The other cells of text have to be blank or say what the summed rows say, and each number has to be their sum.
        """
        proven = {*self.addends.proven}
        for position, groups in self.labels.by_column.items():
            for labels in _labels_by_first_word(groups).values():
                kinds = {total_labels.label_kind(label) for label in labels if len(label.split()) == 1}
                indexes = sorted({index for label in labels for index in groups[label]})
                is_sure = total_labels.SURE in kinds or not proven.isdisjoint(indexes)
                if is_sure or (total_labels.WORD in kinds and len(labels) > 1):
                    list_addends = self.addends.list_above(indexes)
                    sums = {index: self._is_sum_of(index, position, [*list_addends(index)]) for index in indexes}
                    found = [index for index in indexes if sums[index]]
                    judged = [index for index in indexes if sums[index] is not None]
                    yield from found if is_sure or len(found) >= AGREEING_PART * len(judged) else ()

    def _is_sum_of(self, index: int, position: int, addends: Sequence[int]) -> bool | None:
        """Whether a row with a label in one column sums some rows, and says no more; None where there are no rows."""
        if not addends or {*self.own_cells.find_positions(index, addends)} - {position}:
            return False if addends else None
        fit = sum_evidence.compare_sums(self.table, index, addends)
        return fit.agrees and not fit.averaged

    def find_of_same_form(self) -> Iterator[int]:
        """The rows of which the same cells are filled as of proven totals, two at least, with labels of the same form.

        So looks the total of a group that has no number, or one, beside `Talas,,17` and `Osh,,12` among records with
        codes and names. All other rows of this form have to sum the rows above, or it is one of records too.
        """
        forms = dict[tuple[str, ...], list[int]]()
        for index in range(len(self.table.rows)):
            forms.setdefault(self._row_form(index), []).append(index)
        for form in {self._row_form(index) for index in self.addends.proven}:
            others = [index for index in forms[form] if index not in self.addends.proven]
            if 2 * len(others) <= len(forms[form]) > len(others) + 1:
                list_addends = self.addends.list_above(others)
                fits = [sum_evidence.compare_sums(self.table, index, [*list_addends(index)]) for index in others]
                yield from others if all(fit.agrees and not fit.averaged for fit in fits) else ()

    def find_of_named_groups(self) -> Iterator[tuple[int, Sequence[int], bool]]:
        """The rows whose label names their group, each with the group's other rows, and whether it is sure.

        `Total Osh` beside `Osh` in the column of places is surely a total of a group that holds its numbers, though it
        has but one to sum. `Osh` beside `Osh` may be one, if it leaves blank a text that all others of the group have.
        """
        for index, unique in enumerate(self.own_cells.unique_positions):
            if len(unique) != 1 or self.own_cells.are_declared(index, unique):
                continue
            label = self.table.texts(unique[0])[index]
            is_said_twice = self.table.rows[index].count(label) > 1
            kind = total_labels.label_kind(label) if " " in label and not is_said_twice else ""
            for place in self.table.text_positions if kind or is_said_twice else ():
                name = self.table.texts(place)[index]
                is_named = name and place != unique[0] and _names_group(label, name, kind)
                group = self.addends.list_group(index, place) if is_named else ()
                if group and self._sums_group(index, unique[0], group, must_leave_blank=not kind):
                    yield index, group, bool(kind)

    def _sums_group(self, index: int, position: int, group: Sequence[int], *, must_leave_blank: bool) -> bool:
        """Whether a row holds the numbers of its group."""
        columns = [self.table.texts(place) for place in self.table.text_positions]
        leaves_blank = any(not texts[index] and all(texts[other] for other in group) for texts in columns)
        has_number = any(self.table.values(place)[index] for place in self.table.measure_positions)
        return has_number and (leaves_blank or not must_leave_blank) and bool(self._is_sum_of(index, position, group))

    def _row_form(self, index: int) -> tuple[str, ...]:
        """What the cells of a row are: blank, or filled; and of those that may be labels the form."""
        cells = (self.table.texts(place)[index] for place in range(self.table.width))
        return tuple(
            label_form(text) if place in self.table.text_positions else "filled" * bool(text)
            for place, text in enumerate(cells)
        )


def _is_next_letter(label: str, labels: Collection[str]) -> bool:
    """Whether a label is a letter, and the one before it is a label too: rows that go from A to T have a `T`."""
    return len(label) == 1 and label.isalpha() and chr(ord(label) - 1) in labels


def _choose_fits(fits: Mapping[int, Sequence[LabelledFit | None]]) -> dict[int, LabelledFit]:
    """For each row its first fit, in one of the ways to choose addends, that tells something; else that of others."""
    found = dict[int, LabelledFit]()
    ways = set[int]()
    for index, of_row in fits.items():
        way, fit = next(
            ((way, fit) for way, fit in enumerate(of_row) if fit and (fit.is_telling or fit.is_sure)), (0, None)
        )
        if fit is not None:
            found[index] = fit
            ways.add(way)
    for index, of_row in fits.items():
        others = [fit for way in sorted(ways) if (fit := of_row[way]) is not None]
        if others and index not in found:
            found[index] = others[0]
    return found


def _names_group(label: str, name: str, kind: str) -> bool:
    """Whether a label is the name of a group, or a word for totals before it or after it."""
    return label == name or (bool(kind) and (label.endswith(f" {name}") or label.startswith(f"{name} ")))


def _labels_by_first_word(labels: Iterable[str]) -> dict[str, list[str]]:
    """Labels that begin with one word; what is no word begins none."""
    found = dict[str, list[str]]()
    for label in labels:
        word = label.casefold().split()[0].strip(":") if label else ""
        if any(map(str.isalpha, word)):
            found.setdefault(word, []).append(label)
    return found
