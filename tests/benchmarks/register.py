"""A project with a register of enrolments of any size: the records that the engines are measured on.

python tests/benchmarks/register.py FOLDER [ROWS]

The same rows at every run. They are made in chunks, each a table of bytes whose padding is left out, so that fifty
million rows take little memory; enrolment and person codes have eight digits, which bounds the rows at 100 million.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.bytes_]
Numbers = npt.NDArray[np.int64]

CHUNK = 1_000_000
POOL = 0.63  # people to draw from for each row: drawn so often, about half as many people as rows come up
FIELDS = {
    "enrolment_id": "string",
    "person_id": "string",
    "settlement": "string",
    "sex": "string",
    "age": "integer",
    "joined_on": "date",
    "amount_usd": "number",
    "kind": "string",
}
INDICATORS = """\
[project]
title = "Register of enrolments"
languages = ["en"]

[dimensions.settlement]
label = "Settlement"
column = "settlement"

[dimensions.sex]
label = "Sex"
column = "sex"
categories.female.label = "female"
categories.male.label = "male"
"""
MEASURES = {
    "enrolments": 'measure = "count"',
    "people": 'measure = "unique"\ncolumn = "person_id"',
    "trained": 'measure = "unique"\ncolumn = "person_id"\nwhere = { kind = "training" }',
    "young_women": 'measure = "unique"\ncolumn = "person_id"\nwhere = { sex = "female", age = { min = 14, max = 28 } }',
    "youngest": 'measure = "min"\ncolumn = "age"',
    "paid_usd": 'measure = "sum"\ncolumn = "amount_usd"',
    "training_usd": 'measure = "sum"\ncolumn = "amount_usd"\nwhere = { kind = "training" }',
    "second_year_usd": 'measure = "sum"\ncolumn = "amount_usd"\nwhere = { joined_on = { min = 2019-01-01 } }',
    "mean_usd": 'measure = "mean"\ncolumn = "amount_usd"',
    "largest_usd": 'measure = "max"\ncolumn = "amount_usd"',
    "share_women": 'measure = "share"\ncolumn = "person_id"\n'
    'where = { sex = { missing = false } }\nmeets = { sex = "female" }\nunit = "%"',
    "usd_per_person": 'measure = "ratio"\nof = ["paid_usd", "people"]',
}


def texts(values: list[str]) -> Bytes:
    """The cells that a column draws from, as bytes of one width."""
    return np.array(values, dtype=np.bytes_)


FOUR = texts([f"{number:04}" for number in range(10_000)])
SETTLEMENTS = texts([f"S{number:02}" for number in range(1, 41)])
SEXES = texts(["female"] * 52 + ["male"] * 44 + [""] * 4)
AGES = texts(["", *map(str, range(12, 40))])
DAYS = texts([(date(2018, 1, 1) + timedelta(days=number)).isoformat() for number in range(730)])
KINDS = texts(["training", "meeting", "visit"])


def amounts() -> Bytes:
    """Amounts up to 9999.99, every fiftieth or so of them blank."""
    return texts([f"{cents // 100}.{cents % 100:02}" if cents % 50 else "" for cents in range(1_000_000)])


def coded(letter: str, numbers: Numbers) -> tuple[Bytes, ...]:
    """A code of one letter and eight digits for each number."""
    return texts([letter]), FOUR[numbers // 10_000], FOUR[numbers % 10_000]


def columns(first: int, rows: int, people: int, paid: Bytes, draw: np.random.Generator) -> tuple[Bytes, ...]:
    """The pieces that a row is put together of, commas and line ends among them."""
    person = draw.integers(people, size=rows)
    comma = texts([","])

    def any_of(cells: Bytes) -> Bytes:
        return cells[draw.integers(len(cells), size=rows)]

    return (
        *coded("E", np.arange(first, first + rows)),
        comma,
        *coded("P", person),
        comma,
        any_of(SETTLEMENTS),
        comma,
        SEXES[person * 2_654_435_761 // 128 % len(SEXES)],  # of the person, so the same in each of her rows
        *(piece for cells in (AGES, DAYS, paid, KINDS) for piece in (comma, any_of(cells))),
        texts(["\n"]),
    )


def joined(pieces: tuple[Bytes, ...], rows: int) -> bytes:
    """The rows' text: side by side in a table of bytes, then without the zero bytes that pad each cell."""
    layout: Any = [(f"piece{number}", piece.dtype) for number, piece in enumerate(pieces)]
    table = np.empty(rows, dtype=layout)
    for name, piece in zip(table.dtype.names or (), pieces, strict=True):
        table[name] = piece
    raw = table.view(np.uint8)
    return bytes(raw[raw != 0])


def chunks(rows: int) -> Iterator[bytes]:
    """The rows' text, piece by piece."""
    draw, paid, people = np.random.default_rng(2018), amounts(), max(1, round(rows * POOL))
    for first in range(0, rows, CHUNK):
        size = min(CHUNK, rows - first)
        yield joined(columns(first, size, people, paid, draw), size)


def package() -> str:
    """The text of datapackage.json: a type for every field, and no key, for hand-written queries check none either."""
    fields = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
    resource = {"name": "enrolments", "path": "enrolments.csv", "encoding": "utf-8", "schema": {"fields": fields}}
    return json.dumps({"name": "register", "resources": [resource]}, indent=2) + "\n"


def indicators() -> str:
    """The text of indicators.toml."""
    parts = [INDICATORS]
    for code, keys in MEASURES.items():
        table = "" if " of" in keys.replace("\n", " ") else 'table = "enrolments"\n'
        parts.append(f'[indicators.{code}]\nlabel = "{code}"\n{table}{keys}\n')
    return "\n".join(parts)


def write(folder: Path, rows: int) -> None:
    """The project in `folder`; its indicators last, so that a folder which has them is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "enrolments.csv").open("wb") as file:
        file.write(",".join(FIELDS).encode() + b"\n")
        for text in chunks(rows):
            file.write(text)
    (folder / "datapackage.json").write_text(package(), encoding="utf-8")
    (folder / "indicators.toml").write_text(indicators(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
