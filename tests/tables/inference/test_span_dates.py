"""Spans that a spreadsheet made dates are known by what stands beside them; dates are left alone."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from roundtable_cli.tables.inference import span_dates
from roundtable_cli.tables.table import Constraints, Field


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["0-4", "9-May", "Oct-14", "15-19"], {"9-May": "5-9", "Oct-14": "10-14"}),
        (["0–4", "05.сен", "14-окт"], {"05.сен": "5-9", "14-окт": "10-14"}),
        (["0-4", "Oct-49"], {"Oct-49": "10-49"}),
        (["1-Feb", "A7"], {"1-Feb": "1-2"}),  # a room
        (["9-May", "12-May"], {"9-May": "5-9", "12-May": "5-12"}),
        (["0-4", "2021-05-09", "15-19", "65+"], {"2021-05-09": "5-9"}),
        (["0-4", "09.05.2021"], {"09.05.2021": "5-9"}),
        (["0-4", "1949-10-01"], {"1949-10-01": "10-49"}),
        (["5-May", "0-4"], {}),  # 5-5 is no span
        (["2021-05-09", "2021-05-10", "5-9"], {}),  # dates, and one slip
        (["0-4", "2021-05-09", "a", "b", "c"], {}),
        (["Dec-20", "Jan-21", "later"], {}),  # months of years
        (["9 May", "by 9-May"], {}),  # as people write
        (["0-4", "5-9", "10-14"], {}),
        ([], {}),
    ],
)
def test_spans_are_told_by_the_others_of_their_column(texts: list[str], found: dict[str, str]) -> None:
    """In the order of the column; the smaller number comes first, whichever the spreadsheet took for the month."""
    assert span_dates.find_span_dates(texts) == found
    assert not found or span_dates.may_hold_span_dates(texts)


def test_ordinary_columns_hold_none() -> None:
    """Thousands of random columns of dates, of spans, of codes, and of dates with a few words among them."""
    rng = Random(16)  # noqa: S311 - it makes tables, no secrets
    for _ in range(3000):
        days = [date(2018, 1, 1) + timedelta(rng.randrange(900)) for _ in range(rng.randrange(3, 30))]
        form = rng.choice(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%B %Y"])
        texts = {day.strftime(form) for day in days}
        assert span_dates.find_span_dates(texts | {"n/a", "1-2"} if len(texts) > 1 else texts) == {}
        low = [rng.randrange(0, 90) for _ in range(8)]
        assert span_dates.find_span_dates({f"{age}-{age + 4}" for age in low} | {"90+"}) == {}
        assert span_dates.find_span_dates({f"A-{number}" for number in low}) == {}


def test_a_warning_names_text_span_and_rows() -> None:
    """Not where definitions name the text, or the schema lists the values; nothing of a personal one."""
    counts = {"0-4": 3, " 9-May": 1, "9-May": 1, "Oct-14": 1}
    field = Field("age")
    told = [finding.fault for _, finding in span_dates.describe_span_dates(field, counts, ["Oct-14"])]
    assert told == ['"9-May" (2 rows) is what a spreadsheet makes of "5-9"']
    declared = field._replace(constraints=Constraints(enum=("0-4", "9-May", "Oct-14")))
    assert [*span_dates.describe_span_dates(declared, counts, [])] == []
    personal = [
        str(finding) for _, finding in span_dates.describe_span_dates(field._replace(personal=True), counts, [])
    ]
    assert len(personal) == 2
    assert not any(digit in text for text in personal for digit in ("5", "14"))
