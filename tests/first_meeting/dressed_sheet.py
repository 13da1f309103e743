"""A clean table dressed as partners send it: titles, two-level headings, totals, placeholders, notes, forms of numbers.

`dress_sheet(seed)` makes the same sheet each time. What a person can't know either is not made: a total of fewer than
three rows without a label, a row of means without a label or sums beside it, a 99 among numbers of that size, NA as a
place, columns numbered above nothing but numbers, a group of columns whose end nothing shows, a second row of headings
above nothing but texts. Nor is a file without headings: the judge tells columns by their headings.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from tests.first_meeting import sheet_files
from tests.first_meeting.clean_records import ROLES, Record, make_records, with_blanks
from tests.first_meeting.sheet_files import Cell, SheetRow
from tests.first_meeting.sheet_words import (
    CURRENCY_WORDS,
    DATE_FORMS,
    FOREIGN_TOTALS,
    GROUPS,
    HEADINGS,
    MARKS,
    MEANS,
    MONTH_WORDS,
    NOTES,
    NUMBER_MARKINGS,
    NUMBER_MARKS,
    SEXES,
    TITLES,
    TOTALS,
)

NOTHING = Record(None, "", None, None, None, None, "", None, None)


@dataclass(frozen=True)
class Sheet:
    """A file, and what is true of it: its records in order, and what each row of the file is, by its number.

    `shown_rows` are the records, and what the rows of totals show, by the number of the row; `record_rows` tells the
    records. `headings` are those of each role. `lower_headings` are those of a second row in another
    language. `sexes` are the words for female and male. `has_currency` and `has_percent` say whether anything names the
    currency of the amounts, and shows that the rates are percentages.
    """

    seed: int
    file_name: str
    content: bytes
    headings: dict[str, str]
    shown_rows: dict[int, Record]
    record_rows: frozenset[int]
    sexes: tuple[str, str]
    lower_headings: dict[str, str]
    has_currency: bool
    has_percent: bool
    features: tuple[str, ...]

    @property
    def records(self) -> list[Record]:
        """The records, in the order of the file."""
        return [record for row, record in self.shown_rows.items() if row in self.record_rows]


class Style(NamedTuple):
    """How the cells of a sheet are written. `currency` is in: heading, cells, column, nowhere."""

    decimal: str
    group: str
    date_form: str
    sexes: tuple[str, str]
    currency: str
    currency_words: dict[str, str]
    percent: str
    marks: dict[str, str]
    is_workbook: bool


def write_number(value: Decimal | int, style: Style) -> str:
    """A number in the notation of the sheet."""
    text = f"{value:,}" if style.group else f"{value}"
    return text.translate({ord(","): style.group, ord("."): style.decimal})


def write_day(day: date, form: str) -> str:
    """A date in one of the forms of the trade."""
    if form == "words":
        return f"{day.day} {MONTH_WORDS[day.month - 1]} {day.year} г."
    return day.strftime(form)


def write_amount(record: Record, style: Style) -> Cell:
    """An amount, with its currency where that stands in the cells."""
    assert record.amount is not None
    text, value, words = write_number(record.amount, style), float(record.amount), style.currency_words[record.currency]
    if style.currency != "cells":
        return Cell(text, value, "#,##0.00" if style.group else "")
    if style.is_workbook:
        return Cell("", value, f'#,##0.00 "{words}"' if words[0].isalpha() else f"[${words}-409]#,##0.00")
    return Cell(f"{words}{text}" if words in "$€" else f"{text} {words}")


def write_rate(rate: Decimal, style: Style) -> Cell:
    """A percentage: with its sign, as a workbook shows it, or as a plain number under a heading that has the sign."""
    if style.is_workbook and style.percent == "cells":
        return Cell("", float(rate) / 100, "0.0%")
    return Cell(write_number(rate, style) + "%" if style.percent == "cells" else write_number(rate, style), float(rate))


def write_cell(record: Record, role: str, style: Style) -> Cell:
    """One cell of a record; a value that is not there is blank, or a mark."""
    value = getattr(record, role)
    if value is None:
        return Cell(style.marks.get(role, ""))
    if role == "day":
        return Cell(write_day(value, style.date_form), value if style.is_workbook else None, "dd.mm.yyyy")
    if role == "rate":
        return write_rate(value, style)
    if role == "visits":
        return Cell(write_number(value, style), value)
    texts = {"sex": style.sexes[value == "male"], "currency": style.currency_words.get(value, "")}
    return write_amount(record, style) if role == "amount" else Cell(texts.get(role, value))


class Dresser:
    """Dresses one table, with the choices that a seed makes. `features` says what was done."""

    def __init__(self, seed: int) -> None:
        self.seed, self.rng = seed, random.Random(seed)  # noqa: S311 - the same sheet each time
        self.later = random.Random(-1 - seed)  # noqa: S311 - for kinds that came later, so that old sheets stay
        self.language = self.rng.choice(["en", "ru", "ky"])
        self.features: list[str] = [self.language]
        self.is_workbook = self.happens("workbook", 0.3)
        self.style = self._choose_style()
        self.roles = self._choose_roles()
        self.headings = self._choose_headings()
        self.lower_headings: dict[str, str] = {}
        self.records = self._choose_records()

    def happens(self, feature: str, chance: float) -> bool:
        """Whether something is done to this sheet."""
        if self.rng.random() >= chance:
            return False
        self.features.append(feature)
        return True

    def happens_too(self, feature: str, chance: float) -> bool:
        """Whether something is done to this sheet that changes none of the other choices."""
        if self.later.random() >= chance:
            return False
        self.features.append(feature)
        return True

    def pick(self, feature: str, choices: Iterable[str]) -> str:
        """One of several ways, noted."""
        chosen = self.rng.choice([*choices])
        self.features.append(f"{feature}={chosen}")
        return chosen

    def _choose_style(self) -> Style:
        decimal, group = self.rng.choice(NUMBER_MARKINGS)
        words = {code: self.rng.choice(signs) for code, signs in CURRENCY_WORDS.items()}
        marks = {}
        for role in ("person", "sex", "day", "place", "amount", "visits", "rate"):
            if self.happens(f"mark:{role}", 0.15):
                marks[role] = self.pick(role, MARKS if role in {"sex", "place"} else MARKS + NUMBER_MARKS)
        if "visits" in marks and self.happens("sentinel", 0.4):
            marks["visits"] = self.pick("sentinel", ["-99", "-999", "99999"])
        return Style(
            decimal, group, self.pick("dates", DATE_FORMS), self.rng.choice(SEXES[self.language]),
            self.pick("currency", ["heading", "cells", "column", "column", "nowhere"]), words,
            self.pick("percent", ["cells", "heading", "nowhere"]), marks, self.is_workbook,
        )  # fmt: skip

    def _choose_roles(self) -> list[str]:
        optional = [role for role in ROLES if role not in {"person", "currency"} and self.rng.random() < 0.8]
        if self.style.currency == "column" and "amount" in optional:
            optional.append("currency")
        if self.rng.random() < 0.5:
            self.rng.shuffle(optional)
        return ["person", *optional] if len(optional) > 1 else ["person", "day", "visits"]

    def _choose_headings(self) -> dict[str, str]:
        chosen = {role: self.rng.choice(words.split("|")) for role, words in HEADINGS[self.language].items()}
        if self.style.currency == "heading":
            chosen["amount"] += self.rng.choice([", {}", " ({})"]).format(
                self.style.currency_words[self._currencies[0]]
            )
        if self.style.percent == "heading":
            chosen["rate"] += ", %"
        return {role: chosen[role] for role in self.roles}

    @property
    def _currencies(self) -> tuple[str, ...]:
        """The currencies of the sheet: several only where each cell or row names its own."""
        codes = sorted(CURRENCY_WORDS)
        is_mixed = self.style.currency in {"cells", "column"} and self.seed % 3
        first, second = codes[self.seed % 2], codes[2 - self.seed // 2 % 2]
        return (first, second) if is_mixed and first != second else (first,)

    def _choose_records(self) -> list[Record]:
        records = make_records(self.rng, self.language, self._currencies)
        chances = {role: 0.15 for role in self.style.marks if role in self.roles}
        chances |= {role: 0.1 for role in ("sex", "place", "amount", "visits") if self.happens(f"blank:{role}", 0.1)}
        if self.happens("incomplete", 0.1):
            chances = {role: 0.25 for role in self.roles[1:] if role != "currency"} | chances
        records = [with_blanks(record, self.rng, chances) for record in records]
        return [record for record in records if any(getattr(record, role) is not None for role in self.roles)]

    def _cells(self, record: Record) -> list[Cell]:
        return [write_cell(record, role, self.style) for role in self.roles]

    # Rows around the records.

    def _title_rows(self) -> Iterator[SheetRow]:
        if self.happens("titles", 0.35):
            for title in TITLES[self.language][: self.rng.randint(1, 3)]:
                yield SheetRow([Cell(title)])
            if self.rng.random() < 0.5:
                yield SheetRow([])

    def _heading_rows(self) -> Iterator[SheetRow]:
        names = [Cell(heading) for heading in self.headings.values()]
        groups = [self._group_of(role) for role in self.roles]
        if any(groups) and self.happens("two-levels", 0.15):
            upper = [Cell(group if group not in groups[:place] else "") for place, group in enumerate(groups)]
            shows_ends = all(groups[groups.index(next(filter(None, groups))) :])  # no blank cell after a group
            if self.rng.random() < 0.5 or not shows_ends:  # what has no group stands in the upper row
                upper = [name if not group else cell for name, group, cell in zip(names, groups, upper, strict=True)]
                names = [Cell("") if not group else name for name, group in zip(names, groups, strict=True)]
            yield SheetRow(upper)
        yield SheetRow(names)
        is_plain = "two-levels" not in self.features
        if is_plain and self._has_numbers and self.happens_too("label-row", 0.03):
            yield self._label_row()
        elif is_plain and self._has_numbers and self.happens_too("units-row", 0.05):
            yield self._units_row()
        has_words = not {"name", "sex", "place", "day"}.isdisjoint(self.roles)
        if has_words and self.happens("numbered-columns", 0.1) and "label-row" not in self.features:
            yield SheetRow([Cell(str(number), number) for number in range(1, len(names) + 1)])

    @property
    def _has_numbers(self) -> bool:
        """Whether two columns hold numbers or days in several records, so that words above them are odd."""
        numbers = [role for role in self.roles if role in {"day", "amount", "visits", "rate"}]
        counts = [sum(getattr(record, role) is not None for record in self.records) for role in numbers]
        return sum(count > 1 for count in counts) > 1

    def _label_row(self) -> SheetRow:
        """Headings in another language below the first: as a record it would be read so."""
        words = HEADINGS["ru" if self.language == "en" else "en"]
        labels = self.lower_headings = {role: words[role].split("|")[0] for role in self.roles}
        texts = {role: labels.get(role) for role in ("person", "name", "sex", "place", "currency")}
        return SheetRow([Cell(labels[role]) for role in self.roles], NOTHING._replace(**texts))  # type: ignore[arg-type]

    def _units_row(self) -> SheetRow:
        """The units below the headings of counts and rates; the headings are joined with them."""
        units = {role: unit for role, unit in (("visits", "pcs"), ("rate", "%")) if role in self.roles}
        for role, unit in units.items():
            self.headings[role] += f" {unit}"
        return SheetRow([Cell(units.get(role, "")) for role in self.roles], NOTHING)

    def _group_of(self, role: str) -> str:
        money, results = GROUPS[self.language]
        if {"amount", "currency"} <= {*self.roles} and self.roles.index("currency") != self.roles.index("amount") + 1:
            money = ""
        if {"visits", "rate"} <= {*self.roles} and self.roles.index("rate") != self.roles.index("visits") + 1:
            results = ""
        return money if role in {"amount", "currency"} else results if role in {"visits", "rate"} else ""

    def _total_row(self, label: str, records: list[Record], place: str | None = None) -> SheetRow:
        """A row of the sums of the counts, and of the amounts where all are in one currency."""
        currencies = {record.currency for record in records}
        amounts = [record.amount for record in records if record.amount is not None]
        mark = self.style.marks.get("visits", "")
        sentinel = int(mark) if mark.lstrip("-").isdigit() else 0  # which SUM() adds up, too
        counts = [sentinel if record.visits is None else record.visits for record in records]
        shown = Record(
            None, "", None, None, place, sum(amounts, Decimal(0)) if len(currencies) == 1 else None,
            currencies.pop() if len(currencies) == 1 else "", sum(counts), None,
        )  # fmt: skip
        style = self.style._replace(marks={})
        roles = [role if role in {"amount", "visits", "place"} else "" for role in self.roles]
        cells = [write_cell(shown, role, style) if role else Cell("") for role in roles]
        spot = next((index for index, role in enumerate(self.roles) if role in {"person", "name"}), 0)
        cells[spot] = Cell(label)
        read: dict[str, Any] = {self.roles[spot]: label or None}  # as a record it would be read so
        if self.style.currency == "column":
            read["currency"] = ""
        return SheetRow(cells, shown._replace(**read))

    def _body(self) -> Iterator[SheetRow]:
        """The records, with the totals of places and of all; only where something is summed."""
        word = self.rng.choice(TOTALS[self.language])
        if self.happens("foreign-total", 0.1):
            word = self.rng.choice(FOREIGN_TOTALS)
        has_sums = "visits" in self.roles and len(self.records) > 2
        if has_sums and "place" in self.roles and self.happens("subtotals", 0.15):
            yield from self._grouped(word)
        else:
            for record in self.records:
                yield SheetRow(self._cells(record), record, is_record=True)
        if has_sums and self.happens(f"total={word}", 0.35):
            yield self._total_row(word, self.records)
            if "sentinel" not in self.features and self.happens_too("means", 0.2):
                yield self._mean_row()

    def _mean_row(self) -> SheetRow:
        """A row of means below the totals: of the counts."""
        counts = [record.visits for record in self.records if record.visits is not None]
        mean = (Decimal(sum(counts)) / max(len(counts), 1)).quantize(Decimal("0.01")).normalize()
        row = self._total_row(self.later.choice(MEANS[self.language]), [])
        spot = self.roles.index("visits")
        row.cells[spot] = Cell(write_number(mean if mean % 1 else int(mean), self.style), float(mean))
        assert row.shown
        if "amount" in self.roles:
            row.cells[self.roles.index("amount")] = Cell("")
        return row._replace(shown=row.shown._replace(visits=mean, amount=None))  # type: ignore[arg-type]

    def _grouped(self, word: str) -> Iterator[SheetRow]:
        by_place = sorted(self.records, key=lambda record: record.place or "")
        for place, group in groupby(by_place, lambda record: record.place):
            members = [*group]
            for record in members:
                yield SheetRow(self._cells(record), record, is_record=True)
            if len(members) > 2 or word:
                yield self._total_row(f"{word} {place or ''}".strip(), members, place)

    def _note_rows(self) -> Iterator[SheetRow]:
        if self.happens("notes", 0.25):
            yield SheetRow([])
            for note in NOTES[self.language][: self.rng.randint(1, 3)]:
                yield SheetRow([Cell(note)])

    def dress(self) -> Sheet:
        """The sheet."""
        titles, headings, body = [*self._title_rows()], [*self._heading_rows()], [*self._body()]
        is_last_total = body[-1].shown and not body[-1].is_record and {"subtotals", "means"}.isdisjoint(self.features)
        if is_last_total and self.happens_too("total-first", 0.1):
            body.insert(0, body.pop())
        if len(body) > 6 and self.happens("repeated-header", 0.1) and "label-row" not in self.features:
            body[len(body) // 2 : len(body) // 2] = headings
        if self.happens("blank-rows", 0.15):
            for _ in range(3):
                body.insert(self.rng.randint(1, len(body)), SheetRow([]))
        rows = [*titles, *headings, *body, *self._note_rows()]
        write: Callable[..., tuple[str, bytes]] = (
            sheet_files.write_workbook if self.is_workbook else sheet_files.write_text
        )
        name, content = write(rows, len(self.roles), self)
        numbered = [(number, row) for number, row in enumerate(rows, start=1)]
        shown = {number: row.shown for number, row in numbered if row.shown is not None}
        of_records = frozenset(number for number, row in numbered if row.is_record)
        return Sheet(
            self.seed, name, content, self.headings, shown, of_records, self.style.sexes, self.lower_headings,
            self.style.currency != "nowhere", self.style.percent != "nowhere", tuple(self.features),
        )  # fmt: skip


def dress_sheet(seed: int) -> Sheet:
    """The sheet of a seed."""
    return Dresser(seed).dress()
