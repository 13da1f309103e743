"""Dates in doubt: two orders that both fit, two that contradict each other, fiscal years, days that may be years."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from roundtable_cli.tables.inference import date_ambiguity, field_inference
from roundtable_cli.tables.package import package_reader
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

PLAIN = Field("c")


@pytest.mark.parametrize(
    ("texts", "kind", "doubtful"),
    [
        (["05/02/2018", "05/05/2018"], "day or month", {"05/02/2018"}),
        (["05-02-2018"], "day or month", {"05-02-2018"}),
        (["20/10/2011", "04/18/2011", "01/02/2011"], "two orders", {"04/18/2011"}),
        (["20-10-2011", "04-18-2011"], "two orders", {"04-18-2011"}),
        (["2009-10", "2010-11"], "fiscal year", {"2009-10", "2010-11"}),
        (["1999-00", "2000-01"], None, set()),  # there is no month 00
        (["Jan-05", "Mar-21"], "short year", {"Jan-05", "Mar-21"}),
        (["05/05/2018"], None, set()),
        (["20/10/2011", "01/02/2011"], None, set()),
        (["20/10/2011", "04/18/2011", "soon"], None, set()),
        (["2009-10", "2010-11", "2010-12"], None, set()),
        (["2011-12", "2012-13"], None, set()),
        (["2009-13"], None, set()),
        (["2009/10"], None, set()),
        (["2009-2010"], None, set()),
        (["Dec-20", "Jan-21"], None, set()),
        (["Jul-21"], None, set()),
        (["9-May"], None, set()),
    ],
)
def test_a_doubt_is_that_of_all_texts(texts: list[str], kind: str | None, doubtful: set[str]) -> None:
    """One text that can be read in one way alone settles the others."""
    doubt = date_ambiguity.find_date_doubt(PLAIN, texts)
    assert (doubt and doubt.kind) == kind
    assert (doubt.texts if doubt else set()) == doubtful
    assert (field_inference.infer_field("c", texts).ambiguous == "date") == (kind is not None)


@pytest.mark.parametrize(
    ("texts", "readings"),
    [
        (["05/02/2018"], {datetime(2018, 2, 5), datetime(2018, 5, 2)}),
        (["2009-10", "2010-11"], {datetime(2009, 10, 1), "2009-10"}),
        (["Jan-05", "Mar-21"], {datetime(2005, 1, 1), "Jan-05"}),
    ],
)
def test_each_way_that_is_offered_reads_the_column(tmp_path: Path, texts: list[str], readings: set[object]) -> None:
    """Declared as the remedy says, the two readings are had."""
    doubt = date_ambiguity.find_date_doubt(PLAIN, texts)
    assert doubt
    found = set()
    for way in doubt.declarations:
        properties = way.split(", if")[0].replace(" with ", ", ")
        field = json.loads('{"name": "c", "type": "date", ' + properties + "}")
        resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
        (declared,) = package_reader.read_package(tmp_path, []).tables["t"].fields or ()
        cells, faults = parsing.parse_column(texts, declared)
        assert faults == {}
        found.add(cells[0])
    assert found == readings


@pytest.mark.long
def test_columns_of_dates_in_one_order_are_never_in_two() -> None:
    """Thousands of random columns: in one order, no two dates contradict each other, and months are no fiscal years."""
    rng = random.Random(16)  # noqa: S311 - it makes tables, no secrets
    for _ in range(3000):
        days = [date(2012, 1, 1) + timedelta(rng.randrange(5000)) for _ in range(rng.randrange(1, 40))]
        for format_ in ("%d/%m/%Y", "%m/%d/%Y"):
            doubt = date_ambiguity.find_date_doubt(PLAIN, {day.strftime(format_) for day in days})
            assert doubt is None or doubt.kind == date_ambiguity.DAY_OR_MONTH
        assert date_ambiguity.find_date_doubt(PLAIN, {day.strftime("%Y-%m") for day in days}) is None
        assert date_ambiguity.find_date_doubt(PLAIN, {f"{day.day}-{day.month}" for day in days}) is None
