"""What is wrong with the cells: types, constraints and keys, each with its row, and no personal value in any text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli.errors import Finding, FindingCollector, Refused
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.package import package_reader
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values.parsing import CellValue
from tests.tables.test_source import opened


def column(folder: Path, field: Field, texts: Iterable[str]) -> list[CellValue | None]:
    """The values of one column of these cells."""
    source = opened(folder, f"{field.name},n\n" + "".join(f"{text},1\n" for text in texts), field, Field("n"))
    return cell_checks.read_checked_values(source, source.get_field(field.name))


def faults(folder: Path, field: Field, texts: Iterable[str]) -> list[Finding]:
    """Why a column of these cells is refused."""
    with pytest.raises(Refused) as refused:
        column(folder, field, texts)
    return list(refused.value.findings)


def everything(folder: Path, written: Mapping[str, Any], **files: str) -> list[Finding]:
    """All that is found in a project of these files: in its definitions, headers, cells and keys."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(written), encoding="utf-8")
    found: list[Finding] = []
    tables = package_reader.read_package(folder, found).tables
    if found:
        return found
    gather = FindingCollector()
    sources = {name: Source(table, folder) for name, table in tables.items()}
    for source in sources.values():
        for name in _names(source, gather):
            with gather:
                cell_checks.read_checked_values(source, source.get_field(name))
        with gather:
            gather.findings += key_constraints.check_primary_key(source)
            for key in source.table.foreign_keys:
                gather.findings += key_constraints.check_foreign_key(source, key, sources[key.resource])
    return gather.findings


def _names(source: Source, gather: FindingCollector) -> list[str]:
    with gather:
        return source.column_names
    return []


def people(field: Mapping[str, Any], schema: Mapping[str, Any] | None = None, **resource: Any) -> dict[str, Any]:
    """A package of the table `people`: this field, then n."""
    fields = [{"name": "c", **field}, {"name": "n"}]
    return {
        "resources": [
            {"name": "people", "path": "people.csv", "schema": {"fields": fields, **(schema or {})}, **resource}
        ]
    }


def test_a_faultless_column_is_its_values(tmp_path: Path) -> None:
    """In the order of the rows, None where a cell is missing."""
    assert column(tmp_path, Field("age", "integer"), ["20", "", "18"]) == [20, None, 18]


def test_a_bad_cell_is_refused_with_its_row(tmp_path: Path) -> None:
    """Place, fault and remedy: the file, the row that a spreadsheet shows, the column, the cell, what to do."""
    (finding,) = faults(tmp_path, Field("date", "date"), ["2018-11-19", "31.02.2018"])

    assert str(finding) == (
        'people.csv row 3, date: "31.02.2018" is not a date; expected a date like 2026-12-31'
        " — correct the cell, or declare another type than date in datapackage.json"
    )
    assert (finding.code, finding.severity) == ("type-error", "error")


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """A line break in quotes starts no row, a blank row is one, and each file is counted for itself."""
    files = {"q1.csv": 'age,note\n1,"two\nlines"\n\n,\nx,\n', "q2.csv": 'note,age\n"a\n\nb",y\n,3\n'}
    source = opened(tmp_path, files, Field("age", "integer"), fields_match="subset")

    with pytest.raises(Refused) as refused:
        cell_checks.read_checked_values(source, source.get_field("age"))
    assert [(finding.file, finding.row) for finding in refused.value.findings] == [("q1.csv", 5), ("q2.csv", 2)]


def test_every_cell_of_a_bad_text_is_found(tmp_path: Path) -> None:
    """The same text in three rows is three findings."""
    found = faults(tmp_path, Field("age", "integer"), ["x", "1", "x", " x "])

    assert [finding.row for finding in found] == [2, 4, 5]
    assert {finding.fault for finding in found} == {'"x" is not a whole number'}


TEXT, WHOLE, NUMBER, DAY = Field("c"), Field("c", "integer"), Field("c", "number"), Field("c", "date")
DOTTED, SEMICOLON = Field("c", "date", "%d.%m.%Y"), Field("c", "number", decimal_char=";")
YEAR, MONTH = Field("c", "year"), Field("c", "yearmonth")


