"""The house stands as designed: which part may use which, what is imported where, and how large things are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import roundtable_cli
from tests.conftest import ROOT

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
    "babel": ("output/",),
    "xlsxwriter": ("output/formats/xlsx.py",),
    "python_calamine": ("tables/reading/workbook.py",),
}


def name_of(path: Path) -> str:
    """A module's path inside the package."""
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The packages that a module imports, anywhere in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


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


@pytest.mark.parametrize("package", HOMES)
def test_homes(package: str) -> None:
    """Each library is imported only in its own rooms."""
    users = {name_of(path) for path in MODULES if package in imported(path)}
    assert {user for user in users if not user.startswith(HOMES[package])} == set()


@pytest.mark.parametrize("package", ["click", "tabulate", "pandas", "babel"])
def test_homes_are_lived_in(package: str) -> None:
    """Each library of the house is in use."""
    assert any(package in imported(path) for path in MODULES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_sizes(path: Path) -> None:
    """No module is over 350 lines, no function over 45."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES_OF_A_MODULE
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    long = {f.name: n for f in functions if (n := (f.end_lineno or 0) - f.lineno + 1) > LINES_OF_A_FUNCTION}
    assert long == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_say_what_they_are_for(path: Path) -> None:
    """Each module says in its first line what it is for."""
    assert ast.get_docstring(tree_of(path))


def test_names() -> None:
    """No module is a drawer for odds and ends."""
    assert {path.stem for path in MODULES} & {"utils", "helpers", "manager", "base", "common", "misc"} == set()


def test_exceptions_are_named() -> None:
    """Only the top of the command line catches every exception."""
    broad = [
        (name_of(path), node.lineno)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert [name for name, _ in broad] == ["cli/main.py"]


def test_nothing_is_evaluated() -> None:
    """Nothing in a definition or on the command line can be run as code: the package calls neither eval nor exec."""
    called = {
        node.func.id
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"eval", "exec", "compile", "__import__"} == set()


def test_nothing_named_in_code() -> None:
    """No indicator, table or settlement of the sample is named in Python code: indicators are data."""
    named = {"activists", "staff_trained", "grants_usd", "activist_id", "staff_id", "settlement", "settlements", "mta"}
    for path in MODULES:
        constants = {
            node.value
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert constants & named == set(), path
