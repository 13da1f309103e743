"""`check` tells what files are and all that is wrong with them; its exit code is the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli.checking import project_check
from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process

BAD = "id,,name,name\n1,x,Ann,A\n\n2,y\n1,x,Ann,A\n3,z,Eve,E,more\n"


def told(run: Run, *arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the reports of `check -f json`."""
    done = run("check", *arguments, "-f", "json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_a_file_alone_needs_no_project(run: Run, tmp_path: Path) -> None:
    """All that is wrong is told at once, errors first, each with its row; rows count the records that are not blank."""
    (tmp_path / "list.csv").write_text(BAD, encoding="utf-8")
    code, (report,) = told(run, tmp_path / "list.csv")
    assert code == 1
    assert {key: report[key] for key in ("file", "encoding", "delimiter", "header_row", "rows", "columns")} == {
        "file": "list.csv", "encoding": "utf-8", "delimiter": ",", "header_row": 1, "rows": 4, "columns": 4,
    }  # fmt: skip
    assert [(one["severity"], one["code"], one["row"]) for one in report["findings"]] == [
        ("error", "missing-cell", 4),
        ("error", "extra-cell", 6),
        ("warning", "blank-label", 1),
        ("warning", "duplicate-label", 1),
        ("warning", "blank-row", 3),
        ("warning", "duplicate-row", 5),
    ]
    assert all(one["message"] for one in report["findings"])


@pytest.mark.parametrize(
    ("content", "codes", "code"),
    [
        (b"", ["source-error"], 1),
        (b"a,b\n1,\x002\n", ["null-byte"], 1),
        (b'a,b\n1,"2\n', ["source-error"], 1),
        (b"\xef\xe8\xf1\xfc\xec\xee,b\n\xe4\xe0,1\n", ["encoding-guessed"], 0),
        (b"a,b\n1,2\n", [], 0),
        (b"a,b\n", ["no-rows"], 0),
    ],
)
def test_what_is_no_table_is_told_too(run: Run, tmp_path: Path, content: bytes, codes: list[str], code: int) -> None:
    """A fault of content is an answer, exit 1; a guess is a warning, exit 0."""
    (tmp_path / "t.csv").write_bytes(content)
    found, (report,) = told(run, tmp_path / "t.csv")
    assert (found, [one["code"] for one in report["findings"]]) == (code, codes)


def test_what_cannot_be_opened_is_no_answer(run: Run, tmp_path: Path) -> None:
    """Exit 2, as for every command; so is an output that would overwrite what is checked."""
    for path in (tmp_path / "nowhere.csv", tmp_path):
        done = run("check", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert str(path) in done.stderr
    (tmp_path / "a.json").write_text("a\n1\n", encoding="utf-8")
    assert run("check", tmp_path / "a.json", "-o", tmp_path / "a.json").returncode == 2
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "a\n1\n"


def test_strict_lets_warnings_count(run: Run, tmp_path: Path) -> None:
    """A blank row is a warning."""
    (tmp_path / "t.csv").write_text("a,b\n1,2\n,\n3,4\n", encoding="utf-8")
    assert run("check", tmp_path / "t.csv").returncode == 0
    assert run("check", tmp_path / "t.csv", "--strict").returncode == 1


def test_a_project_is_checked_whole(make: Make, run: Run) -> None:
    """Types, constraints and keys of every table, and the definitions; one that is well has a line for each file."""
    fields = [{"name": "id"}, {"name": "day", "type": "date"}, {"name": "place"}]
    key = {"fields": "place", "reference": {"resource": "places", "fields": "id"}}
    people = {
        "name": "people",
        "path": "people.csv",
        "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": [key]},
    }
    package = {"resources": [people, {"name": "places", "path": "places.csv", "schema": {"fields": [{"name": "id"}]}}]}
    tables = {"people": "id,day,place\n1,2018-02-31,S1\n1,2018-03-01,S9\n", "places": "id\nS1\n"}
    wrong = '[indicators.n]\ntable = "people"\nmeasure = "unique"\ncolumn = "idd"\n'
    code, reports = told(run, "--data", make(wrong, tables, package))
    assert code == 1
    assert [(one["file"], [finding["code"] for finding in one["findings"]]) for one in reports] == [
        ("people.csv", ["type-error", "primary-key", "foreign-key"]),
        ("places.csv", []),
        ("indicators.toml", ["definition-error"]),
    ]
    done = run("check", "--data", "sample")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 8)
    assert done.stdout.splitlines()[0] == 'activists.csv: 112 rows, 5 columns; utf-8, ","; nothing wrong'


