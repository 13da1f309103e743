"""`datapackage.json`: read as the standard says, with all its faults at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.tables.package import package_reader
from roundtable_cli.tables.table import Constraints, DataPackage, Field, ForeignKey, Table


def read(folder: Path, written: object) -> tuple[DataPackage, list[str]]:
    """The package of a folder with this datapackage.json, and its faults as a user reads them."""
    text = written if isinstance(written, bytes) else json.dumps(written).encode()
    (folder / "datapackage.json").write_bytes(text)
    faults: list[Finding] = []
    found = package_reader.read_package(folder, faults)
    assert {fault.code for fault in faults} <= {DEFINITION}
    assert {fault.file for fault in faults} <= {"datapackage.json"}
    return found, [str(fault).removeprefix("datapackage.json, ") for fault in faults]


def people(*fields: object, **schema: object) -> dict[str, Any]:
    """A package of one table, people.csv, with these fields and further keys of its schema."""
    return {"resources": [{"name": "people", "path": "people.csv", "schema": {"fields": list(fields), **schema}}]}


def one_field(folder: Path, **field: object) -> Field:
    """A field as it is read from its keys; there must be no fault."""
    found, faults = read(folder, people({"name": "c", **field}))
    assert faults == []
    (only,) = found.tables["people"].fields or ()
    return only


def test_without_a_package_every_csv_is_a_table(tmp_path: Path) -> None:
    """Named after its file, in the order of names; nothing else in the folder is taken for one."""
    for name in ("trainings.csv", "activists.csv", "notes.txt", "grants.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "grants.csv").touch()
    faults: list[Finding] = []

    found = package_reader.read_package(tmp_path, faults)
    assert list(found.tables.items()) == [
        ("activists", Table("activists", (tmp_path / "activists.csv",))),
        ("trainings", Table("trainings", (tmp_path / "trainings.csv",))),
    ]
    assert faults == []


def test_a_package_says_all_about_its_tables(tmp_path: Path) -> None:
    """Files, dialect, fields and keys arrive as they are written."""
    found, faults = read(
        tmp_path,
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "youth-2018",
            "title": "Youth",
            "resources": [
                {
                    "name": "enrolments",
                    "type": "table",
                    "path": ["2018/q1.csv", "2018/q2.csv"],
                    "encoding": "cp1251",
                    "mediatype": "text/csv",
                    "bytes": 1200,
                    "dialect": {"delimiter": ";", "quoteChar": "'"},
                    "schema": {
                        "fields": [{"name": "person", "type": "integer", "rdfType": "https://schema.org/Person"}],
                        "fieldsMatch": ["subset"],
                        "primaryKey": ["person", "course"],
                        "foreignKeys": [
                            {"fields": ["person"], "reference": {"resource": "people", "fields": ["person_id"]}},
                            {"fields": "mentor", "reference": {"fields": "person"}},
                        ],
                        "missingValues": ["", "n/a"],
                    },
                },
                {"name": "people", "path": "people.csv"},
            ],
        },
    )

    assert faults == []
    assert found.tables["enrolments"] == Table(
        name="enrolments",
        paths=(tmp_path / "2018/q1.csv", tmp_path / "2018/q2.csv"),
        fields=(Field("person", "integer", missing_values=("", "n/a")),),
        fields_match="subset",
        primary_key=("person", "course"),
        foreign_keys=(
            ForeignKey(("person",), "people", ("person_id",)),
            ForeignKey(("mentor",), "enrolments", ("person",)),
        ),
        missing_values=("", "n/a"),
        encoding="cp1251",
        delimiter=";",
        quote="'",
    )
    assert found.tables["people"] == Table("people", (tmp_path / "people.csv",))


def test_a_field_says_how_its_cells_read(tmp_path: Path) -> None:
    """Every key of the standard that a cell depends on arrives."""
    field = one_field(
        tmp_path,
        type="number",
        format="default",
        decimalChar=",",
        groupChar=" ",
        bareNumber=False,
        trueValues=["ооба"],
        falseValues=["жок"],
        delimiter=";",
        itemType="integer",
        missingValues=["-"],
        **{"rt:currency": "USD", "rt:personal": True},
    )

    assert field == Field(
        "c",
        "number",
        missing_values=("-",),
        decimal_char=",",
        group_char=" ",
        bare_number=False,
        true_values=("ооба",),
        false_values=("жок",),
        delimiter=";",
        item_type="integer",
        currency="USD",
        personal=True,
    )


@pytest.mark.parametrize(
    ("type_", "written", "rules"),
    [
        ("string", {"required": True, "unique": True}, Constraints(required=True, unique=True)),
        ("string", {"required": False, "unique": False}, Constraints()),
        ("string", {"pattern": "[0-9]+"}, Constraints(pattern="[0-9]+")),
        ("string", {"minLength": 0, "maxLength": 5}, Constraints(min_length=0, max_length=5)),
        ("integer", {"enum": ["1", 2]}, Constraints(enum=("1", 2))),
        ("integer", {"minimum": 0, "maximum": "28"}, Constraints(minimum=0, maximum="28")),
        ("number", {"minimum": 0.5}, Constraints(minimum=0.5)),
        ("date", {"maximum": "2018-12-31"}, Constraints(maximum="2018-12-31")),
    ],
)
def test_a_field_says_what_its_cells_must_satisfy(
    tmp_path: Path, type_: str, written: Mapping[str, object], rules: Constraints
) -> None:
    """Every constraint arrives as it is written, a zero and a false too."""
    assert one_field(tmp_path, type=type_, constraints=written).constraints == rules


def test_the_standard_s_defaults_hold(tmp_path: Path) -> None:
    """A field of a name alone is text, with a point, no groups, and only the blank missing."""
    field = one_field(tmp_path)

    assert field == Field("c")
    assert (field.type, field.decimal_char, field.group_char, field.bare_number) == ("string", ".", "", True)
    assert (field.missing_values, field.delimiter) == (("",), ",")
    assert {"true", "True", "TRUE", "1", "yes", "Да", "ооба"} <= {*field.true_values}
    assert {"false", "False", "FALSE", "0", "no", "НЕТ", "жок"} <= {*field.false_values}


def test_a_field_s_missing_values_replace_the_schema_s(tmp_path: Path) -> None:
    """They are not added to them."""
    found, faults = read(tmp_path, people({"name": "a"}, {"name": "b", "missingValues": ["-"]}, missingValues=["NA"]))

    assert faults == []
    assert [field.missing_values for field in found.tables["people"].fields or ()] == [("NA",), ("-",)]


def test_missing_values_may_carry_labels(tmp_path: Path) -> None:
    """The standard also writes them as values with labels."""
    field = one_field(tmp_path, missingValues=[{"value": "", "label": "omitted"}, {"value": "-99", "label": "refused"}])

    assert field.missing_values == ("", "-99")


def test_categories_may_carry_labels(tmp_path: Path) -> None:
    """Their values are what the cells hold, in the order declared."""
    field = one_field(tmp_path, categories=[{"value": "m", "label": "male"}, {"value": "f"}])

    assert field.categories == ("m", "f")
    assert field.declared_values == ("m", "f")


@pytest.mark.parametrize("key", ["person", ["person"]])
def test_keys_of_one_column_may_be_one_text(tmp_path: Path, key: object) -> None:
    """As the first version of the standard wrote them; an empty resource is the table itself."""
    reference = {"fields": key, "reference": {"resource": "", "fields": key}}
    found, faults = read(tmp_path, people({"name": "person"}, primaryKey=key, foreignKeys=[reference]))

    assert faults == []
    assert found.tables["people"].primary_key == ("person",)
    assert found.tables["people"].foreign_keys == (ForeignKey(("person",), "people", ("person",)),)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Notepad writes one."""
    _, faults = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(people({"name": "a"})).encode())

    assert faults == []


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "line 1"),
        (b'{\n "resources": [,]\n}', "line 2"),
        (b"{'resources': []}", "line 1"),
        (b"[]", "must be in braces"),
        (b'"people.csv"', "must be in braces"),
        ('{"title": "жаштар"}'.encode("cp1251"), "line 1: there are letters that are not UTF-8"),
    ],
)
def test_a_file_that_is_no_package_is_a_fault(tmp_path: Path, content: bytes, place: str) -> None:
    """It is told with its line where it has one, and no table is made up."""
    found, faults = read(tmp_path, content)

    assert len(faults) == 1
    assert place in faults[0]
    assert found.tables == {}


