"""What stands for no value in a declared column is declared by `check --fix` and `add`; what is a value stays one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.scaffold import new_project

FIRST = "who;sex;age;paid;day\n" + "".join(
    f"U{row};{'fm'[row % 2]};{20 + row};{100 + row},5;{row + 1:02}.01.2024\n" for row in range(9)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of one file, in which every column is declared."""
    (tmp_path / "q1.csv").write_text(FIRST, encoding="utf-8")
    new_project.write_project(tmp_path / "made", [tmp_path / "q1.csv"])
    return tmp_path / "made"


def missing_values(folder: Path) -> dict[str, list[str]]:
    """What each field of the only table declares as no value, if it declares any."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = package["resources"][0]["schema"]["fields"]
    return {field["name"]: field["missingValues"] for field in fields if "missingValues" in field}


def mean_age(folder: Path) -> object:
    """The mean of the ages."""
    return Project.open(folder).compute(["mean_age"])[0].value


def test_the_next_quarter_may_have_them(folder: Path, tmp_path: Path) -> None:
    """A sentinel among ages and marks in columns of numbers: each is declared for its column, and the line says so."""
    rows = "".join(
        f"U{row};f;{-99 if row < 4 else 30};{'нет данных' if row == 5 else 7};05.04.2024\n" for row in range(9)
    )
    (tmp_path / "q2.csv").write_text(FIRST.splitlines()[0] + "\n" + rows, encoding="utf-8")
    (line,) = Project.open(folder).add([tmp_path / "q2.csv"]).lines
    assert 'age missing "-99", paid missing "нет данных"' in line
    assert missing_values(folder) == {"age": ["", "-99"], "paid": ["", "нет данных"]}
    assert mean_age(folder) == pytest.approx((sum(range(20, 29)) + 5 * 30) / 14)


def test_check_declares_them(folder: Path) -> None:
    """Of a file that was changed in the folder; once, and no other column is touched."""
    text = FIRST.replace("U1;m;21", "U1;m;N/A").replace("U2;f;22", "U2;f;-99").replace("U3;m;23", "U3;m;-99")
    (folder / "q1.csv").write_text(text, encoding="utf-8")
    assert Project.open(folder).declare() == ['datapackage.json: q1: age missing "-99" and "N/A"']
    assert missing_values(folder) == {"age": ["", "-99", "N/A"]}
    assert Project.open(folder).declare() == []
    assert mean_age(folder) == (20 + sum(range(24, 29))) / 6


def test_a_number_that_may_be_meant_is_left(folder: Path, tmp_path: Path) -> None:
    """99 among ages up to 98, and a declared column of texts in which NA is a country."""
    rows = "".join(f"U{row};f;{99 - row};7;05.04.2024\n" for row in range(9))
    (tmp_path / "q2.csv").write_text(FIRST.splitlines()[0] + "\n" + rows, encoding="utf-8")
    (line,) = Project.open(folder).add([tmp_path / "q2.csv"]).lines
    assert "missing" not in line
    assert missing_values(folder) == {}
