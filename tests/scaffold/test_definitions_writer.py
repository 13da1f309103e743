"""A first `indicators.toml`: it works unedited on files of every shape, and counts what their headers speak of."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from roundtable_cli.scaffold import definitions_writer
from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.package import package_writer
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DataPackage, Table
from tests.scaffold.test_schema_proposal import proposed

pytestmark = pytest.mark.usefixtures("engine")

PEOPLE = (
    "Код участника;ФИО;Пол;Возраст;Район;Дата\n"
    "P-1;Асанова Айгүл;ж;17;Ленин;05.01.2018\n"
    "P-2;Токтогулов Бакыт;муж.;24;Октябрь;06.01.2018\n"
    "P-1;Асанова Айгүл;Ж;17;Ленин;05.02.2018\n"
    "P-3;Маматова Асель;;31;Ленин;06.02.2018\n"
)
KOBO = (
    "start,today,basic/sex,basic/age,topics,topics/water,topics/light,_GPS_latitude,_GPS_longitude,_uuid,_index\n"
    "2024-03-01T10:00:00.000+06:00,2024-03-01,female,20,water light,1,1,42.87,74.59,aa-1,1\n"
    "2024-03-02T10:00:00.000+06:00,2024-03-02,male,31,water,1,0,42.88,74.60,aa-2,2\n"
    "2024-03-02T11:00:00.000+06:00,2024-03-02,female,45,light,0,1,42.89,74.61,aa-3,3\n"
    "2024-04-02T11:00:00.000+06:00,2024-04-02,male,45,light,0,1,42.89,74.61,aa-4,4\n"
)
HOSTILE = (
    '"say ""hi""",back\\slash,"new\nline",tab\there,#{[}],"a.b",\'q\',total\n'
    + '"x ""1""",C:\\t,"two\nlines",a\tb,#,k.l,\'w\',total\n' * 2
    + '"y"",",\\u0041,"three\nlines",c\td,],m,"""""",not recorded\n' * 2
)
SHAPES: dict[str, dict[str, str]] = {
    "people": {"people": PEOPLE},
    "decimal commas": {"grants": 'Номер;"Сумма, сом";Дата\n1;8 847,57;05.01.2018\n2;5 710,00;06.02.2018\n'},
    "hashtags": {"need": "Region,Affected,Affected\n#adm1,#affected+f,#affected+m\nA,10,20\nB,30,40\n"},
    "kobo": {"form": KOBO},
    "empty column": {"t": "id,nothing,n of people\nA,,3\nB,,4\nB,,5\n"},
    "one row": {"t": "id,sex,age,amount\n1,f,20,5.5\n"},
    "header only": {"t": "id,sex,age,amount,date\n"},
    "one column": {"t": "x\n1\n2\n"},
    "repeated names": {"t": "id,n,n,sex\n1,2,3,f\n2,4,5,m\n1,4,5,m\n"},
    "blank names": {"t": "id,,kind\n1,2,a\n2,3,b\n3,4,a\n4,5,b\n"},
    "two readings": {"t": 'id,amount,day\nA,"1,234",05/02/2018\nA,"5,678",06/03/2018\n'},
    "hostile": {"t": HOSTILE},
    "hostile file": {'a "b" c.d': "id,sex\n1,f\n1,m\n", "№ 1 [x]": "id,sex\n1,f\n1,m\n", "国": "国\n人\n人\n民\n民\n"},
    "reserved": {
        "t": "code,status,value,unit,month,quarter\n"
        + "".join(f"{n},{n % 2}x,{n % 2}y,{n % 2}z,{n % 2}m,{n % 2}q\n" for n in range(5))
    },
    "personal": {
        "t": "имя,фамилия,телефон,дата рождения,дата\n"
        "Асель,Маматова,+996 555 123456,01.02.1990,05.01.2018\nАсель,Маматова,+996 555 123456,01.02.1990,06.01.2018\n"
    },
    "born only": {"t": "id,birth_date\nA,1990-01-01\nB,1991-01-01\nA,1990-01-01\n"},
    "currencies": {"t": "id,amount,currency\n1,5.5,USD\n2,6,KGS\n3,,\n4,1,KGS\n"},
    "some currencies": {"t": "id,amount,currency\n1,5.5,USD\n2,6,KGS\n3,7,\n"},
    "booleans": {"a": "id,pilot\n1,True\n2,False\n", "b": "id,pilot\n" + "1,yes\n2,no\n" * 2},
    "tables": {
        "visits": "visit_id,person_id,settlement,kind\n" + "".join(f"V{n},P{n % 3},S{n % 2},plan\n" for n in range(9)),
        "people": "person_id,sex,age\nP0,f,15\nP1,m,20\nP2,,40\n",
        "settlements": "settlement,name_en,name_ru,district\n"
        "S0,Ak,Ак,D1\nS1,Kok,Көк,D1\nS2,Sary,Сары,D2\nS3,Kara,Кара,D2\n",
    },
    "kinds": {
        "a": "id,kind\n" + "1,x\n2,y\n" * 3,
        "b": "id,kind\n" + "1,p\n2,q\n" * 3,
        "c": "id,kind\n1,x\n2,y\n3,y\n",
    },
}

ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def begun(folder: Path, files: Mapping[str, str], declared: bool = True) -> Project:
    """A project of these files as it begins: their schema, and their indicators, unedited."""
    found = proposed(folder, **files)
    (folder / "indicators.toml").write_text(definitions_writer.render_definitions(folder.name, found), encoding="utf-8")
    if declared:
        package = DataPackage(folder, {name: proposal.table for name, proposal in found.items()})
        (folder / "datapackage.json").write_text(package_writer.package_to_json(package), encoding="utf-8")
    return Project.open(folder)


