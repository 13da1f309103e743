"""What can be read in two ways: told from the whole table, by the first text that is, with what settles it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.inference import ambiguity, date_ambiguity, field_inference
from roundtable_cli.tables.package import package_reader
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.workbook_value import WorkbookValue
from tests.tables.workbooks import xlsx

DAY = datetime(2018, 11, 19)


def source(folder: Path, content: str | bytes, name: str = "t.csv") -> Source:
    """A table of one file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Source(Table("t", (path,)), folder)


def judged(found: Source, name: str) -> Field:
    """A field, as the whole table tells it."""
    return found.get_field(name)


@pytest.mark.parametrize(
    ("content", "ambiguous"),
    [
        ("id;n;share\n1;1.234;0,5\n2;5.678;0,25\n", True),  # 1234 + 5678, or 6.912
        ("id;n\n1;1.234\n2;12.345\n3;123.456\n", True),
        ("id;n\n1;-1.234\n2;-\n3;5\n", True),
        ('id,n,share\n1,1.234,"0,5"\n2,5.678,"12,75"\n', True),
        ('id,n,share\n1,1.234,1.234.567\n2,5.678,"0,5"\n', True),
        ("id\tn\tshare\n1\t1.234\t0,5\n", True),
        ("id;n;share;other\n1;1.234;0,5;0.5\n", True),  # both marks: nothing settles it
        ("id;n;share\n1;1.234;0.5\n2;5.678;12.75\n", False),
        ("id;n\n1;1.234\n2;0.567\n", False),
        ("id;n\n1;1.234\n2;1234.5\n", False),
        ("id;n\n1;1\n2;2\n", False),
        ("id,n\n1,1.234\n2,5.678\n", False),
        ("id,n,share\n1,1.234,0.5\n2,5.678,12.75\n", False),
        ('id,n,note\n1,1.234,"0,5 or so"\n2,5.678,"1,234"\n', False),  # a text, and what is in doubt itself
    ],
)
def test_a_point_where_commas_are_decimal(tmp_path: Path, content: str, ambiguous: bool) -> None:
    """A column of points that may all part thousands is a number only where no comma, and no semicolon, is against."""
    assert judged(source(tmp_path, content), "n").ambiguous == ("number" if ambiguous else "")


@pytest.mark.parametrize(
    ("heading", "cells", "ambiguous"),
    [
        ("Amount", ["1.234", "5.678"], True),
        ("Amount", ["1.234", "5.6"], False),
        ("participants", ["1.234", "56"], True),
        ("number of kits", ["1.234", "56"], True),
        ("number of kits", ["1.234", "5.678"], False),  # tonnes, perhaps
        ("number of kits", ["1.234", "5678"], False),
        ("weight", ["1.234", "56"], False),
    ],
)
def test_a_point_where_nothing_has_a_third_decimal(
    tmp_path: Path, heading: str, cells: list[str], ambiguous: bool
) -> None:
    """Money and people have none; a count has none either, if the numbers without a point are below a thousand."""
    content = "\n".join([f"id,{heading}", *(f"{number},{cell}" for number, cell in enumerate(cells))])
    assert judged(source(tmp_path, content), heading).ambiguous == ("number" if ambiguous else "")


@pytest.mark.parametrize(
    ("heading", "cells", "ambiguous"),
    [
        ("Amount", ["1,234", "2,5", "2"], True),
        ("Сумма", ["-12,500", "3 000,25"], True),
        ("participants", ["1,234", "2,5"], True),
        ("Amount", ["1,234", "0,125", "2,5"], False),  # some do have three decimals
        ("Amount", ["1234,567", "1,234", "2,5"], False),
        ("Amount", ["1,23", "2,5", "2"], False),
        ("weight", ["1,234", "2,5", "2"], False),
    ],
)
def test_a_comma_that_other_commas_contradict(tmp_path: Path, heading: str, cells: list[str], ambiguous: bool) -> None:
    """Where a decimal comma is proven, three decimals of money are none, but thousands; the cell is named."""
    found = source(tmp_path, f"id;{heading}\n" + "".join(f"{row};{cell}\n" for row, cell in enumerate(cells)))
    assert judged(found, heading).ambiguous == ("number" if ambiguous else "")
    if ambiguous:
        finding = ambiguous_columns.describe_ambiguity(found, judged(found, heading))
        assert (finding.row, cells[0] in finding.fault, '"decimalChar": ","' in finding.remedy) == (2, True, True)
        assert "write all numbers of the column in one way" in finding.remedy


