"""Rows that are the same are suspicious where they hardly repeat by themselves, and not in lists of categories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from roundtable_cli.checking import project_check
from roundtable_cli.checking.table_checks import CheckedTable
from roundtable_cli.tables.quality import repeated_rows
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.tables.test_source import opened


def told(folder: Path, content: str) -> list[int | None]:
    """The rows of a file that `check` says are the same as an earlier one."""
    (folder / "t.csv").write_text(content, encoding="utf-8")
    (report,) = project_check.check_files([folder / "t.csv"])
    return [finding.row for finding in report.findings if finding.code == "duplicate-row"]


@pytest.mark.parametrize(
    "content",
    [
        "person_id,course\nP1,A\nP2,A\nP1,A\n",
        "grant_id,usd\nG1,10\nG2,20\nG1,10\n",
        "ФИО,село\nАсан Усенов,Ош\nБек Ташев,Ош\nАсан Усенов,Ош\n",
        "participant,day\nAsan,2026-01-01\nBek,2026-01-01\nAsan,2026-01-01\n",
        "phone,sex\n0555123456,f\n0555123457,f\n0555123456,f\n",
    ],
)
def test_a_record_that_names_somebody_is_not_the_same_twice(tmp_path: Path, content: str) -> None:
    """By an id, a phone, the name of a person, or a name with a day."""
    assert told(tmp_path, content) == [4]


def test_a_column_that_differs_in_most_rows_tells_them_apart(tmp_path: Path) -> None:
    """Amounts to the cent, say, whatever their heading is."""
    rows = [f"{number * 37}.{number:02},A" for number in range(30)]

    assert told(tmp_path, "c,d\n" + "\n".join([*rows, rows[3]]) + "\n") == [32]


@pytest.mark.parametrize(
    "make_row",
    [
        lambda chance: f"{chance.choice('fm')},{chance.randint(18, 60)}",
        lambda chance: f"{chance.choice(['Osh', 'Naryn', 'Talas'])},{chance.choice('fm')}",
        lambda chance: f"C{chance.randint(1, 4)},{chance.choice('fm')}",
        lambda chance: f"H{chance.randint(1, 90)},{chance.choice('fm')}",
    ],
    ids=["ages", "places", "courses", "households"],
)
@pytest.mark.parametrize("rows", [8, 60, 400])
def test_in_lists_of_categories_rows_repeat(tmp_path: Path, make_row: Callable[[Random], str], rows: int) -> None:
    """A sex and an age, a place and a sex, who came to a course, who lives in a household: no line at all."""
    heads = {"C": "course_id,sex", "H": "household_id,sex"}
    chance = Random(rows)  # noqa: S311 - it makes tables, no secrets
    lines = [make_row(chance) for _ in range(rows)]
    header = heads.get(lines[0][0] if lines[0][1].isdigit() else "", "place,sex")
    if header.startswith("household"):
        lines *= 3  # several of one household

    assert told(tmp_path, "\n".join([header, *lines]) + "\n") == []


def test_a_wide_form_without_ids_hardly_repeats(tmp_path: Path) -> None:
    """Twenty questions of four answers: two forms that are the same are one entered twice."""
    chance = Random(3)  # noqa: S311 - it makes tables, no secrets
    lines = [",".join(chance.choice("abcd") for _ in range(20)) for _ in range(100)]
    header = ",".join(f"q{number}" for number in range(20))

    assert told(tmp_path, "\n".join([header, *lines, lines[7]]) + "\n") == [102]


def test_a_declaration_answers_it() -> None:
    """A key makes it an error of its own; `rt:duplicateRows` makes it none."""
    table = Table("t", ())

    assert not repeated_rows.are_repeats_answered(table)
    assert repeated_rows.are_repeats_answered(table._replace(primary_key=("id",)))
    assert repeated_rows.are_repeats_answered(table._replace(has_expected_repeats=True))


def test_a_table_without_a_row_has_none(tmp_path: Path) -> None:
    """Nothing is divided by the number of its rows."""
    source: Source = opened(tmp_path, "id,sex\n")

    assert not repeated_rows.are_repeats_suspicious(CheckedTable(source, {}).profiles, 0)


def test_rows_that_repeat_as_often_as_by_chance_are_no_slips(tmp_path: Path) -> None:
    """Of clients with a number of visits and no day; but two of those who are once in each course are."""
    random = Random(7)  # noqa: S311 - no secret
    visits = [f"{random.randint(1, 18)},{random.choice([1, 1, 2, 3])}" for _ in range(60)]
    assert told(tmp_path, "client no,visits\n" + "\n".join(visits) + "\n") == []
    courses = [f"{client},{course}" for course in "ABC" for client in range(20)]
    assert told(tmp_path, "client no,course\n" + "\n".join([*courses, courses[3], courses[30]]) + "\n") == [62, 63]