def ruled(field: Field, **rules: Any) -> Field:
    """The field under these constraints."""
    return field._replace(constraints=Constraints(**rules))


# The field, cells that pass, one that does not, and the fault.
BROKEN: list[tuple[Field, list[str], str, str]] = [
    (ruled(TEXT, required=True), ["x"], "", "a required cell is blank"),
    (ruled(TEXT, required=True), ["x"], " ", "a required cell is blank"),
    (ruled(TEXT, enum=("f", "m")), ["f", "m", "", " f "], "F", '"F" is not one of the declared values'),
    (ruled(WHOLE, enum=(1, "2")), ["1", "2", "01"], "3", '"3" is not one of the declared values'),
    (ruled(WHOLE, minimum=14), ["14", "15", ""], "13", '"13" is below 14'),
    (ruled(WHOLE, minimum="14"), ["14"], "13", '"13" is below 14'),
    (ruled(WHOLE, minimum=0), ["0"], "-1", '"-1" is below 0'),
    (ruled(WHOLE, maximum=28), ["28", "-5"], "29", '"29" is above 28'),
    (ruled(WHOLE, maximum=0), ["0"], "1", '"1" is above 0'),
    (ruled(NUMBER, minimum=0.5), ["0.5", "1e3"], "0.49", '"0.49" is below 0.5'),
    (ruled(SEMICOLON, maximum="1;5"), ["1;5", "1;49"], "1;51", '"1;51" is above 1;5'),
    (ruled(DAY, minimum="2018-01-01"), ["2018-01-01"], "2017-12-31", '"2017-12-31" is below 2018-01-01'),
    (ruled(DAY, maximum="2018-12-31"), ["2018-12-31"], "2019-01-01", '"2019-01-01" is above 2018-12-31'),
    (ruled(DOTTED, minimum="01.02.2018"), ["01.02.2018"], "31.01.2018", '"31.01.2018" is below 01.02.2018'),
    (ruled(YEAR, minimum="2018"), ["2018"], "2017", '"2017" is below 2018'),
    (ruled(MONTH, maximum="2018-11"), ["2018-11"], "2018-12", '"2018-12" is above 2018-11'),
    (ruled(TEXT, pattern="A[0-9]{3}"), ["A001"], "A0011", '"A0011" does not match the pattern A[0-9]{3}'),
    (ruled(TEXT, pattern="A|B"), ["A", "B"], "AB", '"AB" does not match the pattern A|B'),
    (ruled(TEXT, min_length=2), ["ab", "аял"], "a", '"a" is shorter than 2 characters'),
    (ruled(TEXT, max_length=3), ["аял"], "эркек", '"эркек" is longer than 3 characters'),
    (ruled(TEXT, max_length=0), [""], "a", '"a" is longer than 0 characters'),
]


@pytest.mark.parametrize(("field", "right", "wrong", "fault"), BROKEN)
def test_a_constraint_is_held(tmp_path: Path, field: Field, right: list[str], wrong: str, fault: str) -> None:
    """Cells on the edge pass; the cell past it is found with its row; the missing breaks only `required`."""
    assert len(column(tmp_path, field, right)) == len(right)

    (finding,) = faults(tmp_path, field, [*right, wrong])
    assert (finding.code, finding.row, finding.column) == ("constraint-error", len(right) + 2, "c")
    assert finding.fault == fault
    assert finding.remedy


def test_a_column_declared_unique_repeats_nothing(tmp_path: Path) -> None:
    """The second of two equal values is found and names the row of the first; missing cells are not equal."""
    (finding,) = faults(tmp_path, Field("c", "integer", constraints=Constraints(unique=True)), ["7", "", "", "8", "07"])

    assert (finding.code, finding.row) == ("constraint-error", 6)
    assert finding.fault == '"7" is already in row 2'
    assert finding.remedy


