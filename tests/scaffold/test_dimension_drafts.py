"""Dimensions of columns of every shape: over all tables that have them, and none that prints what is personal."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.scaffold.shapes import PEOPLE, SHAPES, begun, value, written

pytestmark = pytest.mark.usefixtures("engine")


def test_sex_is_one_dimension_over_all_tables(tmp_path: Path) -> None:
    """However the header and the cells spell it; what is blank stays a category."""
    other = "Код участника,gender\nP-1,Female\nP-2,эркек\nP-1,Female\n"
    project = begun(tmp_path, {"people": PEOPLE, "others": other})

    assert value(project, "people_kod_uchastnika", by=["sex"]) == {
        ("female",): 1,
        ("male",): 1,
        ("not recorded",): 1,
        ("total",): 3,
    }
    assert value(project, "others_rows", by=["sex"]) == {("female",): 2, ("male",): 1, ("total",): 3}


def test_a_sex_that_is_not_known_stays_as_it_is(tmp_path: Path) -> None:
    """1 and 2 are no words: nobody is said to be a woman who may be none."""
    assert "dimensions" not in written(tmp_path, t="x,sex\na b,1\nc d,2\ne f,1\ng h,2\n")


def test_ages_are_in_bands(tmp_path: Path) -> None:
    """Those that the rows have; over dates of birth where the rows have a date."""
    (tmp_path / "born").mkdir()
    project = begun(tmp_path, {"people": PEOPLE})
    assert value(project, "rows", by=["age_group"]) == {("<18",): 2, ("18-24",): 1, ("25+",): 1, ("total",): 4}

    born = "id,birth date,day\nA,1990-01-01,2018-01-01\nB,2002-01-02,2018-01-01\n"
    project = begun(tmp_path / "born", {"t": born})
    assert value(project, "rows", by=["age_group"])[("25-34",)] == 1
    assert value(project, "rows", by=["age_group"])[("14-17",)] == 1


@pytest.mark.parametrize("header", ["age (months)", "Возраст ребенка, мес.", "age_weeks", "Жашы (ай)"])
def test_ages_in_months_are_in_no_bands_of_years(tmp_path: Path, header: str) -> None:
    """A child of 18 months is no adult; where a column of years stands beside it, that one is banded."""
    assert "dimensions" not in written(tmp_path, t=f'id,"{header}"\nA,7\nB,18\nC,30\n')
    both = written(tmp_path, t=f'id,"{header}",age\nA,7,20\nB,18,31\nC,30,45\n')
    assert both["dimensions"]["age_group"]["column"] == "age"


def test_few_values_that_recur_are_categories(tmp_path: Path) -> None:
    """In natural order; spellings that differ in case or spaces are one, and say so. Many, or each once, are none."""
    text = "x,kind,topic,note\n" + "".join(
        f"{n} a,{kind},topic {n % 16},{n}th\n" for n, kind in enumerate(["K2", "K10", "k2", "K2 ", "K10", "K1"] * 6)
    )
    assert written(tmp_path, t=text)["dimensions"] == {
        "kind": {
            "label": "kind",
            "column": "kind",
            "categories": {"K1": {"label": "K1"}, "K2": {"label": "K2", "aliases": ["k2"]}, "K10": {"label": "K10"}},
        }
    }


def test_one_header_of_other_values_is_another_dimension(tmp_path: Path) -> None:
    """The kinds of sessions are not the kinds of committees; a table with some of the values joins."""
    dimensions = written(tmp_path, **SHAPES["kinds"])["dimensions"]

    assert {name: one["columns"] for name, one in dimensions.items()} == {
        "a_kind": {"a": "kind", "c": "kind"},
        "b_kind": {"b": "kind"},
    }


def test_keys_lead_to_the_dimensions_of_other_tables(tmp_path: Path) -> None:
    """A visit has the sex of its visitor, and the place by its name in each language."""
    project = begun(tmp_path, SHAPES["tables"])

    assert value(project, "visits_rows", by=["sex"])[("female",)] == 3
    assert value(project, "visits_rows", by=["settlement"]) == {
        ("S0",): 5,
        ("S1",): 4,
        ("S2",): 0,
        ("S3",): 0,
        ("total",): 9,
    }
    assert value(project, "visits_rows", by=["district"])[("D1",)] == 9
    dimensions = tomllib.loads((tmp_path / "indicators.toml").read_text(encoding="utf-8"))["dimensions"]
    assert dimensions["settlement"]["categories"]["label"] == {"en": "name_en", "ru": "name_ru"}
    assert "person_id" not in dimensions


def test_no_dimension_prints_what_is_personal(tmp_path: Path) -> None:
    """Neither names nor phones, however few they are."""
    rows = ("Асанова Айгүл,+996 555 123456,Ленин\n", "Токтогулов Бакыт,+996 700 123456,Ош\n")
    text = "ФИО,телефон,район\n" + "".join(rows) * 3

    assert [*written(tmp_path, t=text)["dimensions"]] == ["raion"]


def test_names_that_every_table_has_are_no_dimensions(tmp_path: Path) -> None:
    """`status` is a column of each table that is written, `month` a breakdown by time: the table's name goes before."""
    dimensions = written(tmp_path, **SHAPES["reserved"])["dimensions"]

    assert sorted(dimensions) == ["t_month", "t_quarter", "t_status", "t_unit", "t_value"]
