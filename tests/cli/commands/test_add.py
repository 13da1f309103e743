"""`rt-stats add`, as a user types it."""

from __future__ import annotations

import pytest

from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process


def test_a_file_is_added_and_counted(make: Make, run: Run) -> None:
    """The answer says which table it joined, and why; the next command counts its rows."""
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": "id,sex\n1,f\n"})
    new = folder.parent / "Q2 new.csv"
    new.write_text("id;sex\n2;m\n", encoding="utf-8")
    added = run("add", new, "--data", folder)
    assert added.stdout.splitlines()[0] == "Q2 new.csv → t (it has its 2 column headings)"
    assert run("get", "n", "--data", folder).stdout == "2\n"
    again = run("add", new, "--data", folder)
    assert (again.returncode, "--replace" in again.stderr) == (2, True)


def test_a_new_table_is_counted_at_once(make: Make, run: Run) -> None:
    """Its indicators are named in the answer."""
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": "id,sex\n1,f\n"})
    new = folder.parent / "Гранты.csv"
    new.write_text("g,usd\n2,5\n", encoding="utf-8")
    lines = run("add", new, "--data", folder, "--lang", "ru").stdout.splitlines()
    assert "Показатели новой таблицы, в конце indicators.toml: granty_rows, granty_usd" in lines
    assert run("get", "granty_rows", "--data", folder).stdout == "1\n"
    assert run("add", "--data", folder).returncode == 2
