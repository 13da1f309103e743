"""The contract, on every engine: a table opens as a typed frame, and plain Python rows come back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import narwhals.stable.v2 as nw
import pytest

from roundtable_cli.errors import Refused
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Constraints, Field
from roundtable_cli.tables.values import parsing
from tests.tables.engines.opening import cells, fetched, frame, opened, quoted, table
from tests.tables.values.test_parsing import items

LIST = Field("c", "list", delimiter=";")


def test_only_the_fields_asked_for_are_opened_under_their_inner_names(engine: Engine, tmp_path: Path) -> None:
    """Dots, quotes, spaces and letters that differ in case alone are safe in headers."""
    names = ["Ф.И.О.", 'a "b"', "AGE", "age", "1. Name", "a`b", "c0"]
    text = ",".join(map(quoted, names)) + "\n" + ",".join("1234567") + "\n" + ",".join("7654321") + "\n"
    source = opened(engine, tmp_path, text)
    wanted = {f"c{position}": source.get_field(name) for position, name in enumerate(reversed(names[:-1]))}

    opened_ = engine.open_frame(source, {**wanted, "c9": ROW_NUMBER_FIELD})
    assert opened_.collect_schema().names() == [*wanted, "c9"]
    assert fetched(engine, opened_) == [(6, 5, 4, 3, 2, 1, 0), (2, 3, 4, 5, 6, 7, 1)]


def test_rows_have_their_ordinals(engine: Engine, tmp_path: Path) -> None:
    """From 0, over all the files, blank rows not counted."""
    source = opened(engine, tmp_path, {"q1.csv": "id\na\n\nb\n", "q2.csv": "id\nc\n"})

    assert sorted(
        engine.fetch_rows(engine.open_frame(source, {"c0": ROW_NUMBER_FIELD, "c1": source.get_field("id")}))
    ) == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
    ]


def test_rows_are_numbered_in_the_order_of_the_files(engine: Engine, tmp_path: Path) -> None:
    """However each of them is written: the number of a row tells its place."""
    files = {"a.csv": "id,n\nA,1\n", "b.csv": "n,id\n2,B\n3,B\n", "c.csv": "id,n\nC,4\n", "d.csv": "id;n\nD;5\n"}
    source = opened(engine, tmp_path, files, Field("id"), Field("n", "integer"), fields_match="equal")

    assert fetched(engine, frame(engine, source, "n")) == [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4)]
    assert [*source.row_places()] == [("a.csv", 2), ("b.csv", 2), ("b.csv", 3), ("c.csv", 2), ("d.csv", 2)]


COUNTED = {
    "a.csv": "id,group,n\nA,x,1\n\nB,y,2\nC,x,3\n",
    "b.csv": "group,id,n\ny,D,4\nx,E,5\n",
}


@pytest.mark.parametrize("texts", ["exact", "one for Python"])
def test_each_row_counted_has_its_file_and_row(engine: Engine, tmp_path: Path, texts: str) -> None:
    """Its ordinal stays with it through a filter, a join and what is persisted: nothing else can name it later."""
    files = {name: text.replace("E", "E" if texts == "exact" else "e\u0301") for name, text in COUNTED.items()}
    source = opened(engine, tmp_path, files, Field("id"), Field("group"), Field("n", "integer"), fields_match="equal")
    rows = engine.open_frame(
        source, {"c0": source.get_field("id"), "c1": ROW_NUMBER_FIELD}, codes={"c2": source.get_field("group")}
    )
    numbers = engine.open_frame(source, {"c0": source.get_field("id"), "c3": source.get_field("n")})
    codes = [code for id_, code in engine.fetch_rows(rows.select("c0", "c2")) if id_ == "A"]
    persisted = engine.persist_frame(rows.filter(nw.col("c2").is_in(codes)), rows=3)
    counted = persisted.join(numbers, on="c0", how="left").filter(nw.col("c3") != 3)

    places = [*source.row_places()]
    found = engine.fetch_rows(counted.select("c1", "c3"))
    assert {places[ordinal]: number for ordinal, number in found} == {("a.csv", 2): 1, ("b.csv", 3): 5}


def test_what_python_reads_after_all_has_its_own_places_and_notes(engine: Engine, tmp_path: Path) -> None:
    """A row of totals that is left out is no row, and is told."""
    files = {"a.csv": "id,n\nA,1\nB,2\nИтого,3\n", "b.csv": "id,n\nC,4\n"}
    source = opened(engine, tmp_path, files, Field("id"), Field("n", "integer"))

    assert fetched(engine, frame(engine, source, "n")) == [(1, 0), (2, 1), (4, 2)]
    assert [*source.row_places()] == [("a.csv", 2), ("a.csv", 3), ("b.csv", 2)]
    assert [place for _, place in source.iter_records([Field("id")])] == [*source.row_places()]
    assert len(source) == 3
    assert [finding.place for finding in source.assumptions([])] == ["a.csv row 4"]


@pytest.mark.parametrize("last", [",Total,6", " ,Total,6", "Osh total:,,6", "Osh Total ,,6", "1-й район итого,,6"])
def test_totals_are_no_records_wherever_their_name_stands(engine: Engine, tmp_path: Path, last: str) -> None:
    """They are left out, or refused, as by Python; they are counted by nobody."""
    text = f"id,name,n\nA,a,1\nB,b,2\nC,c,3\n{last}\n"
    fields = Field("id"), Field("name"), Field("n", "integer")

    def outcome(reader: Engine) -> object:
        try:
            return fetched(reader, frame(reader, opened(reader, tmp_path, text, *fields), "n"))
        except Refused as refused:
            return {(finding.code, finding.row) for finding in refused.findings}

    assert outcome(engine) in ([(1, 0), (2, 1), (3, 2)], {("total-row", 5)})
    assert outcome(engine) == outcome(registry.create_engine("pandas"))


def test_a_name_of_two_lines_is_no_record(engine: Engine, tmp_path: Path) -> None:
    """Though it stands in the header's first cell."""
    source = opened(engine, tmp_path, '"a\nb",c\n1,2\n', Field("a\nb"), Field("c"))
    assert fetched(engine, frame(engine, source, source.column_names[0])) == [("1", 0)]