def test_a_folder_called_datapackage_json_is_a_fault(tmp_path: Path) -> None:
    """It is not passed over for the CSV files beside it."""
    (tmp_path / "datapackage.json").mkdir()
    faults: list[Finding] = []

    assert package_reader.read_package(tmp_path, faults).tables == {}
    assert len(faults) == 1


def test_all_faults_are_told_at_once_with_place_and_nearest_name(tmp_path: Path) -> None:
    """One reading of a bad file says everything that is wrong with it, in words and with the right names."""
    bad = {
        "name": "people",
        "path": ["people.csv", 3],
        "encoding": 5,
        "schema": {
            "fields": [
                {"name": "age", "type": "integr", "rt:personel": True},
                {"name": "sex", "bareNumber": "no", "missingValues": ["", 0]},
                {"type": "date"},
                "joined_on",
                {"name": "age"},
            ],
            "fieldsMatch": "subst",
            "foreignKeys": [{"fields": ["age", "sex"], "reference": {"fields": ["age"]}}, "age"],
        },
    }
    _, faults = read(tmp_path, {"resources": [bad, "grants.csv", {"name": "grants"}, {"path": "a.csv"}]})

    assert sorted(faults) == sorted(
        [
            "people path: expected a text, found a number",
            "people encoding: expected a text, found a number",
            'people.schema.fields[0] type: unknown value "integr" — did you mean "integer"?',
            'people.schema.fields[0]: unknown key "rt:personel" — did you mean "rt:personal" or "rt:serial"?',
            "people.schema.fields[1] bareNumber: expected true or false, found a text",
            "people.schema.fields[1] missingValues: expected a text, found a number",
            'people.schema.fields[2]: a field has no name — write "name": "…"',
            'people.schema fields[3]: a field is not in braces — write it as { "name": "…" }',
            'people.schema fields[4]: two fields have the name "age" — give one of them another name',
            'people.schema fieldsMatch: unknown value "subst" — did you mean "subset" or "superset"?',
            "people.schema.foreignKeys[0]: fields and reference.fields must name the same number of columns",
            'people.schema foreignKeys[1]: a foreign key is not in braces — write { "fields": …, "reference": … }',
            'resources[1]: a resource is not in braces — write it as { "name": "…", "path": "….csv" }',
            'grants: a resource has no path — write "path": "….csv"',
            'resources[3]: a resource has no name — write "name": "…"',
        ]
    )


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ({"required": "yes"}, "required: expected true or false, found a text"),
        ({"unique": 1}, "unique: expected true or false, found a number"),
        ({"enum": "f,m"}, "enum: expected a list, found a text"),
        ({"minimum": []}, "minimum: expected a text or a number, found a list"),
        ({"maximum": True}, "maximum: expected a text or a number, found true or false"),
        ({"minLength": "2"}, "minLength: expected a whole number, found a text"),
        ({"pattern": "A[0-9"}, "pattern: not a regular expression: unterminated character set at position 1"),
    ],
)
def test_a_wrong_constraint_is_a_fault(tmp_path: Path, written: Mapping[str, object], fault: str) -> None:
    """It is never left out in silence."""
    _, faults = read(tmp_path, people({"name": "sex", "constraints": written}))

    assert len(faults) == 1
    assert faults[0].startswith("people.schema.fields[0")
    assert faults[0].endswith(fault)


