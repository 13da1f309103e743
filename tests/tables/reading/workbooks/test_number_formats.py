"""What a number format shows beside the number."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.workbooks.number_formats import read_number_format


@pytest.mark.parametrize(
    ("code", "scale"),
    [("0%", 100), ("#,##0.0 %", 100), (r"0\%", 1), ('0.0"%"', 1), ("0%;[Red]-0%;;@", 100), ("[Red]0.0%", 100)],
)
def test_percent(code: str, scale: int) -> None:
    """A sign that multiplies, and one that is only written behind the number."""
    assert read_number_format(code) == (scale, "")


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$€-407]#,##0.00", "EUR"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-en-CA]#,##0.00", "CAD"),
        ("#,##0.00 [$₽-419]", "RUB"),
        ("#,##0.00 [$р.-419]", "RUB"),
        ("[$с-440]0", "KGS"),
        ("[$UZS] 0", "UZS"),
        ("[$ALL] 0", "ALL"),
        ("0 [$zł-415]", "PLN"),
        ('"KGS" 0', "KGS"),
        ('#,##0 "сом"', "KGS"),
        (r"#,##0\ \с\о\м", "KGS"),
        ("# ##0 €", "EUR"),
        ("0.00 KGS", "KGS"),
        ("[$wampum] 0", "wampum"),
        ('#,##0.00"р."', "RUB"),
        ("[$¥-411]0", "JPY"),
    ],
)
def test_currency(code: str, currency: str) -> None:
    """Its code, whether it stands in brackets, in quotes or alone; what no code is known for, as it is written."""
    assert read_number_format(code) == (0, currency)


@pytest.mark.parametrize("code", ["[$$-419]0", "_($* #,##0.00_);_($* (#,##0.00)", '"$"#,##0'])
def test_a_dollar_of_no_country(code: str) -> None:
    """It is a dollar, whosever."""
    found = read_number_format(code)
    assert found
    assert found.currency in {"$", "USD"}


@pytest.mark.parametrize(
    "code",
    [
        "General", "@", "", "0", "#,##0.00", "0.0E+00", "[Red]-0", "[>=1000]#,##0", '0,,"M"', '0 "чел."', "# ?/?",
        "[$-409]d mmm yyyy", "[$-F800]dddd, mmmm dd", "yyyy-mm-dd hh:mm:ss.000", "[h]:mm", '"$"0" / €"',
        "0.0_%", "*$0", '0 "с."',
    ],
)  # fmt: skip
def test_nothing(code: str) -> None:
    """Formats of plain numbers, dates and texts; units that are no currency; two currencies, of which none is meant."""
    assert read_number_format(code) is None


def test_no_code_raises() -> None:
    """Whatever a program has written."""
    for code in ("[", "[$", "[$€-", '"', "\\", "_", "*", "[$$-zzzz]0", "[$x-99999]0", "[$р.-]0", ";;;", "%"):
        read_number_format(code)
