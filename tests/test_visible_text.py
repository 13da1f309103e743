"""What a terminal would obey, or nobody can see, is shown as a sign; what a script is spelt with stays."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from roundtable_cli.visible_text import json_escaped, shorten_texts, visible_line, visible_lines

DRAWN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


@pytest.mark.long
def test_no_letter_of_these_kinds_is_left() -> None:
    """Of all letters that Unicode has: controls, formats, surrogates, and separators of lines and paragraphs."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    letters = {letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(letter) in kinds}
    assert {letter for letter in letters if letter in visible_line(f"a{letter}b")} == DRAWN_FORMATS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\x9b1m", r"\x9b1m"),
        ("\u202egpj.exe\u2069", r"\u202egpj.exe\u2069"),
        ("a\u200bb\ufeff\u2028\u00ad", r"a\u200bb\ufeff\u2028\xad"),
        ("\U000e0041", r"\U000e0041"),
        ("\udc91\udcaf.csv", r"\x91\xaf.csv"),
        ("a\u200db \u200c", r"a\u200db \u200c"),
        ("١\u200c٢", r"١\u200c٢"),
        ("a\ufe0f", r"a\ufe0f"),
        ("\u3164", r"\u3164"),
    ],
)
def test_signs(text: str, shown: str) -> None:
    """A sign says which letter it is; of a file's name, which byte."""
    assert visible_line(text) == shown
    assert visible_line(shown) == shown


@pytest.mark.parametrize(
    "text", ["Ысык-Көл — 5 %", "می\u200cخواهم", "क\u094d\u200dष", "a\u00a0b\u202f", "❤\ufe0f", "½ 漢字 é", ""]
)
def test_words_stay(text: str) -> None:
    """Letters of any script, spaces of any width, joiners inside words that are spelt with them."""
    assert visible_line(text) == visible_lines(text) == text


def test_line_breaks() -> None:
    """They stay between lines, and those alone."""
    assert visible_lines("a\nb\r\n\x0b") == "a\nb\\r\n\\x0b"


def test_json_holds_the_same() -> None:
    """Its own signs are read as the same letters."""
    texts = ["\x7f\x9b\u202e\u2028\udc91\U000e0041\n", "Өз"]
    written = json_escaped(json.dumps(texts, ensure_ascii=False, indent=1))
    assert json.loads(written) == texts
    assert "Өз" in written
    assert visible_lines(written) == written


@pytest.mark.parametrize("text", ["9" * 5_000, "x y" * 1_000, "ж" * 301])
def test_a_very_long_text_is_shown_by_its_ends(text: str) -> None:
    """In quotation marks, with its length; the rest of the message stays."""
    shown = shorten_texts(f'row 3, n: "{text}" is not a number — write "5"')
    assert shown == f'row 3, n: "{text[:60]} … {text[-20:]}" ({len(text):,} characters) is not a number — write "5"'
    assert shorten_texts(shown) == shown


def test_a_very_long_word_is_shown_by_its_ends() -> None:
    """Without quotation marks too; not a long list of short texts."""
    assert shorten_texts("a" * 400) == f"{'a' * 60} … {'a' * 20} (400 characters)"
    listed = ", ".join(f'"{number}"' for number in range(500))
    assert shorten_texts(listed) == listed
