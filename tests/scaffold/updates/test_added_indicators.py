"""A new table brings the indicators that `init` would propose; what stands in the definitions is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.scaffold import new_project

VISITS = "visit_id,person_id,day\nV1,P1,2018-01-05\nV2,P1,2018-02-05\n"
GRANTS = "grant;sum_usd;kind\n" + "".join(f"G{n};{n}00;{'ab'[n % 2]}\n" for n in range(1, 9))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of visits, whose definitions have a comment of somebody's own at the end."""
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    new_project.write_project(tmp_path / "made", [tmp_path / "visits.csv"])
    with (tmp_path / "made" / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write("# agreed with the donor")
    (tmp_path / "grants.csv").write_text(GRANTS, encoding="utf-8")
    return tmp_path / "made"


def test_they_stand_behind_what_is_there(folder: Path, tmp_path: Path) -> None:
    """With codes of their own, and dimensions that are of the new table alone; they give numbers at once."""
    before = (folder / "indicators.toml").read_text(encoding="utf-8")
    added = Project.open(folder).add([tmp_path / "grants.csv"])
    assert added.indicators.codes == ("grants_rows", "grants_sum_usd")
    assert added.indicators.is_written
    assert (folder / "indicators.toml").read_text(encoding="utf-8").startswith(before)
    project = Project.open(folder)
    assert [result.value for result in project.compute(["rows", "grants_sum_usd"])] == [2, 3600]
    assert project.framework.dimensions["kind"].columns_by_table == {"grants": "kind"}
    assert not [report for report in project.check() if report.findings]


def test_a_second_table_of_the_same_kind_has_other_codes(folder: Path, tmp_path: Path) -> None:
    """Nothing that a script relies on is called otherwise, or taken by another table."""
    Project.open(folder).add([tmp_path / "grants.csv"])
    (tmp_path / "grants_.csv").write_text(GRANTS.replace("kind", "sort"), encoding="utf-8")
    added = Project.open(folder).add([tmp_path / "grants_.csv"])
    assert len({*added.indicators.codes} - {"grants_rows", "grants_sum_usd"}) == len(added.indicators.codes) == 2
    assert Project.open(folder).compute(["grants_rows"])[0].value == 8


def test_files_of_known_tables_bring_none(folder: Path, tmp_path: Path) -> None:
    """The definitions are not touched."""
    before = (folder / "indicators.toml").read_bytes()
    (tmp_path / "q2.csv").write_text(VISITS.replace("V", "W"), encoding="utf-8")
    assert not Project.open(folder).add([tmp_path / "q2.csv"]).indicators.codes
    assert (folder / "indicators.toml").read_bytes() == before