def written(folder: Path, **files: str) -> dict[str, Any]:
    """What is written for these files, read as TOML."""
    return tomllib.loads(definitions_writer.render_definitions("t", proposed(folder, **files)))


def value(project: Project, code: str, **asked: Any) -> dict[tuple[str, ...], Any]:
    """The value of each cell of an indicator."""
    return {
        tuple(category for _, category in one.cell) or ("total",): one.value for one in project.compute([code], **asked)
    }


# It works unedited


@pytest.mark.parametrize("files", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("declared", [True, False], ids=["with-schema", "alone"])
def test_it_works_unedited(tmp_path: Path, files: dict[str, str], declared: bool) -> None:
    """Whatever the files hold: every indicator computes, by every dimension, and the rows counted are the records.

    A schema read with it settles keys; without one it needs none, but where dimensions follow them.
    """
    if not declared and len(files) > 1:
        files = dict([*files.items()][:1])
    project = begun(tmp_path, files, declared)
    results = project.compute(project.framework.indicators)

    counted = {one.indicator.table: one.value for one in results if one.indicator.measure == "count"}
    assert counted == {name: len(source) for name, source in project.sources.items()}
    assert len(project.compute()) > 0
    for name in project.framework.dimensions:
        assert len(project.compute(project.framework.indicators, by=[name])) > 0


@given(headers=st.lists(ANY, min_size=1, max_size=4), title=ANY)
def test_any_header_and_title_is_written_safely(
    headers: list[str], title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Quotes, backslashes, brackets and control characters come back as they were."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", *headers], *[["A", *headers]] * 2])
    source = Source(Table("any", (path,)), path.parent)
    try:
        found = propose_schemas({"any": source})
    except Refused:  # so many control characters are no table
        assume(False)
    read = tomllib.loads(definitions_writer.render_definitions(title, found))

    assert read["project"]["title"] == title
    assert {one["column"] for one in read["indicators"].values() if "column" in one} <= {*source.column_names}


def test_an_unedited_project_has_a_title_and_its_languages(tmp_path: Path) -> None:
    """The first language is the one that is spoken."""
    found = proposed(tmp_path, t=PEOPLE)
    project = tomllib.loads(definitions_writer.render_definitions('Жаштар "2018"', found, ("ky", "ru")))["project"]

    assert project == {"title": 'Жаштар "2018"', "languages": ["ky", "ru"]}
    labels = tomllib.loads(definitions_writer.render_definitions("", found, ("ky", "ru")))["indicators"]["rows"][
        "label"
    ]
    assert labels == {"ky": "«t» таблицасындагы жазуулар", "ru": "Записи в таблице «t»"}


