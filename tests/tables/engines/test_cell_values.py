"""What a cell holds is what an engine gives back, whatever stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import narwhals.stable.v2 as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli.errors import Refused
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.reading import text_encoding
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Constraints, Field
from roundtable_cli.tables.values import parsing
from tests.tables.engines.opening import cells, fetched, frame, opened, quoted, table
from tests.tables.values.test_parsing import ACCEPTED, REFUSED


def columns(engine: Engine, folder: Path, cases: Mapping[Field, str]) -> Source:
    """A table with a column for each field, with its text in the rows 2 and 4, and another that keeps row 3 in."""
    texts = ",".join(map(quoted, cases.values()))
    names = ",".join(field.name for field in cases)
    return opened(engine, folder, f"{names},n\n{texts},x\n{',' * len(cases)}x\n{texts},x\n", *cases, Field("n"))


def test_every_accepted_form_has_its_value(engine: Engine, tmp_path: Path) -> None:
    """The table of forms holds after `fetch` too: the same value, the same plain Python type, None beside it."""
    fields = [case[0]._replace(name=f"c{number}") for number, case in enumerate(ACCEPTED)]
    source = columns(engine, tmp_path, {field: case[1] for field, case in zip(fields, ACCEPTED, strict=True)})
    rows = fetched(
        engine, engine.open_frame(source, {field.name: field for field in fields} | {"row": ROW_NUMBER_FIELD})
    )

    for index, (field, text, value) in enumerate(ACCEPTED):
        got = [row[index] for row in rows]
        assert (got, type(got[0])) == ([value, None, value], type(value)), (field, text)


def test_every_refused_form_is_refused(engine: Engine, tmp_path: Path) -> None:
    """No engine rounds, guesses or drops it: its cells are named."""
    for first in range(0, len(REFUSED), 20):
        some = REFUSED[first : first + 20]
        cases = {case[0]._replace(name=f"c{number}"): case[1] for number, case in enumerate(some, first)}
        source = columns(engine, tmp_path, cases)
        with pytest.raises(Refused) as refused:
            engine.open_frame(source, {field.name: field for field in cases})

        told = [(finding.column, finding.code, finding.row) for finding in refused.value.findings]
        assert told == [(field.name, "type-error", row) for field in cases for row in (2, 4)]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("string", nw.String),
        ("any", nw.String),
        ("list", nw.String),
        ("integer", nw.Int64),
        ("number", nw.Float64),
        ("boolean", nw.Boolean),
    ],
)
@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_a_column_has_its_type_without_any_value(
    engine: Engine, tmp_path: Path, type_: str, kind: type, texts: list[str]
) -> None:
    """An empty table is typed like a full one."""
    opened_ = frame(engine, table(engine, tmp_path, Field("c", type_), texts), "c")

    assert opened_.collect_schema()["c0"] == kind
    assert engine.fetch_rows(opened_.select("c0")) == [(None,)] * len(texts)


@pytest.mark.parametrize("type_", ["date", "datetime", "year", "yearmonth"])
@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_a_time_column_may_be_empty(engine: Engine, tmp_path: Path, type_: str, texts: list[str]) -> None:
    """Missing times are None, not a NaT."""
    opened_ = frame(engine, table(engine, tmp_path, Field("c", type_), texts), "c")

    assert engine.fetch_rows(opened_.select("c0")) == [(None,)] * len(texts)


def test_the_length_of_a_list_is_that_of_its_text(engine: Engine, tmp_path: Path) -> None:
    """The least and the greatest of its texts say nothing of it."""
    field = Field("c", "list", delimiter=";", constraints=Constraints(min_length=5))
    with pytest.raises(Refused) as refused:
        cells(engine, tmp_path, field, ["a;bcdef", "b", "c;defgh"])
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("constraint-error", 3)]


def _is_cell(text: str) -> bool:
    """Whether it can stand in a first cell: a byte order mark there begins another file."""
    return not text.startswith(text_encoding.BOM_CHARACTER)


COLUMNS: Mapping[str, st.SearchStrategy[str]] = {
    "string": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5).filter(_is_cell),
    "integer": st.integers(-(2**63), 2**63 - 1).map(str),
    "number": st.floats(allow_nan=False, allow_infinity=False).map(repr),
    "date": st.dates().map(str),
    "boolean": st.sampled_from(["true", "false"]),
}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*(column | st.just("") for column in COLUMNS.values())), max_size=20))
def test_an_engine_changes_no_value(engine: Engine, tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    """What is read from the cells is what `fetch` gives, for any columns."""
    fields = [Field(type_, type_) for type_ in COLUMNS]
    lines = "".join(",".join(map(quoted, (*row, "x"))) + "\n" for row in rows)  # of which none is blank
    source = opened(engine, tmp_path, f"{','.join(COLUMNS)},n\n{lines}", *fields, Field("n"))
    got = fetched(
        engine, engine.open_frame(source, {field.name: field for field in fields} | {"row": ROW_NUMBER_FIELD})
    )

    for index, field in enumerate(fields):
        assert [row[index] for row in got] == parsing.parse_column([row[index] for row in rows], field)[0]


CSV = st.one_of(
    st.text('a,"\n\r é;\u00a0', max_size=40),
    st.lists(st.sampled_from(["a,b", '"a",b', '"a,b",', '"a""b",c', ",", '"",""', " a ,b", '"a\nb",c', "a,b,c", "a", "",
                              '"', 'a"b,c', '"a"b,c', "é,e\u0301", "\u00a0,x", "#REF!,x", "x,Err:502"]), max_size=8)
    .map("\n".join),
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=CSV, end=st.sampled_from(["", "\n", "\r\n"]))
def test_an_engine_reads_the_cells_that_python_reads(engine: Engine, tmp_path: Path, rows: str, end: str) -> None:
    """Whatever stands in the file: the same cells, or the same refusal; quotes, blank rows and ragged ones included."""
    fields = Field("p"), Field("q")

    def outcome(reader: Engine) -> object:
        try:
            source = opened(reader, tmp_path, "p,q\n" + rows + end, *fields)
            return fetched(
                reader, reader.open_frame(source, {"c0": fields[0], "c1": fields[1], "c2": ROW_NUMBER_FIELD})
            )
        except Refused as refused:
            return [(finding.code, finding.row, finding.column) for finding in refused.findings]

    assert outcome(engine) == outcome(registry.create_engine("pandas"))