def test_two_resources_of_one_name_are_a_fault(tmp_path: Path) -> None:
    """Neither is taken in silence."""
    resources = [{"name": "people", "path": f"{name}.csv"} for name in "ab"]
    _, faults = read(tmp_path, {"resources": resources})

    assert faults == ['people: two resources have the name "people" — give one of them another name']


@pytest.mark.parametrize("path", ["people.csv", "./people.csv", "2018/people.csv", "a b.csv", "Жаштар.csv"])
def test_a_path_inside_the_folder_is_taken(tmp_path: Path, path: str) -> None:
    """Folders below it too; whether the file is there is asked when it is read."""
    found, faults = read(tmp_path, {"resources": [{"name": "people", "path": path}]})

    assert faults == []
    assert found.tables["people"].paths == (tmp_path / path,)


@pytest.mark.parametrize(
    "path", ["../people.csv", "2018/../../people.csv", "/etc/passwd", "link.csv", "linked/people.csv"]
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    """Upwards, absolute or along a symbolic link, alone or in a list: no file outside is ever opened."""
    folder, outside = tmp_path / "project", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "people.csv").write_text("id\n1\n")
    (folder / "link.csv").symlink_to(outside / "people.csv")
    (folder / "linked").symlink_to(outside)

    found, faults = read(folder, {"resources": [{"name": "people", "path": ["ok.csv", path]}]})
    assert faults == [f'people path: path "{path}" leaves the folder — put the file into the folder of the project']
    assert found.tables["people"].paths == (folder / "ok.csv",)


