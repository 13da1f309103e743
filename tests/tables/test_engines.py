"""The seam, on every engine: a table opens as a typed frame, and plain Python rows come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli.errors import Refused
from roundtable_cli.tables import engines, values
from roundtable_cli.tables.engines import NAMES, Engine, Frame, Row, large
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW, Constraints, Field
from roundtable_cli.tables.values import Value
from tests import spark
from tests.tables import test_source
from tests.tables.test_values import ACCEPTED, REFUSED, items, named


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Each engine in its turn, closed after the test; it reads small files too."""
    if request.param == "spark":
        spark.check_java()
    monkeypatch.setattr(large, "SMALL", -1)
    opened_ = engines.named(request.param)
    yield opened_
    opened_.close()


def opened(engine: Engine, folder: Path, files: Mapping[str, str] | str, *fields: Field, **table: Any) -> Source:
    """The table `people` of these files, as the engine is to read them."""
    source = test_source.opened(folder, files, *fields, **table)
    return engine.source(source.table, folder)


def quoted(text: str) -> str:
    """A cell of CSV."""
    return '"' + text.replace('"', '""') + '"'


def table(engine: Engine, folder: Path, field: Field, texts: Sequence[str]) -> Source:
    """A table of one column of these cells, and another that keeps blank rows in."""
    rows = "".join(f"{quoted(text)},x\n" for text in texts)
    return opened(engine, folder, f"{quoted(field.name)},n\n{rows}", field, Field("n"))


def frame(engine: Engine, source: Source, name: str) -> Frame:
    """The column called `name` as c0, and the ordinals of the records as c1."""
    return engine.open(source, {"c0": source.field(name), "c1": ROW})


def fetched(engine: Engine, frame_: Frame) -> list[Row]:
    """The rows in the order of the records: an engine may give them in any."""
    return sorted(engine.fetch(frame_), key=lambda row: row[-1])


def cells(engine: Engine, folder: Path, field: Field, texts: Sequence[str]) -> list[Any]:
    """What a column of these cells is, after the way through an engine."""
    return [row[0] for row in fetched(engine, frame(engine, table(engine, folder, field, texts), field.name))]


@pytest.mark.parametrize(("field", "text", "value"), ACCEPTED, ids=named)
def test_an_accepted_form_has_its_value_on_every_engine(
    engine: Engine, tmp_path: Path, field: Field, text: str, value: Value
) -> None:
    """The table of forms holds after `fetch` too: the same value, the same plain Python type, None beside it."""
    got = cells(engine, tmp_path, field, [text, "", text])

    assert got == [value, None, value]
    assert type(got[0]) is type(value)


@pytest.mark.parametrize(("field", "text"), REFUSED, ids=named)
def test_a_refused_form_is_refused_on_every_engine(engine: Engine, tmp_path: Path, field: Field, text: str) -> None:
    """No engine rounds, guesses or drops it: the row is named."""
    with pytest.raises(Refused) as refused:
        cells(engine, tmp_path, field, ["", text])

    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("type-error", 3)]


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
    assert engine.fetch(opened_.select("c0")) == [(None,)] * len(texts)


@pytest.mark.parametrize("type_", ["date", "datetime", "year", "yearmonth"])
@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_a_time_column_may_be_empty(engine: Engine, tmp_path: Path, type_: str, texts: list[str]) -> None:
    """Missing times are None, not a NaT."""
    opened_ = frame(engine, table(engine, tmp_path, Field("c", type_), texts), "c")

    assert engine.fetch(opened_.select("c0")) == [(None,)] * len(texts)


def test_only_the_fields_asked_for_are_opened_under_their_inner_names(engine: Engine, tmp_path: Path) -> None:
    """Dots, quotes, spaces and letters that differ in case alone are safe in headers."""
    names = ["Ф.И.О.", 'a "b"', "AGE", "age", "1. Name", "a`b", "c0"]
    text = ",".join(map(quoted, names)) + "\n" + ",".join("1234567") + "\n" + ",".join("7654321") + "\n"
    source = opened(engine, tmp_path, text)
    wanted = {f"c{position}": source.field(name) for position, name in enumerate(reversed(names[:-1]))}

    opened_ = engine.open(source, {**wanted, "c9": ROW})
    assert opened_.collect_schema().names() == [*wanted, "c9"]
    assert fetched(engine, opened_) == [(6, 5, 4, 3, 2, 1, 0), (2, 3, 4, 5, 6, 7, 1)]


def test_rows_have_their_ordinals(engine: Engine, tmp_path: Path) -> None:
    """From 0, over all the files, blank rows not counted."""
    source = opened(engine, tmp_path, {"q1.csv": "id\na\n\nb\n", "q2.csv": "id\nc\n"})

    assert sorted(engine.fetch(engine.open(source, {"c0": ROW, "c1": source.field("id")}))) == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
    ]


