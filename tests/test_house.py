"""The house stands as designed: which part may use which, what is imported where, and how large things are.

The last tests prove what the guide `developing` promises: a measure, a format, a check, a command and an engine are
each added with one module and one line.
"""

from __future__ import annotations

import ast
import keyword
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

import roundtable_cli
from roundtable_cli import Finding, Project, Refused
from roundtable_cli.checking import check_run, file_checks
from roundtable_cli.cli import main as cli_main
from roundtable_cli.cli.options import OutputOptions, ProjectOptions
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.indicators.definitions.measures import MEASURES, Measure
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import extremes
from roundtable_cli.indicators.measures.answers import AnswersByGroup, AnswerValue, MeasureQuery
from roundtable_cli.indicators.measures.catalogue import AGGREGATIONS
from roundtable_cli.indicators.results import Results
from roundtable_cli.output.formats import registry as format_registry
from roundtable_cli.output.formats.registry import FORMATS, PAGE, RESULTS, Format
from roundtable_cli.output.page import TidyData
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.reading.table_file import TableFile
from tests.conftest import ROOT, Make

PACKAGE = Path(roundtable_cli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 350, 45
HOMES = {
    "click": ("cli/",),
    "tabulate": ("output/formats/",),
    "pandas": ("tables/engines/", "tables/reading/"),
    "numpy": ("tables/engines/", "tables/reading/", "tables/inference/bulk_inference.py"),
    "duckdb": ("tables/engines/",),
    "pyspark": ("tables/engines/",),
    "babel": (
        "output/",
        "tables/values/calendar_texts/word_dates.py",
        "tables/values/currency_signs.py",
        "tables/reading/workbooks/number_formats.py",
    ),
    "xlsxwriter": ("output/formats/workbooks/",),
    "python_calamine": ("tables/reading/workbooks/workbook_content.py",),
}


def name_of(path: Path) -> str:
    """A module's path inside the package."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> Sequence[ast.AST]:
    """All nodes of a module."""
    return tuple(ast.walk(tree_of(path)))


@cache
def imported(path: Path) -> frozenset[str]:
    """The packages that a module imports, anywhere in it."""
    names = set[str]()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(names)


def test_there_is_a_house() -> None:
    """The tests below look at real modules."""
    assert len(MODULES) > 20
    assert {"cli/main.py", "output/page.py", "project.py"} <= {name_of(path) for path in MODULES}


def test_import_directions() -> None:
    """Imports point one way: from cli to output and project, to indicators, to tables; every contract is kept."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
    assert "0 kept" not in done.stdout


def test_homes() -> None:
    """Each library is imported only in its own folders."""
    strangers = [
        (package, name_of(path))
        for path in MODULES
        for package in imported(path) & HOMES.keys()
        if not name_of(path).startswith(HOMES[package])
    ]
    assert strangers == []


def test_homes_are_lived_in() -> None:
    """Each library of the house is in use."""
    assert {"click", "tabulate", "pandas", "babel"} - {
        package for path in MODULES for package in imported(path)
    } == set()


def test_sizes() -> None:
    """No module is over 350 lines, no function over 45."""
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: n for name, n in lines.items() if n > LINES_OF_A_MODULE} == {}
    long = {
        (name_of(path), node.name): n
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (n := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_rooms_say_what_they_are_for() -> None:
    """Each module says in its first line what it is for."""
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []


def members_of(class_: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> set[str]:
    """The members of a class and of those that it is made from, what it sets on `self`, its methods' parameters."""
    names = {getattr(node, "name", "") for node in class_.body}
    for node in ast.walk(class_):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            names.add(node.attr)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    for statement in class_.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        names |= {
            name.id for target in filter(None, targets) for name in ast.walk(target) if isinstance(name, ast.Name)
        }
    bases = (classes.get(ast.unparse(base).rpartition(".")[2]) for base in class_.bases)
    return names.union(*(members_of(base, classes) for base in bases if base))


def test_class_docstrings_name_members() -> None:
    """A name in backticks is a member of the class, or a function of its module: none that was renamed is left."""
    nodes = {path: nodes_of(path) for path in MODULES}
    classes = {node.name: node for found in nodes.values() for node in found if isinstance(node, ast.ClassDef)}
    unknown = {}
    for path, found in nodes.items():
        of_module = {getattr(node, "name", "") for node in found if isinstance(node, (ast.FunctionDef, ast.alias))}
        for class_ in (node for node in found if isinstance(node, ast.ClassDef)):
            quoted = {*re.findall(r"`([a-z_]+)`", ast.get_docstring(class_) or "")} - {*keyword.kwlist}
            unknown[name_of(path), class_.name] = quoted - of_module - members_of(class_, classes)
    assert {place: names for place, names in unknown.items() if names} == {}
    assert len(unknown) > 20


def test_names() -> None:
    """No module is a drawer for odds and ends."""
    assert {path.stem for path in MODULES} & {"utils", "helpers", "manager", "base", "common", "misc"} == set()


def test_exceptions_are_named() -> None:
    """Only the top of the command line catches every exception."""
    broad = [
        (name_of(path), node.lineno)
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert [name for name, _ in broad] == ["cli/main.py"]


def test_nothing_is_evaluated() -> None:
    """Nothing in a definition or on the command line can be run as code: the package calls neither eval nor exec."""
    called = {
        node.func.id
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"eval", "exec", "compile", "__import__"} == set()


def test_nothing_named_in_code() -> None:
    """No indicator, table or settlement of the sample is named in Python code: indicators are data."""
    named = {"activists", "staff_trained", "grants_usd", "activist_id", "staff_id", "settlement", "settlements", "mta"}
    for path in MODULES:
        constants = {
            node.value for node in nodes_of(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert constants & named == set(), path


def add_module(monkeypatch: pytest.MonkeyPatch, name: str, **members: object) -> None:
    """A module of the package that no file holds, with these members."""
    module = ModuleType(f"roundtable_cli.{name}")
    for member, value in members.items():
        setattr(module, member, value)
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_a_measure_is_a_record_and_its_arithmetic(monkeypatch: pytest.MonkeyPatch, make: Make) -> None:
    """The distance from the least to the greatest: it is read, checked, computed and broken down like any other."""

    def find_spread(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
        least, greatest = extremes.find_minimum(query, view, keys), extremes.find_maximum(query, view, keys)
        return {
            key: answer._replace(value=subtract(greatest[key].value, answer.value)) for key, answer in least.items()
        }

    def subtract(one: AnswerValue, other: AnswerValue) -> Fraction:
        assert isinstance(one, int | Fraction)
        assert isinstance(other, int | Fraction)
        return Fraction(one) - Fraction(other)

    monkeypatch.setitem(MEASURES, "spread", Measure("spread", needs_numbers=True, keeps_unit=True))
    monkeypatch.setitem(AGGREGATIONS, "spread", find_spread)
    rule = '[indicators.ages]\nlabel = "Ages"\ntable = "people"\nmeasure = "spread"\ncolumn = "{}"\nunit = "years"\n'
    people = {"people": "id,sex,age\na,f,20\nb,m,31\nc,f,24.5\n"}

    results = Project.open(make(rule.format("age"), people)).compute(by=["sex"])

    assert [(str(result.category("sex")), result.value) for result in results] == [
        ("f", Decimal("4.5")), ("m", 0), ("total", 11)
    ]  # fmt: skip
    with pytest.raises(Refused, match="number"):
        Project.open(make(rule.format("sex"), people)).compute()


def test_a_format_is_one_module_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A format that takes the results themselves, with labels in all languages, needs nothing else to be written."""

    def write_labels(results: Results) -> str:
        return "".join(f"{indicator.label('en')} / {indicator.label('ru')}\n" for indicator in results.indicators)

    add_module(monkeypatch, "output.formats.labels", write_labels=write_labels)
    monkeypatch.setattr(format_registry, "FORMATS", (*FORMATS, Format("labels", RESULTS, "labels.write_labels")))
    assert format_registry.format_names(RESULTS) == ("labels",)
    output_options = OutputOptions(None, "labels", None, format_registry.format_names(PAGE, RESULTS))
    session = CommandSession.from_options(("grants_usd",), ProjectOptions("sample", None, {}), output_options)
    results = Project.open("sample").compute(["grants_usd"])
    session.write_answer(lambda: TidyData((), ()), results=results)
    assert capsysbinary.readouterr().out.decode() == (
        "Grant funding for youth initiatives / Гранты молодёжным инициативам\n"
    )


def test_a_check_is_a_function_and_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What it finds in a file stands in the report on that file."""

    def find_odd_names(file: TableFile) -> Iterator[Finding]:
        if not file.path.stem.islower():
            yield file.warning_finding(SOURCE_ERROR, "the file's name has capitals", "write it small")

    monkeypatch.setattr(file_checks, "FILE_CHECKS", (*file_checks.FILE_CHECKS, check_run.one_step(find_odd_names)))
    for name in ("People.csv", "visits.csv"):
        (tmp_path / name).write_text("id\n1\n2\n", encoding="utf-8")

    found = roundtable_cli.check_files([tmp_path / "People.csv", tmp_path / "visits.csv"])

    assert [[finding.fault for finding in report.findings] for report in found] == [
        ["the file's name has capitals"],
        [],
    ]


def test_a_command_is_a_module_and_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is listed by the help, and runs."""
    add_module(monkeypatch, "cli.commands.greet", greet=click.Command("greet", callback=lambda: click.echo("hello")))
    monkeypatch.setattr(cli_main, "COMMAND_NAMES", (*cli_main.COMMAND_NAMES, "greet"))

    cli_main.main.main(["greet"], standalone_mode=False)
    cli_main.main.main(["--help"], standalone_mode=False)

    shown = capsys.readouterr().out
    assert shown.startswith("hello\n")
    assert "\n  greet" in shown


def test_an_engine_is_a_class_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for by its name, and answers with the numbers of the others."""
    asked = Counter[str]()

    class WatchedEngine:
        """Does all with the engine that it is given, and counts what it is asked."""

        def __init__(self, other: Engine) -> None:
            self.other = other

        def __getattr__(self, name: str) -> object:
            asked[name] += 1
            return getattr(self.other, name)

    add_module(monkeypatch, "tables.engines.watched", WatchedEngine=WatchedEngine)
    kinds = (*registry.ENGINES, registry.EngineKind("watched", "watched.WatchedEngine"))
    monkeypatch.setattr(registry, "ENGINES", kinds)

    results = Project.open("sample", engine="watched").compute(["staff_trained"], by=["sex"])

    assert [result.value for result in results] == [18, 8, 1, 27]
    assert asked["open_frame"] == 1
    assert asked["fetch_rows"] >= 2