@pytest.mark.parametrize("names", [["a.csv", "b.csv"], "?.csv"])
def test_hard_links_are_one_file(tmp_path: Path, names: object) -> None:
    """Its rows would count twice, listed or under a pattern; told once."""
    (tmp_path / "a.csv").write_text("id\n1\n", encoding="utf-8")
    (tmp_path / "b.csv").hardlink_to(tmp_path / "a.csv")
    _, faults = read(tmp_path, {"resources": [{"name": "people", "path": names}]})
    fault = "people path: b.csv is the same file as a.csv — name it once: its rows would count twice"
    assert faults == [fault]


def test_a_pattern_searches_deep_folders_once(tmp_path: Path) -> None:
    """`**/**` is `**`; in several places it would multiply its time, so that more than two are refused."""
    deep = tmp_path.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "a.csv").write_text("id\n1\n", encoding="utf-8")
    for path in ("**/" * 12 + "*.csv", "**/d/**/*.csv"):
        found, faults = read(tmp_path, {"resources": [{"name": "people", "path": path}]})
        assert (faults, found.tables["people"].paths) == ([], (deep / "a.csv",))
    _, (fault,) = read(tmp_path, {"resources": [{"name": "people", "path": "**/d/**/d/**/*.csv"}]})
    assert "has ** in more than 2 places" in fault


def test_links_in_a_circle_are_files_that_are_not_there(tmp_path: Path) -> None:
    """Reading says so."""
    (tmp_path / "a.csv").symlink_to("b.csv")
    (tmp_path / "b.csv").symlink_to("a.csv")
    found, faults = read(tmp_path, {"resources": [{"name": "people", "path": "a.csv"}]})
    assert (faults, found.tables["people"].paths) == ([], (tmp_path / "a.csv",))


def test_a_link_out_of_a_folder_without_a_package_is_refused(tmp_path: Path) -> None:
    """As with one: no file outside is ever read as a table of the folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text("id\n1\n", encoding="utf-8")
    (folder / "people.csv").symlink_to(tmp_path / "outside.csv")
    faults: list[Finding] = []
    package_reader.read_package(folder, faults)
    assert [fault.fault for fault in faults] == ['"people.csv" is a link to a file outside the folder']


def test_keys_must_name_declared_columns(tmp_path: Path) -> None:
    """A key over a column or table that isn't there is a fault with the nearest name."""
    keys = [
        {"fields": ["setlement"], "reference": {"resource": "settlements", "fields": ["code"]}},
        {"fields": ["settlement"], "reference": {"resource": "settlements", "fields": ["coda"]}},
        {"fields": ["settlement"], "reference": {"resource": "setlements", "fields": ["code"]}},
    ]
    written = people({"name": "settlement"}, {"name": "id"}, primaryKey=["ids"], foreignKeys=keys)
    settlements = {"name": "settlements", "path": "s.csv", "schema": {"fields": [{"name": "code"}]}}
    _, faults = read(tmp_path, {"resources": [*written["resources"], settlements]})

    assert faults == [
        'people: primaryKey: people has no field "ids" — did you mean "id"?',
        'people: foreignKeys: people has no field "setlement" — did you mean "settlement"?',
        'people: foreignKeys: settlements has no field "coda" — did you mean "code"?',
        'people: foreignKeys: there is no table "setlements" — did you mean "settlements"?',
    ]


