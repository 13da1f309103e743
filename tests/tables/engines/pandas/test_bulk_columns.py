"""The quick way of reading: for a clean file it gives what the careful way gives, and anything else is left to that."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli.checking import check_run, file_checks, table_checks
from roundtable_cli.checking.check_run import Report
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.engines.pandas import bulk_columns, engine
from roundtable_cli.tables.engines.pandas.engine import PandasEngine
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.reading import text_file
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Constraints, Field, Table
from roundtable_cli.tables.values import formula_errors
from tests.tables.cupboard import CUPBOARD, Odd

QUICK, CAREFUL = 0, 2**40  # bytes from which files are looked at for the quick way
LONG = "a text that is longer than all the words by which shorter ones are told apart, 2018"
PLAIN = {
    "string": st.sampled_from(
        ["S01", "S02", "Ош", "Жаңы-Жер", "a note", "notes of a meeting", "12", "—", LONG, LONG + "x"]
    ),
    "integer": st.integers(-(10**6), 10**6).map(str),
    "number": st.decimals(-(10**6), 10**6, places=2).map(str) | st.integers(-9, 99).map(str),
    "date": st.dates().map(lambda day: day.isoformat()),
    "boolean": st.sampled_from(["true", "false"]),
}
ODD = [
    *[
        "",
        " x",
        "x ",
        "\tx",
        "x\x0b",
        "\x1cx",
        "x\x85",
        "\u00a05",
        "5\u00a0",
        "x\u3000",
        "\u2003x",
        "1\u202f000",
        "«x»",
    ],
    *['"', '"x"', "'", "\0", "\r", "\n", "\r\n", "\n\n", "\x1f", "\ufeff", "\ufeffx", "sep=;", "<html", "#a", "#b"],
    *[
        "inf",
        "nan",
        "1e5",
        "1e400",
        "007",
        "+1",
        "-0",
        "-0.00",
        "0.1",
        ".5",
        "5.",
        "1.",
        "-",
        "--5",
        "1.2.3",
        "−5",
        "–",
    ],
    *["0x10", "1_0", "9" * 15, "9" * 16, "9" * 18, "9" * 19, "-" + "9" * 15, "0.1234567890123456", "0" * 20, "٣"],
    *["1,5", "1;5", "1 200", "1'200", "$5", "5%", "(5)", "1 200,50", "n/a", "-99", "99", "2018", "05.2018", "2018-11"],
    *["2018-02-30", "2018-2-1", "20181119", "31.12.2018", "11/12/2018", "2018-12-31T10:00", "2018-W01-1", "0001-01-01"],
    *["true", "TRUE", "yes", "да", "no", "1", "0", "#REF!", "###", "#Н/Д", "Err:502", "Ошибка:502", "x:502", "S99"],
    *["e\u0301", "и\u0306", "ң", "\u212a", "Итого", "Total:", "total", "2", "4"],
]
FIELDS = [
    *[Field("", "string"), Field("", "any"), Field("", constraints=Constraints(required=True))],
    *[Field("", constraints=Constraints(unique=True)), Field("", format="email"), Field("", categories=("S01", "S02"))],
    *[Field("", constraints=Constraints(pattern="S.*")), Field("", constraints=Constraints(max_length=12))],
    *[Field("", missing_values=("", "n/a", "K", "S01")), Field("", "integer"), Field("", "integer", bare_number=False)],
    *[Field("", "integer", group_char=" "), Field("", "integer", missing_values=("", "-99"))],
    *[Field("", "integer", constraints=Constraints(minimum=0, below=500_000))],
    *[Field("", "integer", constraints=Constraints(True, True)), Field("", "integer", categories=(1, 2))],
    *[Field("", "number"), Field("", "number", decimal_char=",", group_char=".")],
    *[Field("", "number", bare_number=False), Field("", "number", brackets=True, inferred=True)],
    *[Field("", "number", missing_values=("", "-", "n/a")), Field("", "number", constraints=Constraints(above="0"))],
    *[Field("", "number", constraints=Constraints(pattern="[0-9]+"))],
    *[Field("", "date"), Field("", "date", "%d.%m.%Y"), Field("", "date", constraints=Constraints(unique=True))],
    *[Field("", "date", serial=1900), Field("", "datetime"), Field("", "year"), Field("", "yearmonth")],
    *[Field("", "year", "%Y-%m-%d", Constraints(unique=True)), Field("", "boolean"), Field("", "list", delimiter=" ")],
]  # fmt: skip


class Written(NamedTuple):
    """A file as it is written: its rows, what parts them and their cells, and the fields that are declared."""

    rows: list[list[str]]
    mark: str
    end: str
    ended: bool
    fields: tuple[Field, ...] | None

    @property
    def bytes(self) -> bytes:
        """The file."""
        lines = self.end.join(self.mark.join(row) for row in self.rows)
        return (lines + self.end * self.ended).encode()


@st.composite
def files(draw: st.DrawFn) -> Written:
    """Files that are clean but for a cell or two, or a row, or wholly."""
    width, size = draw(st.integers(1, 4)), draw(st.integers(0, 7))
    types = [draw(st.sampled_from([*PLAIN])) for _ in range(width)]
    rows = [[draw(PLAIN[type_]) for type_ in types] for _ in range(size)]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 5]))):
        if rows:
            row, column = draw(st.integers(0, size - 1)), draw(st.integers(0, width - 1))
            rows[row][column] = draw(st.sampled_from(ODD))
    names = ["id", "имя", "c", "d/e"][:width]
    if draw(st.sampled_from([False, False, False, True])):
        names[draw(st.integers(0, width - 1)) :] = [""] * draw(st.integers(1, width))
        names = (names + ["e"] * width)[:width]
    more: list[list[str]] = draw(st.sampled_from([[], [], [], [], [names], [[""]], [[""] * width], [["x"] * 5]]))
    rows[len(rows) // 2 : len(rows) // 2] = [list(row) for row in more]
    fitting = [[one for one in FIELDS if one.type in {type_, "list", "any", "year"}] for type_ in types]
    fields = [draw(st.sampled_from(some)) for some in fitting]
    declared = tuple(field._replace(name=name) for field, name in zip(fields, names, strict=True))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from([",", ";", "\t", "|"]))
    return Written([names, *rows], mark, end, draw(st.booleans()), draw(st.sampled_from([declared, declared, None])))


@contextmanager
def large_from(size: int) -> Iterator[None]:
    """Files of that size take the quick way, where they are clean."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_file, "BULK_MIN_BYTES", size)
        yield


