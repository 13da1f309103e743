"""The delimiter of a file is told by its records, or stated in its first line."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading import delimiters


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n3,25;4\n", ";"),
        ("Номер;Сумма, USD\n1;8 847,57\n2;10,00\n", ";"),  # the header has as many commas as semicolons
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a\n1\n", ","),
        ("sep=;\na;b\n1;2\n", ";"),
        ('a,b\n"x;y;z",2\n"p;q;r",3\n', ","),
        ("", ","),
    ],
)
def test_delimiter(text: str, mark: str) -> None:
    """It gives the records one width; a first line may state it."""
    assert delimiters.detect_delimiter(text) == mark