def test_keys_may_name_columns_that_need_no_declaration(tmp_path: Path) -> None:
    """Where the file may hold more columns than the schema, the file is asked later."""
    _, faults = read(tmp_path, people({"name": "id"}, primaryKey=["code"], fieldsMatch="subset"))

    assert faults == []


@pytest.mark.parametrize("level", ["resource", "field"])
def test_a_misspelt_key_of_our_own_is_a_fault(tmp_path: Path, level: str) -> None:
    """Keys with our prefix mean nothing to anybody else: `rt:shet` is never passed over, wherever it stands."""
    written = people({"name": "a"} | ({"rt:curency": "USD"} if level == "field" else {}))
    written["resources"][0] |= {"rt:shet": "2018"} if level == "resource" else {}
    _, faults = read(tmp_path, written)

    assert len(faults) == 1
    assert 'did you mean "rt:' in faults[0]


@pytest.mark.parametrize(
    ("place", "key", "right"),
    [
        ("package", "resource", "resources"),
        ("resource", "encodng", "encoding"),
        ("resource", "dialct", "dialect"),
        ("schema", "primarykey", "primaryKey"),
        ("schema", "missingvalues", "missingValues"),
        ("field", "decimalchar", "decimalChar"),
        ("field", "constraint", "constraints"),
        ("constraints", "requried", "required"),
        ("dialect", "delimeter", "delimiter"),
    ],
)
def test_a_misspelt_key_of_the_standard_is_a_fault(tmp_path: Path, place: str, key: str, right: str) -> None:
    """What it should have said would otherwise be left out in silence; the right name is offered."""
    written = people({"name": "a", "constraints": {}})
    written["resources"][0]["dialect"] = {}
    resource = written["resources"][0]
    field = resource["schema"]["fields"][0]
    places: dict[str, dict[str, object]] = {
        "package": written,
        "resource": resource,
        "schema": resource["schema"],
        "field": field,
        "constraints": field["constraints"],
        "dialect": resource["dialect"],
    }
    places[place][key] = ["x"]
    _, faults = read(tmp_path, written)

    assert any(f'"{right}"' in fault for fault in faults)


def test_a_package_without_resources_is_a_fault(tmp_path: Path) -> None:
    """A project whose package names no table is told so, not computed over nothing."""
    assert read(tmp_path, {"name": "youth"})[1]


def test_keys_of_others_are_no_faults(tmp_path: Path) -> None:
    """The standard lets a package hold any key; titles, sources and another program's keys are left alone."""
    written = people({"name": "a", "title": "A", "description": "…", "example": "x", "unit": "years", "xls:width": 9})
    written |= {"licenses": [], "contributors": [], "keywords": ["youth"], "homepage": "https://example.kg"}
    written["resources"][0] |= {"format": "csv", "hash": "sha256:0", "profile": "tabular-data-resource"}

    assert read(tmp_path, written)[1] == []


@pytest.mark.parametrize(
    "contradiction",
    [
        {"groupChar": "."},
        {"groupChar": ",", "decimalChar": ","},
        {"decimalChar": ""},
        {"decimalChar": "5"},
    ],
)
def test_number_characters_that_contradict_each_other_are_a_fault(
    tmp_path: Path, contradiction: Mapping[str, object]
) -> None:
    """With one character for points and for groups, 1.5 would read as 15."""
    _, faults = read(tmp_path, people({"name": "usd", "type": "number", **contradiction}))

    assert len(faults) == 1
    assert faults[0].startswith("people.schema.fields[0]")


