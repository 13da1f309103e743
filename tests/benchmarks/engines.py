"""How long summaries of a large register take on each engine, and how much memory, against what could be used instead.

python tests/benchmarks/engines.py [--rows 5000000] [--runs 3] [--only NAME…] [--growth] [--keep DIR] [--memory MIB]

Each contender is a whole process; they take turns, and the median counts. All must give the same answers. The shells
`duckdb`, `mlr` and `csvsql` are looked for on the PATH.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

HERE = Path(__file__).parent
WAYS = HERE / "contenders"
RT_STATS = Path(sys.executable).with_name("rt-stats")
PAGE = 2**20 if sys.platform == "darwin" else 2**10  # the unit of the peak is a byte or a KiB: what makes a MiB of it
SHARE = 0.65  # of the memory that a process may take, what DuckDB is told: rt-stats does so, and the SQL gets the same
TOLERANCE = 1e-12  # of amounts and quotients, for a sum of floats depends on its order; numbers of people are exact
MEASURED = {"paid_usd", "training_usd", "second_year_usd", "mean_usd", "largest_usd", "share_women", "usd_per_person"}
SQL, PANDAS = "hand-written SQL", "plain pandas script"
GROWTH = [10**power for power in range(4, 8)]

Answers = Mapping[str, float | None]


class Contender(NamedTuple):
    """A way to the answers: its command (None: not installed), how its text is read, and the most rows it is given."""

    name: str
    command: Sequence[object] | None
    read: Callable[[str], Answers]
    most: float = math.inf


class Run(NamedTuple):
    """One run of a command: wall time, peak memory of its largest process, exit code and what it wrote."""

    seconds: float
    peak: float
    code: int
    text: str
    complaint: str


class Tally(NamedTuple):
    """What the runs of one contender come to: median seconds and peak MiB, its answers, or why there are none."""

    seconds: float = math.nan
    peak: float = math.nan
    answers: Answers = MappingProxyType({})
    reason: str = ""


def number(text: str) -> float | None:
    """The number in a line of answers, None where there is none."""
    return float(text) if text not in {"", "None", "NULL"} else None


def lines(text: str) -> Answers:
    """The answers of those that print a name and a value in each line."""
    return {name: number(value) for name, value in csv.reader(text.splitlines()) if name != "name"}


def summary(text: str) -> Answers:
    """The answers of `rt-stats summary -f json`."""
    return {item["code"]: item["value"] for item in json.loads(text)}


def sql(*names: str, memory: int | None = None) -> str:
    """The statements in the files of these names, within a limit of memory if one is given."""
    limit = f"SET memory_limit = '{int(memory * SHARE)}MiB';\n" if memory else ""
    return limit + "".join((WAYS / f"{name}.sql").read_text(encoding="utf-8") for name in names)


def united(text: str) -> str:
    """The same statements for csvsql, which prints the last answer only: all questions as one."""
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    statements = [statement.strip() for statement in bare.split(";") if statement.strip()]
    made = [statement for statement in statements if statement.startswith("CREATE")]
    return ";\n".join([*made, "\nUNION ALL\n".join(statements[len(made) :])])


def installed(tool: str, *arguments: object) -> list[object] | None:
    """The command of a tool on the PATH, None where it isn't there."""
    path = shutil.which(tool)
    return [path, *arguments] if path else None


def in_duckdb(text: str) -> list[object] | None:
    """The command that runs the SQL: DuckDB's shell, else Python's duckdb."""
    shell = installed("duckdb", "-csv", "-noheader", "-no-init", "-no-stdin", "-c", text)
    return shell or ([sys.executable, WAYS / "in_duckdb.py", text] if find_spec("duckdb") else None)


def short(memory: int | None) -> list[Contender]:
    """The contenders for the twelve indicators: the command itself, SQL and pandas."""
    command = [RT_STATS, "summary", "--data", ".", "-f", "json"]
    limit = ["--memory", f"{memory}MiB"] if memory else []
    return [
        Contender(SQL, in_duckdb(sql("load", "indicators", memory=memory)), lines),
        Contender("rt-stats summary, duckdb", [*command, "--engine", "duckdb", *limit], summary),
        Contender(PANDAS, [sys.executable, WAYS / "in_pandas.py"], lines),
        Contender("rt-stats summary, pandas", command, summary),
    ]


