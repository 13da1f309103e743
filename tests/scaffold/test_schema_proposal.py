"""A schema proposed from rows: types as they are inferred, and what stays to be inferred."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable_cli.errors import Refused
from roundtable_cli.scaffold.schema_proposal import propose_fields, propose_schemas
from roundtable_cli.scaffold.table_proposal import TableProposal
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from tests.tables.test_source import opened


def proposed(folder: Path, **files: str) -> dict[str, TableProposal]:
    """What is proposed for these files."""
    sources = {}
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_bytes(text.encode())
        sources[name] = Source(Table(name, (path,)), folder)
    return propose_schemas(sources)


def one(folder: Path, text: str, name: str = "t") -> TableProposal:
    """What is proposed for one file."""
    return proposed(folder, **{name: text})[name]


def column(header: str, values: Iterable[str]) -> str:
    """A file of one column after a first one that says nothing."""
    return f'x,"{header}"\n' + "".join(f'a b,"{value}"\n' for value in values)


def test_fields_are_declared_as_they_are_inferred(tmp_path: Path) -> None:
    """Codes stay text, and how numbers, dates and months are written is told."""
    table = one(
        tmp_path, 'code;n;Сумма;когда;месяц\n007;1;"8 847,57";31.12.2018;05/2020\n008;2;5;1.1.2019;06/2020\n'
    ).table

    assert [(field.name, field.type, field.format) for field in table.fields or ()] == [
        ("code", "string", "default"),
        ("n", "integer", "default"),
        ("Сумма", "number", "default"),
        ("когда", "date", "%d.%m.%Y"),
        ("месяц", "yearmonth", "%m/%Y"),
    ]
    assert table.fields_match == "subset"
    (money,) = [field for field in table.fields or () if field.name == "Сумма"]
    assert (money.decimal_char, money.group_char) == (",", " ")


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ('id,n\n1,"1,234"\n2,"5,678"\n', ["id"]),  # a thousand, or one and a bit
        ("id,day\n1,05/02/2018\n2,06/03/2018\n", ["id"]),  # the fifth of February, or the second of May
        ("id,nothing\n1,\n2,\n", ["id"]),
        ("id,,n\n1,2,3\n4,5,6\n", ["id", "n"]),
        ("id,n,n\n1,2,3\n4,5,6\n", ["id"]),
        ("id,n\n1,−2.5\n2,3.5\n", ["id"]),  # a real minus, which the standard's numbers don't have
        ("id,n\n", []),
    ],
    ids=["number", "date", "empty", "blank-name", "repeated-name", "minus", "no-rows"],
)
def test_what_cant_be_declared_stays_to_be_inferred(tmp_path: Path, text: str, declared: list[str]) -> None:
    """What has two readings stays refused, what is empty fits any use; the schema says that it is not the whole."""
    table = one(tmp_path, text).table

    assert [field.name for field in table.fields or ()] == declared
    assert table.fields_match == "subset"


@pytest.mark.parametrize(
    "doubtful",
    [["", ""], ["1991-13-45", "1991-01-05"], ["05/02/2018", "06/03/2018"], ["−2.5", "3.5"]],
    ids=["empty", "no-date", "two-readings", "minus"],
)
def test_each_column_of_a_file_without_headings_is_named(tmp_path: Path, doubtful: list[str]) -> None:
    """There the fields are the names of the columns, by their places: one left out would shift all others."""
    rows = [
        ("P1", doubtful[0], "5", "2026-01-02"),
        ("P2", doubtful[1], "6", "2026-01-03"),
        ("P3", "", "7", "2026-01-04"),
    ]
    table = one(tmp_path, "".join(f"{','.join(row)}\n" for row in rows)).table

    source = Source(table._replace(has_header=False), tmp_path)
    assert [field.name for field in table.fields or ()] == ["field1", "field2", "field3", "field4"]
    assert source.column_names == ["field1", "field2", "field3", "field4"]
    assert source.get_field("field3").type == "integer"


def test_a_boolean_is_declared_by_the_usual_words(tmp_path: Path) -> None:
    """The next file may write them otherwise; a column of True alone has its False."""
    table = one(tmp_path, "id,here\nA,True\nB,True\n").table

    assert (table.fields or ())[1] == Field("here", "boolean", inferred=True)


def test_a_declared_table_keeps_its_schema(tmp_path: Path) -> None:
    """Nothing is proposed in place of what somebody wrote."""
    (tmp_path / "t.csv").write_text("id,phone\n1,+996 555 123456\n2,+996 555 123457\n", encoding="utf-8")
    table = Table("t", (tmp_path / "t.csv",), (Field("id", "string"), Field("phone")))

    proposal = propose_schemas({"t": Source(table, tmp_path)})["t"]
    assert proposal.table == table
    assert proposal.columns["id"].field.type == "string"


def test_fields_beside_declared_ones_are_proposed(tmp_path: Path) -> None:
    """What a schema leaves open can be added to it; what it says stays."""
    (tmp_path / "t.csv").write_text(
        "id,n,phone,nothing\n1,5,+996 555 123456,\n2,6,+996 555 123457,\n", encoding="utf-8"
    )
    declared = Field("id", "string")
    source = Source(Table("t", (tmp_path / "t.csv",), (declared,), "subset"), tmp_path)

    assert propose_fields(source) == (
        declared,
        Field("n", "integer", inferred=True),
        Field("phone", "string", personal=True, inferred=True),
    )


def test_all_tables_that_cant_be_read_are_told_at_once(tmp_path: Path) -> None:
    """A refusal has the findings of every one."""
    with pytest.raises(Refused) as refused:
        proposed(tmp_path, a="id,n\n1\n", b="id,n\n1,2\n", c="id,n\n1,2,3\n")
    assert [finding.file for finding in refused.value.findings] == ["a.csv", "c.csv"]


def test_what_stands_for_no_value_is_declared_for_every_column(tmp_path: Path) -> None:
    """Next month it may stand in another; not where it is a value, and no number that only one column shows."""
    rows = "".join(f"P{number};{number % 7};{'+' if number % 2 else '-'}\n" for number in range(9))
    source = opened(tmp_path, f"person_id;children;came\n{rows}N/A;-99;+\nN/A;-99;+\n")
    table = propose_schemas({"people": source})["people"].table
    assert table.missing_values == ("", "N/A")
    missing = {field.name: field.missing_values for field in table.fields or ()}
    assert missing == {"person_id": ("", "N/A"), "children": ("", "N/A", "-99"), "came": ("", "N/A")}