def test_a_currency_is_one_or_that_of_a_column(tmp_path: Path) -> None:
    """Which must be there: a misspelt one is named with the nearest."""
    assert one_field(tmp_path, type="number", **{"rt:currency": "KGS"}).currency == "KGS"

    paid = {"name": "paid", "type": "number", "rt:currency": {"column": "money"}}
    package, faults = read(tmp_path, people(paid, {"name": "money"}))
    assert faults == []
    assert [field.currency_column for field in package.tables["people"].fields or ()] == ["money", ""]

    for wrong, words in (
        ({"column": "monney"}, 'did you mean "money"'),
        ({}, "no column is named"),
        ({"name": "x"}, "unknown"),
    ):
        _, faults = read(tmp_path, people({**paid, "rt:currency": wrong}, {"name": "money"}))
        assert any(words in fault for fault in faults)


def test_a_table_can_be_given_another_file(tmp_path: Path) -> None:
    """Its schema stays; the other tables and the package itself stay as they were."""
    original, _ = read(tmp_path, people({"name": "id", "type": "integer"}, primaryKey="id"))
    changed = original.with_table_file("people", Path("-"))

    assert changed.tables["people"].paths == (Path("-"),)
    assert changed.tables["people"].fields == original.tables["people"].fields
    assert original.tables["people"].paths == (tmp_path / "people.csv",)


def test_a_file_for_an_unknown_table_is_refused(tmp_path: Path) -> None:
    """With the nearest name there is."""
    found, _ = read(tmp_path, people({"name": "id"}))

    with pytest.raises(Refused) as refused:
        found.with_table_file("poeple", Path("a.csv"))
    assert str(refused.value) == '--table: there is no table "poeple" — did you mean "people"?'