def test_files_are_joined_by_name(engine: Engine, tmp_path: Path) -> None:
    """No engine binds columns by position."""
    source = opened(engine, tmp_path, {"q1.csv": "id,age\n1,20\n", "q2.csv": "age,id\n21,2\n"})

    rows = engine.fetch(engine.open(source, {"c0": source.field("id"), "c1": source.field("age")}))
    assert sorted(rows) == [(1, 20), (2, 21)]


def test_integers_stay_exact_beside_missing_ones(engine: Engine, tmp_path: Path) -> None:
    """Ids of seventeen digits are not rounded on the way through a float."""
    texts = ["9007199254740993", "", "9223372036854775807", "-9223372036854775808"]

    assert cells(engine, tmp_path, Field("c", "integer"), texts) == [2**53 + 1, None, 2**63 - 1, -(2**63)]


def test_words_of_other_programs_for_missing_stay_texts(engine: Engine, tmp_path: Path) -> None:
    """Only what the schema declares is missing."""
    words = ["NA", "nan", "NaN", "None", "null", "<NA>", "N/A", "NaT", "-", "\\N"]

    assert cells(engine, tmp_path, Field("c"), words) == words


def test_the_faults_of_all_columns_are_told_at_once(engine: Engine, tmp_path: Path) -> None:
    """Opening refuses once, for types and constraints, and only for the fields asked for."""
    fields = (
        Field("age", "integer"),
        Field("sex", constraints=Constraints(enum=("f", "m"))),
        Field("date", "date"),
        Field("usd", "number"),
    )
    source = opened(engine, tmp_path, "age,sex,date,usd\n20,f,2018-11-19,1\nx,z,2018-02-31,y\n", *fields)

    with pytest.raises(Refused) as refused:
        engine.open(source, {f"c{position}": field for position, field in enumerate(fields[:3])})
    assert [(finding.row, finding.column, finding.code) for finding in refused.value.findings] == [
        (3, "age", "type-error"),
        (3, "sex", "constraint-error"),
        (3, "date", "type-error"),
    ]
    assert engine.fetch(engine.open(opened(engine, tmp_path, "usd\n1\n", fields[3]), {"c0": fields[3]})) == [(1.0,)]


def test_a_ragged_row_is_refused(engine: Engine, tmp_path: Path) -> None:
    """No engine shifts columns or fills a short row in silence."""
    source = opened(engine, tmp_path, "id,age\n1,20,5\n2\n", Field("id"), Field("age"))

    with pytest.raises(Refused) as refused:
        engine.open(source, {"c0": Field("id")})
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [
        ("extra-cell", 2),
        ("missing-cell", 3),
    ]


def test_answers_of_queries_are_plain_too(engine: Engine, tmp_path: Path) -> None:
    """Sums, counts, means and dates come back as int, float and datetime, and None where there is none."""
    source = opened(
        engine,
        tmp_path,
        "n,x,d,s\n1,0.5,2018-11-19,a\n2,1.5,2018-01-31,b\n,,,\n4,,,a\n",
        Field("n", "integer"),
        Field("x", "number"),
        Field("d", "date"),
        Field("s"),
    )
    opened_ = engine.open(source, {f"c{i}": source.field(name) for i, name in enumerate("nxds")})
    (row,) = engine.fetch(
        opened_.select(
            nw.len(),
            total=nw.col("c0").sum(),
            mean=nw.col("c1").mean(),
            last=nw.col("c2").max(),
            first=nw.col("c3").min(),
        )
    )

    assert row == (3, 7, 1.0, datetime(2018, 11, 19), "a")
    assert [type(value) for value in row] == [int, int, float, datetime, str]
    none = engine.fetch(opened_.filter(nw.col("c0") > 100).select(a=nw.col("c1").mean(), b=nw.col("c2").max()))
    assert none == [(None, None)]


def test_dates_compare_with_python_s_own(engine: Engine, tmp_path: Path) -> None:
    """A date is midnight: the last day of a period is in it, and a missing date is in no period."""
    source = table(engine, tmp_path, Field("c", "date"), ["2018-09-30", "2018-10-01", "2018-12-31", "2019-01-01", ""])
    opened_ = frame(engine, source, "c")
    quarter = opened_.filter(nw.col("c0") >= datetime(2018, 10, 1), nw.col("c0") <= datetime(2018, 12, 31))

    assert [row[0] for row in fetched(engine, quarter)] == [datetime(2018, 10, 1), datetime(2018, 12, 31)]


