"""The files of large tables: packed, several in one table; and what happens to them while they are read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.reading import file_bytes
from tests.tables.engines.sql.test_external_table import Write, answer, project

duckdb = pytest.importorskip("duckdb")
SCHEMA: Mapping[str, Any] = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]}
ROWS = "id,n\n" + "".join(f"A{number},{number}\n" for number in range(2000))
PACKED = gzip.compress(ROWS.encode())
DAMAGED = "t.csv.gz: this is a compressed file, and it is damaged or cut off — copy or download it again"
both = pytest.mark.parametrize("engine", ["pandas", "duckdb"])


@pytest.fixture(
    autouse=True, params=[external_table.FALLBACK_MAX_BYTES, -1], ids=["by hand if it must be", "never by hand"]
)
def every_table_is_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files go the way of large ones."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", request.param)


def total(folder: Path, engine: str = "duckdb") -> object:
    """The sum of the column n."""
    return answer(folder, engine, "sum", "n")[0]


def refusal(folder: Path, engine: str = "duckdb", measure: str = "sum", column: str = "n") -> list[str]:
    """What a refusal says."""
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\ncolumn = {json.dumps(column)}\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    opened = Project.open(folder, engine=engine)
    with pytest.raises(Refused) as refused:
        opened.compute(["n"])
    return list(map(str, refused.value.findings))


@both
@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv"])
def test_a_packed_file_is_known_by_its_bytes(tmp_path: Path, engine: str, name: str) -> None:
    """Whatever it is called; so is one that is only called packed."""
    assert total(project(tmp_path, {name: PACKED}, schema=SCHEMA), engine) == 1999000
    assert total(project(tmp_path, {"u.csv.gz": ROWS}, schema=SCHEMA), engine) == 1999000


@both
@pytest.mark.parametrize("cut", [PACKED[:-300], PACKED[:-4], PACKED[:-8] + bytes(4) + PACKED[-4:], PACKED + b"junk"])
def test_a_damaged_packed_file(tmp_path: Path, engine: str, cut: bytes) -> None:
    """No part of it is taken for the whole."""
    assert refusal(project(tmp_path, {"t.csv.gz": cut}, schema=SCHEMA), engine) == [DAMAGED]


@both
@pytest.mark.parametrize("changed", [b"9", b","])
def test_a_packed_file_of_which_a_sign_was_changed(tmp_path: Path, engine: str, changed: bytes) -> None:
    """Its check sum tells, though every row can still be read."""
    packed = gzip.compress(ROWS.encode(), compresslevel=0).replace(b"A700,700", b"A700,7" + changed + b"0")
    assert refusal(project(tmp_path, {"t.csv.gz": packed}, schema=SCHEMA), engine) == [DAMAGED]


@both
def test_a_row_of_a_packed_file_is_named(tmp_path: Path, engine: str) -> None:
    """As of any other."""
    folder = project(tmp_path, {"t.csv.gz": gzip.compress(f"{ROWS}B,x\n".encode())}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith('t.csv.gz row 2002, n: "x" is not a whole number')


def test_a_packed_file_that_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python does not unpack what it can't hold."""
    monkeypatch.setattr(file_bytes, "MAX_UNPACKED_BYTES", 2**21)
    folder = project(tmp_path, {"t.csv.gz": gzip.compress(b"id,n\n" + b"A,1\n" * 2**20)}, schema=SCHEMA)
    assert refusal(folder, "pandas") == [
        "t.csv.gz: this is a compressed file, and it holds more than 0 GiB — compute with --engine duckdb"
    ]
    assert total(folder) == 2**20


@both
def test_a_folder_without_a_schema_has_packed_tables(tmp_path: Path, engine: str) -> None:
    """They are called after the file, without either ending."""
    (tmp_path / "t.csv.gz").write_bytes(PACKED)
    if engine == "pandas" or external_table.FALLBACK_MAX_BYTES > 0:
        assert total(tmp_path, engine) == 1999000
    else:
        assert refusal(tmp_path, engine)[0].startswith('t.csv.gz: column "n" has no type in datapackage.json')


@both
def test_files_that_are_written_each_in_its_way(tmp_path: Path, engine: str) -> None:
    """Another order of columns, another delimiter, a mark, a row above the header, packed: all are one table."""
    files: dict[str, bytes | str | Write] = {
        "a.csv": ROWS,
        "b.csv": "n,id\n5,B\n",
        "c.csv": "\n\nid;n\nB;6\n",
        "d.csv": "\ufeffid,n\nC,7\n",
        "e.csv.gz": PACKED,
        "f[1]'*.csv": "id,n\nD,8\n",
    }
    assert total(project(tmp_path, files, schema=SCHEMA), engine) == 2 * 1999000 + 5 + 6 + 7 + 8