def source_of(
    folder: Path, written: bytes | Sequence[bytes], fields: tuple[Field, ...] | None = None, **table: Any
) -> Source:
    """A table of these files."""
    paths = []
    for number, content in enumerate([written] if isinstance(written, bytes) else written):
        paths.append(folder / f"t{number}.csv")
        paths[-1].write_bytes(content)
    return Source(Table("t", tuple(paths), fields, **table), folder)


def read(source: Source, size: int) -> tuple[Any, ...] | list[Finding]:
    """All that is read of a table: its frame, fields, size, what is told, cells and rows; or why it is refused."""
    with large_from(size):
        try:
            fields = [source.get_field(name) for name in source.column_names]
            frame = PandasEngine().open_frame(
                source, {**{f"c{number}": field for number, field in enumerate(fields)}, "row": ROW_NUMBER_FIELD}
            )
            cells = [(source.field_texts(field), list(source.count_texts(field).items())) for field in fields]
            return nw.to_native(frame), fields, len(source), list(source.decisions()), cells, list(source.row_places())
        except Refused as refused:
            return sorted(refused.findings)


def told_apart(source: Source, size: int) -> list[list[int]] | list[Finding]:
    """Which cells of each column of texts are equal, and which are missing; or why it is refused."""
    with large_from(size), pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MIN_CODED_ROWS", 0)
        try:
            fields = [field for field in map(source.get_field, source.column_names) if field.type == "string"]
            frame = PandasEngine().open_frame(source, {}, {f"c{number}": field for number, field in enumerate(fields)})
            return [pd.factorize(values)[0].tolist() for _, values in nw.to_native(frame).items()]
        except Refused as refused:
            return sorted(refused.findings)


def same(folder: Path, written: bytes | Sequence[bytes], fields: tuple[Field, ...] | None = None, **table: Any) -> bool:
    """That both ways give the same; whether the quick one was taken."""
    source = source_of(folder, written, fields, **table)
    quickly, carefully = read(source, QUICK), read(source_of(folder, written, fields, **table), CAREFUL)
    if isinstance(quickly, tuple) and isinstance(carefully, tuple):
        pd.testing.assert_frame_equal(quickly[0], carefully[0])
        assert quickly[1:] == carefully[1:]
    else:
        assert quickly == carefully
    return source.is_read and bool(source.bulk_grids)