def test_files_are_joined_by_name(engine: Engine, tmp_path: Path) -> None:
    """No engine binds columns by position."""
    source = opened(engine, tmp_path, {"q1.csv": "id,age\n1,20\n", "q2.csv": "age,id\n21,2\n"})

    rows = engine.fetch_rows(engine.open_frame(source, {"c0": source.get_field("id"), "c1": source.get_field("age")}))
    assert sorted(rows) == [(1, 20), (2, 21)]


def test_integers_stay_exact_beside_missing_ones(engine: Engine, tmp_path: Path) -> None:
    """Ids of seventeen digits are not rounded on the way through a float."""
    texts = ["9007199254740993", "", "9223372036854775807", "-9223372036854775808"]

    assert cells(engine, tmp_path, Field("c", "integer"), texts) == [2**53 + 1, None, 2**63 - 1, -(2**63)]


@pytest.mark.parametrize("text", ["a", " a ", "e\u0301", "", "#REF!", "Err:502", "b", "\u200b", "a\tb"])
def test_one_text_among_many_alike_is_read_as_any(engine: Engine, tmp_path: Path, text: str) -> None:
    """A column of few texts is judged by each of them, the last row's too."""
    field = Field("c")
    texts = [*("ab" * 100), text]
    wanted, faults = parsing.parse_column(texts, field)
    if faults:
        with pytest.raises(Refused, match=r"people.csv row 202, c: "):
            cells(engine, tmp_path, field, texts)
    else:
        assert cells(engine, tmp_path, field, texts) == wanted


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
        engine.open_frame(source, {f"c{position}": field for position, field in enumerate(fields[:3])})
    assert [(finding.row, finding.column, finding.code) for finding in refused.value.findings] == [
        (3, "age", "type-error"),
        (3, "sex", "constraint-error"),
        (3, "date", "type-error"),
    ]
    with pytest.raises(Refused) as refused:
        engine.open_frame(source, {"c0": fields[0]})
    assert {finding.column for finding in refused.value.findings} == {"age"}


