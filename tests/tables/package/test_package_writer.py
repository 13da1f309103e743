"""`datapackage.json` written: what is read back is what was described."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.errors import Finding
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.table import Constraints, DataPackage, Field, ForeignKey, Table

LETTERS = st.text(st.characters(exclude_categories=("C", "Z", "M")), min_size=1, max_size=8)
NAMES = LETTERS.map(lambda name: unicodedata.normalize("NFC", name))  # as headers are read
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "M")), max_size=6).map(str.strip)


def back(described: DataPackage) -> DataPackage:
    """The package read from what is written about it; there must be no fault."""
    (described.folder / package_reader.PACKAGE_FILE).write_text(
        package_writer.package_to_json(described), encoding="utf-8"
    )
    faults: list[Finding] = []
    found = package_reader.read_package(described.folder, faults)
    assert faults == []
    return found


def one(field: Field, **table: Any) -> dict[str, Any]:
    """The mapping of a field."""
    return package_writer.field_to_dict(field, **table)


def keys(**each: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What a field holds beside its name, of these."""
    return st.fixed_dictionaries(each)


def rules(**each: st.SearchStrategy[Any]) -> st.SearchStrategy[Constraints]:
    """Constraints of these, the others as they are."""
    return st.fixed_dictionaries(each).map(lambda chosen: Constraints(**chosen))


NUMBERS = keys(
    type=st.sampled_from(["integer", "number"]),
    decimal_char=st.sampled_from(".,"),
    group_char=st.sampled_from(["", " ", "'", "\u00a0"]),
    bare_number=st.booleans(),
    brackets=st.booleans(),
    currency=st.sampled_from(["", "USD", "KGS"]),
    constraints=rules(minimum=st.none() | st.integers(), maximum=st.none() | st.integers()),
)
DATES = keys(
    type=st.sampled_from(["date", "datetime", "yearmonth"]),
    format=st.sampled_from(["default", "any", "%d.%m.%Y"]),
    constraints=rules(required=st.booleans(), unique=st.booleans()),
)
BOOLEANS = keys(
    type=st.just("boolean"),
    true_values=st.sampled_from([("да",), ("TRUE", "True")]),
    false_values=st.sampled_from([("нет",), ("FALSE", "False")]),
)
WORDS = keys(
    type=st.sampled_from(["string", "any"]),
    categories=st.lists(TEXTS, unique=True, max_size=3).map(tuple),
    constraints=rules(
        enum=st.lists(TEXTS, max_size=3).map(tuple),
        pattern=st.sampled_from(["", "[A-Z]+"]),
        min_length=st.none() | st.integers(0, 9),
        max_length=st.none() | st.integers(9, 20),
    ),
)
LISTS = keys(type=st.just("list"), delimiter=st.sampled_from(",; "), item_type=st.sampled_from(["string", "integer"]))
KINDS = NUMBERS | DATES | BOOLEANS | WORDS | LISTS


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table that a datapackage.json can describe, its file not there."""
    names = draw(st.lists(NAMES, unique=True, min_size=1, max_size=4))
    missing = draw(st.sampled_from([("",), ("", "-"), ("-",)]))
    fields = tuple(
        Field(
            name,
            **draw(KINDS),
            personal=draw(st.booleans()),
            missing_values=draw(st.sampled_from([missing, ("", "n/a")])),
        )
        for name in names
    )
    keys = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    return Table(
        "t",
        (Path("t.csv"),),
        draw(st.sampled_from([fields, None])),
        draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"])),
        tuple(keys),
        (ForeignKey((names[0],), "t", (names[-1],)),) if draw(st.booleans()) else (),
        missing,
        draw(st.sampled_from(["", "utf-8", "cp1251"])),
        draw(st.sampled_from(["", ";", "\t"])),
        draw(st.sampled_from(['"', "'"])),
        draw(st.sampled_from([(), (1,), (2, 3)])),
        draw(st.sampled_from([(), ("Лист 1",), ("I", "II")])),
        draw(st.booleans()),
    )


@given(table=tables())
def test_what_is_read_back_is_what_was_described(table: Table, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fields, constraints, keys and dialect, in any script."""
    folder = tmp_path_factory.getbasetemp()
    described = DataPackage(folder, {"t": table._replace(paths=(folder / "t.csv",))})
    assert back(described) == described


def test_only_what_is_not_the_default_is_written() -> None:
    """A plain field has a name and a type."""
    assert one(Field("n", "integer", inferred=True)) == {"name": "n", "type": "integer"}
    assert one(Field("n", missing_values=("", "-")), missing=("", "-")) == {"name": "n", "type": "string"}


def test_a_field_as_people_write_numbers() -> None:
    """The standard's keys, and our own with their prefix."""
    field = Field(
        "Сумма", "number", decimal_char=",", group_char=" ", bare_number=False, missing_values=("", "-"),
        currency="KGS", brackets=True, personal=True,
    )  # fmt: skip
    assert one(field) == {
        "name": "Сумма",
        "type": "number",
        "decimalChar": ",",
        "groupChar": " ",
        "bareNumber": False,
        "rt:currency": "KGS",
        "rt:brackets": True,
        "rt:personal": True,
        "missingValues": ["", "-"],
    }
    assert one(Field("n", "number", currency_column="cur"))["rt:currency"] == {"column": "cur"}
    assert one(Field("n", "number", has_no_currency=True))["rt:currency"] is False


def test_a_table_says_how_its_files_are_written(tmp_path: Path) -> None:
    """Its paths are as seen from the folder, one as a text, several as a list."""
    paths = (tmp_path / "q1" / "a.csv", tmp_path / "q2" / "a.csv")
    table = Table("a", paths, (Field("id"),), "subset", ("id",), encoding="cp1251", delimiter=";", header_rows=(3,))

    assert package_writer.table_to_dict(table, tmp_path) == {
        "name": "a",
        "type": "table",
        "path": ["q1/a.csv", "q2/a.csv"],
        "encoding": "cp1251",
        "dialect": {"delimiter": ";", "headerRows": [3]},
        "schema": {
            "fields": [{"name": "id", "type": "string"}],
            "fieldsMatch": ["subset"],
            "primaryKey": ["id"],
        },
    }
    assert package_writer.table_to_dict(Table("a", paths[:1], sheets=("S",)), tmp_path) == {
        "name": "a",
        "type": "table",
        "path": "q1/a.csv",
        "rt:sheet": "S",
    }
    repeating = Table("a", paths[:1], has_expected_repeats=True)
    assert package_writer.table_to_dict(repeating, tmp_path)["rt:duplicateRows"] == "expected"
    assert package_writer.table_to_dict(Table("a", paths[:1], optional_names=("age",)), tmp_path)[
        "rt:optionalFields"
    ] == ["age"]


def test_the_text_is_for_people(tmp_path: Path) -> None:
    """Two spaces, letters as they are, a last line that ends."""
    text = package_writer.package_to_json(
        DataPackage(tmp_path, {"t": Table("t", (tmp_path / "t.csv",), (Field("Пол"),))})
    )

    assert text.endswith("}\n")
    assert '\n  "resources": [\n    {\n      "name": "t"' in text
    assert '"name": "Пол"' in text
    assert json.loads(text)["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
