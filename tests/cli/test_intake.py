"""A file as Excel in Russian saves it goes in, and the right number comes out; what was decided about it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process

TOML = """
[indicators.grants]
table = "grants"
measure = "sum"
column = "Сумма, USD"
unit = "USD"
date = "Дата"
"""
GRANTS = "№;Сумма, USD;Дата\r\n1;8\u00a0847,57;05.01.2018\r\n2;53\u00a0085,43;05.02.2018\r\n;;\r\n"
TOTAL = "Итого;61\u00a0933,00;\r\n"


def test_a_file_from_a_russian_excel(make: Make, run: Run) -> None:
    """Its encoding, semicolons, decimal commas, no-break spaces, dates and totals row are read as they are meant."""
    folder = make(TOML)
    (folder / "grants.csv").write_bytes((GRANTS + TOTAL).encode("cp1251"))
    quiet = run("get", "grants", "--data", folder)
    total = "grants.csv: row 5: a row of totals; it is not counted: its numbers are the sums of other rows"
    assert (quiet.returncode, quiet.stdout) == (0, "61933\n")
    assert quiet.stderr.split(" — ")[0] == total  # a bare value has no place for what was left out
    assert run("get", "grants", "--data", folder, "--period", "2018-02").stdout == "53085.43\n"
    told = run("get", "grants", "--data", folder, "-v")
    assert told.stdout == "61933\n"
    assert [line.split(" — ")[0] for line in told.stderr.splitlines()] == [
        'grants.csv: read as cp1251 (a guess), ";"',
        "grants.csv row 4: the row is blank; it is not counted",
        total,
    ]


def test_what_can_be_read_in_two_ways_is_refused(make: Make, run: Run) -> None:
    """With the two readings, the row, and what settles it; counting the rows needs neither."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    toml += '[indicators.usd]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    folder = make(toml, {"t": 'usd,day\n"1,234",05/02/2018\n"7",03/04/2018\n'})
    assert run("get", "n", "--data", folder).stdout == "2\n"
    amount = run("get", "usd", "--data", folder)
    assert amount.returncode == 2
    assert all(words in amount.stderr for words in ("t.csv row 2, usd", '"1,234"', "groupChar", "decimalChar"))
    dated = run("get", "n", "--data", folder, "--period", "2018")
    assert dated.returncode == 2
    assert all(words in dated.stderr for words in ("t.csv row 2, day", '"05/02/2018"', "%d/%m/%Y", "%m/%d/%Y"))


def test_what_is_left_out_of_a_file_alone_is_told(run: Run, tmp_path: Path) -> None:
    """A column that can be read in two ways has no indicator; why not is on stderr, whatever stderr is."""
    (tmp_path / "t.csv").write_text('id,amount\n1,"1,234"\n2,"2,345"\n', encoding="utf-8")
    done = run("get", "rows", "--data", tmp_path / "t.csv")
    assert done.stdout == "2\n"
    assert all(words in done.stderr for words in ("t.csv row 2, amount", '"1,234"', "groupChar"))
