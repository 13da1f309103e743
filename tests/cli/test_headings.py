"""A raw file with titles, headings in two rows, notes, or none at all comes to its right numbers in two commands."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

MESSY = "Report,,\n,,\nvillage,people,\n,m,f\n1,2,3\nOsh,5,6\nTalas,7,8\nNaryn,1,2\n,,\nSource: a register,,\n"
UNNAMED = "1,Osh,05.02.2018,10\n2,Talas,06.02.2018,20\n3,Naryn,07.02.2018,30\n4,Osh,08.02.2018,5\n"


def test_a_messy_file_is_counted_and_what_is_left_out_is_told(tmp_path: Path, run: Run) -> None:
    """Under the table, and as a number in data."""
    file = tmp_path / "quarter.csv"
    file.write_text(MESSY, encoding="utf-8")
    (found,) = json.loads(run("summary", "people_m", "--data", file, "-f", "json").stdout)
    assert (found["value"], found["rows"], found["left_out"]) == (13, 3, 2)
    told = " ".join(run("summary", "--data", file).stdout.split())
    for words in ("row 1: this row is a title", "rows 3 and 4", "row 5: this row only numbers", "row 10: a note"):
        assert words in told


def test_init_declares_the_rows_of_the_headings(tmp_path: Path, run: Run) -> None:
    """The project then has the same numbers, and asks nothing about them."""
    for name, text, dialect in (("q", MESSY, {"headerRows": [3, 4]}), ("u", UNNAMED, {"header": False})):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        before = run("get", "rows", "--data", tmp_path / f"{name}.csv").stdout
        assert run("init", tmp_path / name, tmp_path / f"{name}.csv").returncode == 0
        package = json.loads((tmp_path / name / "datapackage.json").read_text(encoding="utf-8"))
        assert package["resources"][0]["dialect"] == dialect
        assert run("get", "rows", "--data", tmp_path / name).stdout == before
        assert "column headings are" not in run("check", "--data", tmp_path / name).stdout