def test_personal_values_are_shown_of_no_column(make: Make, run: Run) -> None:
    """Also where a table declares some of its fields, and the addresses are in another column."""
    rows = "".join(f"{number},anna{number}@example.org\n" for number in range(9))
    schema = {"fields": [{"name": "id"}], "fieldsMatch": ["subset"]}
    package = {"resources": [{"name": "calls", "path": "calls.csv", "schema": schema}]}
    definitions = '[indicators.n]\ntable = "calls"\nmeasure = "count"\n'
    data = make(definitions, {"calls": f"id,contact\n{rows}9,Anna3@example.org\n"}, package)
    done = run("check", "--data", data)

    assert "differs from that in row 11 only in capitals" in done.stdout
    assert "example.org" not in done.stdout


@pytest.mark.parametrize("error", ["Err:402", "Err:504", "Ошибка:502", "####", "#Н/Д"])
def test_every_error_of_a_formula_is_told(run: Run, tmp_path: Path, error: str) -> None:
    """With its row, whatever number it has."""
    (tmp_path / "t.csv").write_text(f"a,b\n1,2\n3,{error}\n", encoding="utf-8")
    code, (report,) = told(run, tmp_path / "t.csv")
    assert (code, [(one["code"], one["row"]) for one in report["findings"]]) == (1, [("formula-error", 3)])


def test_work_is_told_column_by_column(tmp_path: Path) -> None:
    """So that the bar of a large file moves: a step for each column is among them."""
    (tmp_path / "t.csv").write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    (tmp_path / "u.csv").write_text("a\n1\n", encoding="utf-8")
    three, one = list[tuple[int, int]](), list[tuple[int, int]]()
    project_check.check_files([tmp_path / "t.csv"], lambda done, total: three.append((done, total)))
    project_check.check_files([tmp_path / "u.csv"], lambda done, total: one.append((done, total)))

    assert three == [(done, len(three)) for done in range(1, len(three) + 1)]
    assert len(three) - len(one) == 2


def test_rows_with_the_same_fault_are_one_line(run: Run, tmp_path: Path) -> None:
    """Of which data has them all, one by one."""
    (tmp_path / "t.csv").write_text("a,b\n" + "1\n" * 14, encoding="utf-8")
    lines = run("check", tmp_path / "t.csv", "--lang", "ru").stdout.splitlines()
    assert lines[0].startswith("t.csv: 14 строк, 2 столбца")
    assert [line.partition(",")[0] for line in lines if "1 cell" in line] == ["  14 rows (2–15): 1 cell"]
    assert len([one for one in told(run, tmp_path / "t.csv")[1][0]["findings"] if one["severity"] == "error"]) == 14


def test_what_check_passes_summary_answers(make: Make, run: Run) -> None:
    """A column that can be read in two ways is an error where an indicator reads it, and a warning where none does."""
    toml = '[indicators.usd]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    tables = {"t": 'usd,other\n"1,234","2,345"\n"5,678","6,789"\n'}
    code, (report, *_) = told(run, "--data", make(toml, tables))
    assert code == 1
    found = {(one["severity"], one["column"]) for one in report["findings"] if one["code"] == "ambiguous-number"}
    assert ("error", "usd") in found
    assert ("warning", "usd") not in found
    assert ("error", "other") not in found
