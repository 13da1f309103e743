"""The encoding of bytes is told by their words: rightly, or it is told as unproven, or refused."""

from __future__ import annotations

from random import Random

import pytest

from roundtable_cli.tables.reading.letters import codec_ranking
from tests.tables.reading.letters.sample_tables import SampleTable, sample_tables

FOREIGN = {  # languages whose letters are not known here
    "cp1253": "Κωδικός;Όνομα;Φύλο;Ηλικία\n1;Μαρία Παπαδοπούλου;γυναίκα;12\n2;Γιώργος;άνδρας;3\n",
    "cp737": "Κωδικός;Όνομα;Φύλο;Ηλικία\n1;Μαρία Παπαδοπούλου;γυναίκα;12\n2;Γιώργος;άνδρας;3\n",
    "cp1255": "קוד;שם;מין;גיל;עיר\n1;מרים;נקבה;12;ירושלים\n2;דוד כהן;זכר;3;תל אביב\n",
    "cp874": "รหัส;ชื่อ;เพศ;อายุ;เมือง\n1;สมชาย;ชาย;12;กรุงเทพ\n2;สมหญิง;หญิง;3;เชียงใหม่\n",
    "cp932": "番号;名前;性別;年齢;都市\n1;田中花子;女性;12;東京都\n2;すずき;男性;3;おおさか\n",
    "euc-jp": "番号;名前;性別;年齢;都市\n1;田中花子;女性;12;東京都\n2;すずき;男性;3;おおさか\n",
    "cp949": "번호;이름;성별;나이;도시\n1;김영희;여성;12;서울\n2;박철수;남성;3;부산\n",
    "big5": "編號;姓名;性別;年齡;城市\n1;王小明;男;12;臺北市\n2;陳美麗;女;3;高雄市\n",
    "cp1257": "Kodas;Vardas;Lytis;Amžius;Miestas\n1;Jūratė;moteris;12;Šiauliai\n2;Žydrūnas;vyras;3;Panevėžys\n",
}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_tables_are_read_rightly_or_doubted(seed: int) -> None:
    """Of 300 tables in 30 pairs of language and encoding 97% are read rightly, and none wrongly as if proven."""
    right = doubted = 0
    for table in sample_tables(seed, 300):
        best = codec_ranking.choose_codec(table.content)
        if table.content.decode(best.codec, errors="replace") == table.text:
            right += 1
            doubted += not best.is_proven
            assert best.is_plausible, (table.language, table.codec, table.text[:80])
        else:
            assert not best.is_proven, (table.language, table.codec, best)
    assert right >= 291
    assert doubted <= 30


@pytest.mark.parametrize("codec", FOREIGN)
def test_letters_of_other_languages_are_no_words(codec: str) -> None:
    """They are not taken for words of the languages that are known."""
    assert not codec_ranking.choose_codec(FOREIGN[codec].encode(codec)).is_plausible


@pytest.mark.long
def test_letters_by_chance_are_no_words() -> None:
    """Whatever bytes beyond ASCII they are, alone or among plain letters."""
    random = Random(1)  # noqa: S311 - of tests
    for _ in range(100):
        wide = range(random.choice([128, 192, 160, 224]), 256)
        letters = [*wide, *random.choice([range(0), range(97, 123)])]
        words = [bytes(random.choices(letters, k=random.randint(2, 9))) for _ in range(random.choice([5, 10, 40]))]
        best = codec_ranking.choose_codec(b";".join([*words, bytes(wide[:12])]))
        assert not best.is_plausible, words


@pytest.mark.parametrize("codec", ["cp1252", "cp1251"])
def test_signs_alone_prove_nothing_and_are_not_refused(codec: str) -> None:
    """No letter hangs on it; spaces between digits are read as spaces."""
    best = codec_ranking.choose_codec("id;usd\n1;8\u00a0847,57\n2;1\u00a0200,00\n".encode(codec))
    assert (best.codec, best.is_plausible) == ("cp1252", True)


def test_words_are_taken_from_all_over_a_large_file() -> None:
    """Those near its end too; and words of a file that has few are found wherever they are."""
    rows = "1;plain\n" * 300_000
    content = f"id;place\n{rows}2;Дордой\n{rows}3;Ала-Арча\n".encode("koi8-r")
    assert {word.content.decode("koi8-r") for word in codec_ranking.find_words(content)} == {"Дордой", "Ала", "Арча"}


@pytest.mark.parametrize("table", [*sample_tables(3, 60)], ids=lambda table: f"{table.language}-{table.codec}")
def test_a_right_declaration_is_not_doubted(table: SampleTable) -> None:
    """However few letters there are, and whether their language is known or not."""
    assert codec_ranking.find_better_codec(table.content, table.codec) == ""


@pytest.mark.parametrize("codec", FOREIGN)
def test_a_declaration_of_another_language_is_not_doubted(codec: str) -> None:
    """There is nothing to judge it by."""
    assert codec_ranking.find_better_codec(FOREIGN[codec].encode(codec), codec) == ""


@pytest.mark.parametrize(("written", "declared"), [("cp1251", "koi8-r"), ("koi8-r", "cp1251"), ("cp866", "cp1252")])
def test_a_wrong_declaration_is_told_with_the_right_one(written: str, declared: str) -> None:
    """Its letters make no words in the declared one."""
    content = "Код;Пол;Жилмассив\nA-001;женский;Дордой\nA-002;мужской;Ак-Ордо\n".encode(written)
    assert codec_ranking.find_better_codec(content, declared) == written
