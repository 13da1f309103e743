"""One file twice among those of a table is told; files that are alike by chance are not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.tables.reading import repeated_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table

RECORDS = "grant,usd\nG1,100\nG2,250\n"


def found(folder: Path, *contents: str | bytes) -> list[str]:
    """The files, called 1.csv, 2.csv …, that hold what an earlier one holds, each with its fault."""
    paths = tuple(folder / f"{number}.csv" for number in range(1, len(contents) + 1))
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    files = Source(Table("grants", paths), folder).files
    return [f"{finding.file}: {finding.fault}" for finding in repeated_files.find_repeated_files(files)]


@pytest.mark.parametrize(
    "again",
    [
        RECORDS,
        "\ufeff" + RECORDS.replace("\n", "\r\n"),
        "grant;usd\nG1;100\nG2;250\n",
        'usd,grant\n"250","G2"\n100,G1\n',
        "grant,usd\nG1,100 \n\nG2,250\n",
    ],
    ids=["the same bytes", "another system's ends of lines", "semicolons", "another order", "blanks"],
)
def test_the_same_records_are_told_however_they_were_saved(tmp_path: Path, again: str) -> None:
    """The later of the two is named, with the earlier one."""
    other = "grant,usd\nG1,100\nG2,251\n"

    assert found(tmp_path, RECORDS, other, again) == [
        "3.csv: it has the same records as 1.csv, and both files are counted"
    ]


def test_one_record_or_none_proves_nothing(tmp_path: Path) -> None:
    """A report of one line may be the same in two months, and so may an empty one."""
    assert found(tmp_path, "place,cases\nOsh,0\n", "place,cases\nOsh,0\n") == []
    assert found(tmp_path, "place,cases\n", "place,cases\n") == []


def test_large_files_are_compared_too(tmp_path: Path) -> None:
    """Those that are read in bulk are told apart by one cell, and found where only their order of rows differs."""
    rows = [f"P{number:05},{number % 7},{number % 13}" for number in range(15_000)]
    shuffled = random.Random(1).sample(rows, len(rows))  # noqa: S311 - nothing secret
    other = [*rows[:-1], "P14999,0,0"]
    contents = ["id,a,b\n" + "\n".join(lines) + "\n" for lines in (rows, other, shuffled)]

    assert found(tmp_path, *contents) == ["3.csv: it has the same records as 1.csv, and both files are counted"]


def test_random_files_are_never_one(tmp_path: Path) -> None:
    """Tables of a few records with small numbers, as partners send them month by month: none in 200 pairs."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    for _ in range(200):
        lines = [
            [f"{place},{chance.randint(0, 40)},{chance.randint(0, 40)}" for place in ("Osh", "Talas", "Naryn")]
            for _ in range(2)
        ]
        assert found(tmp_path, *("place,f,m\n" + "\n".join(rows) + "\n" for rows in lines)) == []


def test_equal_bytes_are_found_without_reading_records(tmp_path: Path) -> None:
    """An engine that reads the files itself is asked no record."""
    paths = tuple(tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    for path in paths:
        path.write_text(RECORDS if path.name != "2.csv" else RECORDS.replace("G1", "G7"))

    files = Source(Table("grants", paths), tmp_path).files

    assert [finding.file for finding in repeated_files.find_equal_files(files)] == ["3.csv"]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_it_stands_under_every_table_of_numbers_and_in_check(tmp_path: Path, engine: str) -> None:
    """The rows are counted, and it is said."""
    for name in ("jan.csv", "feb.csv"):
        (tmp_path / name).write_text(RECORDS)
    resource = '{"name": "grants", "path": ["jan.csv", "feb.csv"], "schema": {"fields": [{"name": "grant"}, '
    (tmp_path / "datapackage.json").write_text('{"resources": [' + resource + '{"name": "usd", "type": "integer"}]}}]}')
    (tmp_path / "indicators.toml").write_text('[indicators.paid]\ntable = "grants"\nmeasure = "sum"\ncolumn = "usd"\n')
    project = Project.open(tmp_path, engine=engine)
    results = project.compute()

    assert [(result.value, result.counts.rows) for result in results] == [(700, 4)]
    assert [(finding.code, finding.file) for finding in results.assumptions] == [("repeated-file", "feb.csv")]
    assert [[finding.code for finding in report.findings] for report in project.check()] == [[], ["repeated-file"]]


def test_thousands_of_files_are_not_compared_in_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read once, and its bytes are looked at where another has the same records."""
    compared = []
    monkeypatch.setattr(repeated_files, "_have_same_bytes", lambda one, other: compared.append((one, other)))
    contents = [f"grant,usd\nG1,{number}\nG2,250\n" for number in (*range(100), 7)]
    assert found(tmp_path, *contents) == ["101.csv: it has the same records as 8.csv, and both files are counted"]
    assert len(compared) == 1
