"""What is installed: from the sdist, on each Python from 3.11 on, with the lowest versions that pyproject.toml allows.

`.ci/run` installs it so and runs a part of the tests; here stands what can be told without installing.
"""

from __future__ import annotations

import ast
import runpy
import tomllib

import pytest

import roundtable_cli
from tests.conftest import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPT = ROOT / ".ci" / "lowest_versions.py"  # the sdist has the tests, and not this


def test_types_are_found_by_who_installs_it() -> None:
    """Type checkers read the types of a package that has this file in it."""
    assert (ROOT / "roundtable_cli" / "py.typed").is_file()
    assert "Typing :: Typed" in PYPROJECT["project"]["classifiers"]


@pytest.mark.skipif(not SCRIPT.exists(), reason="it is not in the sdist")
def test_every_requirement_has_a_lowest_version() -> None:
    """So that it can be installed and tested; a requirement without one is refused."""
    lowest_versions = runpy.run_path(str(SCRIPT))["lowest_versions"]
    names = [line.split("==")[0] for line in lowest_versions((ROOT / "pyproject.toml").read_text(encoding="utf-8"))]
    assert {"click", "pandas", "tabulate", "narwhals", "Babel", "duckdb", "pyspark", "pytest"} <= {*names}
    with pytest.raises(ValueError, match="no lower bound"):
        list(lowest_versions('[project]\nname = "x"\ndependencies = ["click"]\noptional-dependencies = {}\n'))


def test_no_syntax_is_newer_than_the_oldest_python() -> None:
    """Lint and types are told the same version."""
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    major, minor = map(int, oldest.split("."))
    assert PYPROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    with pytest.raises(SyntaxError):
        ast.parse("type Name = str", feature_version=(major, minor))
    for path in (ROOT / "roundtable_cli").rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(major, minor))


def test_the_sample_is_installed_with_the_program() -> None:
    """The wheel takes data/ along, and the sdist has it for who builds from there."""
    build = PYPROJECT["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["force-include"] == {"data": "roundtable_cli/sample"}
    assert {"/data", "/roundtable_cli", "/LICENSE", "/README.md"} <= {*build["sdist"]["include"]}
    assert roundtable_cli.__version__
