"""A project from files alone: in memory, or written into a folder; both count the same, and nothing is overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import roundtable_cli
from roundtable_cli import Project, Refused
from roundtable_cli.errors import Finding, MissingLibrary
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import scaffold_report
from roundtable_cli.scaffold import new_project
from roundtable_cli.tables.package import package_reader
from tests.conftest import ROOT, Run

pytestmark = pytest.mark.in_process

WORKBOOK = ROOT / "tests" / "projects" / "excel" / "quarter.xlsx"
VISITS = "visit_id,person_id,day,sex\nV1,P1,2018-01-05,f\nV2,P1,2018-02-05,f\nV3,P2,2018-02-06,m\n"
PEOPLE = "person_id,ФИО,born\nP1,Асанова Айгуль,1990-05-01\nP2,Бакыт уулу Нурлан,1985-11-20\n"


def values(project: Project) -> dict[str, object]:
    """The headline indicators of a project by code."""
    return {result.code: result.value for result in project.compute()}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two tables that belong together."""
    for name, text in (("visits", VISITS), ("people", PEOPLE)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return [tmp_path / "visits.csv", tmp_path / "people.csv"]


def test_a_workbook_without_a_project() -> None:
    """41 rows, 14 of them repeats, are 27 people; text amounts and real ones are 61,933, and the totals row is none."""
    results = {result.indicator.measure: result for result in Project.open(WORKBOOK).compute()}
    people, money = results["unique"], results["sum"]
    assert (people.value, people.counts.rows, people.counts.repeats) == (27, 41, 14)
    assert (money.value, money.counts.rows) == (61933, 7)


def test_a_breakdown_of_a_workbook_without_a_project() -> None:
    """`ж` and `Ж` are one category, whatever the header's language; a blank cell is a category of its own."""
    project = Project.open(WORKBOOK)
    (code,) = [one.code for one in project.framework.indicators.values() if one.measure == "unique"]
    found = {result.category("sex"): result.value for result in project.compute([code], by=["sex"])}
    assert found == {"female": 18, "male": 8, "not recorded": 1, "total": 27}


def test_a_folder_whose_workbook_no_library_reads_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install: that is no fault of one file, for which the others would be counted without it."""
    (tmp_path / "people.csv").write_bytes(b"id,age\n1,20\n")
    (tmp_path / "book.csv").write_bytes(WORKBOOK.read_bytes())
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'roundtable-cli\[excel\]'"):
        Project.open(tmp_path)


def test_in_memory_and_in_a_folder_alike(files: list[Path], tmp_path: Path) -> None:
    """What a folder without definitions counts is what the definitions count that are written for it."""
    new_project.write_project(tmp_path / "made", files)
    unwritten = tmp_path / "unwritten"
    unwritten.mkdir()
    for path in files:
        (unwritten / path.name).write_bytes(path.read_bytes())
    made = values(Project.open(tmp_path / "made"))
    assert made == values(Project.open(unwritten))
    assert made["visits_person_id"] == 2


def test_what_is_written(files: list[Path], tmp_path: Path) -> None:
    """The files as they were, keys and personal columns as the rows show them, and nothing that wasn't given."""
    begun = new_project.write_project(tmp_path / "made", files)
    names = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert names == [".gitignore", "datapackage.json", "indicators.toml", "people.csv", "visits.csv"]
    assert (tmp_path / "made" / "people.csv").read_text(encoding="utf-8") == PEOPLE
    visits, people = json.loads((tmp_path / "made" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert (visits["schema"]["primaryKey"], people["schema"]["primaryKey"]) == (["visit_id"], ["person_id"])
    assert visits["schema"]["foreignKeys"][0]["reference"] == {"resource": "people", "fields": ["person_id"]}
    personal = [field["name"] for field in people["schema"]["fields"] if field.get("rt:personal")]
    assert personal == ["ФИО", "born"]
    assert "/visits.csv" in (tmp_path / "made" / ".gitignore").read_text(encoding="utf-8")
    assert begun.definitions_text == (tmp_path / "made" / "indicators.toml").read_text(encoding="utf-8")


def test_what_was_decided_is_declared(tmp_path: Path) -> None:
    """Encoding, delimiter, decimal comma and date are in the package, so that next month's file is read so too."""
    path = tmp_path / "Гранты.csv"
    path.write_bytes(
        "№;Сумма, USD;Дата\r\n1;8\u00a0847,57;05.01.2018\r\n2;53\u00a0085,43;25.02.2018\r\n".encode("cp1251")
    )
    new_project.write_project(tmp_path / "made", [path])
    (grants,) = json.loads((tmp_path / "made" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert (grants["encoding"], grants["dialect"]) == ("cp1251", {"delimiter": ";"})
    amount, day = grants["schema"]["fields"][1:]
    assert (amount["decimalChar"], amount["groupChar"], amount["rt:currency"]) == (",", " ", "USD")
    assert (day["type"], day["format"]) == ("date", "%d.%m.%Y")
    assert 61933 in values(Project.open(tmp_path / "made")).values()


def test_nothing_is_overwritten(files: list[Path], tmp_path: Path) -> None:
    """Where one file is there already, nothing is written at all, and what is there stays."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "visits.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"visits\.csv"):
        new_project.write_project(made, files)
    assert [path.name for path in made.iterdir()] == ["visits.csv"]
    assert (made / "visits.csv").read_text(encoding="utf-8") == "mine"


def test_in_the_folder_itself(files: list[Path], tmp_path: Path) -> None:
    """Without files the tables of the folder are described where they are; a second time is refused."""
    new_project.write_project(tmp_path, [])
    assert values(Project.open(tmp_path))["visits_rows"] == 3
    with pytest.raises(Refused, match=r"indicators\.toml"):
        new_project.write_project(tmp_path, [])
    assert files[0].read_text(encoding="utf-8") == VISITS


def test_the_folder_itself_may_hold_workbooks(files: list[Path], tmp_path: Path) -> None:
    """And endings in capitals; what a program has open, or hides, is none of them."""
    (tmp_path / "quarter.XLSX").write_bytes(WORKBOOK.read_bytes())
    files[0].rename(tmp_path / "visits.CSV")
    (tmp_path / "more.tsv").write_text("a\tb\n1\t2\n", encoding="utf-8")
    for name in ("~$quarter.xlsx", "._people.csv", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    begun = new_project.write_project(tmp_path, [])
    held = {path.name for table in begun.package.tables.values() for path in table.paths}
    assert held == {"quarter.XLSX", "visits.CSV", "people.csv", "more.tsv"}


def test_a_folder_without_definitions_has_its_csv_files(files: list[Path], tmp_path: Path) -> None:
    """Its workbooks are none of it until they are described; two files of one name are refused."""
    (tmp_path / "quarter.xlsx").write_bytes(WORKBOOK.read_bytes())
    files[0].rename(tmp_path / "visits.CSV")
    assert {*package_reader.read_package(tmp_path, []).tables} == {"visits", "people"}
    (tmp_path / "visits.csv").write_text("a\n1\n", encoding="utf-8")
    faults = list[Finding]()
    package_reader.read_package(tmp_path, faults)
    assert ["visits.CSV" in fault.fault for fault in faults] == [True]


def test_the_project_speaks_the_language_asked_for_first(files: list[Path], tmp_path: Path) -> None:
    """Labels stay in all three."""
    begun = new_project.write_project(tmp_path / "made", files, "ru")
    assert begun.framework.languages == ("ru", "en", "ky")
    assert new_project.write_project(tmp_path / "other", files).framework.languages == ("en", "ru", "ky")


NAMES = ["list[1].csv", "a*b?.csv", "#1!.csv", "back\\slash.csv", "end ", "two  ", "Отчёт (1).csv"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git says what it ignores")
def test_git_ignores_the_files_and_no_others(tmp_path: Path) -> None:
    """Whatever they are called: brackets, stars, blanks at the end."""
    for number, name in enumerate(NAMES):
        (tmp_path / name).write_text(f"a,b\n1,2\n3,{number}\n", encoding="utf-8")
    made = tmp_path / "made"
    new_project.write_project(made, [tmp_path / name for name in NAMES])
    subprocess.run(["git", "init", "-q", made], check=True)
    others = ["list1.csv", "axb1.csv", "end", "two ", "indicators.toml", "datapackage.json"]
    asked = "\0".join([*NAMES, *others]).encode()
    done = subprocess.run(
        ["git", "-C", made, "check-ignore", "-z", "--stdin"], input=asked, capture_output=True, check=True
    )
    assert sorted(done.stdout.decode().rstrip("\0").split("\0")) == sorted(NAMES)


def test_what_a_gitignore_lacks_is_told(files: list[Path], tmp_path: Path) -> None:
    """One that is there stays as it is; lines that it has, with a slash before them or without, are not told."""
    made = tmp_path / "made"
    made.mkdir()
    (made / ".gitignore").write_text("visits.csv\n", encoding="utf-8")
    begun = new_project.write_project(made, files)
    assert begun.missing_gitignore_lines == ("/people.csv",)
    assert (made / ".gitignore").read_text(encoding="utf-8") == "visits.csv\n"
    lines = scaffold_report.new_project_text(begun, "made", LanguageWords("en")).splitlines()
    (at,) = [
        number for number, line in enumerate(lines) if line.startswith(".gitignore: does not list these data files")
    ]
    assert lines[at + 1] == "  /people.csv"
    new = new_project.write_project(tmp_path / "new", files)
    assert new.missing_gitignore_lines == ()
    assert ".gitignore" not in scaffold_report.new_project_text(new, "new", LanguageWords("en"))


def test_the_columns_of_a_table_are_those_of_its_header(tmp_path: Path) -> None:
    """One without a value is not declared, and is a column all the same."""
    (tmp_path / "t.csv").write_text("id,nothing,n\n1,,2\n2,,3\n", encoding="utf-8")
    begun = new_project.write_project(tmp_path / "made", [tmp_path / "t.csv"])
    assert "t: 2 rows, 3 columns" in scaffold_report.new_project_text(begun, "made", LanguageWords("en"))


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    """The finding names the row; no folder is made."""
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
    with pytest.raises(Refused, match="row 3"):
        new_project.write_project(tmp_path / "made", [tmp_path / "bad.csv"])
    assert not (tmp_path / "made").exists()


def test_a_full_disk_leaves_nothing_behind(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before the disk said no is taken away again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("roundtable_cli.scaffold.new_project.package_writer.package_to_json", full)
    with pytest.raises(OSError, match="No space"):
        new_project.write_project(tmp_path / "made", files)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(("names", "said"), [(["no.csv"], "no.csv"), ([], "FILE"), (["empty.csv"], "empty")])
def test_what_cannot_be_begun(tmp_path: Path, names: list[str], said: str) -> None:
    """A file that isn't there, nothing at all, and files of which none can be read are each refused in a line."""
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(Refused, match=said):
        new_project.write_project(tmp_path / "made", [tmp_path / name for name in names])


def test_a_link_out_of_the_folder_is_no_table_of_it(files: list[Path], tmp_path: Path) -> None:
    """The project could not read it afterwards; its content may be copied into another folder."""
    folder = tmp_path / "linked"
    folder.mkdir()
    (folder / "people.csv").symlink_to(files[0].resolve())
    with pytest.raises(Refused, match="link to a file outside the folder"):
        new_project.write_project(folder, [])
    new_project.write_project(tmp_path / "another", [folder / "people.csv"])
    assert not (tmp_path / "another" / "people.csv").is_symlink()


def test_files_and_tables_of_one_name_get_a_name_each(tmp_path: Path) -> None:
    """Two tables of one name would hide each other, and of two files one would be lost."""
    (tmp_path / "Гранты.csv").write_text("x\n1\n", encoding="utf-8")
    for number, folder in enumerate(("a", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.csv").write_text(f"x,y{number}\n1,2\n", encoding="utf-8")
    files = [tmp_path / "Гранты.csv", WORKBOOK, tmp_path / "a" / "t.csv", tmp_path / "b" / "t.csv"]
    package = new_project.write_project(tmp_path / "made", files).package
    assert [*package.tables] == ["Гранты", "Тренинги", "quarter Гранты", "t", "t 2"]
    assert {path.name for path in package.tables["t 2"].paths} == {"b-t.csv"}
    assert (tmp_path / "made" / "b-t.csv").read_text(encoding="utf-8") == "x,y1\n1,2\n"


def test_standard_input_is_a_file_too(run: Run) -> None:
    """`--data -` takes one table from a pipe."""
    assert run("get", "rows", "--data", "-", stdin=VISITS).stdout == "3\n"


def test_an_answer_may_be_written_beside_the_file(run: Run, files: list[Path]) -> None:
    """Only what is read is never overwritten: other files of the same folder are none of the project's."""
    target = files[0].parent / "answer.csv"
    for _ in range(2):
        assert run("summary", "--data", files[0], "-o", target).returncode == 0
    assert run("summary", "--data", files[0], "-o", files[0]).returncode == 2
    assert files[0].read_text(encoding="utf-8") == VISITS


def test_a_slip_is_not_declared_away(tmp_path: Path) -> None:
    """A column of amounts with one text among them stays undeclared: the slip is told, and mended it is amounts."""
    rows = "".join(f"{number};{number * 10}\n" for number in range(1, 20))
    (tmp_path / "t.csv").write_text(f"id;сумма\n{rows}20;много\n", encoding="utf-8")
    new_project.write_project(tmp_path / "made", [tmp_path / "t.csv"])
    found = [one.message for report in Project.open(tmp_path / "made").check() for one in report.findings]
    assert any('"много" is not a number' in message for message in found)
    (tmp_path / "made" / "t.csv").write_text(f"id;сумма\n{rows}20;200\n", encoding="utf-8")
    assert Project.open(tmp_path / "made").sources["t"].get_field("сумма").type == "integer"


def test_the_commands_twin_in_python(files: list[Path], tmp_path: Path) -> None:
    """A project begun is a project opened; files are checked without one."""
    project = Project.begin(tmp_path / "made", files, "ru")
    assert project.framework.languages[0] == "ru"
    assert [report.file for report in roundtable_cli.check_files(files)] == ["visits.csv", "people.csv"]
    assert not any(report.has_errors for report in project.check())


def test_one_bad_file_of_a_folder_does_not_keep_the_others_from_being_counted(tmp_path: Path) -> None:
    """It is left out, and told; a folder in which nothing can be read is refused."""
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    project = Project.open(tmp_path)
    assert {*project.package.tables} == {"visits"}
    assert [finding.file for finding in project.doubts] == ["empty.csv"]
    (tmp_path / "visits.csv").unlink()
    with pytest.raises(Refused, match="the file is empty"):
        Project.open(tmp_path)


def test_workbooks_of_a_folder_without_definitions_are_told(tmp_path: Path, run: Run) -> None:
    """Only CSV files are read there: what stands beside them is named, with what to type."""
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    shutil.copy(WORKBOOK, tmp_path)
    done = run("summary", "--data", tmp_path)
    assert "quarter.xlsx: of a folder without definitions only .csv files are read" in done.stderr
    assert Project.open(tmp_path).doubts[0].remedy.endswith(f"rt-stats init my-project {tmp_path}")