# What is counted


def test_people_who_recur_are_counted_once(tmp_path: Path) -> None:
    """By their code where they have one; it has a unit, and its date is that of the row."""
    project = begun(tmp_path, {"people": PEOPLE})
    (people,) = project.compute(["kod_uchastnika"])

    assert (people.value, people.counts.rows, people.counts.repeats) == (3, 4, 1)
    assert people.indicator.unit("ru") == "чел."
    assert people.indicator.date == "Дата"
    assert people.indicator.label("ky") == "«people» таблицасындагы адамдар: ар бир «Код участника» бир жолу"
    assert "fio" not in project.framework.indicators


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ФИО,n\nА Б,1\nА Б,2\n", "ФИО"),
        ("№,ФИО,n\n1,А Б,1\n2,А Б,2\n", "ФИО"),
        ("Фамилия,Имя,Отчество\nА,Б,\nА,Б,В\n", ["Фамилия", "Имя"]),
        ("ФИО,ИНН\nА Б,12304198500123\nА Б,12304198500123\n", "ИНН"),
        ("ФИО,ИНН\nА Б,12304198500123\nА Б,\n", "ФИО"),
    ],
    ids=["name", "name-and-line", "parts", "document", "some-documents"],
)
def test_people_without_a_code_are_told_apart_by_name(tmp_path: Path, text: str, columns: object) -> None:
    """Or by a document that all of them have; the name stays unprinted."""
    indicators = written(tmp_path, t=text)["indicators"]

    assert indicators["people"]["column"] == columns
    assert indicators["people"]["measure"] == "unique"


@pytest.mark.parametrize(
    ("header", "cells", "measure", "unit"),
    [
        ("amount_usd", (5, 6, 5), "sum", "USD"),
        ("Сумма, сом", ("5.5", "6", "5.5"), "sum", "KGS"),
        ("Количество человек", (5, 6, 5), "sum", None),
        ("Катышуучулардын саны", (5, 6, 5), "sum", None),
        ("num_participants", (5, 6, 5), "sum", None),
        ("weight", ("5.5", "6", "5.5"), "sum", None),
        ("cost", ("$5.5", "$6", "$5"), "sum", "$"),
        ("Возраст", (5, 6, 5), "mean", {"en": "years", "ru": "лет", "ky": "жаш"}),
        ("post_score", (5, 6, 5), "mean", None),
        ("Балл", ("5.5", "6", "5"), "mean", None),
        ("done", ("50%", "60%", "50%"), "mean", "%"),
        ("per_usd", ("86.5", "87", "87"), "mean", None),
        ("pilot", ("true", "false", "true"), "share", "%"),
        ("year", (2018, 2019, 2018), None, None),
        ("Год", (2018, 2019, 2018), None, None),
        ("№", (5, 6, 5), None, None),
        ("latitude", ("42.5", "42.6", "42.5"), None, None),
        ("phone", (996555123456, 996555123457, 996555123456), None, None),
        ("settlement_id", (5, 6, 5), "unique", None),
        ("Сотрудник", ("T1", "T2", "T1"), "unique", {"en": "people", "ru": "чел.", "ky": "адам"}),
        ("Жилмассив", ("A b", "C d", "A b"), "unique", None),
        ("priority", (1, 2, 1), None, None),
        ("day", ("2018-01-01", "2018-01-02", "2018-01-01"), None, None),
    ],
)  # fmt: skip
def test_each_column_has_its_measure(
    tmp_path: Path, header: str, cells: tuple[object, ...], measure: str | None, unit: object
) -> None:
    """Sums of amounts and quantities, means of ages and scores, shares of what is true; nothing of years and places."""
    text = f'x,"{header}"\n' + "".join(f'a b,"{cell}"\n' for cell in cells)
    found = [one for code, one in written(tmp_path, t=text)["indicators"].items() if code != "rows"]

    assert [(one["measure"], one.get("unit")) for one in found] == ([(measure, unit)] if measure else [])


