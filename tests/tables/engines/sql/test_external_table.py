"""Large tables, which an engine reads itself: the same values as by Python, and the same refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.reading import streamed_file as first_part
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.tables.cupboard import CUPBOARD, Odd
from tests.tables.large_files import ALIKE, LENIENT, STRICTER, Written

duckdb = pytest.importorskip("duckdb")
ASKS = (("unique", "id"), ("sum", "usd"), ("sum", "age"), ("unique", "note"), ("max", "day"), ("unique", "ok"))
Write = Callable[[Path], object]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is a large one, which Python may read after all."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)


@pytest.fixture
def forced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is read by the engine, and only a few rows of it are looked at first."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    monkeypatch.setattr(first_part, "HEAD_BYTES", 300)
    monkeypatch.setattr(first_part, "_LAST_LINE_BYTES", 150)


def project(folder: Path, files: Mapping[str, bytes | str | Write], **resource: Any) -> Path:
    """A project of the table `t`; what writes a file is given its path."""
    for name, content in files.items():
        path = folder / name
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    package = {"resources": [{"name": "t", "path": [*files], **resource}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def answer(folder: Path, engine: str, measure: str = "count", column: str = "") -> Any:
    """The value and its counts, or the code, row and column of each finding."""
    asked = f"column = {json.dumps(column, ensure_ascii=False)}\n" if column else ""
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{asked}'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    try:
        (result,) = Project.open(folder, engine=engine).compute(["n"])
    except Refused as refused:
        return {(finding.code, finding.row, finding.column) for finding in refused.findings}
    return result.value, result.counts


def answers(folder: Path, written: Written, engine: str) -> list[object]:
    """What all is asked of one file."""
    project(folder, {"t.csv": written.content}, schema=written.schema, **written.resource)
    known = {field["name"].strip("#"): field["name"] for field in written.schema["fields"]}
    about = written.name.split()[0]  # a case of one column is asked for that alone
    asked = [(measure, known[of]) for measure, of in ASKS if of in known and (about not in known or about == of)]
    return [answer(folder, engine, measure, column) for measure, column in (("count", ""), *asked)]


def with_long_ones(cases: Sequence[Written]) -> list[Any]:
    """The cases as parameters: every third in a usual run, the others in the long one."""
    marks = ((), (pytest.mark.long,), (pytest.mark.long,))
    return [pytest.param(one, id=one.name, marks=marks[position % 3]) for position, one in enumerate(cases)]


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize("written", with_long_ones(ALIKE))
def test_an_engine_reads_what_python_reads(tmp_path: Path, written: Written) -> None:
    """The same values and counts, or a refusal for the same cells, though nothing passes through Python."""
    expected = answers(tmp_path, written, "pandas")
    found = answers(tmp_path, written, "duckdb")
    for ours, theirs in zip(found, expected, strict=True):
        assert ours == theirs or (isinstance(ours, set) and isinstance(theirs, set) and ours and ours <= theirs)


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize(("place", "written"), STRICTER, ids=[written.name for _, written in STRICTER])
def test_what_an_engine_can_not_mend(tmp_path: Path, place: tuple[str, int | None], written: Written) -> None:
    """One finding says what it is; no other number comes out."""
    assert all(found == {(*place, "")} for found in answers(tmp_path, written, "duckdb"))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "written", [*(written for _, written in STRICTER), *ALIKE[::9]], ids=lambda written: written.name
)
def test_python_mends_it_where_it_can(tmp_path: Path, written: Written) -> None:
    """A file that Python can hold is refused only where Python refuses it, with all that it finds."""
    assert answers(tmp_path, written, "duckdb") == answers(tmp_path, written, "pandas")


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize("written", LENIENT, ids=lambda written: written.name)
def test_what_an_engine_does_not_look_at(tmp_path: Path, written: Written) -> None:
    """It changes no number that is asked for; Python, which looks at all of a file, refuses it."""
    project(tmp_path, {"t.csv": written.content}, schema=written.schema)
    value, counts = answer(tmp_path, "duckdb", "unique", "id")
    assert (value, counts.rows) == (34, 34)
    assert isinstance(answer(tmp_path, "pandas"), set)


def declared(folder: Path, odd: Odd) -> dict[str, Any]:
    """A schema of every column: what an odd file declares, and text elsewhere."""
    (folder / odd.name).write_bytes(odd.content)
    schema = dict(odd.declared.get("schema", {}))
    known = {field["name"]: field for field in schema.get("fields", [])}
    try:
        header = Source(Table("t", (folder / odd.name,), header_rows=_rows(odd)), folder).header
    except Refused:
        return dict(odd.declared)
    schema["fields"] = [known.get(name, {"name": name, "type": "string"}) for name in header]
    return {**odd.declared, "schema": schema}


def _rows(odd: Odd) -> tuple[int, ...]:
    written = odd.declared.get("dialect", {}).get("headerRows", ())
    return tuple(written) if isinstance(written, list) else (written,) if written else ()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("odd", CUPBOARD, ids=lambda odd: odd.name)
def test_the_cupboard_of_odd_files(tmp_path: Path, odd: Odd) -> None:
    """Each is read by either engine, or refused by both."""
    keys = declared(tmp_path, odd)
    project(tmp_path, {odd.name: odd.content}, **keys)
    for ask in odd.asks:
        measure, _, column = ask.partition(":")
        ours, theirs = (answer(tmp_path, engine, measure, column) for engine in ("duckdb", "pandas"))
        assert ours == theirs or (ours and theirs and isinstance(ours, set) and isinstance(theirs, set)), ask


LINKED = """
[indicators.n]
table = "visits"
measure = "count"
where = { "person.sex" = "f" }
"""
PEOPLE = "id,sex\n" + "".join(f"P{number},{'fm'[number % 2]}\n" for number in range(40))
VISITS = "visit,person\n" + "".join(f"V{number},P{number % 40}\n" for number in range(90))


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize(
    ("people", "visits"),
    [
        (PEOPLE, VISITS),
        (PEOPLE, VISITS + "V90,P77\nV91, P1 \nV92,\n"),
        (PEOPLE + "P3,f\n", VISITS),
        (PEOPLE + " P3,f\nP3 ,m\n", VISITS + "V90,P77\n"),
        (PEOPLE + ",f\n", VISITS),
        (PEOPLE, VISITS + "V1,P1\n"),
    ],
    ids=["whole", "orphans", "a person twice", "both", "a person without a key", "a visit twice"],
)
@pytest.mark.parametrize("key", [["id"], []], ids=["the key is declared", "no key is"])
def test_a_key_between_large_tables(tmp_path: Path, people: str, visits: str, key: list[str]) -> None:
    """Orphans, and keys that several rows have, are named as by Python."""
    reference = {"fields": "person", "reference": {"resource": "people", "fields": "id"}}
    schemas = {
        "people": {"fields": [{"name": "id"}, {"name": "sex"}], **({"primaryKey": key} if key else {})},
        "visits": {
            "fields": [{"name": "visit"}, {"name": "person"}],
            "primaryKey": "visit",
            "foreignKeys": [reference],
        },
    }
    resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (tmp_path / "indicators.toml").write_text(LINKED, encoding="utf-8")
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    (tmp_path / "visits.csv").write_text(visits, encoding="utf-8")
    found = list[list[object]]()
    for engine in ("pandas", "duckdb"):
        try:
            found.append([result.value for result in Project.open(tmp_path, engine=engine).compute(["n"])])
        except Refused as refused:
            found.append([*sorted(map(str, refused.findings))])
    assert found[1] == found[0]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.usefixtures("forced")
def test_names_of_currencies_below_the_first_rows_are_read(tmp_path: Path, engine: str) -> None:
    """The first rows of a large table show which column names currencies; below them each may be named in words."""
    rows = [f"{number},KGS\n" for number in range(200)] + ["1,сом\n", "2,USD\n"]
    fields = [{"name": "paid", "type": "integer"}, {"name": "unit"}]
    folder = project(tmp_path, {"t.csv": "paid,unit\n" + "".join(rows)}, schema={"fields": fields})
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "paid"\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    opened = Project.open(folder, engine=engine)
    with pytest.raises(Refused, match="KGS and USD"):
        opened.compute()
    (result,) = opened.compute(where={"unit": "som"})
    assert (result.value, result.currency) == (199 * 100 + 1, "KGS")


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize(("most", "told"), [(-1, {2, 6}), (2**20, {2, 6, 103})])
def test_rows_that_head_sections_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, told: set[int]
) -> None:
    """Those of its first part, where an engine reads it; where Python may, that tells them all. They are counted."""
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", most)
    records = "".join(f"Osh,{number},{number + 1}\n" for number in range(99))
    first = records.replace("Osh,3,4\n", "Quarter 2,,\nOsh,3,4\n")
    text = f"place,women,men\nQuarter 1,,\n{first}Quarter 3,,\n{records}"
    types = {"place": "string", "women": "integer", "men": "integer"}
    schema = {"fields": [{"name": name, "type": type_} for name, type_ in types.items()]}
    folder = project(tmp_path, {"t.csv": text}, schema=schema)
    (folder / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "count"\n', encoding="utf-8")
    results = Project.open(folder, engine="duckdb").compute(["n"])
    rows = {finding.row for finding in results.assumptions if finding.code == "section-row"}
    assert (results[0].value, rows) == (201, told)


@pytest.mark.usefixtures("forced")
@pytest.mark.parametrize("row", ["Average,,4,5", "Среднее,,4,5"])
def test_a_short_row_of_statistics_is_told_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    """Python tells it, where it may read the file; of a larger file an engine refuses it, with its row."""
    records = [f"K{number},A,{number % 7},{number * 37 % 11}" for number in range(300)]
    text = "\n".join(["kit,site,women,men", *records[:200], row, *records[200:]])
    types = {"kit": "string", "site": "string", "women": "integer", "men": "integer"}
    schema = {"fields": [{"name": name, "type": type_} for name, type_ in types.items()]}
    folder = project(tmp_path, {"t.csv": text + "\n"}, schema=schema)
    (folder / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "count"\n', encoding="utf-8")
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", 2**20)
    results = Project.open(folder, engine="duckdb").compute(["n"])
    assert [finding.row for finding in results.assumptions if finding.code == "possible-total"] == [202]
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused, match="row 202: looks like a row of totals"):
        Project.open(folder, engine="duckdb").compute(["n"])
