"""Tables at URLs, which Spark reads where they are; Hadoop shows this machine's files under the addresses of others."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines import registry
from tests import spark
from tests.tables.large_files import HEAD, fields, row, rows

pytestmark = pytest.mark.long  # each is asked of Spark
INDICATORS = """
[indicators.rows]
table = "people"
measure = "count"
[indicators.people]
table = "people"
measure = "unique"
column = "id"
[indicators.usd]
table = "people"
measure = "sum"
column = "usd"
"""
SCHEMES = ("s3a", "hdfs", "viewfs")
OVER = "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme"  # of another scheme, with a table of what it shows
Files = dict[str, bytes]
Ask = Callable[[Files, str | list[str], str], list[Any]]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Computes over files that stand at a place elsewhere, given the paths of the table."""
    spark.check_java()
    opened = registry.create_engine("spark")
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    settings = {
        f"fs.{scheme}.impl.disable.cache": "true" for scheme in SCHEMES
    } | {
        f"fs.viewfs.mounttable.{place}.link./data": there.as_uri() for place in ("bucket", "name", "cluster", "default")
    }  # fmt: skip
    for scheme in ("s3a", "hdfs"):
        settings[f"fs.{scheme}.impl"] = OVER
        settings[f"fs.viewfs.overload.scheme.target.{scheme}.impl"] = "org.apache.hadoop.fs.LocalFileSystem"
    session = opened.session  # type: ignore[attr-defined]
    for name, value in settings.items():
        session.conf.set(name, value)

    def answer(files: Files, path: str | list[str], engine: str = "spark") -> list[Any]:
        for name, content in files.items():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            (there / name).write_bytes(content)
        schema = {} if "parquet" in "".join(files) else {"schema": {"fields": fields(), "fieldsMatch": ["equal"]}}
        package = {"resources": [{"name": "people", "path": path} | schema]}
        (here / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        (here / "indicators.toml").write_text(INDICATORS, encoding="utf-8")
        return [result.value for result in Project.open(here, engine=engine).compute()]

    yield answer
    for name in settings:
        session.conf.unset(name)


def text(*bodies: str) -> bytes:
    """A file with its header."""
    return "".join((HEAD, *bodies)).encode()


TURNED = "note,id,age,usd,day,ok\n" + "".join(
    ",".join([cells[-1], *cells[:-1]]) + "\n" for cells in (row(number).strip().split(",") for number in range(20, 30))
)
HALVES = {"people/part-0.csv": text(rows(0, 20)), "people/part-1.csv": TURNED.encode(), "people/_SUCCESS": b""}


@pytest.mark.parametrize(
    ("files", "path"),
    [
        (HALVES, "s3a://bucket/data/people"),
        (HALVES, "hdfs://name:8020/data/people/*.csv"),
        (HALVES, ["viewfs://cluster/data/people/part-1.csv", "viewfs://cluster/data/people/part-0.csv"]),
        ({"all.csv.gz": gzip.compress(text(rows(0, 30)))}, "s3a://bucket/data/all.csv.gz"),
        ({"a b,c=é.csv": b"\xef\xbb\xbf" + text(rows(0, 30)).replace(b"\n", b"\r\n")}, "s3a://bucket/data/a b,c=é.csv"),
        ({"quoted.csv": text(rows(0, 29), row(29, note='"a, ""b"""'))}, "hdfs://name:8020/data/quoted.csv"),
    ],
)
def test_the_same_numbers_as_here(ask: Ask, files: Files, path: str | list[str]) -> None:
    """Folders, patterns, lists and single files, with their columns in any order."""
    assert ask(files, path, "spark") == [30, 30, 442.5]


def test_parquet_has_its_own_types(ask: Ask, tmp_path: Path) -> None:
    """Though nothing declares them."""
    from pyarrow import csv, parquet

    (tmp_path / "people.csv").write_bytes(text(rows(0, 30)))
    parquet.write_table(csv.read_csv(tmp_path / "people.csv"), tmp_path / "made")
    packed = (tmp_path / "made").read_bytes()
    assert ask({"parquet/part-0": packed, "parquet/part-1": packed}, "s3a://bucket/data/parquet", "spark") == [
        60,
        30,
        885,
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (text(rows(0, 30), row(30, usd="x")), 'people.csv row 32, usd: "x" is not a number'),
        (text(rows(0, 2000), "A1,1\n", rows(0, 3)), "people.csv row 2002: 2 cells, but 6 column headings"),
        (text(rows(0, 2000)) + b"A\xe9,20,1.5,2018-03-01,true,x\n", "people.csv row 2002: this row is not UTF-8"),
        (text(rows(0, 2000), HEAD), "people.csv row 2002: the column headings again"),
        (text(rows(0, 5)).decode().encode("utf-16"), "people.csv: the file is written in utf-16"),
        (gzip.compress(text(rows(0, 5))), 'people.csv: is compressed, but its name does not end in ".gz"'),
        (HEAD.replace("usd", "eur").encode() + rows(0, 5).encode(), 'people.csv: missing column: "usd"'),
        (b"<html><body>Log in</body></html>", "people.csv row 1: this is a web page or XML, not a table"),
        (b"", "there is no file at s3a://bucket/data/people.csv, or it is empty"),
    ],
)
def test_what_is_wrong_there_is_named(ask: Ask, content: bytes, fault: str) -> None:
    """With its row, as in a file here."""
    with pytest.raises(Refused) as refused:
        ask({"people.csv": content}, "s3a://bucket/data/people.csv", "spark")
    assert str(refused.value.findings[0]).startswith(fault)


def test_nothing_is_there(ask: Ask) -> None:
    """The URL is told as it was written."""
    with pytest.raises(Refused, match=r"^there is no file at hdfs://name:8020/data/none\.csv, or it is empty — "):
        ask({}, "hdfs://name:8020/data/none.csv", "spark")


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_who_does_not_reach_it_says_who_does(ask: Ask, engine: str) -> None:
    """No attempt is made to read it as a file here."""
    with pytest.raises(
        Refused,
        match=r"people: the file is on another machine, at s3a://bucket/data/people — only Spark .*--engine spark",
    ):
        ask(HALVES, "s3a://bucket/data/people", engine)
