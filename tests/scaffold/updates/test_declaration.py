"""`check --fix` declares what was decided, adds nothing else, and changes no number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project
from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process

TOML = (
    '[indicators.usd]\ntable = "t"\nmeasure = "sum"\ncolumn = "sum"\n[indicators.n]\ntable = "t"\nmeasure = "count"\n'
)
TEXT = "id;sum;day;either\n1;8 847,57;05.01.2018;1,234\n2;53 085,43;25.02.2018;2,345\n"


def fields(folder: Path) -> dict[str, dict[str, object]]:
    """The fields that a folder's package declares for its first table."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}


def test_what_was_decided_is_written(make: Make) -> None:
    """Delimiter, types, decimal commas and dates' patterns; what can be read in two ways is left to be settled."""
    folder = make(TOML)
    (folder / "t.csv").write_bytes(TEXT.encode("utf-16"))
    before = [result.value for result in Project.open(folder).compute()]
    (line,) = Project.open(folder).declare()
    assert line.startswith("datapackage.json: t: ")
    (table,) = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert (table["encoding"], table["dialect"]) == ("utf-16", {"delimiter": ";"})
    assert table["schema"]["fieldsMatch"] == ["subset"]
    assert {*fields(folder)} == {"id", "sum", "day"}
    assert fields(folder)["sum"] == {"name": "sum", "type": "number", "decimalChar": ",", "groupChar": " "}
    assert fields(folder)["day"] == {"name": "day", "type": "date", "format": "%d.%m.%Y"}
    assert [result.value for result in Project.open(folder).compute()] == before


def test_what_is_declared_stays(make: Make) -> None:
    """A declared type, and keys that the program has no use for, are as they were; only what lacks is added."""
    schema = {"fields": [{"name": "id", "type": "string", "title": "Code"}], "fieldsMatch": ["subset"]}
    folder = make(TOML, {"t": "id,sum\n1,5\n2,7\n"}, {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    assert Project.open(folder).declare() == ["datapackage.json: t: sum integer"]
    assert fields(folder)["id"] == {"name": "id", "type": "string", "title": "Code"}
    written = (folder / "datapackage.json").read_bytes()
    assert Project.open(folder).declare() == []
    assert (folder / "datapackage.json").read_bytes() == written


def test_a_new_column_is_declared(make: Make) -> None:
    """A schema that had to match exactly is refused for a column more; `--fix` takes the column in."""
    schema = {"fields": [{"name": "id", "type": "string"}]}
    folder = make(TOML, {"t": "id,sum\n1,5\n2,7\n"}, {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    (report,) = [report for report in Project.open(folder).check() if report.file == "t.csv"]
    assert any("--fix" in finding.remedy for finding in report.findings)
    assert Project.open(folder).declare() == ["datapackage.json: t: sum integer, fieldsMatch subset"]
    assert [result.value for result in Project.open(folder).compute()] == [12, 2]


def test_a_table_that_cannot_be_read_is_left_out(make: Make, run: Run) -> None:
    """The others are declared, the report says what is wrong with it, and the exit code is that of the check."""
    folder = make(TOML, {"t": "id,sum\n1,5\n", "bad": "a,b\n1\n"})
    done = run("check", "--fix", "--data", folder)
    assert done.returncode == 1
    assert "bad" not in done.stderr
    assert done.stderr == "datapackage.json: t: id integer, sum integer\n"
    assert "  row 2: 1 cell, but 2 column headings" in done.stdout


def test_fixing_is_for_projects(run: Run, tmp_path: Path) -> None:
    """A file alone has no datapackage.json to be written into, nor has the sample that ships with the program."""
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    assert run("check", "--fix", tmp_path / "t.csv").returncode == 2
    assert run("check", "--fix", "--data", tmp_path / "t.csv").returncode == 2
    assert run("check", "--fix", "--data", "sample").returncode == 2
    assert [path.name for path in tmp_path.glob("*.json")] == []


def test_a_file_that_stands_in_is_not_declared(make: Make, run: Run, tmp_path: Path) -> None:
    """The path and the encoding of another file are none of the project's."""
    folder = make(TOML, {"t": "id,sum\n1,5\n"})
    (tmp_path / "other.csv").write_bytes(TEXT.encode("cp1251"))
    done = run("check", "--fix", "--data", folder, "--table", f"t={tmp_path / 'other.csv'}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--table" in done.stderr
    assert not (folder / "datapackage.json").exists()


def test_what_a_schema_says_of_its_match_stays(make: Make) -> None:
    """`partial` lets fields be absent; to say `subset` in its place would refuse the file."""
    schema = {"fields": [{"name": "id"}, {"name": "phone"}], "fieldsMatch": ["partial"]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    folder = make(TOML, {"t": 'id,sum,either\n1,5,"1,234"\n'}, {"resources": [resource]})
    Project.open(folder).declare()
    (table,) = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert table["schema"]["fieldsMatch"] == ["partial"]
    assert [result.value for result in Project.open(folder).compute()] == [5, 1]


def test_the_report_is_on_what_was_declared(make: Make, run: Run) -> None:
    """What --fix has written is no longer warned of in the same run."""
    folder = make(TOML)
    (folder / "t.csv").write_bytes("id;sum;имя\n1;5;Айгуль\n".encode("cp1251"))
    assert run("check", "--data", folder, "--strict").returncode == 1
    assert run("check", "--fix", "--data", folder, "--strict").returncode == 0


def test_what_is_no_way_of_reading_is_not_declared(make: Make) -> None:
    """That a column looks personal, or is of a currency, decides no reading: it would refuse what worked before."""
    rows = 'id,phone,"sum, USD"\n1,+996 555 123456,5\n2,+996 555 123457,7\n'
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": rows})
    Project.open(folder).declare()
    assert [*fields(folder).values()] == [
        {"name": "id", "type": "integer"},
        {"name": "phone", "type": "string"},
        {"name": "sum, USD", "type": "integer"},
    ]


def test_a_guess_that_letters_do_not_prove_is_declared_as_one(make: Make, run: Run) -> None:
    """It stays told, and a second --fix writes nothing; what is told does not lead in a circle."""
    folder = make(TOML)
    (folder / "t.csv").write_bytes("id;sum;имя\n1;5;ő\n".encode("cp1250", errors="ignore"))
    first = run("check", "--fix", "--data", folder)
    assert "rt:encodingGuessed true" in first.stderr
    assert "rt:encodingGuessed" in run("check", "--data", folder).stdout
    assert run("check", "--fix", "--data", folder).stderr == ""
    package = folder / "datapackage.json"
    package.write_text(package.read_text("utf-8").replace('Guessed": true', 'Guessed": false'), encoding="utf-8")
    assert "guess" not in run("check", "--data", folder).stdout.casefold().replace("rt:encodingguessed", "guess")


def test_the_columns_of_a_file_without_headings_keep_their_places(make: Make, run: Run) -> None:
    """A blank column is declared too: the fields are the headings, and the sum stays that of the third column."""
    definitions = '[indicators.paid]\ntable = "list"\nmeasure = "sum"\ncolumn = "field3"\n'
    folder = make(definitions, {"list": "P1,,5,2026-01-02\nP2,,6,2026-01-03\nP3,,7,2026-01-05\n"})
    before = run("get", "paid", "--data", folder).stdout
    run("check", "--fix", "--data", folder)

    assert [*fields(folder)] == ["field1", "field2", "field3", "field4"]
    assert run("get", "paid", "--data", folder).stdout == before == "18\n"
