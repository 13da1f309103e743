"""The whole command line, with random commands, options and projects: every run ends with an answer or a refusal.

Projects of `tests/projects` are changed in a place or two of their definitions, plans and tables; options hold names of
the project, or texts that nobody expects. A run is made of its number alone, so that `walk(folder, number)` repeats it.
The usual run makes a few of them, the long run as many as the environment variable RT_STATS_FUZZ says.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli.cli import ending_signals, main
from roundtable_cli.tables.reading import file_bytes
from tests import run_length

PROJECTS = Path(__file__).parents[1] / "projects"
FUZZ_RUNS = run_length.count_trials(400, "RT_STATS_FUZZ")
TIME_LIMIT = 60  # seconds for a run; most take a tenth of one, and other programs may be at work

# Texts that nobody expects: empty, invisible, far too long, of other languages and of other programs.
ODD_TEXTS = [
    *("", " ", "\0", "a\0b", "\ud800", "x\udcffy", "\n", "a\nb", "\r", "\t", "\x1b[31m"),
    *("\u202eabc", "\u200b", "\u2028"),
    *("\ufeff", "e\u0301", "\U0001f600", "İ", "ß", "ﬁ", "½", "٣", "〇", "сом", "жен", "не указано"),
    *("a" * 5_000, "9" * 5_000, "(" * 2_000, "[" * 2_000, "-" * 300, "a." * 600, "../" * 50),
    *("..", ".", "/", "../x.csv", "/etc/passwd", "/dev/null", "~", "C:\\x.csv", "nul", "*", "**"),
    *("a**", "?", "[", "*.csv"),
    *("http://", "https://x.invalid/a.csv", "s3://b/k.csv", "file:///etc/passwd", "-", "--"),
    *("--help", "-x", "=", "a=b"),
    *("=1+1", "+1", "@x", '"', "'", "\\", "`", "$(x)", "%s", "{}", "{0}", "<b>", "&amp;", "|", ";", ",", "#", "a,b"),
    *("(a+)+$", "(", "[a-", "(?P<x>", "\\", "a{99999999}", "((a{1000}){1000}){1000}", "\\p{L}+", "(?i)x"),
    *("0", "-0", "-1", "00", "1e999", "1e-999", "NaN", "inf", "-Infinity", "1,5", "1.234,5", "1 000", "0x10", "1_0"),
    *("2018", "2018Q1", "2018Q9", "2018/19", "2018-13", "9999", "0000", "0001..9999", ".."),
    *("..2018", "2019..2018", "last-year"),
    *("2018-02-30", "9999-12-31", "0001-01-01", "24:00", "1e5", "true", "True", "yes", "null"),
    *("None", "total", "not recorded"),
    *("month", "quarter", "fiscal-year", "code", "value", "lop", "en", "sex", "id", "date"),
]  # fmt: skip
ODD_VALUES: list[Any] = [
    *ODD_TEXTS, None, True, False, 0, -1, 1, 2**31, 2**63, 10**400, 0.1, -0.0, 1e308, 1e-308,
    [], {}, [[]], [{}], [""], ["", ""], [None], [1], [True], {"": ""}, {"a": {}}, {"en": 1}, {"min": 1, "max": "x"},
    {"not": []}, {"missing": 1}, {"where": {}}, {"table": ""}, ["a", "a"], [1, 0], [0, 1, 1], [[1]], list(range(300)),
]  # fmt: skip
KEYS = (
    "name path schema fields type format constraints required unique minimum maximum pattern enum categories "
    "primaryKey foreignKeys reference resource missingValues decimalChar groupChar encoding dialect delimiter "
    "header headerRows rt:sheet rt:personal rt:currency label column columns where meets measure table of "
    "factor unit date target targets baseline tolerance accumulation dedupe direction published disaggregate "
    "headline bands aliases assign from match until since is decimals each currency start end plan languages "
    "fiscal_year_start targets_are weight numerator denominator "
).split()
MEASURES = "count unique sum mean median min max latest share ratio difference product nothing".split()
_DATA, _PAGES = ["csv", "tsv", "json", "jsonl"] * 2, ["table", "markdown", "html", "latex"]
FORMATS = {
    "summary": [*_DATA, *_PAGES, "env", "xlsx"],
    "track": [*_DATA, *_PAGES, "env", "xlsx"],
    "get": [*_DATA, "values", "env"],
    "show": [*_DATA, *_PAGES],
    "check": ["table", "json"],
}
PERIODS = ["2018", "2018Q1", "2018-11", "2018S2", "2018/19", "2017..2019", "..2018", "2018Q4..", "last-year", "2030"]
OPTIONS = {
    "summary": "--where --period --by --verbose --engine --show-values --parts --percent --no-total --lang --format",
    "get": "--where --period --by --verbose --engine --memory --show-values --lang --format",
    "track": "--where --period --by --verbose --engine --show-values --fail-on --no-total --lang --format",
    "show": "--engine --show-values --lang --format",
    "check": "--show-values --strict --fix --lang --format",
    "init": "--lang",
    "add": "--to --replace --lang",
    "guide": "",
}
FLAGS = {"--verbose", "--show-values", "--parts", "--no-total", "--strict", "--fix", "--replace"}


class Fuzzer:
    """One random run: a project that is changed a little, and a command line for it."""

    def __init__(self, folder: Path, number: int) -> None:
        self.rng = random.Random(number)  # noqa: S311 - no secret
        self.folder = folder / "project"
        shutil.copytree(self.rng.choice(sorted(path for path in PROJECTS.iterdir() if path.is_dir())), self.folder)
        self.oddness = self.rng.choice([0, 0, 0.05, 0.3])  # how often something is not what it may be
        self.codes, self.dimensions, self.columns, self.tables = self.list_names()
        self.names = sorted({*KEYS, *self.codes, *self.dimensions, *self.columns, *self.tables})
        for _ in range(self.rng.choice([0, 1, 1, 1, 2, 3])):
            self.change_file()

    def list_names(self) -> tuple[list[str], ...]:
        """The indicators, dimensions, columns and tables of the project."""
        path = self.folder / "indicators.toml"
        loaded = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        files = sorted(self.folder.glob("*.csv"))
        headers = [path.read_text(encoding="utf-8-sig", errors="replace").split("\n")[0] for path in files]
        columns = sorted({name.strip() for header in headers for name in re.split("[,;]", header)})
        return (
            [*loaded.get("indicators", {})],
            [*loaded.get("dimensions", {}), "month", "quarter", "year"],
            columns,
            [path.stem for path in files],
        )

    def odd(self) -> bool:
        """Whether something is to be odd."""
        return self.rng.random() < self.oddness

    def choose(self, *usual: Sequence[str]) -> str:
        """A text of one of the groups, or an odd one."""
        groups = [group for group in usual if group]
        return str(self.pick(ODD_TEXTS, self.names) if self.odd() or not groups else self.pick(*groups))

    def pick(self, *groups: Sequence[Any]) -> Any:
        """Something of one of the groups."""
        return self.rng.choice([*self.rng.choice(groups)])

    def change_file(self) -> None:
        """Changes a file of the project: definitions as values, all others as texts and bytes."""
        path = self.rng.choice(
            sorted(path for path in self.folder.iterdir() if path.suffix in {".json", ".toml", ".csv"}) or [None]
        )
        if path is None:
            return
        if path.suffix == ".csv" or self.rng.random() < 0.1:
            path.write_bytes(self.change_bytes(path.read_bytes()))
            return
        with suppress(ValueError, RecursionError):  # changed into no definitions before
            text = path.read_text(encoding="utf-8")
            loaded = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
            for _ in range(self.rng.choice([1, 1, 2, 5])):
                self.change_value(loaded)
            path.write_text(json.dumps(loaded) if path.suffix == ".json" else as_toml(loaded), encoding="utf-8")

    def change_bytes(self, content: bytes) -> bytes:
        """Puts an odd text between two delimiters, drops or repeats a line, or cuts a piece out."""
        odd = self.rng.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
        cells = re.split(rb"([,;\n])", content)
        place = self.rng.randrange(len(cells))
        marks = (
            self.rng.choice([b",", b";", b"\n", b"\t", b"0", b"-"]),
            self.rng.choice([b";", b"\t", b" ", b"", b"\r"]),
        )
        changes: list[Callable[[], bytes]] = [
            lambda: b"".join([*cells[:place], odd, *cells[place + 1 :]]),
            lambda: b"".join([*cells[:place], b'"', *cells[place:]]),
            lambda: b"".join(cells[:place]),
            lambda: b"".join([*cells[:place], *cells[place + 2 :]]),
            lambda: b"".join([*cells, *cells[place:]]),
            lambda: content.replace(*marks),
        ]
        return self.rng.choice(changes)()

    def change_value(self, loaded: Any) -> None:
        """Changes one place of a definition: another value, a key more, less or called otherwise."""
        places = [*iterate_places(loaded)]
        self.names = [*{*self.names, *(key for _, key in places if isinstance(key, str))}]
        self.names.sort()
        if not places:
            return
        holder, key = self.rng.choice(places)
        way = self.rng.randrange(5)
        if way == 0:
            del holder[key]
        elif way == 1 and isinstance(holder, dict):
            holder[self.pick(KEYS, self.names, ODD_TEXTS)] = holder.pop(key)
        elif way == 2 and isinstance(holder, dict):
            holder[self.pick(KEYS, self.names)] = copy.deepcopy(self.pick(ODD_VALUES, self.names, MEASURES))
        elif way == 3:
            holder[key] = copy.deepcopy(self.rng.choice(places)[0])
        else:
            holder[key] = copy.deepcopy(self.pick(ODD_VALUES, self.names, MEASURES))

    def option_value(self, command: str, option: str) -> str:
        """A value for an option: mostly one that it may have."""
        values = {
            "--format": FORMATS.get(command, []),
            "--lang": ["en", "ru", "ky"],
            "--engine": ["pandas"],
            "--percent": ["row", "column", "all"],
            "--fail-on": ["off-track", "no-data"],
            "--memory": ["1GB"],
            "--by": [*self.dimensions, *self.columns],
            "--to": self.tables,
            "--period": PERIODS,
        }.get(option, [])
        if option != "--where":
            return self.choose(values)
        value = self.choose(self.names, ["f", "1", "18..24", "2018-01-01..", "a,b", "", '"x,y"', "<5"])
        return f"{self.choose(self.dimensions, self.columns)}{self.choose(['=', '=', '!='])}{value}"

    def arguments(self) -> list[str]:
        """A command line."""
        command = self.rng.choice([*OPTIONS, *["summary", "check", "track", "get", "show"] * 3])
        options = OPTIONS[command].split()
        given = [command]
        for option in self.rng.sample(options, min(self.rng.choice([0, 1, 1, 2, 3, 5]), len(options))):
            given += [option] if option in FLAGS else [option, self.option_value(command, option)]
        files = [str(path) for path in sorted(self.folder.iterdir())]
        if command == "init":
            given += [self.choose([str(self.folder.parent / "new")]), *self.rng.sample(files, min(len(files), 2))]
        elif command == "add":
            given += [self.choose(files), "--data", str(self.folder)]
        elif command == "guide":
            given += [self.choose(["checks", "files"])]
        else:
            given += self.project_arguments(command, files)
        # An argument of a program holds no NUL, and no lone surrogate but those that stand for bytes.
        return [text.replace("\0", "").replace("\ud800", "\udced") for text in given]

    def project_arguments(self, command: str, files: Sequence[str]) -> Iterator[str]:
        """The project, and what else commands take that read one."""
        data = self.choose([str(self.folder)] * 30 + [*files, "-"])
        yield from ([data] if command == "check" and data in files else ["--data", data])
        if self.odd():
            yield from ("--table", f"{self.choose(self.tables)}={self.choose(files, ['-'])}")
        if self.odd():
            yield from ("--indicators", self.choose(files))
        if self.rng.random() < 0.1:
            yield from ("-o", self.choose(["out.csv", "out.json", "out.xlsx", "out.html", "out.md", "out.tex"]))
        if command != "check":
            yield from (self.choose(self.codes) for _ in range(self.rng.choice([0, 0, 1, 2]) or command == "get"))


def iterate_places(loaded: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value as its holder and the key or index in it."""
    if not isinstance(loaded, (dict, list)):
        return
    for key, value in [*(loaded.items() if isinstance(loaded, dict) else enumerate(loaded))]:
        yield loaded, key
        yield from iterate_places(value)


