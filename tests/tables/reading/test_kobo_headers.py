"""Exports of KoboToolbox are tables whose names people can use, and whose repeats are linked by what lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.conftest import Make
from tests.tables.workbooks import xlsx


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("person/sex", "sex"),
        ("household/person/age", "age"),
        ("анкета/пол", "пол"),
        ("sex", ""),
        ("km/h", ""),
        ("m/f", ""),
        ("да/нет", ""),
        ("Общие сведения/Пол", ""),
        ("n/a or none", ""),
        ("1/2", ""),
        ("/sex", ""),
        ("sex/", ""),
        ("a//b", ""),
        ("Имя / Name", ""),
        ("https://x.org", ""),
    ],
)
def test_the_last_part_of_a_question(name: str, last: str) -> None:
    """Groups are names with a slash between, and nothing else."""
    assert kobo_headers.question_names([name]) == (last,)


@pytest.mark.parametrize(
    ("header", "last"),
    [
        (("Общие сведения/Пол респондента", "Общие сведения/Возраст"), ("Пол респондента", "Возраст")),
        (("1. О вас/Пол (м/ж)", "1. О вас/Адрес/Село"), ("Пол (м/ж)", "Село")),
        (("hh/age", "hh/sex"), ("age", "sex")),
        (("m/f", "km/h", "да/нет"), ("", "", "")),
        (("01/2018", "01/2019"), ("", "")),
        (("Имя / Name", "Имя / Other"), ("", "")),
        (("https://x.org/a", "https://x.org/b"), ("", "")),
        (("hh%age", "hh%sex"), ("age", "sex")),
        (("hh.age", "hh.member.sex"), ("age", "sex")),
        (("hh.age", "x.sex"), ("", "")),
        (("hh.age", "hh.sex", "m/f"), ("", "", "")),
        (("No. of women", "No. of men"), ("", "")),
    ],
)
def test_a_group_of_several_columns_may_be_called_anything(header: tuple[str, ...], last: tuple[str, ...]) -> None:
    """Exports with labels have spaces in both; a slash between spaces or in brackets parts nothing."""
    assert kobo_headers.question_names(header) == last


def test_labels_are_names_too(tmp_path: Path) -> None:
    """A definition may say `Пол респондента` of `Общие сведения/Пол респондента`."""
    source = opened(tmp_path, "Общие сведения/Пол респондента;Общие сведения/Возраст\nж;30\n")
    assert (source.raw_cells("Пол респондента"), source.raw_cells("Возраст")) == (["ж"], ["30"])


def test_the_choices_of_a_question() -> None:
    """Those that have a column of their own; another question's are not among them."""
    header = ["needs", "needs/water", "needs/light", "needs_other", "group/needs/x"]
    assert kobo_headers.find_choice_headings(header) == {"needs": {"water", "light"}}


def opened(folder: Path, text: str) -> Source:
    """An export with semicolons."""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    return Source(Table("t", (folder / "t.csv",)), folder)


def test_last_parts_are_names_where_only_one_column_has_them(tmp_path: Path) -> None:
    """A name that two groups have, or that is a column's own, leads to neither of them."""
    source = opened(tmp_path, "age;a/sex;b/sex;person/age;person/job\n1;f;m;30;teacher\n")
    assert source.column_names == ["age", "a/sex", "b/sex", "person/age", "person/job", "job"]
    assert (source.raw_cells("age"), source.raw_cells("job")) == (["1"], ["teacher"])
    with pytest.raises(Refused):
        source.get_field("sex")


def test_a_question_with_several_answers_is_a_list(tmp_path: Path) -> None:
    """Where each item has a column of its own; else it is a text."""
    source = opened(tmp_path, "id;needs;needs/water;needs/light\n1;water light;1;1\n2;light;0;1\n3;;0;0\n")
    field = source.get_field("needs")
    assert (field.type, field.delimiter) == ("list", " ")
    other = opened(tmp_path, "id;needs;needs/water;needs/light\n1;new roads;0;0\n")
    assert other.get_field("needs").type == "string"
    assert field_inference.infer_column_field(["id"], ["1"], ("",), {"id": frozenset("12")}).type == "integer"


