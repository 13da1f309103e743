"""What the columns of a table are about, as their headings and cells say."""

from __future__ import annotations

from collections import UserDict
from collections.abc import ItemsView
from dataclasses import replace
from pathlib import Path

import pytest

from roundtable_cli.scaffold.table_proposal import age_unit, has_only_kinds, is_age, is_birth_date
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from tests.scaffold.test_schema_proposal import one


def test_the_date_of_the_event_is_chosen(tmp_path: Path) -> None:
    """Not one of birth, not one of data entry, and the full one before one with gaps."""
    table = one(
        tmp_path,
        "_submitted,birth_date,follow_up,date\n"
        "2024-01-09,1990-01-01,,2024-01-05\n2024-01-09,1991-01-01,2024-02-01,2024-01-06\n",
    )
    assert table.event_date == "date"
    assert [name for name, column in table.columns.items() if is_birth_date(column)] == ["birth_date"]
    assert one(tmp_path, "id,birth_date\n1,1990-01-01\n2,1991-01-01\n").event_date == ""


@pytest.mark.parametrize(("header", "is_one"), [("age", True), ("Возраст", True), ("average age rate", False)])
def test_ages(tmp_path: Path, header: str, is_one: bool) -> None:
    """A rate is no age."""
    assert is_age(one(tmp_path, f"id,{header}\nA,20\nB,31\n").columns[header]) == is_one


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("age", "years"),
        ("Возраст на день опроса", "years"),
        ("age in years and months", "years"),
        ("age_months", "months"),
        ("Возраст в месяцах", "months"),
        ("age in weeks", "weeks"),
        ("Возраст (дней)", "days"),
    ],
)
def test_the_unit_of_ages_is_told_by_their_heading(heading: str, unit: str) -> None:
    """A day that the age is taken on is no unit."""
    assert age_unit(heading) == unit


@pytest.mark.parametrize(("name", "is_of_people"), [("Участник", True), ("Тип участника", False)])
def test_a_heading_of_people_alone(name: str, is_of_people: bool) -> None:
    """A kind of participants is no participant."""
    assert has_only_kinds(name, "people", "name") == is_of_people


def test_a_bare_code_names_what_its_table_is_of(tmp_path: Path) -> None:
    """`code` in a table of participants is a participant's, in one of visits it is not."""
    text = "code,x\nA,1\nB,2\n"
    assert one(tmp_path, text, "participants").names_people("code")
    assert not one(tmp_path, text, "visits").names_people("code")


def test_what_is_personal_or_made_by_a_program_groups_nothing(tmp_path: Path) -> None:
    """Names are for no breakdown, and neither is KoboToolbox's bookkeeping."""
    table = one(tmp_path, "ФИО,Пол,_status\nАсанов Бакыт,м,ok\nМаматова Асель,ж,ok\n")
    assert [name for name, _ in table.groupable_columns] == ["Пол"]


def test_what_the_numbers_are_of_is_looked_for_once(tmp_path: Path) -> None:
    """A table may have thousands of columns of numbers, and asks for each of them."""
    looked_for = list[str]()

    class Columns(UserDict[str, ColumnProfile]):
        def items(self) -> ItemsView[str, ColumnProfile]:
            looked_for.append("element")
            return super().items()

    proposal = one(tmp_path, "dataElement,a,b\nVisits,1.5,2.5\nTests,2.5,4.5\n")
    watched = replace(proposal, columns=Columns(proposal.columns))
    names = [element.name for _ in range(3) if (element := watched.element_column)]
    assert (names, looked_for) == (["dataElement"] * 3, ["element"])
