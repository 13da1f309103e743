"""Formats by which dates can be read, and what is offered for those that people write."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.package import date_formats
from roundtable_cli.tables.table import TIME_TYPES, Field


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("dd.mm.yyyy", "%d.%m.%Y"),
        ("DD/MM/YY", "%d/%m/%y"),
        ("yyyy-mm-dd", "%Y-%m-%d"),
        ("ДД.ММ.ГГГГ", "%d.%m.%Y"),
        ("d-mmm-yyyy", "%d-%b-%Y"),
        ("dd.mm.yyyy hh:mm", "%d.%m.%Y %H:%M"),
        ("yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S"),
        ("mm.yyyy", "%m.%Y"),
        ("european", ""),
        ("%d.%m.%Q", ""),
        ("iso", ""),
    ],
)
def test_what_a_spreadsheet_calls_a_format_is_translated(written: str, suggested: str) -> None:
    """Each part by its letters, in English and Russian; a word that is no format has no translation."""
    assert not date_formats.is_readable_format(Field("day", "date", written))
    assert date_formats.suggest_date_format(written) == suggested
    if suggested:
        assert date_formats.is_readable_format(Field("day", "date", suggested))


@pytest.mark.parametrize("type_", TIME_TYPES)
@pytest.mark.parametrize("format_", ["default", "any", "%d.%m.%Y", "%Y", "%B %Y", "%d.%m.%Y %H:%M:%S"])
def test_formats_of_the_standard_are_left_alone(type_: str, format_: str) -> None:
    """Those by name, and every pattern by which Python reads what it writes."""
    assert date_formats.is_readable_format(Field("day", type_, format_))


def test_only_dates_have_such_formats() -> None:
    """The format of a text is another thing."""
    assert date_formats.is_readable_format(Field("mail", "string", "email"))