@both
def test_a_file_that_lacks_a_column(tmp_path: Path, engine: str) -> None:
    """It is named, with the column."""
    folder = project(tmp_path, {"a.csv": ROWS, "b.csv": "id\nB\n"}, schema=SCHEMA)
    assert refusal(folder, engine) == [
        'b.csv: its columns differ from those of a.csv: "n" — give both files the same column headings'
    ]


@both
def test_a_row_is_named_with_its_file(tmp_path: Path, engine: str) -> None:
    """The second file's rows are counted anew."""
    folder = project(tmp_path, {"a.csv": ROWS, "b.csv": "n,id\nx,B\n"}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith('b.csv row 2, n: "x" is not a whole number')


@both
def test_a_pattern_stands_for_files(tmp_path: Path, engine: str) -> None:
    """In the order of their names; hidden ones are none."""
    files = {"t-2.csv": "id,n\nA,2\n", "t-1.csv": "id,n\nB,1\n", ".t-3.csv": "x", "u-1.csv": "x"}
    assert total(project(tmp_path, files, path="t-*.csv", schema=SCHEMA), engine) == 3
    (table,) = Project.open(tmp_path).package.tables.values()
    assert [path.name for path in table.paths] == ["t-1.csv", "t-2.csv"]


def test_a_pattern_that_fits_no_file(tmp_path: Path) -> None:
    """It is a fault, and not an empty table."""
    with pytest.raises(Refused, match=r'no file matches the pattern "x-\*\.csv"'):
        Project.open(project(tmp_path, {"t.csv": ROWS}, path="x-*.csv", schema=SCHEMA))


def test_a_pattern_does_not_leave_the_folder(tmp_path: Path) -> None:
    """As no path does."""
    (tmp_path / "p").mkdir()
    (tmp_path / "t-1.csv").write_text(ROWS, encoding="utf-8")
    with pytest.raises(Refused, match="leaves the folder"):
        Project.open(project(tmp_path / "p", {}, path="../t-*.csv", schema=SCHEMA))


def test_an_error_that_ends_duckdb_is_one_of_the_file(tmp_path: Path) -> None:
    """A byte that is no UTF-8 among letters beyond ASCII: the row is named, as by Python."""
    lines = [f"P{number % 30000:06},Ак-Өргө,1".encode() for number in range(60_000)]
    lines[39_999] += b"\xd0"
    text = b"id,place,n\n" + b"\n".join(lines) + b"\n"
    fields = [{"name": name, "type": "string"} for name in ("id", "place", "n")]
    folder = project(tmp_path, {"t.csv": text}, schema={"fields": fields})
    assert refusal(folder, measure="unique")[0].startswith("t.csv row 40001: this row is not ")


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "spark"])
@pytest.mark.parametrize("line", ["\0\0\n", "\x01\n", "\0\0"])
def test_a_row_of_nothing_but_control_characters_is_not_passed_over(tmp_path: Path, engine: str, line: str) -> None:
    """It is what a broken download ends with."""
    folder = project(tmp_path, {"t.csv": ROWS + line}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith("t.csv row 2002: ")


def _removed(path: Path) -> None:
    path.unlink()


def _grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"B,1\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            _removed,
            "t.csv: the file can't be opened: No such file or directory — "
            "correct the path of the table, or put the file there",
        ),
        (_grown, "t.csv: the file changed while it was read — run it again when no program writes to it"),
    ],
)
def test_a_file_that_changes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], told: str
) -> None:
    """No number comes of it."""
    folder, keep, done = project(tmp_path, {"t.csv": ROWS}, schema=SCHEMA), DuckDBEngine.keep_query, list[str]()

    def keep_later(self: DuckDBEngine, name: str, *query: Any, **how: Any) -> None:
        if not done:
            change(folder / "t.csv")
        done.append(name)
        keep(self, name, *query, **how)

    monkeypatch.setattr(DuckDBEngine, "keep_query", keep_later)
    assert refusal(folder) == [told]


