"""How long a large clean file takes to open as typed columns, against pandas' plain typed reading of the same columns.

python tests/benchmarks/intake.py [ROWS [RUNS]]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from roundtable_cli.tables.engines.pandas.engine import PandasEngine
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

LIMIT = 1.3
FIELDS = (
    Field("id"),
    Field("age", "integer"),
    Field("amount", "number"),
    Field("date", "date"),
    Field("sex"),
    Field("settlement"),
    Field("active", "boolean"),
    Field("note"),
)
DTYPES = {"age": "int64", "amount": "float64", "active": "bool"}
PLAIN: dict[str, Any] = {
    "dtype": {field.name: DTYPES.get(field.name, "str") for field in FIELDS if field.type != "date"},
    "parse_dates": ["date"],
    "true_values": ["yes"],
    "false_values": ["no"],
}
WORDS = (
    "обучение семинар школа вода дорога комитет женщины молодёжь грант отчёт встреча участники айыл өкмөтү долбоор "
    "training seminar school water road committee women youth grant report meeting members village council project"
).split()


def write(path: Path, rows: int) -> None:
    """Records of people and payments, the same at every run."""
    draw = random.Random(2018)  # noqa: S311 - no secret
    days = [(date(2015, 1, 1) + timedelta(days=number)).isoformat() for number in range(1800)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(field.name for field in FIELDS) + "\n")
        for number in range(rows):
            person = f"P{number:07},{draw.randint(14, 80)},{draw.randint(100, 9_999_999) / 100:.2f},{draw.choice(days)}"
            place = f"{draw.choice(('female', 'male', ''))},S{draw.randint(1, 60):02},{draw.choice(('yes', 'no'))}"
            file.write(f"{person},{place},{' '.join(draw.choices(WORDS, k=draw.randint(2, 8)))}\n")


def opened(path: Path, fields: tuple[Field, ...] | None) -> Any:
    """All columns as the program opens them; their types inferred where none is declared."""
    source = Source(Table("people", (path,), fields), path.parent)
    return PandasEngine().open_frame(
        source, {f"c{number}": source.get_field(name) for number, name in enumerate(source.column_names)}
    )


def seconds(run: Callable[[], Any]) -> float:
    """The time that one run takes, what it gives kept until its end."""
    start = time.perf_counter()
    result = run()
    taken = time.perf_counter() - start
    assert result is not None
    return taken


def main(rows: int, runs: int) -> None:
    """Print the best time of each, the runs taking turns, and their ratios beside the limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        write(path, rows)
        ways: dict[str, Callable[[], Any]] = {
            "pandas.read_csv, typed": lambda: pd.read_csv(path, **PLAIN),
            "opened, fields declared": lambda: opened(path, FIELDS),
            "opened, fields inferred": lambda: opened(path, None),
        }
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(runs):
            for name, run in ways.items():
                best[name] = min(best[name], seconds(run))
        print(f"{rows:,} rows, {path.stat().st_size / 2**20:.0f} MiB")
    plain = best["pandas.read_csv, typed"]
    print(f"{'':<24} {'seconds':>8} {'ratio':>6} {'limit':>6}")
    for name, taken in best.items():
        print(f"{name:<24} {taken:>8.2f} {taken / plain:>6.2f} {LIMIT:>6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
