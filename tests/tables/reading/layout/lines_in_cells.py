"""Random tables with gaps, and what is in their cells: texts of several lines with delimiters, or a stray quote."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

from roundtable_cli.tables.reading.layout.column_sample import NumberedRow

PLACES = ("Ош", "Нарын", "Талас", "Кара-Суу", "Баткен")
NAMES = ("Асанова Айгуль", "Беков Нурлан", "Ким Ольга", "Осмонов Бакыт", "Щербакова Юлия", "Эшматов Улан")
PHRASES = ("came late", "left early", "no answer", "5 km to the school", "call again", "flat 7", "Lenin street 5")
ITEMS = ("pens", "paper", "chairs 12", "tea", "a projector", "2 tables", "nothing", "chalk")
DELIMITERS = (",", ";", "\t", "|")


class TableMaker:
    """Makes tables of one kind of columns, with a share of blank cells in those that are no key."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - the same table each time
        self.delimiter = self.rng.choice(DELIMITERS)
        self.gaps = self.rng.choice([0.0, 0.1, 0.25])
        columns = ["number", *self.rng.choices(["number", "amount", "day", "place", "name", "sex"], k=5)]
        self.columns = ["key", *columns[: self.rng.randint(1, 6)]]

    def records(self, least: int, most: int) -> list[list[str]]:
        """Some records."""
        return [[self._cell(kind, row) for kind in self.columns] for row in range(self.rng.randint(least, most))]

    def _cell(self, kind: str, row: int) -> str:
        if kind != "key" and self.rng.random() < self.gaps:
            return ""
        draw = self.rng.randint
        return {
            "key": f"KG{2000 + row}",
            "number": f"{draw(1, 400)}",
            "amount": f"{draw(10, 90000)}.{draw(10, 99)}",
            "day": f"{draw(1, 28):02}.{draw(1, 12):02}.2026",
            "place": self.rng.choice(PLACES),
            "name": self.rng.choice(NAMES),
            "sex": self.rng.choice("жм"),
        }[kind]

    def text_of_lines(self) -> str:
        """A comment, an address or a list, of several lines, with the delimiter in some."""
        mark = self.delimiter + self.rng.choice(["", " ", " "])
        texts = self.rng.choice([PHRASES, ITEMS])
        lines = [mark.join(self.rng.choices(texts, k=self.rng.randint(1, 4))) for _ in range(self.rng.randint(2, 5))]
        lines += [""] * (self.rng.random() < 0.2)
        return "\n".join(line + self.delimiter * (self.rng.random() < 0.2) for line in lines)


def table_with_texts(seed: int) -> tuple[list[NumberedRow], int, str]:
    """The rows of a table with a column of comments, its width and its delimiter: nothing is wrong with it."""
    maker = TableMaker(seed)
    place = maker.rng.randint(0, len(maker.columns))
    rows = maker.records(3, 30)
    for row in rows:
        row.insert(place, maker.text_of_lines() if maker.rng.random() < 0.4 else maker.rng.choice(["", *PHRASES]))
    return [*enumerate(rows, 2)], len(maker.columns) + 1, maker.delimiter


def table_with_stray_quotes(seed: int) -> tuple[list[NumberedRow], int, str, tuple[int, int]]:
    """The rows of a table as they are read with a quote before one cell and another below, and the rows between."""
    maker = TableMaker(seed)
    records = maker.records(6, 30)
    place = maker.rng.randrange(1, len(maker.columns))
    first = maker.rng.randrange(0, len(records) - 3)
    last = min(first + maker.rng.randint(1, 6), len(records) - 3)  # three rows at least are whole
    lines = [[*record] for record in records]
    lines[first][place], lines[last][place] = f'"{lines[first][place]}', f'"{lines[last][place]}'
    text = "\n".join(map(maker.delimiter.join, lines))
    rows = [*csv.reader(io.StringIO(text), delimiter=maker.delimiter)]
    return _number_rows(rows), len(maker.columns), maker.delimiter, (first + 2, last + 2)


def _number_rows(rows: Sequence[list[str]]) -> list[NumberedRow]:
    """Rows with the numbers of the lines on which they begin, from 2."""
    numbered, number = list[NumberedRow](), 2
    for row in rows:
        numbered.append((number, row))
        number += 1 + sum(cell.count("\n") for cell in row)
    return numbered