# Every key that is read, with the types that it takes; a list's own items stand below it as [0].
JSON_VALUES = {
    "true": True, "whole": 7, "number": 1.5, "text": "odd", "texts": ["odd"], "wholes": [1], "list": [[]],
    "lists": [{"value": []}], "object": {}, "objects": {"value": {}},
}  # fmt: skip
TEXTS = {"text", "texts"}
NUMBERS = {"true", "whole", "number", "text"}
KEY_TYPES: dict[str, set[str]] = {
    "resources": set(),
    "resources.0": set(),
    "resources.0.name": {"text"},
    "resources.0.path": TEXTS,
    "resources.0.path.0": {"text"},
    "resources.0.encoding": {"text"},
    "resources.0.rt:sheet": TEXTS,
    "resources.0.dialect": {"object", "objects"},
    "resources.0.dialect.delimiter": {"text"},
    "resources.0.dialect.quoteChar": {"text"},
    "resources.0.dialect.headerRows": {"whole", "wholes"},
    "resources.0.dialect.headerRows.0": {"whole"},
    "resources.0.dialect.header": {"true"},
    "resources.0.dialect.skipInitialSpace": set(),
    "resources.0.schema": {"object", "objects"},
    "resources.0.schema.fieldsMatch": TEXTS,
    "resources.0.schema.missingValues": TEXTS,
    "resources.0.schema.missingValues.0": {"text"},
    "resources.0.schema.missingValues.0.value": {"text"},
    "resources.0.schema.primaryKey": TEXTS,
    "resources.0.schema.primaryKey.0": {"text"},
    "resources.0.schema.foreignKeys": set(),
    "resources.0.schema.foreignKeys.0": set(),
    "resources.0.schema.foreignKeys.0.fields": TEXTS,
    "resources.0.schema.foreignKeys.0.fields.0": {"text"},
    "resources.0.schema.foreignKeys.0.reference": set(),
    "resources.0.schema.foreignKeys.0.reference.resource": {"text"},
    "resources.0.schema.foreignKeys.0.reference.fields": TEXTS,
    "resources.0.schema.fields": set(),
    "resources.0.schema.fields.0": set(),
    "resources.0.schema.fields.0.name": {"text"},
    "resources.0.schema.fields.0.type": {"text"},
    "resources.0.schema.fields.0.format": {"text"},
    "resources.0.schema.fields.0.constraints": {"object", "objects"},
    "resources.0.schema.fields.0.constraints.required": {"true"},
    "resources.0.schema.fields.0.constraints.unique": {"true"},
    "resources.0.schema.fields.0.constraints.enum": {"texts", "wholes"},
    "resources.0.schema.fields.0.constraints.enum.0": NUMBERS,
    "resources.0.schema.fields.0.constraints.minimum": NUMBERS - {"true"},
    "resources.0.schema.fields.0.constraints.exclusiveMaximum": NUMBERS - {"true"},
    "resources.0.schema.fields.0.constraints.pattern": {"text"},
    "resources.0.schema.fields.0.constraints.minLength": {"whole"},
    "resources.0.schema.fields.0.constraints.maxLength": {"whole"},
    "resources.0.schema.fields.0.categories": {"texts", "wholes"},
    "resources.0.schema.fields.0.categories.0": NUMBERS,
    "resources.0.schema.fields.0.categories.0.value": NUMBERS,
    "resources.0.schema.fields.0.missingValues": TEXTS,
    "resources.0.schema.fields.0.missingValues.0": {"text"},
    "resources.0.schema.fields.0.decimalChar": {"text"},
    "resources.0.schema.fields.0.groupChar": {"text"},
    "resources.0.schema.fields.0.bareNumber": {"true"},
    "resources.0.schema.fields.0.trueValues": TEXTS,
    "resources.0.schema.fields.0.falseValues.0": {"text"},
    "resources.0.schema.fields.0.delimiter": {"text"},
    "resources.0.schema.fields.0.itemType": {"text"},
    "resources.0.schema.fields.0.rt:currency": {"text"},
    "resources.0.schema.fields.0.rt:currency.column": {"text"},
    "resources.0.schema.fields.0.rt:personal": {"true"},
    "resources.0.schema.fields.0.rt:brackets": {"true"},
    "resources.0.schema.fields.1.rt:serial": {"whole"},
}


def every_key() -> dict[str, Any]:
    """A package in which each key that is read has a right value."""
    amount = {
        "name": "amount", "type": "number", "format": "default", "missingValues": ["-"], "itemType": "string",
        "constraints": {"required": False, "unique": False, "enum": [1], "minimum": 0, "exclusiveMaximum": 9,
                        "pattern": "1", "minLength": 0, "maxLength": 9},
        "categories": [{"value": 1, "label": "one"}], "decimalChar": ".", "groupChar": " ", "bareNumber": True,
        "trueValues": ["y"], "falseValues": ["n"], "delimiter": ";", "rt:currency": {"column": "amount"},
        "rt:personal": False, "rt:brackets": True,
    }  # fmt: skip
    fields = [amount, {"name": "day", "type": "date", "rt:serial": 1904}]
    reference = {"fields": ["amount"], "reference": {"resource": "people", "fields": ["amount"]}}
    schema = {"fieldsMatch": ["exact"], "missingValues": [{"value": ""}], "primaryKey": ["amount"]}
    dialect = {"delimiter": ",", "quoteChar": '"', "headerRows": [1], "header": True, "skipInitialSpace": False}
    resource = {"name": "people", "path": ["people.csv"], "encoding": "utf-8", "rt:sheet": "", "dialect": dialect}
    return {"resources": [{**resource, "schema": {**schema, "fields": fields, "foreignKeys": [reference]}}]}