def test_rows_with_several_answers_are_in_each_of_their_categories(make: Make) -> None:
    """And once in the total."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n[dimensions.needs]\ncolumn = "needs"\n'
    folder = make(toml, {"t": "id;needs;needs/water;needs/light\n1;water light;1;1\n2;light;0;1\n3;;0;0\n"})
    found = {result.category("needs"): result.value for result in Project.open(folder).compute(["n"], by=["needs"])}
    assert {name: found[name] for name in ("water", "light")} == {"water": 1, "light": 2}
    assert sorted(map(str, found.values())) == ["1", "1", "2", "3"]


FORM = [["_uuid", "_index", "place"], ["u1", 1, "Ош"], ["u2", 2, "Баткен"]]
CHILDREN = [
    ["name", "_index", "_parent_index", "_submission__uuid"],
    ["А", 1, 1, "u1"],
    ["Б", 2, 1, "u1"],
    ["В", 3, 2, "u2"],
]


def resource(name: str, sheet: str, *paths: str, **schema: object) -> dict[str, object]:
    """A resource of the sheet of one export or of several."""
    return {"name": name, "path": list(paths), "rt:sheet": sheet, "schema": {"fieldsMatch": ["subset"], **schema}}


def linked(own: str, theirs: str, *paths: str) -> dict[str, object]:
    """The two sheets of a form with a repeat group, linked by a key."""
    key = {"fields": own, "reference": {"resource": "form", "fields": theirs}}
    return {
        "resources": [
            resource("form", "form", *paths, fields=[{"name": theirs}], primaryKey=theirs),
            resource("children", "children", *paths, fields=[{"name": own}], foreignKeys=[key]),
        ]
    }


TOML = '[indicators.n]\ntable = "children"\nmeasure = "count"\n[dimensions.place]\ncolumn = "{}.place"\n'


def test_repeats_are_linked_by_what_is_the_same_in_every_export(make: Make) -> None:
    """Over two exports, each of whose `_index` begins at 1."""
    second = [["_uuid", "_index", "place"], ["u3", 1, "Ош"]]
    theirs = [CHILDREN[0], ["Г", 1, 1, "u3"]]
    folder = make(
        TOML.format("_submission__uuid"),
        package=linked(kobo_headers.SUBMISSION_UUID, kobo_headers.RECORD_UUID, "a.xlsx", "b.xlsx"),
    )
    (folder / "a.xlsx").write_bytes(xlsx(FORM, CHILDREN, names=["form", "children"]))
    (folder / "b.xlsx").write_bytes(xlsx(second, theirs, names=["form", "children"]))
    results = Project.open(folder).compute(["n"], by=["place"])
    assert [(result.category("place"), result.value) for result in results][:2] == [("Баткен", 1), ("Ош", 3)]


def test_an_index_that_two_exports_have_is_refused(make: Make) -> None:
    """It would give a child to two households."""
    folder = make(
        TOML.format("_parent_index"),
        package=linked(kobo_headers.PARENT_INDEX, kobo_headers.RECORD_INDEX, "a.xlsx", "b.xlsx"),
    )
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(xlsx(FORM, CHILDREN, names=["form", "children"]))
    with pytest.raises(Refused) as refused:
        Project.open(folder).compute(["n"], by=["place"])
    assert {finding.code for finding in refused.value.findings} == {"primary-key"}


def test_an_index_links_within_one_export(make: Make) -> None:
    """There it is a key like any other."""
    folder = make(
        TOML.format("_parent_index"), package=linked(kobo_headers.PARENT_INDEX, kobo_headers.RECORD_INDEX, "a.xlsx")
    )
    (folder / "a.xlsx").write_bytes(xlsx(FORM, CHILDREN, names=["form", "children"]))
    results = Project.open(folder).compute(["n"], by=["place"])
    assert [(result.category("place"), result.value) for result in results][:2] == [("Баткен", 1), ("Ош", 2)]


@pytest.mark.parametrize(
    ("sheet", "table", "expected"),
    [
        ("members", "members", True),
        ("m" * 31, "m" * 40, True),
        ("m" * 30 + "1", "m" * 40, True),
        ("m" * 29 + "12", "m" * 40, True),
        ("members1", "members", False),
        ("m" * 28 + "123", "m" * 40, False),
        ("n" * 31, "m" * 40, False),
    ],
)
def test_the_sheet_of_a_repeat_group(sheet: str, table: str, expected: bool) -> None:
    """By its whole name, or by as much as Excel has left of it."""
    assert kobo_headers.is_sheet_of_table(sheet, table) == expected


def test_the_names_that_a_program_gives() -> None:
    """Without the group in which some exports put them."""
    names = ["meta/instanceID", "meta:deprecatedID", "__system/reviewState", "_uuid", "metadata/instanceID"]
    expected = ["instanceID", "deprecatedID", "reviewState", "_uuid", "metadata/instanceID"]
    assert [*map(kobo_headers.system_name, names)] == expected
