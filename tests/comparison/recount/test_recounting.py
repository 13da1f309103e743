"""A recount from the project and back, on each engine; a sheet of another project is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from tests.comparison.recount.recount_project import draw, fill
from tests.comparison.small_project import make_project


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_there_and_back(tmp_path: Path, engine: str) -> None:
    """What one engine drew, each engine knows again."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p", "trained"), lambda _: {"found": "yes"})
    verification = Project.open(tmp_path / "p", engine=engine).diff_recount(path)
    assert (verification.changed, verification.failed, verification.missing) == ((), (), 0)
    assert verification.lines[0].factor.factor == 1


def test_a_sheet_of_another_project(tmp_path: Path) -> None:
    """An indicator that is not there is named, with the nearest."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p"), lambda _: {"found": "yes"})
    folder = make_project(tmp_path / "other")
    definitions = folder / "indicators.toml"
    text = definitions.read_text(encoding="utf-8").replace("indicators.income]", "indicators.incomes]")
    definitions.write_text(text.replace('["income", ', '["incomes", '), encoding="utf-8")
    with pytest.raises(Refused, match=r'recount of "income", and this project has no such indicator .*"incomes"'):
        Project.open(folder).diff_recount(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """As of any file."""
    with pytest.raises(Refused, match="there is no file"):
        Project.open(make_project(tmp_path)).diff_recount(tmp_path / "gone.xlsx")
