"""Tables whose headings say one thing and whose values are another: any words of the vocabulary over any values."""

from __future__ import annotations

import csv
import io
from random import Random

from roundtable_cli.tables.vocabulary.word_catalogue import load_word_catalogue
from tests.scaffold.any_tables import HEADINGS, VALUES

_LISTS = ("any", "first", "last", "whole")
SEX_HEADINGS = ("sex", "gender", "Пол", "пол участника", "жынысы", "jinsi", "Sex of child", "m/f", "group/sex")
SEX_VALUES = ("b|g", "f|m", "(f)|(m)", "child|adult", "F |female|m", "ж|м|x", "1|2", "99|f", "Male|n/a", "total|f")
# Values that no column of that heading was thought to hold.
STRANGE_VALUES = (
    "9007199254740993|9007199254740992",
    "1e40|1e-30",
    "-0|0|-0.0",
    "nan|inf|1",
    "1" * 40 + "|2",
    "9" * 5000 + "|2",
    "0.1234567890123456789012345|7",
    "1.797e309|1",
    "٣|٤",
    "½|²",
    "\u200b|a",
)


def vocabulary_headings() -> list[str]:
    """A heading for each phrase of the vocabulary, and those of the other fuzz."""
    catalogue = load_word_catalogue("headings")
    phrases = [phrase for kind in catalogue.values() for name in _LISTS for phrase in kind.get(name, ())]
    return sorted({phrase.rstrip("*") for phrase in phrases} | {*HEADINGS} - {""})


def make_rows(rng: Random, headings: list[str]) -> tuple[list[str], list[list[str]]]:
    """A heading row and records: up to five columns, each of values of one kind, or of two mixed."""
    pools = [*VALUES, *(text.split("|") for text in STRANGE_VALUES)]
    columns = [(heading, _choose_pool(rng, pools)) for heading in rng.sample(headings, rng.randint(0, 4))]
    if rng.random() < 0.5:
        columns.insert(0, (rng.choice(SEX_HEADINGS), rng.choice(SEX_VALUES).split("|")))
    columns = columns or [("sex", ["b", "g"])]
    rows = [
        [rng.choice(pool) if rng.random() < 0.92 else "" for _, pool in columns] for _ in range(rng.choice((1, 2, 9)))
    ]
    return [heading for heading, _ in columns], rows


def _choose_pool(rng: Random, pools: list[list[str]]) -> list[str]:
    return rng.choice(pools) if rng.random() < 0.8 else [*rng.choice(pools), *rng.choice(pools)]


def write_rows(header: list[str], rows: list[list[str]]) -> str:
    """The table in CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()