def test_who_asks_again_is_answered_from_the_new_file(tmp_path: Path) -> None:
    """A file that was written to between two computations of one project refuses the first of them alone."""
    folder = project(tmp_path, {"t.csv": ROWS}, schema=SCHEMA)
    (folder / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "n"\n', "utf-8")
    opened = Project.open(folder, engine="duckdb")
    assert opened.compute()[0].value == 1999000
    (folder / "t.csv").write_text("id,n\nA,5\n", encoding="utf-8")
    with pytest.raises(Refused, match="the file changed while"):
        opened.compute()
    assert opened.compute()[0].value == 5


def test_a_file_counts_once(tmp_path: Path) -> None:
    """One that two patterns stand for is refused: its rows would count twice."""
    folder = project(tmp_path, {"t-1.csv": ROWS}, path=["t-*.csv", "*-1.csv"], schema=SCHEMA)
    with pytest.raises(Refused, match=r"t-1\.csv is named twice"):
        Project.open(folder)


@pytest.mark.parametrize("other", ["t-latest.csv", "p/../t-1.csv"])
def test_a_file_counts_once_whatever_it_is_called(tmp_path: Path, other: str) -> None:
    """A link to it, or another way there."""
    (tmp_path / "p").mkdir()
    (tmp_path / "t-latest.csv").symlink_to(tmp_path / "t-1.csv")
    folder = project(tmp_path, {"t-1.csv": ROWS}, path=["t-1.csv", other], schema=SCHEMA)
    with pytest.raises(Refused, match=r"name it once: its rows would count twice"):
        Project.open(folder)


@pytest.mark.parametrize("path", ["t-**.csv", "**x/*.csv", "a\0.csv"])
def test_a_path_that_no_file_can_have(tmp_path: Path, path: str) -> None:
    """It is a fault of the description."""
    with pytest.raises(Refused, match="is not the name of a file, and not a pattern"):
        Project.open(project(tmp_path, {}, path=path, schema=SCHEMA))


TOTALS = f"Total,{sum(range(2000))}\n"


@both
def test_a_total_below_more_rows_than_show_what_a_column_holds(tmp_path: Path, engine: str) -> None:
    """It is no record: Python leaves it out, and who leaves nothing out refuses it; of another number it is one."""
    folder = project(tmp_path, {"t.csv": ROWS + TOTALS}, schema=SCHEMA)
    if engine == "pandas" or external_table.FALLBACK_MAX_BYTES > 0:
        assert total(folder, engine) == 1999000
    else:
        assert refusal(folder, engine)[0].startswith("t.csv row 2002: looks like a row of totals")
    folder = project(tmp_path, {"t.csv": ROWS + "Total,7\n"}, schema=SCHEMA)
    assert total(folder, engine) == 1999007


@both
def test_a_total_of_one_of_several_files(tmp_path: Path, engine: str) -> None:
    """Each has its own, though its first column is not that of the first file."""
    below = "n,id\n" + "".join(f"{number},B{number}\n" for number in range(500)) + "Итого,124750\n"
    schema = {"fields": [{"name": "n", "type": "string"}, {"name": "id", "type": "string"}]}
    folder = project(tmp_path, {"a.csv": ROWS, "b.csv": below}, schema=schema | {"fieldsMatch": ["equal"]})
    if engine == "pandas" or external_table.FALLBACK_MAX_BYTES > 0:
        assert answer(folder, engine, "unique", "id")[0] == 2500
    else:
        assert refusal(folder, engine, "unique", "id")[0].startswith("b.csv row 502: looks like a row of totals")


def test_a_pattern_looks_into_no_hidden_folder(tmp_path: Path) -> None:
    """Where programs keep copies."""
    (tmp_path / ".copies").mkdir()
    (tmp_path / ".copies" / "t.csv").write_text(ROWS, encoding="utf-8")
    assert total(project(tmp_path, {"t.csv": ROWS}, path="**/t.csv", schema=SCHEMA)) == 1999000


@pytest.mark.parametrize("header", [",id", "n,id,n"])
def test_columns_without_a_name_of_their_own(tmp_path: Path, header: str) -> None:
    """They are passed over, as pandas writes one of row numbers; also where a text is not plain."""
    rows = "".join(",".join(["1", f"e\u0301{row}", "2"][: header.count(",") + 1]) + "\n" for row in range(3))
    schema = {"fields": [{"name": "id", "type": "string"}], "fieldsMatch": ["subset"]}
    folder = project(tmp_path, {"t.csv": f"{header}\n{rows}"}, schema=schema)
    assert [answer(folder, one, "unique", "id")[0] for one in ("pandas", "duckdb")] == [3, 3]


def test_a_sign_for_what_could_not_be_read_is_a_text(tmp_path: Path) -> None:
    """The file that holds it is well-formed."""
    folder = project(tmp_path, {"t.csv": "id,n\nа\ufffdб,1\nb,2\n"}, schema=SCHEMA)
    assert [answer(folder, one, "unique", "id")[0] for one in ("pandas", "duckdb")] == [2, 2]
