"""Texts that lost their letters before the file was written are told; what people write is not taken for one."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.letters import lost_letters
from tests.tables.reading.letters.sample_tables import HEADINGS_AND_CELLS

ORDINARY = [
    "Сколько?", "Да? Нет", "Кто?", "?", "???", "yes?", "№ 5?", "http://x.org/a?b=c", "РФ", "СССР»", "t °С", "Ёлка…",
    "“CAFÉ”",
    "MANHÃ”", "ÜÄÖ", "À É Ù", "I—II", "£5", "½", "São Tomé", "Genève", "Łódź", "القاهرة", "北京市", "ОсОО «Ак»",
]  # fmt: skip


def test_ordinary_texts_lost_nothing() -> None:
    """Questions, abbreviations, quotation marks and accents, each alone or all in one column."""
    assert lost_letters.find_lost_letters(ORDINARY) == {}
    for text in ORDINARY:
        assert lost_letters.find_lost_letters([text]) == {}


def test_words_of_many_languages_lost_nothing() -> None:
    """In capitals, in quotation marks and beside signs."""
    for headings, cells in HEADINGS_AND_CELLS.values():
        for word in f"{headings}; {cells}".split("; "):
            for text in (word, word.upper(), f"«{word}»", f"“{word}”", f"{word}…", f"{word}™", f"№ {word} — {word}"):
                assert lost_letters.find_lost_letters([text]) == {}, text


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "cp866", "koi8-r", "mac-roman"])
@pytest.mark.parametrize("text", ["santé", "Göteborg", "Málaga", "Көк-Жар", "Сумма", "القاهرة"])
def test_utf_8_that_was_read_in_another_encoding_is_known(text: str, codec: str) -> None:
    """The fault shows the signs of one letter, and no more of the text."""
    misread = "".join(
        letter if letter != "\ufffd" else chr(byte)
        for byte in text.encode()
        for letter in [bytes([byte]).decode(codec, errors="replace")]
    )
    fault = lost_letters.find_lost_letters([misread])[misread]
    assert fault.startswith("UTF-8 was read in a wrong encoding")
    assert misread not in fault


def test_cyrillic_letters_that_became_accents_are_known() -> None:
    """The bytes of cp1251 that were read as cp1252; a few words are enough."""
    words = [word.encode("cp1251").decode("cp1252") for word in ("Сумма", "Район", "Возраст", "женский")]
    found = lost_letters.find_lost_letters(words)
    assert [*found] == words
    assert all("cp1251" in fault for fault in found.values())


def test_question_marks_in_words_are_lost_letters() -> None:
    """In a word or at its beginning; at its end only beside such words; of whole words only where they differ."""
    assert [*lost_letters.find_lost_letters(["К?к-Жар", "?зг?н", "Ош"])] == ["К?к-Жар", "?зг?н"]
    assert [*lost_letters.find_lost_letters(["ку?рон", "та?"])] == ["ку?рон", "та?"]
    assert lost_letters.find_lost_letters(["та?", "Ош"]) == {}
    assert [*lost_letters.find_lost_letters(["?????? ????", "???"])] == ["?????? ????", "???"]
    assert [*lost_letters.find_lost_letters(["Об\ufffdект"])] == ["Об\ufffdект"]


def test_a_large_file_shows_in_its_bytes_whether_to_look_closer() -> None:
    """A clean one is not looked at; one row that lost a letter is enough where it is a mark."""
    clean = "".join(f"{number};Иванова Мария;Дордой;André;5\n" for number in range(40_000))
    assert not lost_letters.may_hold_lost_letters(clean.encode())
    for text in ("К?к-Жар", "?зг?н", "?? ???", "Об\ufffdект"):
        assert lost_letters.may_hold_lost_letters(f"{clean}1;{text};5\n{clean}".encode()), text
    for text in ("santÃ©", "РЎСѓРјРјР°", "╨б╤Г╨╝╨╝╨░", "Ñóììà"):
        assert lost_letters.may_hold_lost_letters(clean.replace("André", text).encode()), text