def with_wrong_types(key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The package with a value of each type that a key does not take."""
    *way, last = (int(part) if part.isdigit() else part for part in key.split("."))
    for type_, value in JSON_VALUES.items():
        written: Any = every_key()
        at = written
        for part in way:
            at = at[part]
        at[last] = value
        yield type_, written


def test_every_key_in_every_type_is_read_or_a_finding(tmp_path: Path) -> None:
    """Whatever stands at a key: a wrong type is a finding, and what has none can be used, also as a key of a cache."""
    assert read(tmp_path, every_key())[1] == []
    silent = set()
    for key, taken in KEY_TYPES.items():
        for type_, written in with_wrong_types(key):
            found, faults = read(tmp_path, written)
            if not faults:
                assert hash(tuple(table.fields for table in found.tables.values())) is not None
            if not faults and type_ not in taken:
                silent.add((key, type_))
    assert silent == set()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"resources": ' + "9" * 5_000 + "}", "NaN"])
def test_what_python_can_not_parse_is_a_fault(tmp_path: Path, text: str) -> None:
    """A thousand brackets and a number of 5,000 digits are JSON, and end in a finding all the same."""
    assert len(read(tmp_path, text.encode())[1]) == 1


def test_a_path_too_long_for_the_disk_is_a_fault(tmp_path: Path) -> None:
    """No file can be called so."""
    assert len(read(tmp_path, {"resources": [{"name": "t", "path": "é" * 300}]})[1]) == 1


def test_rows_that_may_repeat_are_declared(tmp_path: Path) -> None:
    """Only by the one word; another is a fault."""
    resource = {"name": "people", "path": "people.csv"}
    found, faults = read(tmp_path, {"resources": [resource | {"rt:duplicateRows": "expected"}]})
    assert (found.tables["people"].has_expected_repeats, faults) == (True, [])

    found, faults = read(tmp_path, {"resources": [resource | {"rt:duplicateRows": "yes"}]})
    assert (found.tables["people"].has_expected_repeats, len(faults)) == (False, 1)


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("*.csv", "out.csv", True),
        ("visits-?.csv", "visits-3.csv", True),
        ("**/*.csv", "2024/q1/out.csv", True),
        ("**/*.csv", "out.csv", True),
        ("a[1]*.csv", "a[1]b.csv", True),
        ("*.csv", "out.md", False),
        ("*.csv", "2024/out.csv", False),
        ("*.csv", ".out.csv", False),
        ("*.csv", "../out.csv", False),
        ("visits.csv", "visits.csv", False),
    ],
)
def test_a_pattern_tells_which_files_it_would_take(tmp_path: Path, pattern: str, name: str, matches: bool) -> None:
    """Just those that it takes once they are there."""
    folder = tmp_path / "project"
    (folder / "2024" / "q1").mkdir(parents=True)
    read(folder, {"resources": [{"name": "t", "path": pattern}]})
    assert package_reader.find_matching_pattern(folder, str(folder / name)) == (pattern if matches else "")
    (folder / name).write_text("id\n1\n", encoding="utf-8")
    taken = read(folder, {"resources": [{"name": "t", "path": pattern}]})[0].tables["t"].paths
    assert (folder / name in taken) == (matches or pattern == name)


def test_columns_that_not_all_files_have_are_declared(tmp_path: Path) -> None:
    """One or several, by their headings."""
    resource = {"name": "visits", "path": "visits.csv", "rt:optionalFields": ["age", " place "]}
    found, faults = read(tmp_path, {"resources": [resource]})
    assert (found.tables["visits"].optional_names, faults) == (("age", "place"), [])


def test_a_circle_of_links_is_told_of_the_table_alone(tmp_path: Path) -> None:
    """Other tables are computed, and `check` names the file."""
    (tmp_path / "t.csv").write_text("id\n1\n", encoding="utf-8")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "here").symlink_to(".")
    (tmp_path / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "count"\n', encoding="utf-8")
    package = '{"resources": [{"name": "t", "path": "**/t.csv"}, {"name": "l", "path": "loop.csv"}]}'
    (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
    project = Project.open(tmp_path)
    assert [result.value for result in project.compute(["n"])] == [1]
    (fault,) = [finding for report in project.check() for finding in report.findings]
    assert (fault.file, "can't be opened" in fault.fault) == ("loop.csv", True)