def test_amounts_in_several_currencies_have_a_sum_each(tmp_path: Path) -> None:
    """Never one together; those without a currency are told too."""
    (tmp_path / "a").mkdir()
    whole = begun(tmp_path / "a", SHAPES["currencies"])
    assert [(one.indicator.code, one.value) for one in whole.compute()] == [
        ("rows", 4),
        ("amount_kgs", 7),
        ("amount_usd", pytest.approx(5.5)),
    ]
    partly = begun(tmp_path, SHAPES["some currencies"])
    assert [(one.indicator.code, float(str(one.value))) for one in partly.compute()] == [
        ("rows", 3),
        ("amount_kgs", 6),
        ("amount_usd", 5.5),
        ("amount_no_currency", 7),
    ]


@pytest.mark.parametrize(
    ("header", "rows", "date"),
    [
        ("day,birth_date", "2018-01-01,1990-01-01", "day"),
        ("birth_date,day", "1990-01-01,2018-01-01", "day"),
        ("end_date,start_date", "2018-01-01,2018-01-01", "start_date"),
        ("Дата окончания,Дата", "2018-01-01,2018-01-01", "Дата"),
        ("_submission_time,held", "2018-01-01T10:00:00,2018-01-01", "held"),
        ("birth_date,n", "1990-01-01,5", None),
    ],
)
def test_the_date_is_when_it_happened(tmp_path: Path, header: str, rows: str, date: str | None) -> None:
    """Not when somebody was born, nor when something ended or was entered."""
    assert written(tmp_path, t=f"{header}\n{rows}\n{rows}\n")["indicators"]["rows"].get("date") == date


def test_a_table_with_a_birth_date_alone_says_that_it_has_no_date(tmp_path: Path) -> None:
    """In a comment over its indicators, none of which is counted in periods."""
    text = definitions_writer.render_definitions("t", proposed(tmp_path, **SHAPES["born only"]))

    assert "# These rows have no date but a date of birth: they can't be counted by period.\n" in text
    assert "date " not in "".join(line for line in text.splitlines() if not line.startswith("#"))


def test_a_summary_is_short(tmp_path: Path) -> None:
    """A dozen headline indicators, of every table its first; the others are asked for by their code."""
    header = ",".join(f"amount_{n}" for n in range(20))
    files = dict.fromkeys(("one", "two"), f"id,{header}\n" + f"1,{'5,' * 19}5\n" * 2)
    indicators = written(tmp_path, **files)["indicators"]

    headline = [code for code, one in indicators.items() if one.get("headline", True)]
    assert len(indicators) == 42
    assert len(headline) == 12
    assert {"one_rows", "two_rows", "one_amount_0", "two_amount_0"} <= {*headline}


# How it is broken down


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


# How it reads


def test_it_reads_well(tmp_path: Path) -> None:
    """A section each, its keys one below the other; comments say what to edit, and what is personal."""
    text = definitions_writer.render_definitions("Youth", proposed(tmp_path, people=PEOPLE))

    assert text.startswith("# The indicators of this project.")
    assert "rt-stats summary --by sex" in text
    assert "# people: 4 rows in people.csv\n# Personal data, which is never printed: ФИО\n\n[indicators.rows]\n" in text
    assert text.endswith(
        "[indicators.mean_vozrast]\n"
        'label.en = "Mean of Возраст in people"\n'
        'label.ru = "Среднее по столбцу «Возраст» таблицы «people»"\n'
        'label.ky = "«people» таблицасындагы «Возраст» тилкесинин орточо мааниси"\n'
        'table    = "people"\n'
        'measure  = "mean"\n'
        'column   = "Возраст"\n'
        'date     = "Дата"\n'
        'unit     = { en = "years", ru = "лет", ky = "жаш" }\n'
    )
    assert max(map(len, text.splitlines())) <= definitions_writer.LINE_WIDTH