def full(memory: int | None) -> list[Contender]:
    """The contenders for the twelve indicators and one of them by settlement and sex, with both margins."""
    ours = [sys.executable, WAYS / "in_rt_stats.py"]
    limit = [f"memory={memory * 2**20}"] if memory else []
    questions = united(sql("indicators", "cross"))
    miller = ["--icsv", "--ocsv", "--from", "enrolments.csv", "put", "-q", "-f", WAYS / "register.mlr"]
    return [
        Contender(SQL, in_duckdb(sql("load", "indicators", "cross", memory=memory)), lines),
        Contender("rt-stats, duckdb", [*ours, "engine=duckdb", *limit], lines),
        Contender(PANDAS, [sys.executable, WAYS / "in_pandas.py", "cross"], lines),
        Contender("rt-stats, pandas", ours, lines),
        Contender("Miller", installed("mlr", *miller), lines, 10**7),
        Contender("csvkit", installed("csvsql", "--query", questions, "enrolments.csv"), lines, 10**5),
    ]


def run(command: Sequence[object], folder: Path) -> Run:
    """One run in `folder`. The peak is never below this process's own, which therefore imports nothing large."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen([*map(str, command)], cwd=folder, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        return Run(taken, usage.ru_maxrss / PAGE, process.returncode, out.read(), err.read().strip())


def fault(contender: Contender, rows: int) -> str:
    """Why a contender is not run at all."""
    if contender.command is None:
        return "not installed"
    return f"not run above {contender.most:,} rows" if rows > contender.most else ""


def tally(contender: Contender, runs: Sequence[Run], reason: str) -> Tally:
    """What the runs come to; the last line of its complaint where it failed."""
    if reason or not runs:
        return Tally(reason=reason)
    if runs[-1].code:
        return Tally(reason=f"failed: {(runs[-1].complaint.splitlines() or [f'exit code {runs[-1].code}'])[-1]}")
    try:
        answers = contender.read(runs[-1].text)
    except ValueError as error:
        return Tally(reason=f"its answers can't be read: {error}")
    return Tally(statistics.median(one.seconds for one in runs), max(one.peak for one in runs), answers)


def race(contenders: Sequence[Contender], folder: Path, rows: int, runs: int) -> dict[str, Tally]:
    """The tally of each contender; they take turns, and one that has failed takes no further turn."""
    done: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    faults = {contender.name: fault(contender, rows) for contender in contenders}
    for _ in range(runs):
        for contender in contenders:
            turns = done[contender.name]
            if not faults[contender.name] and contender.command and not (turns and turns[-1].code):
                turns.append(run(contender.command, folder))
    return {one.name: tally(one, done[one.name], faults[one.name]) for one in contenders}


def same(name: str, one: float | None, other: float | None) -> bool:
    """Whether two answers are equal: numbers of people exactly, amounts within the tolerance."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=TOLERANCE) if name in MEASURED else one == other


def verdict(answers: Answers, against: Answers) -> str:
    """yes, or which answers differ and how."""
    names = [name for name in {**against, **answers} if not same(name, answers.get(name), against.get(name))]
    shown = "; ".join(f"{name} {answers.get(name)}, not {against.get(name)}" for name in names[:3])
    return f"{len(names)} differ: {shown}" if names else "yes"


def reference(tallies: Mapping[str, Tally]) -> Answers:
    """The answers that the others are held against: the first contender's that has any."""
    return next((one.answers for one in tallies.values() if one.answers), {})


