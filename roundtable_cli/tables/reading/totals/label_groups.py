"""The labels of rows, in whichever column they stand, and how odd some are beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from roundtable_cli.tables.reading.totals import total_labels
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.values.missing_marks import is_possible_mark

SHORT_PHRASE = 3  # words
ODD_LABEL_BITS = 13.0  # of a label that is blank, or has no digit, where all others are not so
NUMBER_LABEL_BITS = 8.0  # of a label of digits alone, a year or a number, where all others have letters
NAMES_BITS = 3.0  # of several rows that are blank where all others have different texts: names, and not a category
BARE_ROW_BITS = 15.0  # of a row that leaves blank two columns or more that all others fill

BLANK, WORDS, NUMBERS, CODES, MARKS = "", "words", "numbers", "codes", "marks"  # what labels are made of

Declared = Mapping[int, Collection[str]]  # the categories that a schema declares, by the position of their column


class LabelGroups:
    """The rows of a table by their labels in each column, but those that are declared as categories of records."""

    def __init__(self, table: NumberTable, declared: Declared) -> None:
        self.table, self.declared = table, declared

    @cached_property
    def by_column(self) -> dict[int, dict[str, list[int]]]:
        """For each column its labels, each with its rows: all texts, and in a column of numbers what is no number."""
        return {position: self._column_labels(position) for position in range(self.table.width)}

    def _column_labels(self, position: int) -> dict[str, list[int]]:
        groups, declared = defaultdict[str, list[int]](list), self.declared.get(position, ())
        is_text, is_measure = position in self.table.text_positions, position in self.table.measure_positions
        for index, text in enumerate(self.table.texts(position)):
            if is_text or (has_word(text) if text else not is_measure):
                groups[text].append(index)
        return {label: indexes for label, indexes in groups.items() if label not in declared}

    def list_form_groups(self, records: Sequence[int]) -> Iterator[list[int]]:
        """The records whose labels in one column are of one form, as words among codes: half of all at most."""
        for position in self.table.text_positions:
            forms = defaultdict[str, list[int]](list)
            for index in records:
                forms[label_form(self.table.texts(position)[index])].append(index)
            yield from (
                indexes for form, indexes in forms.items() if form != MARKS and 1 < len(indexes) <= len(records) / 2
            )

    def find_named_rows(self, last: Collection[int]) -> Iterator[int]:
        """The rows that a sure label of few words names as totals; a label that records have too, in the last rows."""
        for groups in self.by_column.values():
            for label, indexes in groups.items():
                kind = total_labels.label_kind(label) if len(label.split()) <= SHORT_PHRASE else ""
                if kind == total_labels.SURE or (kind == total_labels.POSSIBLE and {*indexes} <= {*last}):
                    yield from indexes

    def find_part_rows(self, records: Collection[int]) -> Iterator[int]:
        """The records whose first cell says that another row counts the same: `of which women`."""
        known = {*records}
        for groups in self.by_column.values():
            for label, indexes in groups.items():
                if total_labels.is_part_label(label):
                    rows = self.table.rows
                    yield from (i for i in indexes if i in known and total_labels.row_label(rows[i]) == label)

    def find_last_words(self, records: Sequence[int]) -> Iterator[int]:
        """The last records, back from the end, whose only text begins with a word for totals: `Total last quarter`."""
        for index in reversed(records):
            texts = [text for place in self.table.text_positions if (text := self.table.texts(place)[index])]
            if len(texts) != 1 or not total_labels.begins_with_total(texts[0]):
                return
            if not any(texts[0] in declared for declared in self.declared.values()):
                yield index

    def odd_label_bits(self, indexes: Sequence[int], position: int, records: Sequence[int]) -> float:
        """What it proves that the labels of some rows are of another form than all others.

        They are blank; or words where all others have digits; or have no letters where all others have.
        """
        known = {*indexes}
        others = [text for index in records if index not in known and (text := self.table.texts(position)[index])]
        if not others or len(others) < len(records) - len(known & {*records}):
            return 0.0
        texts = {self.table.texts(position)[index] for index in indexes}
        if texts == {""}:
            return BARE_ROW_BITS if self._leave_blank_others(indexes, position, records) else ODD_LABEL_BITS
        if all(has_word(text) and label_form(text) == WORDS for text in texts):
            return ODD_LABEL_BITS if all(any(map(str.isdigit, text)) for text in others) else 0.0
        are_numbers = all(label_form(text) == NUMBERS for text in texts)
        return NUMBER_LABEL_BITS if are_numbers and all(any(map(str.isalpha, text)) for text in others) else 0.0

    def have_odd_word(self, indexes: Sequence[int], records: Sequence[int]) -> bool:
        """Whether some rows have a word in a column of texts where all others have digits."""
        filled = [
            place for place in self.table.text_positions if all(self.table.texts(place)[index] for index in indexes)
        ]
        return any(self.odd_label_bits(indexes, place, records) for place in filled)

    def repeated_label_bits(self, indexes: Sequence[int], position: int, records: Sequence[int]) -> float:
        """The bits of odd labels of rows judged together; blank ones prove more among names than in a category."""
        bits, texts = self.odd_label_bits(indexes, position, records), self.table.texts(position)
        others = [texts[index] for index in records if texts[index]]
        are_names = len({*others}) == len(others) and len(indexes) > 1 and not texts[indexes[0]]
        return bits + NAMES_BITS * (bits > 0 and are_names)

    def _leave_blank_others(self, indexes: Sequence[int], position: int, records: Sequence[int]) -> bool:
        """Whether some rows leave blank another column of texts too, which all other rows fill."""
        known, blank = {*indexes}, [place for place in self.table.text_positions if place != position]
        return any(
            all(bool(self.table.texts(place)[index]) != (index in known) for index in records) for place in blank
        )


def has_word(text: str) -> bool:
    """Whether a text has three letters or more."""
    return sum(map(str.isalpha, text)) > 2


def label_form(text: str) -> str:
    """What a label is: words without digits, digits without letters, both (a code), blank; or a mark for no value."""
    has_letters, has_digits = any(map(str.isalpha, text)), any(map(str.isdigit, text))
    if text and not has_digits and is_possible_mark(text):
        return MARKS
    return (CODES if has_letters else NUMBERS) if has_digits else WORDS if has_letters else MARKS if text else BLANK