def test_a_repeated_list_is_shown_in_letters_that_print(tmp_path: Path) -> None:
    """How a frame keeps a list is nothing that a user ever sees."""
    field = Field("c", "list", delimiter=";", constraints=Constraints(unique=True))
    (finding,) = faults(tmp_path, field, ["sport;ecology", "sport; ecology"])

    assert finding.row == 3
    assert str(finding).isprintable()


def test_a_declared_word_for_missing_reads_as_a_sentence(tmp_path: Path) -> None:
    """A required cell that says `n/a` is empty by its schema."""
    field = Field("c", missing_values=("", "n/a"), constraints=Constraints(required=True))
    (finding,) = faults(tmp_path, field, ["x", "n/a"])

    assert finding.row == 3
    assert "blank" in finding.fault
    assert '" a cell' not in finding.fault


def test_a_cell_that_is_no_number_is_not_called_empty(tmp_path: Path) -> None:
    """One fault of one cell is told once, and truly."""
    field = Field("c", "integer", constraints=Constraints(required=True))

    assert [finding.fault for finding in faults(tmp_path, field, ["x", "1"])] == ['"x" is not a whole number']


@pytest.mark.parametrize("type_", ["year", "integer", "number"])
def test_a_bound_may_be_a_json_number(tmp_path: Path, type_: str) -> None:
    """The standard lets `minimum`, `maximum` and `enum` of a year be written 2018 or "2018"."""
    for bound in (2018, "2018"):
        field = Field("c", type_, constraints=Constraints(minimum=bound, maximum=bound, enum=(bound,)))
        assert len(column(tmp_path, field, ["2018"])) == 1
        (finding,) = faults(tmp_path, field, ["2017"])
        assert finding.code == "constraint-error"


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "constraints": {"minimum": "ten"}},
        {"type": "integer", "constraints": {"enum": ["one"]}},
        {"type": "date", "constraints": {"maximum": "31.12.2018"}},
        {"type": "date", "constraints": {"minimum": 2018}},
        {"type": "string", "constraints": {"minimum": 5}},
        {"constraints": {"maximum": 5}},
    ],
    ids=str,
)
def test_a_bound_that_fits_no_cell_is_a_fault_of_the_schema(tmp_path: Path, field: Mapping[str, Any]) -> None:
    """It is told as a definition's fault, not as a broken program nor as a fault of every cell."""
    cell = "2018-01-01" if field.get("type") == "date" else "7"
    found = everything(tmp_path, people(field), people=f"c,n\n{cell},1\n")

    assert {finding.code for finding in found} == {DEFINITION}


def test_a_length_is_asked_only_of_texts(tmp_path: Path) -> None:
    """`minLength` on numbers is a fault of the schema, or holds nothing; "2017" is never too short for 2."""
    found = everything(tmp_path, people({"type": "integer", "constraints": {"minLength": 2}}), people="c,n\n2017,1\n")

    assert {finding.code for finding in found} <= {DEFINITION}


def test_categories_are_all_the_values_there_are(tmp_path: Path) -> None:
    """The standard restricts a field with `categories` to them, as `enum` does; a typo makes no category of its own."""
    field = Field("sex", categories=("female", "male"))
    assert column(tmp_path, field, ["male", "", "female"]) == ["male", None, "female"]

    (finding,) = faults(tmp_path, field, ["male", "femal"])
    assert (finding.code, finding.row) == ("constraint-error", 3)


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        (people({"type": "integer", "constraints": {"exclusiveMinimum": 0}}), "0,1\n"),
        (people({"type": "integer", "constraints": {"exclusiveMaximum": 9}}), "9,1\n"),
        (people({}, {"uniqueKeys": [["c"]]}), "7,1\n7,2\n"),
    ],
    ids=["exclusiveMinimum", "exclusiveMaximum", "uniqueKeys"],
)
def test_a_rule_of_the_standard_is_held_or_refused(tmp_path: Path, written: Mapping[str, Any], rows: str) -> None:
    """A rule that is not supported is never passed over: each of these tables breaks one."""
    assert everything(tmp_path, written, people="c,n\n" + rows)