def limit(name: str, tallies: Mapping[str, Tally], rows: int) -> str:
    """The limit set for a contender at this size, in seconds of this run; blank where none is set."""
    query, script = tallies.get(SQL, Tally()).seconds, tallies.get(PANDAS, Tally()).seconds
    if name == "rt-stats, pandas" and rows >= 5_000_000:
        return f"1.0 x the script: {script:.2f} s"
    if name == "rt-stats, duckdb" and rows >= 50_000_000:
        return f"1.1 x the SQL: {1.1 * query:.2f} s, 2048 MiB"
    if name == "rt-stats, duckdb" and rows >= 5_000_000:
        return f"1.1 x the SQL + 0.5 s: {1.1 * query + 0.5:.2f} s"
    return ""


def table(title: str, tallies: Mapping[str, Tally], rows: int) -> None:
    """Prints a line for each contender."""
    print(f"\n{title}\n{'contender':<26} {'seconds':>8} {'/ SQL':>7} {'peak MiB':>9}  {'limit':<34}  answers equal")
    answers, base = reference(tallies), tallies.get(SQL, Tally()).seconds
    for name, one in tallies.items():
        if one.reason:
            print(f"{name:<26} {one.reason}")
            continue
        times = f"{one.seconds:>8.2f} {one.seconds / base:>7.2f} {one.peak:>9.0f}"
        print(f"{name:<26} {times}  {limit(name, tallies, rows):<34}  {verdict(one.answers, answers)}")


def project(folder: Path, rows: int) -> Path:
    """The project with so many rows in `folder`, made by another process unless it is there already."""
    place = folder / f"rows-{rows}"
    if not (place / "indicators.toml").exists():
        subprocess.run([sys.executable, HERE / "register.py", place, str(rows)], check=True)
    return place


def chosen(contenders: Sequence[Contender], only: Sequence[str]) -> list[Contender]:
    """Those whose names have one of the parts, all where none is given."""
    return [one for one in contenders if not only or any(part.lower() in one.name.lower() for part in only)]


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Prints both tables at one size."""
    place = project(folder, options.rows)
    size = (place / "enrolments.csv").stat().st_size / 2**20
    shell = "DuckDB's shell" if shutil.which("duckdb") else "Python's duckdb, for there is no shell"
    print(f"{options.rows:,} rows, {size:,.0f} MiB; medians of {options.runs}; SQL in {shell}")
    works = {"12 indicators": short, "12 indicators, and people by settlement and sex": full}
    for title, contenders in works.items():
        race_of = chosen(contenders(options.memory), options.only)
        if race_of:
            table(title, race(race_of, place, options.rows, options.runs), options.rows)


def growth(folder: Path, options: argparse.Namespace) -> None:
    """Prints seconds and peak MiB from ten thousand to ten million rows; an answer that differs is marked."""
    names = [SQL, "rt-stats, duckdb", "rt-stats, pandas"]
    contenders = [one for one in full(options.memory) if one.name in names]
    print("12 indicators, and people by settlement and sex: seconds, peak MiB")
    print(f"{'rows':>10}" + "".join(f" {name:>22}" for name in names))
    for rows in GROWTH:
        tallies = race(contenders, project(folder, rows), rows, options.runs)
        print(f"{rows:>10,}" + "".join(f" {brief(tallies[name], reference(tallies)):>22}" for name in names))


def brief(one: Tally, answers: Answers) -> str:
    """The cell of one contender in the table of growth."""
    wrong = "" if verdict(one.answers, answers) == "yes" else " differs"
    return one.reason[:22] or f"{one.seconds:.2f} s {one.peak:.0f} MiB{wrong}"


@contextmanager
def place(keep: Path | None) -> Iterator[Path]:
    """The folder for the data: one that is kept, or one that is not."""
    if keep:
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def options(arguments: Iterable[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="contenders by parts of their names")
    parser.add_argument("--growth", action="store_true", help="from ten thousand to ten million rows")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the data here, and use what is here already")
    parser.add_argument("--memory", type=int, metavar="MIB", help="what rt-stats on DuckDB and the SQL may take")
    return parser.parse_args([*arguments])


if __name__ == "__main__":
    asked = options(sys.argv[1:])
    with place(asked.keep) as data:
        (growth if asked.growth else measure)(data, asked)