def checked(source: Source, size: int) -> list[Report]:
    """What a check tells of a table."""
    with large_from(size):
        files = [*source.files]
        steps = table_checks.plan_table_checks(table_checks.CheckedTable(source, {}))
        return check_run.run_check_tasks(
            [file_checks.plan_file_checks(files[0], steps), *map(file_checks.plan_file_checks, files[1:])]
        )


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files())
def test_both_ways_give_the_same(tmp_path: Path, written: Written) -> None:
    """The same types, values, missing ones and order, or the same refusal; whatever a file holds."""
    same(tmp_path, written.bytes, written.fields, delimiter=written.mark)
    same(tmp_path, written.bytes, written.fields)
    quickly, carefully = (source_of(tmp_path, written.bytes, written.fields, delimiter=written.mark) for _ in range(2))
    assert told_apart(quickly, QUICK) == told_apart(carefully, CAREFUL)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files())
def test_both_ways_tell_the_same_of_a_file(tmp_path: Path, written: Written) -> None:
    """How it is read, its rows and columns, and the same findings in the same order."""
    for fields in (written.fields, None):
        quickly, carefully = (source_of(tmp_path, written.bytes, fields) for _ in range(2))
        assert checked(quickly, QUICK) == checked(carefully, CAREFUL)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files(), files())
def test_several_files_are_read_as_one_in_both_ways(tmp_path: Path, first: Written, second: Written) -> None:
    """One after the other, also where only one of them is clean."""
    same(tmp_path, [first.bytes, second.bytes], None)


@pytest.mark.parametrize(
    ("position", "step"),
    [(position, 5) for position in range(len(FIELDS))]
    + [pytest.param(position, 1, marks=pytest.mark.long) for position in range(len(FIELDS))],
)
def test_each_odd_cell_is_read_the_same_in_each_field(tmp_path: Path, position: int, step: int) -> None:
    """Wherever it stands: first, last or between others. A usual run tries a fifth in each field."""
    declared = (FIELDS[position]._replace(name="a"), Field("b"))
    for odd in ODD[position % step :: step]:
        same(tmp_path, f"a,b\n{odd},x\n1,y\n{odd},\n".encode(), declared)
        same(tmp_path, f"b,a\nx,{odd}\ny,2018-11-19\n,{odd}".encode(), (declared[1], declared[0]))


@pytest.mark.parametrize("odd", [odd for odd in CUPBOARD if odd.name.endswith(".csv")], ids=lambda odd: odd.name)
def test_each_odd_file_is_read_the_same(tmp_path: Path, odd: Odd) -> None:
    """A rule of the careful way that the quick one does not know of would show here."""
    same(tmp_path, odd.content)


QUOTED = st.text(alphabet='ab1.,;"\n\r\t |ж', max_size=6) | st.sampled_from(
    [
        "",
        "1,5",
        "1,234.50",
        "Bishkek, Osh",
        'a "b" c',
        "one\ntwo",
        "one\r\ntwo, three",
        "Total",
        "12",
        "2018-11-19",
        '"',
    ]
)


@st.composite
def quoted_files(draw: st.DrawFn) -> bytes:
    """Files as `csv.writer` writes them, whatever is in their cells, some with a sign or two too many or too few."""
    width, size = draw(st.integers(1, 4)), draw(st.integers(0, 6))
    columns = [draw(st.sampled_from([*PLAIN.values(), QUOTED])) for _ in range(width)]
    names = [draw(st.sampled_from(["id", "n, m", "имя", 'the "c"', "a\nb"])) for _ in range(width)]
    file, mark, end = io.StringIO(), draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"]))
    quoting: Any = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    writer = csv.writer(file, delimiter=mark, lineterminator=end, quoting=quoting)
    writer.writerows([names, *([draw(cells) for cells in columns] for _ in range(size))])
    content = file.getvalue().encode()
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        place = draw(st.integers(0, len(content)))
        odd = draw(st.sampled_from([b'"', b'""', b"", b",", b"\n", b"\r", b" ", b"x"]))
        content = content[:place] + odd + content[place + draw(st.integers(0, 1)) :]
    return content


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(quoted_files())
def test_both_ways_read_the_same_from_quotes(tmp_path: Path, written: bytes) -> None:
    """The same cells, row numbers, findings or refusal, with well-formed quotes and with others."""
    same(tmp_path, written)
    quickly, carefully = (source_of(tmp_path, written) for _ in range(2))
    assert checked(quickly, QUICK) == checked(carefully, CAREFUL)
    assert told_apart(quickly, QUICK) == told_apart(source_of(tmp_path, written), CAREFUL)