@pytest.mark.parametrize(
    ("dialect", "text", "records"),
    [
        ({"header": False}, "7,1\n8,1\n", 2),
        ({"headerRows": [2]}, "c,n\nc,n\n7,1\n", 1),
        ({"commentChar": "#"}, "c,n\n#8,1\n7,1\n", 1),
        ({"commentRows": [2]}, "c,n\n8,1\n7,1\n", 1),
    ],
    ids=str,
)
def test_a_dialect_is_obeyed_or_refused(tmp_path: Path, dialect: Mapping[str, Any], text: str, records: int) -> None:
    """A header that isn't there eats no record, and a comment is none: such a file is read so, or not at all."""
    written = {"resources": [{"name": "people", "path": "people.csv", "dialect": dialect}]}
    if not everything(tmp_path, written, people=text):
        found = package_reader.read_package(tmp_path, [])
        assert len(Source(found.tables["people"], tmp_path)) == records


@pytest.mark.parametrize(
    "resource",
    [
        {"encoding": "klingon"},
        {"encoding": "hex"},
        *({"dialect": {"delimiter": delimiter}} for delimiter in ("::", "", '"', "\n")),
        {"dialect": {"quoteChar": "''"}},
    ],
    ids=str,
)
def test_a_way_to_read_that_can_not_be_is_a_fault(tmp_path: Path, resource: Mapping[str, Any]) -> None:
    """An encoding that nobody knows and a delimiter of two characters are told, before any traceback."""
    assert everything(tmp_path, people({}, **resource), people="c,n\n7,1\n")


def test_a_faultless_project_has_no_findings(tmp_path: Path) -> None:
    """Silence when all is well."""
    assert everything(tmp_path, people({"type": "integer"}, {"primaryKey": "c"}), people="c,n\n7,1\n8,1\n") == []


SECRET, SHOWN = "996555123456", "Айгүл"
PERSONAL: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "integer"}, [SHOWN]),
    ({"type": "number"}, [SHOWN]),
    ({"type": "boolean"}, [SECRET]),
    ({"type": "date"}, [SECRET]),
    ({"type": "datetime"}, [SECRET]),
    ({"type": "year"}, [SECRET]),
    ({"type": "yearmonth"}, [SECRET]),
    ({"type": "list", "item_type": "integer"}, [SHOWN]),
    ({"format": "email"}, [SHOWN]),
    ({"constraints": Constraints(enum=("x",))}, [SECRET]),
    ({"constraints": Constraints(pattern="x")}, [SECRET]),
    ({"constraints": Constraints(max_length=3)}, [SECRET]),
    ({"constraints": Constraints(min_length=99)}, [SECRET]),
    ({"constraints": Constraints(unique=True)}, [SECRET, SECRET]),
    ({"type": "integer", "constraints": Constraints(maximum=5)}, [SECRET]),
    ({"type": "integer", "constraints": Constraints(minimum=10**15)}, [SECRET]),
    ({"type": "integer", "constraints": Constraints(unique=True)}, [SECRET, SECRET]),
]


@pytest.mark.parametrize(("keys", "texts"), PERSONAL)
def test_a_personal_value_is_in_no_finding(tmp_path: Path, keys: dict[str, Any], texts: list[str]) -> None:
    """The place is enough to find it: whatever is wrong with the cell, its text is not repeated."""
    found = faults(tmp_path, Field("phone", personal=True, **keys), texts)

    assert found
    assert all(finding.row and finding.column == "phone" for finding in found)
    assert not any(part in repr(finding) for finding in found for part in (SECRET, SHOWN))


@pytest.mark.parametrize("declared", ["enum", "categories"])
def test_declared_values_hold_for_the_items_of_a_list(tmp_path: Path, declared: str) -> None:
    """Each item has to be one of them; an order of its own is no fault."""
    values = ("a", "b", "c")
    field = Field("c", "list", delimiter=";")
    field = field._replace(categories=values) if declared == "categories" else field
    field = field._replace(constraints=Constraints(enum=values)) if declared == "enum" else field
    assert len(column(tmp_path, field, ["b;a", "c", ""])) == 3
    (finding,) = faults(tmp_path, field, ["a", "a;x"])
    assert finding.row == 3
