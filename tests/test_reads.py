"""A request reads each file once, whatever it computes, and holds no column that nobody asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pytest

from roundtable_cli import Project
from roundtable_cli.tables.engines import registry
from tests import spark
from tests.register import written


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose table an engine reads itself."""
    return written(tmp_path_factory.mktemp("register"))


def bytes_read(process: int | str) -> int:
    """What a process has read so far, as Linux counts it, from the disk or from what is kept of it."""
    lines = Path(f"/proc/{process}/io").read_text(encoding="utf-8").splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])


@pytest.mark.parametrize("name", ["pandas", "duckdb"])
@pytest.mark.parametrize("asked", [{}, {"by": ["sex"]}, {"period": "2018Q3"}])
def test_each_file_is_read_once(register: Path, name: str, asked: dict[str, Any]) -> None:
    """For five indicators as for one: no more bytes pass than the file has, and the first part of it once more."""
    project, size = Project.open(register, engine=name), (register / "people.csv").stat().st_size
    project.compute(["rows"])  # what is imported and opened for the first time is read now
    project, before = Project.open(register, engine=name), bytes_read("self")
    assert len(project.compute(**asked)) >= 5
    assert size <= bytes_read("self") - before < size + 4 * 2**18 + 2**17


@pytest.mark.long
def test_spark_reads_each_file_once(register: Path) -> None:
    """Java has read the file once, and beside it what its shuffles wrote."""
    spark.check_java()
    Project.open(register, engine="spark").compute()  # code of Spark that is loaded for the first time is loaded now
    project, size = Project.open(register, engine="spark"), (register / "people.csv").stat().st_size
    java = project._engine_lease.engine.session.sparkContext._gateway.proc.pid  # type: ignore[attr-defined]
    before = bytes_read(java)
    assert len(project.compute()) >= 5
    assert size <= bytes_read(java) - before < 2 * size


@pytest.mark.parametrize("name", ["pandas", "duckdb"])
def test_only_the_columns_used_are_held(register: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The age and the date are read by no indicator."""
    project, opened = Project.open(register, engine=name), list[str]()
    engine = type(registry.create_engine(name))
    plain: Callable[..., Any] = engine.open_frame

    def open_(self: Any, source: Any, fields: Any, codes: Any) -> Any:
        opened.extend(field.name for field in (*fields.values(), *codes.values()))
        frame = plain(self, source, fields, codes)
        assert len(nw.to_native(frame).columns) == max(len(fields) + len(codes), 1)
        return frame

    monkeypatch.setattr(engine, "open_frame", open_)
    project.compute()
    assert {*opened} == {"id", "sex", "usd"}


@pytest.mark.parametrize("name", ["pandas", "duckdb"])
def test_what_was_read_is_kept_within_with(register: Path, name: str) -> None:
    """The second computation reads no file again, though it is by what the first did not ask for."""
    with Project.open(register, engine=name) as project:
        with project:
            project.compute(["rows"])
        first = {result.indicator.code: result.value for result in project.compute()}
        before = bytes_read("self")
        again = [result for result in project.compute(by=["age"]) if not result.cell]
        assert {result.indicator.code: result.value for result in again} == first
        assert bytes_read("self") - before < 2**18
