"""What every test may use: projects made of a few lines of CSV and TOML, and the command in a process of its own."""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings

from roundtable_cli import Project
from tests import duckdb_pool, run_length, spark
from tests.in_process import call

ROOT = Path(__file__).parents[1]
Make = Callable[..., Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def share_bytecode() -> None:
    """Let all that the tests start compile the program once, where the environment asks for no bytecode beside it.

    The workers of a run begin with what its first process has set.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = tempfile.TemporaryDirectory(prefix="rt-stats-bytecode-")
        atexit.register(folder.cleanup)
        os.environ["PYTHONPYCACHEPREFIX"] = folder.name


settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")
spark.prepare()
share_bytecode()

# What a shell has begun in the background passes over Ctrl-C, what nohup has over the end of its terminal, and so would
# all that they begin.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the long tests before pytest chooses by marks."""
    run_length.mark_long_tests(config, items)


def pytest_collection_finish() -> None:
    """Let a search for garbage go through the tests themselves, of which there are thousands, less often.

    To freeze them would hide from older versions of hypothesis that their own random numbers are still in use.
    """
    gc.set_threshold(100_000)


@pytest.fixture(autouse=True)
def few_examples(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a usual run, a few random examples of a property."""
    if run_length.is_long_run(request.config) or not run_length.is_property(request.node):
        yield
        return
    with run_length.limited_examples(request.node, run_length.FEW_EXAMPLES):
        yield


@pytest.fixture(autouse=True, scope="session")
def shared_databases() -> Iterator[None]:
    """The databases of DuckDB are used by one test after another."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(duckdb, "connect", duckdb_pool.DatabasePool().connect)
        yield


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a project folder: `make(indicators, tables={"people": "id,sex\\n1,f\\n"}, package={...})`."""

    def write(
        indicators: str = "", tables: Mapping[str, str] | None = None, package: Mapping[str, Any] | None = None
    ) -> Path:
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        (folder / "indicators.toml").write_text(indicators, encoding="utf-8")
        for name, text in (tables or {}).items():
            (folder / f"{name}.csv").write_bytes(text.encode("utf-8"))
        if package is not None:
            (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def project(make: Make) -> Callable[..., Project]:
    """The same, opened."""
    return lambda *args, **kwargs: Project.open(make(*args, **kwargs))


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Runs `rt-stats ARGUMENTS` in an empty folder unless `cwd` says where.

    It does so in a real process; in this one if the test is marked `in_process` and gives no standard input.
    """
    is_in_process = request.node.get_closest_marker("in_process") is not None
    empty = tmp_path / "elsewhere"
    empty.mkdir(exist_ok=True)

    def command(
        *arguments: str | Path, cwd: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        if is_in_process and not stdin:
            return call(*arguments, cwd=cwd or empty, **environment)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RT_STATS", "COLUMNS"))}
        return subprocess.run(
            [sys.executable, "-m", "roundtable_cli", *map(str, arguments)],
            cwd=cwd or empty,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env=inherited | environment,
            timeout=60,
            check=False,
        )

    return command
