"""Columns whose schema leaves out what can't be read: on every engine, in small and large files, and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.inference.assumptions import unreadable_cells
from tests.engine_choice import compute_on
from tests.in_process import call

Open = Callable[..., Project]
TOML = """
[indicators.days]
table = "t"
measure = "sum"
column = "days"
[indicators.n]
table = "t"
measure = "count"
[indicators.both]
measure = "ratio"
of = ["days", "n"]
"""
ROWS = (
    "id,place,days,day\na,A,3,2018-01-01\nb,A,n.k.,2018-01-02\nc,B,about 5,soon\nd,B,7,2018-02-30\n"
    "e,B,,2018-03-01\nf,B,n.k.,2018-03-01\ng,B,#REF!,2018-03-01\n"
)


def package(**more: Any) -> dict[str, Any]:
    """The schema of the table, with more keys for its numbers."""
    fields = [
        {"name": "id"},
        {"name": "place"},
        {"name": "days", "type": "number", "rt:unreadable": "missing", **more},
        {"name": "day", "type": "date", "rt:unreadable": "missing"},
    ]
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}


@pytest.fixture(params=["pandas", "duckdb", pytest.param("spark", marks=pytest.mark.long)], autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that reads also small files itself."""
    compute_on(request.param, monkeypatch, reads_itself=True)


def test_unreadable_cells_are_left_out_and_counted(project: Open) -> None:
    """3 + 7; of days 4 cells, and with the dates, which a period reads, 2 more. A count of rows reads none."""
    opened = project(TOML, {"t": ROWS}, package())
    results = opened.compute()
    assert [result.value for result in results] == [10, 7, 10 / 7]
    assert results[0].counts.missing == 5
    assert results.unreadable == {"days": 4, "n": 0, "both": 4}
    (told,) = results.assumptions
    assert (told.code, told.column) == ("unreadable-cell", "days")
    assert told.fault.startswith('4 rows hold "n.k.", "about 5" or "#REF!", which can\'t be read as number')
    in_2018 = opened.compute(period="2018")
    assert in_2018[0].value == 3
    assert in_2018[0].counts.outside == 2
    assert in_2018.unreadable == {"days": 6, "n": 2, "both": 6}


def test_nothing_is_told_of_what_is_not_read_or_can_be_read(project: Open) -> None:
    """Clean columns are as without the key."""
    opened = project(TOML, {"t": ROWS}, package())
    assert opened.compute(["n"]).unreadable == {}
    assert opened.compute(["n"]).assumptions == ()
    clean = project(TOML, {"t": "id,place,days,day\na,A,3,2018-01-01\n"}, package())
    assert (clean.compute().unreadable, clean.compute().assumptions) == ({}, ())


def test_what_can_be_read_and_breaks_a_rule_is_refused_still(project: Open) -> None:
    """So is every unreadable cell without the key."""
    with pytest.raises(Refused, match="is above 5"):
        project(TOML, {"t": ROWS}, package(constraints={"maximum": 5})).compute(["days"])
    plain = package()
    del plain["resources"][0]["schema"]["fields"][2]["rt:unreadable"]
    with pytest.raises(Refused, match="about 5"):
        project(TOML, {"t": ROWS}, plain).compute(["days"])


def test_personal_texts_are_not_told(project: Open) -> None:
    """Only how many they are."""
    results = project(TOML, {"t": ROWS}, package(**{"rt:personal": True})).compute(["days"])
    assert [finding.fault.split(",")[0] for finding in results.assumptions] == ["4 rows hold texts"]


def test_a_large_file_is_read_the_same(project: Open) -> None:
    """By numpy, or by the engine."""
    rows = "id,place,days,day\n" + "".join(f"{n},A,{'?' if n % 100 == 0 else n},2018-01-01\n" for n in range(20_000))
    results = project(TOML, {"t": rows}, package()).compute()
    assert results[0].value == sum(n for n in range(20_000) if n % 100)
    assert results.unreadable["days"] == 200


def test_formats_and_check_tell_the_number(make: Callable[..., Path]) -> None:
    """A column of data, a line under the table, and a warning that is no error."""
    folder = make(TOML, {"t": ROWS}, package())
    lines = call("summary", "-f", "csv", "-d", folder).stdout.splitlines()
    assert lines[0].endswith(",outside,unreadable")
    assert [line.split(",")[-1] for line in lines[1:]] == ["4", "0", "4"]
    tracked = call("track", "days", "-f", "csv", "-d", folder).stdout.splitlines()
    assert (tracked[0].split(",")[-1], tracked[1].split(",")[-1]) == ("unreadable", "4")
    assert "4 rows hold" in call("summary", "-d", folder).stdout
    checked = call("check", "-d", make(TOML, {"t": ROWS.replace("#REF!", "n.k.")}, package()))
    assert checked.returncode == 0  # the error of a formula is one all the same
    assert "4 rows hold" in checked.stdout
    assert "2 rows hold" in checked.stdout


def test_a_large_column_of_another_type_is_refused(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an engine would have to be told too many texts; what Python holds it reads."""
    monkeypatch.setattr(unreadable_cells, "MAX_STREAMED_TEXTS", 2)
    opened = project(TOML, {"t": ROWS}, package())
    if opened.engine == "pandas":
        assert opened.compute(["days"])[0].value == 10
        return
    with pytest.raises(Refused, match="more than 2 different texts can't be read as number"):
        opened.compute(["days"])


def test_another_word_is_refused(project: Open) -> None:
    """Only `missing` is known."""
    with pytest.raises(Refused, match='unknown value "blank"'):
        project(TOML, {"t": ROWS}, package(**{"rt:unreadable": "blank"})).compute()
