"""The encoding of a file is told by what it shows: a mark, or its letters."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading import text_encoding

RUSSIAN = "Код;Пол;Жилмассив\nA-001;женский;Жилмассив 01\nA-002;муж.;Дордой\n"
FRENCH = "nom;ville\nAndré;Genève\nZoë;Orléans\n"


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
    assert text_encoding.detect_encoding(content)[:2] == (codec, guessed)


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
    assert text_encoding.detect_encoding(text.encode(codec))[:2] == (codec, True)