CLEAN = "id,n,usd,day,sex,note\nA1,1,10.50,2018-11-19,f,о воде\nA2,-2,,2018-11-20,,\nA3,,1e3,,m,notes\n"


@pytest.mark.parametrize("fields", [None, (Field("id"), Field("usd", "number"))], ids=["inferred", "declared"])
@pytest.mark.parametrize(
    ("content", "table"),
    [
        (CLEAN.encode(), {}),
        (CLEAN.rstrip("\n").encode(), {}),
        (CLEAN.replace("\n", "\r\n").encode(), {}),
        (CLEAN.replace(",", "\t").encode(), {}),
        (CLEAN.replace(",", ";").encode("utf-8-sig"), {}),
        (CLEAN.encode(), {"encoding": "utf-8", "header_rows": (1,)}),
        ([CLEAN.encode(), CLEAN.replace(",", ";").encode()], {}),
        (CLEAN.replace("A2", '"A2"').encode(), {}),
        (CLEAN.replace("A2", '"A, 2"').encode(), {}),
        (CLEAN.replace("A2", '"A\n2"').replace("id", '"id"').encode(), {}),
        (CLEAN.replace("A2", '"""A"""').replace("f,", '"""",').encode(), {}),
        (CLEAN.replace("A2", '"A\r\n2"').replace("notes", '"so\rtired\nnow, ""then"""').encode(), {}),
        (CLEAN.replace("\n", "\r\n").replace("A2", '"A\n2"').replace("A1", '"A\r\n1"').encode("utf-8-sig"), {}),
        (CLEAN.replace("notes\n", '"notes"').replace("f,", '"",').encode(), {}),
        (CLEAN.replace("A2", "'A, 2'").encode(), {"quote": "'"}),
        ("\n".join(f'"{line}"'.replace(",", '","') for line in CLEAN.splitlines()).encode(), {}),
        (CLEAN.replace("A2", '" A2"').encode(), {}),
        (CLEAN.replace("A2", "\u2003A2").replace("notes", "no\u00a0tes \u00a0").replace("f,", " ,").encode(), {}),
        ([CLEAN.encode(), CLEAN.replace("A2", "A2 ").encode()], {}),
    ],
)
def test_clean_files_are_read_quickly(
    tmp_path: Path, content: bytes | list[bytes], table: dict[str, Any], fields: tuple[Field, ...] | None
) -> None:
    """No row of theirs is made: also with a byte order mark, tabs, Windows' line ends or none at the end."""
    assert same(tmp_path, content, fields, **({"fields_match": "subset"} if fields else {}), **table)


@pytest.mark.parametrize(
    "content",
    [
        CLEAN.replace("A2", '"A2').encode(),
        CLEAN.replace("A2", '"A2"x').encode(),
        CLEAN.replace("A2", 'A "2"').encode(),
        CLEAN.replace("A2", ' "A2"').encode(),
        CLEAN.replace("A2", '"A2"\r').encode(),
        CLEAN.replace("A2", '"A2\n"').encode(),
        CLEAN.replace("A2", '"\nA2"').encode(),
        CLEAN.replace("\n", "\r\n").replace("A2", '"A2"').replace(",,\r", ",,").encode(),
        CLEAN.replace(",", "\t").replace("A2", '"\tA2"').encode(),
        CLEAN.replace("A1,1", '"A1,1').replace("A2,-2", '"A2,-2').encode(),
        CLEAN.replace("A2,-2,,2018-11-20,,", '"","",,"",,').encode(),
        CLEAN.replace("A2,-2,,2018-11-20,,", 'id,n,usd,"day",sex,note').encode(),
        CLEAN.replace("A2", '"Total"').encode(),
        CLEAN.replace("\nA2", '\n"1",2,3,4,5,6\nA2').replace("A1,1,10.50,2018-11-19,f,о воде\n", "").encode(),
        (CLEAN + '"",-1,1010.50,,,').encode(),
        CLEAN.replace("A2", "A\r2").encode(),
        CLEAN.replace("A2", "\ufeffA2").encode(),
        CLEAN.replace("A2,", "").encode(),
        CLEAN.replace("\nA2", "\n\nA2").encode(),
        CLEAN.replace("\nA2", "\n,,,,,\nA2").encode(),
        (CLEAN + CLEAN).encode(),
        (CLEAN + "Итого,-1,1010.50,,,\n").encode(),
        CLEAN.replace("A2", "Grand total").encode(),
        CLEAN.replace("A2,-2", ",TOTAL:").encode(),
        CLEAN.replace("A2,-2,,2018-11-20", ",,,Жыйынтык").encode(),
        CLEAN.replace("note", "").encode(),
        ("id,,,,,\n" + CLEAN).encode(),
        CLEAN.replace("A2", "A2" + "\x01" * 40).encode(),
        CLEAN.encode("cp1251"),
        CLEAN.encode("utf-16"),
        ("title\n" + CLEAN).encode(),
        ("title,,,,,\n" + CLEAN).encode(),
        ("sep=,\n" + CLEAN).encode(),
        CLEAN.replace("A1,", "#id,#n,#usd,#day,#sex,#note\nA1,").encode(),
    ],
)
def test_other_files_are_read_carefully(tmp_path: Path, content: bytes | list[bytes]) -> None:
    """Where a row or the file asks for a decision, or for a finding, each row is looked at."""
    assert not same(tmp_path, content)