def as_toml(sections: dict[str, Any]) -> str:
    """Sections in TOML, each in one line."""
    return "".join(f"{pair}\n" for pair in as_pairs(sections))


def as_pairs(mapping: dict[str, Any]) -> Iterator[str]:
    """`key = value` for all that has a value."""
    for key, item in mapping.items():
        if item is not None:
            yield f"{as_toml_value(str(key))} = {as_toml_value(item)}"


def as_toml_value(value: Any) -> str:
    """A value of TOML in one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(as_pairs(value))} }}"
    if isinstance(value, list):
        return f"[{', '.join(as_toml_value(item) for item in value if item is not None)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


class TookTooLong(BaseException):
    """A run did not end in time. No program takes it for a fault of its own."""


@contextmanager
def limited_time(seconds: int) -> Iterator[None]:
    """Ends what takes longer, where the system can."""

    def stop(number: int, frame: object) -> None:  # noqa: ARG001 - the form of a handler
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run_command(arguments: Sequence[str], folder: Path, stdin: bytes) -> tuple[int, str, str]:
    """The exit code of a command line, and what it wrote, in this process."""
    contents = [io.BytesIO(), io.BytesIO()]
    streams = [io.TextIOWrapper(content, encoding="utf-8", errors="backslashreplace") for content in contents]
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr, Path.cwd()
    file_bytes._read_once.cache_clear()
    ending_signals.received_signals.clear()
    try:
        os.chdir(folder)
        sys.argv, sys.stdin = ["rt-stats", *arguments], io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        sys.stdout, sys.stderr = streams
        with limited_time(TIME_LIMIT):
            code = main._run_command()
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before[:4]
        os.chdir(before[4])
    for stream in streams:
        stream.flush()
    out, err = (content.getvalue().decode("utf-8") for content in contents)
    return code, out, err


def walk(folder: Path, number: int) -> None:
    """One random run: it ends in time with a code that says how, words that are plain, and an answer of its format."""
    fuzzer = Fuzzer(folder, number)
    arguments = fuzzer.arguments()
    code, out, err = run_command(arguments, folder, b"id,sex\n1,f\n2,m\n")
    about = f"run {number}: {[text[:80] for text in arguments]}\n{err[-3000:]}"
    assert code in {0, 1, 2}, about
    assert "internal error" not in err, about
    assert "Traceback" not in out + err, about
    assert not [sign for sign in err if unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n"], about
    assert code != 2 or err.strip(), about
    assert "--help" in arguments or is_well_formed(out, option_of(arguments)), f"{about}\n{out[:2000]}"


def option_of(arguments: Sequence[str]) -> str:
    """The format that is asked for."""
    return arguments[arguments.index("--format") + 1] if "--format" in arguments[:-1] else ""


def is_well_formed(out: str, format_name: str) -> bool:
    """Whether an answer is one of its format: JSON that can be read, rows of one width."""
    if not out.strip() or format_name not in {"json", "jsonl", "csv", "tsv"}:
        return True
    try:
        if format_name in {"json", "jsonl"}:
            for text in out.splitlines() if format_name == "jsonl" else [out]:
                json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
            return True
    except ValueError:
        return False
    rows = csv.reader(io.StringIO(out, newline=""), delimiter="," if format_name == "csv" else "\t", strict=True)
    return len({len(row) for row in rows}) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no system without alarms can end a run")
def test_any_command_line_ends_with_an_answer_or_a_refusal(tmp_path: Path) -> None:
    """A few runs, always the same."""
    for number in range(12):
        (tmp_path / str(number)).mkdir()
        walk(tmp_path / str(number), number)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no system without alarms can end a run")
@pytest.mark.parametrize("first", range(0, FUZZ_RUNS, 100))
def test_many_command_lines_end_with_an_answer_or_a_refusal(tmp_path: Path, first: int) -> None:
    """As many as are asked for."""
    for number in range(first, min(first + 100, FUZZ_RUNS)):
        (tmp_path / str(number)).mkdir()
        walk(tmp_path / str(number), number)
        shutil.rmtree(tmp_path / str(number))
