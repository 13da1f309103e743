"""More files in a project: which table each joins, and that nothing is lost or written twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.scaffold import new_project
from tests.tables.workbooks import xlsx

VISITS = "visit_id,person_id,day\nV1,P1,2018-01-05\nV2,P2,2018-02-05\n"
GRANTS = "grant_id,usd\nG1,100\nG2,200\n"


def write(path: Path, text: str) -> Path:
    """A file of this text, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of two tables."""
    files = [write(tmp_path / "visits.csv", VISITS), write(tmp_path / "grants.csv", GRANTS)]
    new_project.write_project(tmp_path / "made", files)
    return tmp_path / "made"


def paths(folder: Path) -> dict[str, object]:
    """What the package says of the files of each table."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource["path"] for resource in package["resources"]}


def test_a_file_joins_the_table_whose_columns_it_has(folder: Path, tmp_path: Path) -> None:
    """Also with a column more, in another order; it is copied, named, and its rows count."""
    new = write(tmp_path / "q2.csv", "day,person_id,visit_id,note\n2018-04-05,P9,V3,x\n")
    added = Project.open(folder).add([new])
    how = 'it has its 3 column headings; "note" is a new column, which no indicator uses yet'
    assert added.lines == (f"q2.csv → visits ({how})",)
    assert paths(folder) == {"visits": ["visits.csv", "q2.csv"], "grants": "grants.csv"}
    assert Project.open(folder).compute(["visits_rows"])[0].value == 3
    assert "/q2.csv" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_file_that_is_written_in_another_way_joins_too(tmp_path: Path) -> None:
    """Another sheet, headings in another row, another encoding: what is declared of all files is what all share."""
    book, later = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    first = [["Report"], [], ["id", "sex", "n"], ["P1", "f", 5], ["P1", "f", 7], ["P4", "m", 8]]
    book.write_bytes(xlsx(first, [["id", "sex", "n"], ["P2", "f", 3]], names=["Q1", "Q2"]))
    later.write_bytes(xlsx([["id", "sex", "n"], ["P3", "m", 1]], names=["Q3"]))
    new_project.write_project(tmp_path / "made", [book])
    (line,) = Project.open(tmp_path / "made").add([later]).lines
    assert line.startswith("b.xlsx → a (it has its 3 column headings")
    assert Project.open(tmp_path / "made").sources["a"].raw_cells("id") == ["P1", "P1", "P4", "P2", "P3"]
    old = tmp_path / "t.csv"
    old.write_bytes("Отчет;;\nкод;пол;n\nA1;ж;1\nA2;м;2\n".encode("cp1251"))
    new_project.write_project(tmp_path / "other", [old])
    new = write(tmp_path / "u.csv", "код,пол,n\nA3,ж,5\n")
    (line,) = Project.open(tmp_path / "other").add([new]).lines
    assert line.endswith('"headerRows", "encoding", "delimiter" is not declared any more)')
    assert Project.open(tmp_path / "other").sources["t"].raw_cells("код") == ["A1", "A2", "A3"]


def test_other_columns_make_a_new_table(folder: Path, tmp_path: Path) -> None:
    """With a schema of its own; the others stay as they were."""
    before = (folder / "datapackage.json").read_text(encoding="utf-8")
    added = Project.open(folder).add([write(tmp_path / "places.csv", "code;name\n1;Osh\n2;Naryn\n")])
    assert added.new_tables == ("places",)
    project = Project.open(folder)
    assert [field.type for field in project.package.tables["places"].fields or ()] == ["integer", "string"]
    assert before.splitlines()[:40] == (folder / "datapackage.json").read_text(encoding="utf-8").splitlines()[:40]


def test_nothing_is_overwritten_unasked(folder: Path, tmp_path: Path) -> None:
    """A corrected file takes the place of the old one only with `replace`, and only if it has its columns."""
    new = write(tmp_path / "new" / "visits.csv", VISITS + "V3,P3,2018-03-05\n")
    with pytest.raises(Refused, match="--replace"):
        Project.open(folder).add([new])
    assert (folder / "visits.csv").read_text(encoding="utf-8") == VISITS
    Project.open(folder).add([new], replace=True)
    assert Project.open(folder).compute(["visits_rows"])[0].value == 3
    assert paths(folder)["visits"] == "visits.csv"
    other = write(tmp_path / "other" / "visits.csv", "a,b\n1,2\n")
    with pytest.raises(Refused, match="other column headings"):
        Project.open(folder).add([other], replace=True)


def test_two_tables_with_the_same_columns_need_a_word(tmp_path: Path) -> None:
    """Which one is meant is not guessed."""
    files = [write(tmp_path / "a.csv", "code,name\n1,x\n"), write(tmp_path / "b.csv", "code,name\n2,y\n")]
    new_project.write_project(tmp_path / "made", files)
    new = write(tmp_path / "c.csv", "code,name\n3,z\n")
    with pytest.raises(Refused, match=r'--to "a" or "b"'):
        Project.open(tmp_path / "made").add([new])
    Project.open(tmp_path / "made").add([new], to="b")
    assert paths(tmp_path / "made")["b"] == ["b.csv", "c.csv"]
    with pytest.raises(Refused, match='no table "x"'):
        Project.open(tmp_path / "made").add([new], to="x")


def test_a_pattern_takes_the_file_in_already(tmp_path: Path) -> None:
    """Nothing has to be written; a folder without datapackage.json gets one."""
    made = tmp_path / "made"
    write(made / "indicators.toml", '[indicators.n]\ntable = "v"\nmeasure = "count"\n')
    write(made / "v-1.csv", VISITS)
    package = {"resources": [{"name": "v", "path": "v-*.csv"}]}
    write(made / "datapackage.json", json.dumps(package))
    Project.open(made).add([write(tmp_path / "v-2.csv", VISITS)])
    assert paths(made) == {"v": "v-*.csv"}
    assert Project.open(made).compute(["n"])[0].value == 4
    (made / "datapackage.json").unlink()
    (made / "v-2.csv").unlink()
    (made / "v-1.csv").rename(made / "v.csv")
    Project.open(made).add([tmp_path / "v-2.csv"])
    assert paths(made) == {"v": ["v.csv", "v-2.csv"]}


def test_what_cannot_be_read_is_left_out(folder: Path, tmp_path: Path) -> None:
    """The others are added; of nothing readable nothing is written."""
    bad, good = write(tmp_path / "bad.csv", 'a,b\n1,"2\n'), write(tmp_path / "q2.csv", VISITS.replace("V", "W"))
    added = Project.open(folder).add([bad, good])
    assert [finding.file for finding in added.left_out] == ["bad.csv"]
    with pytest.raises(Refused, match="bad"):
        Project.open(folder).add([bad])
    assert not (folder / "bad.csv").exists()


def test_there_has_to_be_a_project(tmp_path: Path) -> None:
    """A file alone has no folder to copy into, and the sample is nobody's."""
    file = write(tmp_path / "visits.csv", VISITS)
    for data in (file, "sample"):
        with pytest.raises(Refused, match="no project to write into"):
            Project.open(data).add([file])