@pytest.mark.parametrize("storage", ["python", "pyarrow"])
def test_texts_are_the_same_however_pandas_keeps_them(tmp_path: Path, storage: str) -> None:
    """With pyarrow and without it: quoted texts, missing ones, and letters in two parts."""
    if storage == "pyarrow":
        pytest.importorskip("pyarrow")
    texts = [f"text {number}, “{number}”" for number in range(50)]
    for odd in ("", "н/д", "и\u0306", "a\nb"):
        content = "id,t\n" + "".join(f'{number},"{text}"\n' for number, text in enumerate([*texts, odd, *texts[:2]]))
        with pd.option_context("mode.string_storage", storage):
            assert same(tmp_path, content.encode(), (Field("id"), Field("t", missing_values=("", "н/д"))))


@pytest.mark.parametrize("added", [b"", b"A4,4\n"])
def test_the_bytes_of_a_file_without_its_quotes_are_not_held_twice(tmp_path: Path, added: bytes) -> None:
    """Who asks for them later gets those of the same file; if it has changed meanwhile, none."""
    content = b"id,n\n" + b'"A1",1\n' * 3000
    source = source_of(tmp_path, content)
    (path,) = source.table.paths
    with large_from(QUICK):
        assert source.bulk_grids
    with path.open("ab") as file:
        file.write(added)

    if added:
        with pytest.raises(Refused, match="changed while it was read"):
            list(source.files[0].numbered_rows())
    else:
        assert len(list(source.files[0].numbered_rows())) == 3001


def test_small_files_are_read_carefully(tmp_path: Path) -> None:
    """A look that takes longer than the reading would save nothing."""
    source = source_of(tmp_path, CLEAN.encode())

    assert len(source) == 3
    assert not source.bulk_grids


def test_ids_are_told_apart_without_their_texts(tmp_path: Path) -> None:
    """Where they may be, that is: of composed letters, and of files of several, the texts tell."""
    ids = [f"P{number % 700:04}" for number in range(1000)] + ["", "-"]

    def numbers(*written: str) -> Any:
        files = [f"n,id\n{''.join(f'1,{one}' + chr(10) for one in ids)}{last}".encode() for last in written]
        source = source_of(tmp_path, files, (Field("n"), Field("id", missing_values=("", "-"))))
        with large_from(QUICK):
            assert source.bulk_grids
            return bulk_columns.read_text_codes(source, source.get_field("id"))

    def is_read(field: Field, *ids: str) -> bool:
        source = source_of(
            tmp_path, f"n,id\n{''.join(f'1,{one}' + chr(10) for one in ids)}".encode(), (Field("n"), field)
        )
        with large_from(QUICK):
            return bulk_columns.read_text_codes(source, field) is not None

    once, there = (Field("id", constraints=Constraints(*rules)) for rules in ((False, True), (True, False)))
    assert is_read(once, "P1", "", "P2", "", "P3")
    assert not is_read(once, "P1", "", "P2", "", "P1")
    assert not is_read(once._replace(missing_values=("", "-")), "P1", "", "P2", "-", "P1", "P4", "P5")
    assert is_read(there, "P1", "P2", "P3", "P1")
    assert not is_read(there, "P1", "P2", "", "P3")
    found = numbers("")
    assert found.tolist()[-4:] == [298, 299, -1, -1]
    assert len({*found}) == 701
    assert numbers("1,и\u0306\n") is numbers("1,Err:502\n") is numbers("", "") is None


