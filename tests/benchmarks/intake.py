"""How long large files take to open as typed columns, against pandas' plain typed reading; and to check.

python tests/benchmarks/intake.py [ROWS [RUNS]]

Of the files one has no quotes; in another 5 % of the cells are in quotes, with delimiters, doubled quotes and line
breaks in some; the third is the first with a row of totals at the end and white space around some cells. Each way runs
in a process of its own, which tells the time of the better of two runs (modules are imported in the first), of the
processor and not of the clock, and the most memory that the first took. What is read of the third is compared with
what pandas takes for the first.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from roundtable_cli.tables.engines.pandas.engine import PandasEngine
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

LIMIT, CHECK_LIMIT = 1.3, 3.0
QUOTED_SHARE = 0.05
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


class Cost(NamedTuple):
    """What one run of a way took: seconds of the processor, and MiB of memory at the most, those of the imports too."""

    seconds: float
    memory: float


def write(path: Path, rows: int, quoted_share: float = 0) -> None:
    """Records of people and payments, the same at every run; some of their cells in quotes."""
    draw = random.Random(2018)  # noqa: S311 - no secret
    days = [(date(2015, 1, 1) + timedelta(days=number)).isoformat() for number in range(1800)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(field.name for field in FIELDS) + "\n")
        for number in range(rows):
            person = f"P{number:07},{draw.randint(14, 80)},{draw.randint(100, 9_999_999) / 100:.2f},{draw.choice(days)}"
            place = f"{draw.choice(('female', 'male', ''))},S{draw.randint(1, 60):02},{draw.choice(('yes', 'no'))}"
            note = " ".join(draw.choices(WORDS, k=draw.randint(2, 8)))
            cells = [*f"{person},{place}".split(","), note]
            file.write(",".join(quoted(cell, draw) if draw.random() < quoted_share else cell for cell in cells) + "\n")


def write_changed(path: Path, clean: Path) -> None:
    """The clean records with a row of totals below them, and white space around a cell of every thousandth."""
    header, *lines = clean.read_text(encoding="utf-8").splitlines()
    cents = sum(round(float(line.split(",")[2]) * 100) for line in lines)
    changed = [line if number % 1000 else f"{line} " for number, line in enumerate(lines)]
    total = f"Total,,{cents // 100}.{cents % 100:02},,,,,"
    path.write_text("\n".join([header, *changed, total, ""]), encoding="utf-8")


def quoted(cell: str, draw: random.Random) -> str:
    """A cell in quotes; one of several words has a delimiter, a line break or quotes in it, or none of these."""
    first, *others = cell.split(" ")
    if others:
        rest = " ".join(others)
        cell = draw.choice((f"{first}, {rest}", f"{first}\n{rest}", f'{first} ""{rest}""', cell))
    return f'"{cell}"'


def opened(path: Path, fields: tuple[Field, ...] | None) -> Any:
    """All columns as the program opens them; their types inferred where none is declared."""
    source = Source(Table("people", (path,), fields), path.parent)
    return PandasEngine().open_frame(
        source, {f"c{number}": source.get_field(name) for number, name in enumerate(source.column_names)}
    )


def checked(path: Path) -> int:
    """The exit code of `rt-stats check` of a file."""
    command = [Path(sys.executable).with_name("rt-stats"), "check", path]
    return subprocess.run(command, capture_output=True, check=False).returncode


READ, CHECKED = "pandas.read_csv, typed", "rt-stats check"
WAYS: Mapping[str, Callable[[Path], Any]] = {
    READ: lambda path: pd.read_csv(path, **PLAIN),
    "opened, fields declared": lambda path: opened(path, FIELDS),
    "opened, fields inferred": lambda path: opened(path, None),
    CHECKED: checked,
}


def run_alone(way: str, path: Path) -> Cost:
    """What a way costs in a process of its own."""
    command = [sys.executable, __file__, "--way", way, str(path)]
    return Cost(*map(float, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()))


def run_here(way: str, path: Path) -> None:
    """Print what a way costs, its result kept until the end."""
    of_whom = resource.RUSAGE_CHILDREN if way == CHECKED else resource.RUSAGE_SELF
    seconds, memory = list[float](), 0.0
    for _ in range(2):
        before = resource.getrusage(of_whom)
        result = WAYS[way](path)
        after = resource.getrusage(of_whom)
        assert result is not None
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        memory = memory or after.ru_maxrss / 1024
        del result
    print(min(seconds), memory)


def least(costs: list[Cost]) -> Cost:
    """The best time and the least memory of some runs."""
    return Cost(*map(min, zip(*costs, strict=True)))


def main(rows: int, runs: int) -> None:
    """Print the best of each way, the runs taking turns, and its ratios beside the limit."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {"clean": Path(folder) / "clean.csv", "quoted": Path(folder) / "quoted.csv"}
        write(paths["clean"], rows)
        write(paths["quoted"], rows, QUOTED_SHARE)
        paths["with a total"] = Path(folder) / "total.csv"
        write_changed(paths["with a total"], paths["clean"])
        # pandas can't read a row of totals as typed values.
        costs = {(kind, way): list[Cost]() for kind in paths for way in WAYS if (kind, way) != ("with a total", READ)}
        for _ in range(runs):
            for (kind, way), some in costs.items():
                some.append(run_alone(way, paths[kind]))
        sizes = ", ".join(f"{kind} {path.stat().st_size / 2**20:.0f} MiB" for kind, path in paths.items())
        print(f"{rows:,} rows: {sizes}")
    best = {way: least(some) for way, some in costs.items()}
    print(f"{'':<32} {'seconds':>8} {'ratio':>6} {'MiB':>6} {'ratio':>6} {'limit':>6}")
    for (kind, way), cost in best.items():
        against = best["clean", way] if way == CHECKED else best.get((kind, READ), best["clean", READ])
        ratios = (f"{mine / theirs:>6.2f}" for mine, theirs in zip(cost, against, strict=True))
        time_ratio, memory_ratio = ratios
        limit = CHECK_LIMIT if way == CHECKED else LIMIT
        print(
            f"{f'{kind}, {way}':<32} {cost.seconds:>8.2f} {time_ratio} {cost.memory:>6.0f} {memory_ratio} {limit:>6.2f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        run_here(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