def test_texts_of_a_workbook_beside_texts_with_commas(tmp_path: Path) -> None:
    """Its own numbers prove no mark, though their plain text has a point."""
    rows = [["n", "share", "own"], ["1.234", "0,5", 0.5], ["5.678", "0,25", 12.75]]
    assert judged(source(tmp_path, xlsx(rows), "t.xlsx"), "n").ambiguous == "number"
    assert judged(source(tmp_path, xlsx(rows), "t.xlsx"), "own") == Field("own", "number", inferred=True)


def test_what_is_declared_is_in_no_doubt(tmp_path: Path) -> None:
    """The schema has settled it."""
    found = source(tmp_path, "n;share\n1.234;0,5\n")
    fields = Field("n", "number"), Field("share", "number", decimal_char=",")
    assert found.with_table(found.table._replace(fields=fields)).get_field("n") == fields[0]


PLAIN = st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=6))
def test_plain_numbers_between_commas_are_never_refused(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """However many decimals they have."""
    found = source(tmp_path, "a,b\n" + "".join(f"{a},{b}\n" for a, b in rows))
    for position, name in enumerate(("a", "b")):
        field, texts = judged(found, name), [row[position] for row in rows]
        assert field.type in {"integer", "number"}
        assert parsing.parse_column(texts, field)[0] == [float(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "readings"),
    [
        (["1,234"], {1234, 1.234}),
        (["1.234"], {1234, 1.234}),
        (["$1,234", "$5,678"], {1234, 1.234}),
        (["1.234 сом"], {1234, 1.234}),
    ],
)
def test_each_way_that_is_offered_reads_the_column(tmp_path: Path, texts: list[str], readings: set[object]) -> None:
    """Declared as the remedy says, the two readings are had."""
    ways = ambiguity.find_ambiguous_texts(field_inference.ambiguous_field(Field("c"), "number"), texts).declarations
    found = set()
    for way in ways:
        field = json.loads("{" + way.replace(" and ", ", ") + ', "name": "c", "type": "number"}')
        resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
        (declared,) = package_reader.read_package(tmp_path, []).tables["t"].fields or ()
        cells, faults = parsing.parse_column(texts, declared)
        assert faults == {}
        found.add(cells[0])
    assert found == readings


CELLS = st.one_of(
    st.sampled_from(["1,234", "1.234", "0,5", "0.5", "-", "60%", "1,234%", "05/02/2018", "05-02-2018", "x", "1 000"]),
    st.sampled_from(
        [
            WorkbookValue(1.5),
            WorkbookValue(0.5),
            WorkbookValue(1.234),
            WorkbookValue(3),
            WorkbookValue(True),
            WorkbookValue(DAY),
        ]
    ),
    st.text("0123456789.,-%/ ", max_size=7),
)


@given(st.lists(CELLS, max_size=5))
def test_what_is_ambiguous_has_a_text_to_name(cells: list[str]) -> None:
    """Whatever stands beside it; in no other order it is another field."""
    field = field_inference.infer_field("c", cells)
    assert field_inference.infer_field("c", reversed(cells)) == field
    if field.ambiguous == "date":
        doubt = date_ambiguity.find_date_doubt(field, field_inference.split_native_cells(cells, field)[1])
        assert doubt
        assert doubt.texts
        assert len(doubt.declarations) == (0 if doubt.contrary_texts else 2)
    elif field.ambiguous:
        found = ambiguity.find_ambiguous_texts(field, cells)
        assert found.texts <= {cell.strip() for cell in cells if not isinstance(cell, WorkbookValue)}
        assert found.texts
        assert len(found.declarations) in {0, 2}
