"""How a file is written is decided by what it shows: marks, letters, records; and what was decided is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.reading import text_dialect
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table

RUSSIAN = "Код;Пол;Жилмассив\nA-001;женский;Жилмассив 01\nA-002;муж.;Дордой\n"
FRENCH = "nom;ville\nAndré;Genève\nZoë;Orléans\n"


def file(tmp_path: Path, content: bytes, encoding: str = "") -> TextFile:
    """A file of a table."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding))


@pytest.mark.parametrize(
    ("content", "codec", "guessed"),
    [
        (RUSSIAN.encode("utf-8"), "utf-8", False),
        (RUSSIAN.encode("utf-8-sig"), "utf-8-sig", False),
        (RUSSIAN.encode("utf-16"), "utf-16", False),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "utf-16", False),
        (RUSSIAN.encode("utf-32"), "utf-32", False),
        (RUSSIAN.encode("cp1251"), "cp1251", True),
        (FRENCH.encode("cp1252"), "cp1252", True),
        (b"a,b\n1,2\n", "utf-8", False),
        (b"", "utf-8", False),
    ],
)
def test_encoding(content: bytes, codec: str, guessed: bool) -> None:
    """The mark tells, else UTF-8 fits, else the letters do: Cyrillic words are all high bytes."""
    assert text_dialect.detect_encoding(content) == (codec, guessed)


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
    assert text_dialect.detect_delimiter(text) == mark


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("id;usd\n" + "1;8\u00a0847,57\n" * 9 + "Итого;1\n", "cp1251"),  # no-break spaces are no letters
        ("id;sex\n1;ж\n2;м\n", "cp1251"),
        ("id;«n»\n№ 1;— п/п\n", "cp1251"),
        ("id;ville\n1;à Genève\n2;Zoë\n", "cp1252"),
        ("name\nMüller\nÖz\nÜber\n", "cp1252"),
        ("id;usd\n1;8\u00a0847,57\n", "cp1252"),  # nothing tells, and nothing hangs on it
    ],
)
def test_letters_tell_which_single_byte_encoding(text: str, codec: str) -> None:
    """By words; by a letter alone where there are none; never by signs and spaces."""
    assert text_dialect.detect_encoding(text.encode(codec)) == (codec, True)