def test_missing_categories_are_a_group_of_their_own(engine: Engine, tmp_path: Path) -> None:
    """A blank is its own visible category, whatever the engine."""
    opened_ = frame(engine, table(engine, tmp_path, Field("c"), ["f", "", "m", "", "f"]), "c")

    counted = engine.fetch(opened_.group_by("c0").agg(nw.len().alias("rows")))
    assert {*counted} == {("f", 2), ("m", 1), (None, 2)}


LIST = Field("c", "list", delimiter=";")


def test_a_list_explodes_into_its_items(engine: Engine, tmp_path: Path) -> None:
    """A row for each item, once; the other columns stay with it; a row whose list is missing stays, once."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport;ecology", "", "sport", "sport; sport"]), "c")
    exploded = engine.fetch(engine.explode(opened_, "c0"))

    assert sorted(exploded, key=str) == sorted(
        [("sport", 0), ("ecology", 0), (None, 1), ("sport", 2), ("sport", 3)], key=str
    )
    assert fetched(engine, opened_)[0] == (items("sport", "ecology"), 0)


def test_a_list_of_no_item_is_missing(engine: Engine, tmp_path: Path) -> None:
    """A cell of nothing but delimiters is no category without a name."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport", ";", " ; "]), "c")

    assert fetched(engine, engine.explode(opened_, "c0")) == [("sport", 0), (None, 1), (None, 2)]


@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_an_empty_list_column_explodes(engine: Engine, tmp_path: Path, texts: list[str]) -> None:
    """Where there is no list there is nothing to split."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, texts), "c")

    assert engine.fetch(engine.explode(opened_, "c0").select("c0")) == [(None,)] * len(texts)


@pytest.mark.parametrize("delimiter", ["|", ".", ";", ", ", "+", "\\"])
def test_a_delimiter_is_no_pattern(engine: Engine, tmp_path: Path, delimiter: str) -> None:
    """Signs that mean something in a regular expression split like any other."""
    field = Field("c", "list", delimiter=delimiter)
    opened_ = frame(engine, table(engine, tmp_path, field, [delimiter.join(["ab", "cd"])]), "c")

    assert sorted(engine.fetch(engine.explode(opened_, "c0").select("c0"))) == [("ab",), ("cd",)]


def test_tables_are_open_side_by_side(engine: Engine, tmp_path: Path) -> None:
    """A second table does not disturb the first; closing is allowed when all is done."""
    (tmp_path / "b").mkdir()
    first = frame(engine, table(engine, tmp_path, Field("c"), ["a"]), "c")
    second = frame(engine, table(engine, tmp_path / "b", Field("c"), ["b"]), "c")

    assert (engine.fetch(first), engine.fetch(second)) == ([("a", 0)], [("b", 0)])


COLUMNS: Mapping[str, st.SearchStrategy[str]] = {
    "string": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    "integer": st.integers(-(2**63), 2**63 - 1).map(str),
    "number": st.floats(allow_nan=False, allow_infinity=False).map(repr),
    "date": st.dates().map(str),
    "boolean": st.sampled_from(["true", "false"]),
}


@pytest.mark.parametrize("type_", COLUMNS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_engine_changes_no_value(engine: Engine, tmp_path: Path, type_: str, data: st.DataObject) -> None:
    """What is read from the cells is what `fetch` gives, for any column."""
    texts = data.draw(st.lists(st.one_of(COLUMNS[type_], st.just("")), max_size=20))
    field = Field("c", type_)

    assert cells(engine, tmp_path, field, texts) == values.column(texts, field)[0]


CSV = st.one_of(
    st.text('a,"\n\r é;\u00a0', max_size=40),
    st.lists(st.sampled_from(["a,b", '"a",b', '"a,b",', '"a""b",c', ",", '"",""', " a ,b", '"a\nb",c', "a,b,c", "a", "",
                              '"', 'a"b,c', '"a"b,c', "é,e\u0301", "\u00a0,x", "#REF!,x", "x,Err:502"]), max_size=8)
    .map("\n".join),
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=CSV, end=st.sampled_from(["", "\n", "\r\n"]))
def test_an_engine_reads_the_cells_that_python_reads(engine: Engine, tmp_path: Path, rows: str, end: str) -> None:
    """Whatever stands in the file: the same cells, or the same refusal; quotes, blank rows and ragged ones included."""
    fields = Field("p"), Field("q")

    def outcome(reader: Engine) -> object:
        try:
            source = opened(reader, tmp_path, "p,q\n" + rows + end, *fields)
            return fetched(reader, reader.open(source, {"c0": fields[0], "c1": fields[1], "c2": ROW}))
        except Refused as refused:
            return [(finding.code, finding.row, finding.column) for finding in refused.findings]

    assert outcome(engine) == outcome(engines.named("pandas"))
