"""Whom and what a table counts: people by the code that is theirs, numbers of people and things by their headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.scaffold import indicator_drafts
from roundtable_cli.scaffold.indicator_drafts import IndicatorDraft
from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table

NAMES = ("Асанова Айгуль", "Бакытов Нурлан", "Иванова Ольга", "Токтосунов Азамат")


def drafts(folder: Path, *rows: str) -> list[IndicatorDraft]:
    """What is proposed for a table of these rows, the headings first."""
    path = folder / "t.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    (proposal,) = propose_schemas({"t": Source(Table("t", (path,)), folder)}).values()
    return indicator_drafts.draft_indicators(proposal)


def sums(folder: Path, *rows: str) -> list[str]:
    """The columns of which a sum is proposed."""
    return [draft.columns[0] for draft in drafts(folder, *rows) if draft.measure == "sum"]


def people(folder: Path, *rows: str) -> list[tuple[str, tuple[str, ...]]]:
    """By which columns people are counted."""
    return [(draft.phrase, draft.columns) for draft in drafts(folder, *rows) if draft.kind == "people"]


def test_people_are_counted_by_the_code_beside_their_names(tmp_path: Path) -> None:
    """In a list of people, and in one of visits where the codes come again with the same names."""
    members = [f"P{number},{name}" for number, name in enumerate(NAMES)]
    assert people(tmp_path, "Код,ФИО", *members) == [("people", ("Код",))]
    visits = [f"{row},2024-01-0{day}" for day in (1, 2) for row in members]
    assert people(tmp_path, "Код,ФИО,Дата", *visits) == [("people", ("Код",))]


def test_a_code_of_something_else_is_not_taken_for_theirs(tmp_path: Path) -> None:
    """One that is another in each visit, or in each group, or that two people have."""
    visits = [f"V{number},{name},2024-01-0{number + 1}" for number, name in enumerate(NAMES)]
    by_name = [("people_by_name", ("ФИО",))]
    assert people(tmp_path, "Код,ФИО,Дата", *visits) == by_name
    assert people(tmp_path, "Код,ФИО", *(f"G{number % 2},{name}" for number, name in enumerate(NAMES))) == by_name
    again = [f"V{number},{name}" for number, name in enumerate((*NAMES, *NAMES))]
    assert people(tmp_path, "Код,ФИО", *again) == by_name
    numbered = [f"{number},{name}" for number, name in enumerate(NAMES, 1)]
    assert people(tmp_path, "№,ФИО", *numbered) == people(tmp_path, "№ п/п,ФИО", *numbered) == by_name


@pytest.mark.parametrize(
    "heading",
    ["trained", "actual", "n", "N", "nombre", "Количество", "обучено", "окутулган", "n_women", "факт", "План"],
)
def test_numbers_of_people_and_things_are_summed(tmp_path: Path, heading: str) -> None:
    """What was planned and reached, what was done to how many, and `n`."""
    rows = ("2022;f;10", "2022;m;12", "2023;f;20", "2023;m;15")
    assert sums(tmp_path, f"year;sex;{heading}", *rows) == [heading]


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("n", (1, 2, 3, 4)),  # numbers the rows
        ("n", (1, 2, 5, 9)),  # of which some were deleted
        ("satisfied", (5, 4, 10, 8)),  # an answer on a scale
        ("speed", (50, 40, 60, 55)),
        ("место", (50, 40, 60, 55)),
        ("N п/п", (12, 7, 5, 3)),
        ("trained", (-1, 12, 5, 30)),
    ],
)
def test_other_whole_numbers_are_not(tmp_path: Path, heading: str, numbers: tuple[int, ...]) -> None:
    """Ids, ratings, and what no heading calls a number of something."""
    rows = (f"{sex};{number}" for sex, number in zip("fmfm", numbers, strict=True))
    assert sums(tmp_path, f"sex;{heading}", *rows) == []


def test_plan_and_fact_of_different_indicators_are_not_added_up(tmp_path: Path) -> None:
    """There is a sum for each that a column of indicators names; amounts in one currency have one."""
    assert sums(tmp_path, "Показатель;Бюджет, USD", "Тренинги;10,5", "Люди;100") == ["Бюджет, USD"]
    wide = drafts(tmp_path, "Показатель;I кв.;II кв.", "Обучено;10,5;12", "Выдано, сом;20000;0")
    assert {draft.required_values for draft in wide if draft.measure == "sum"} == {
        (("Показатель", name),) for name in ("Обучено", "Выдано, сом")
    }
    found = drafts(tmp_path, "Показатель;План;Факт", "Тренинги;10;8", "Люди;100;120")
    assert [draft.required_values for draft in found if draft.measure == "sum"] == [
        (("Показатель", name),) for name in ("Люди", "Тренинги") * 2
    ]