def test_a_large_file_is_read_quickly(tmp_path: Path) -> None:
    """From some size on; none of its records is made for its types, cells and rows."""
    source = source_of(tmp_path, CLEAN.encode() + b"A1,1,1.5,2018-11-19,f,\n" * (text_file.BULK_MIN_BYTES // 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_file.TextFile, "numbered_rows", lambda _: pytest.fail("the rows were read"))

        assert source.get_field("n").type == "integer"
        assert len(source.raw_cells("n")) == len(source) == 3 + text_file.BULK_MIN_BYTES // 20
        assert [*source.row_places()][-1] == ("t0.csv", len(source) + 1)
        assert checked(source, text_file.BULK_MIN_BYTES)[0].rows == len(source)


def test_the_way_of_a_file_is_settled_whatever_is_asked_first(tmp_path: Path) -> None:
    """Of a clean file nothing is told, before its rows are read and after."""
    with large_from(QUICK):
        first, second = (next(iter(source_of(tmp_path, CLEAN.encode()).files)) for _ in range(2))

        assert len(first.filled_rows) == 3
        assert first.grid is not None
        assert [*first.decision_warnings()] == [*second.decision_warnings()] == []


def test_titles_are_refused_in_large_files_too(tmp_path: Path) -> None:
    """A first row with a blank name may be no header."""
    source = source_of(tmp_path, b"id,,\ncode,sex,place\n" + b"A1,f,S01\n" * text_file.BULK_MIN_BYTES)
    with pytest.raises(Refused) as refused:
        len(source)

    assert [one.code for one in refused.value.findings] == ["title-row"]


def test_errors_and_repeated_rows_of_a_large_file_have_their_rows(tmp_path: Path) -> None:
    """Found without a row being made: each error, row by row, and each repetition with the first such row."""
    content = "id,b\nx,#REF!\ny,1\nErr:402,####\ny,1\ny,1\n"
    source = source_of(tmp_path, content.encode())
    report = checked(source, QUICK)[0]
    found = [(one.code, one.row, one.column, one.severity) for one in report.findings]

    assert found == [
        ("formula-error", 2, "b", "error"),
        ("formula-error", 4, "id", "error"),
        ("formula-error", 4, "b", "error"),
    ]
    (file,) = source.files
    assert [*file.repeated_rows()] == [(5, 3), (6, 3)]
    assert (report.rows, report.columns) == (5, 2)


def test_a_cell_at_fault_in_a_large_file_has_its_row(tmp_path: Path) -> None:
    """The quick way finds that there is one, the careful way where."""
    content = b"id,n\n" + b"A,1\n" * text_file.BULK_MIN_BYTES + b"B,x\n"
    source = source_of(tmp_path, content, (Field("id"), Field("n", "integer")))

    with pytest.raises(Refused) as refused:
        PandasEngine().open_frame(source, {"c0": source.get_field("n")})

    assert [(one.code, one.row) for one in refused.value.findings] == [("type-error", text_file.BULK_MIN_BYTES + 2)]


def test_keys_are_found_in_a_table_that_is_read_quickly(tmp_path: Path) -> None:
    """A table of the different keys has the cells of the one they are found in."""
    with large_from(QUICK):
        origin = source_of(tmp_path, CLEAN.encode())
        keys = KeySource("ids", origin, ("id",))

        assert len(keys) == 3
        assert [str(one) for one in keys.cell_spans("id")[0].decode_texts()] == ["A1", "A2", "A3"]


@pytest.mark.parametrize("error", [*sorted(formula_errors.FORMULA_ERRORS), "####", "Err:502", "Ошибка:502"])
def test_the_error_of_a_formula_is_seen_among_texts(tmp_path: Path, error: str) -> None:
    """Though texts are cut out unread."""
    texts = "".join(f"text {number}\n" for number in range(20))
    with large_from(QUICK):
        source = source_of(tmp_path, f"a\n{texts}{error}\n".encode(), (Field("a"),))
        with pytest.raises(Refused) as refused:
            PandasEngine().open_frame(source, {"c0": source.get_field("a")})

    assert [(one.code, one.row) for one in refused.value.findings] == [("formula-error", 22)]