def test_a_ragged_row_is_refused(engine: Engine, tmp_path: Path) -> None:
    """No engine shifts columns or fills a short row in silence."""
    source = opened(engine, tmp_path, "id,age\n1,20,5\n2\n", Field("id"), Field("age"))

    with pytest.raises(Refused) as refused:
        engine.open_frame(source, {"c0": Field("id")})
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [
        ("extra-cell", 2),
        ("missing-cell", 3),
    ]


def test_a_cell_of_several_lines(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark says that it can't read it, where Python does not read it instead; the others do."""
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    source = opened(engine, tmp_path, 'id,note\n1,"two\nlines"\n2,x\n', Field("id"), Field("note"))

    try:
        read = [row[0] for row in fetched(engine, frame(engine, source, "note"))]
    except Refused as refused:
        read = [finding.fault for finding in refused.findings]
    refusal = "the file can't be read as it is written: a cell has several lines, which Spark can't read"
    assert read == ([refusal] if type(engine).__name__ == "SparkEngine" else ["two\nlines", "x"])


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
    opened_ = engine.open_frame(source, {f"c{i}": source.get_field(name) for i, name in enumerate("nxds")})
    (row,) = engine.fetch_rows(
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
    none = engine.fetch_rows(opened_.filter(nw.col("c0") > 100).select(a=nw.col("c1").mean(), b=nw.col("c2").max()))
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

    counted = engine.fetch_rows(opened_.group_by("c0").agg(nw.len().alias("rows")))
    assert {*counted} == {("f", 2), ("m", 1), (None, 2)}


def test_tables_are_open_side_by_side(engine: Engine, tmp_path: Path) -> None:
    """A second table does not disturb the first; closing is allowed when all is done."""
    (tmp_path / "b").mkdir()
    first = frame(engine, table(engine, tmp_path, Field("c"), ["a"]), "c")
    second = frame(engine, table(engine, tmp_path / "b", Field("c"), ["b"]), "c")

    assert (engine.fetch_rows(first), engine.fetch_rows(second)) == ([("a", 0)], [("b", 0)])


def test_a_list_explodes_into_its_items(engine: Engine, tmp_path: Path) -> None:
    """A row for each item, once; the other columns stay with it; a row whose list is missing stays, once."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport;ecology", "", "sport", "sport; sport"]), "c")
    exploded = engine.fetch_rows(engine.explode_list(opened_, "c0"))

    assert sorted(exploded, key=str) == sorted(
        [("sport", 0), ("ecology", 0), (None, 1), ("sport", 2), ("sport", 3)], key=str
    )
    assert fetched(engine, opened_)[0] == (items("sport", "ecology"), 0)


def test_a_list_of_no_item_is_missing(engine: Engine, tmp_path: Path) -> None:
    """A cell of nothing but delimiters is no category without a name."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport", ";", " ; "]), "c")

    assert fetched(engine, engine.explode_list(opened_, "c0")) == [("sport", 0), (None, 1), (None, 2)]


@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_an_empty_list_column_explodes(engine: Engine, tmp_path: Path, texts: list[str]) -> None:
    """Where there is no list there is nothing to split."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, texts), "c")

    assert engine.fetch_rows(engine.explode_list(opened_, "c0").select("c0")) == [(None,)] * len(texts)


@pytest.mark.parametrize("delimiter", ["|", ".", ";", ", ", "+", "\\"])
def test_a_delimiter_is_no_pattern(engine: Engine, tmp_path: Path, delimiter: str) -> None:
    """Signs that mean something in a regular expression split like any other."""
    field = Field("c", "list", delimiter=delimiter)
    opened_ = frame(engine, table(engine, tmp_path, field, [delimiter.join(["ab", "cd"])]), "c")

    assert sorted(engine.fetch_rows(engine.explode_list(opened_, "c0").select("c0"))) == [("ab",), ("cd",)]
