"""Texts that look like others: which are told as slips and which may be meant, and that it takes no time."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.quality import near_duplicates
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from roundtable_cli.tables.values.cell_text import clean_cell
from tests.tables.test_source import opened

CODES = st.lists(
    st.text("123456789-/. ", min_size=1, max_size=8).map(str.strip).filter(bool), unique=True
)  # no zeros: one before others is a slip
TEXTS = st.lists(st.text("abАВавеёЕөѳ№'01 .-–\u200b\u00a0", min_size=1, max_size=6), min_size=1, max_size=12)


def found(folder: Path, texts: Iterable[str], field: Field | None = None) -> list[Finding]:
    """What is found in a column of these texts, one in a row, from row 2."""
    rows = "".join(f'"{text}",1\n' for text in texts)
    source = opened(folder, f"c,n\n{rows}", *((field, Field("n")) if field else ()))
    return list(near_duplicates.find_near_duplicates(column_profile.profile_column(source, source.get_field("c"))))


class Held(Source):
    """A table of one column that stands in no file."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(Table("people", ()), Path())
        self.held = texts

    def field_texts(self, field: Field) -> list[str]:  # noqa: ARG002 - it has but one
        return self.held

    def row_places(self) -> Iterator[tuple[str, int]]:
        return (("people.csv", number) for number in range(2, len(self.held) + 2))


def held(texts: list[str]) -> list[Finding]:
    """What is found in a column of these texts, without a file."""
    return list(
        near_duplicates.find_near_duplicates(column_profile.profile_column(Held(texts), Field("c", inferred=True)))
    )


def test_letters_of_the_other_alphabet_are_told_with_their_row_and_twin(tmp_path: Path) -> None:
    """The eye sees one code, the computer two; the alphabet that the column mostly has is the right one."""
    (finding,) = found(tmp_path, ["А-001", "A-002", "A-001", "A-003"])

    assert str(finding) == (
        'people.csv row 2, c: "А-001" has Cyrillic letters ("А"), but "A-001" has Latin letters that look the same'
        " — if they mean the same, use one spelling"
    )
    assert (finding.code, finding.severity) == ("near-duplicate", WARNING)


def test_where_most_is_cyrillic_the_latin_one_is_the_slip(tmp_path: Path) -> None:
    """Neither alphabet is the right one by itself."""
    (finding,) = found(tmp_path, ["Т001", "T002", "Т002", "Т003"])

    assert (finding.row, '"T002" has Latin letters ("T"), but "Т002"' in finding.fault) == (3, True)


@pytest.mark.parametrize(
    ("texts", "row", "words"),
    [
        (["Совет", "Cовет", "Совет"], 3, '"Cовет" has Latin letters ("C"), but "Совет" (2 rows) has'),
        (["Cовет", "Мэрия", "Школа"], 2, '"Cовет" has Latin letters ("C") in a Cyrillic word'),
        (["A-001", "A-002", "А-007"], 4, '"А-007" has Cyrillic letters ("А"), but other codes have Latin letters'),
        (["ҮЙ-1", "ҮЙ-2", "YЙ-3"], 4, '"YЙ-3" has Latin letters ("Y")'),
        (["female", "female", "Female"], 4, '"Female" differs from "female" (2 rows) only in capitals'),
        (["Кара  Суу", "Кара Суу", "Кара Суу"], 2, "only in spaces"),
        (["Кара\u00a0Суу", "Кара Суу", "Кара Суу"], 2, "only in spaces"),
        (["Кара - Суу", "Кара-Суу", "Кара-Суу"], 2, "only in spaces"),
        (["Кара–Суу", "Кара-Суу", "Кара-Суу"], 2, "only in dashes"),
        (["fe\u200bmale", "female", "female"], 2, "only in characters that are not seen"),
        (["fe\u00admale", "female", "female"], 2, "only in characters that are not seen"),
        (["ﬁeld", "field", "field"], 2, "only in forms of its characters"),
        (["Семёновка", "Семеновка", "Семеновка"], 2, "only in ё and е"),
        (["муж.", "муж", "муж"], 2, "only in a full stop at its end"),
        (["Children’s", "Children's", "Children's"], 2, "only in quotation marks"),
        (["007", "7", "7"], 2, "only in zeros before it"),
        (["S01", "S02", "S10", "S1", "S1"], 2, "only in zeros before it"),
        (["'1001", "1001", "1001"], 2, "only in an apostrophe before it"),
        (["№ 5", "№5", "№5"], 2, "only in the space after №"),
        (["школа No 5", "школа No5", "школа No5"], 2, "only in the space after №"),
        (["Дордой 2", "Дордой-2", "Дордой-2"], 2, "only in a hyphen or space"),
        (["Дордой2", "Дордой-2", "Дордой-2"], 2, "only in a hyphen or space"),
        (["5 А", "5А", "5А"], 2, "only in a hyphen or space"),
        (["«Ак-Суу»", "Ак-Суу", "Ак-Суу"], 2, "only in quotation marks"),
        (["Кок-Жар", "Көк-Жар", "Көк-Жар"], 2, "only in ө and о"),
        (["Кѳк-Жар", "Көк-Жар", "Көк-Жар"], 2, "only in ѳ and ө"),
        (["Көк-Жар", "Кок-Жар"], 3, "only in ө and о"),
        (["Узген", "Үзгөн", "Үзгөн", "Узгөн"], 5, "only in ү and у"),
        (["Kɵк-Жар", "Көк-Жар", "Көк-Жар"], 2, 'has Latin letters ("Kɵ")'),
        (["Кургонтеппа", "Қурғонтеппа", "Қурғонтеппа"], 2, "only in ғ and г and қ and к"),
        (["Муж.", "муж", "муж"], 2, "only in capitals and a full stop at its end"),
    ],
)
def test_what_an_eye_passes_over_is_told_in_words(tmp_path: Path, texts: list[str], row: int, words: str) -> None:
    """The rarer spelling is the one reported, once, and how it differs from the commoner."""
    (finding,) = found(tmp_path, texts)

    assert finding.row == row
    assert words in finding.fault


@pytest.mark.parametrize(
    "texts",
    [
        ["S01", "S02", "S10", "S11"],
        ["O-", "O", "AB-", "AB"],
        ["0", "00", "000"],
        [".05 mg", ".5 mg", "0.5 mg"],
        ["да", "на", "да", "да", "да", "да", "да"],
        ["10²m", "102m"],
        ["тур", "түр", "туң", "тун"],
        ["вон", "boh"],
        ["0015000000abcDE", "0015000000abcDe", "0015000000abcDf"],
        ["IT-отдел", "Совет", "Мэрия", "XXвек", "COVIDный"],
        ["й", "и\u0306"],
        ["#N/A", "#n/a"],
    ],
    ids=str,
)
def test_what_may_be_meant_is_not_told(tmp_path: Path, texts: list[str]) -> None:
    """Digits, other letters of one alphabet, codes with capitals, Roman numbers, and what is one after NFC."""
    assert found(tmp_path, texts) == []


def test_a_text_in_many_rows_is_told_once(tmp_path: Path) -> None:
    """One problem, one finding: its first row, and how many there are."""
    (finding,) = found(tmp_path, ["a-b", *["A-B"] * 3, *["a-b"] * 4])

    assert (finding.row, finding.fault) == (3, '"A-B" (3 rows) differs from "a-b" (5 rows) only in capitals')


@pytest.mark.parametrize(
    ("rare", "common"),
    [
        ("Бишкекк", "Бишкек"),
        ("Бшикек", "Бишкек"),
        ("Бишек", "Бишкек"),
        ("Бишкак", "Бишкек"),
        ("Settlment 1", "Settlement 1"),
        ("Карасуу", "Кара-Суу"),
    ],
)
def test_a_category_one_letter_away_is_told(tmp_path: Path, rare: str, common: str) -> None:
    """A letter too many, too few, wrong, or two changed about: where one spelling is far commoner."""
    (finding,) = found(tmp_path, [*[common] * 10, rare, *["Ош"] * 5])

    assert finding.fault == f'"{rare}" differs from "{common}" (10 rows) in one letter'


@pytest.mark.parametrize(
    ("rare", "common"),
    [
        ("trainer", "trainee"),
        ("Асанова", "Асанов"),
        ("Gambia", "Zambia"),
        ("atypical", "typical"),
        ("male", "male"[1:]),
        ("group B", "group A"),
        ("Settlement 1", "Settlement 2"),
        ("ABCDX12", "ABCXX12"),
        ("5-9 years", "59 years"),
    ],
)
def test_other_words_are_no_misspellings(tmp_path: Path, rare: str, common: str) -> None:
    """Ends and beginnings make other words, short words are all alike, and digits always mean something."""
    assert found(tmp_path, [*[common] * 10, rare, *["Ош"] * 5]) == []


def test_two_common_spellings_are_two_categories(tmp_path: Path) -> None:
    """A slip is rare: 4 against 10 is none, and 100 rows of thousands are none."""
    assert found(tmp_path, ["Contact"] * 4 + ["Contract"] * 10) == []
    assert held(["Contact"] * 100 + ["Contract"] * 2000) == []


def test_names_of_people_are_not_compared_letter_by_letter(tmp_path: Path) -> None:
    """Two people may have names that are a letter apart; what only the eye passes over is told of them too."""
    field = Field("c", personal=True)
    assert found(tmp_path, ["Айгерим"] * 10 + ["Айгерам"], field) == []

    (finding,) = found(tmp_path, ["Айгерим", "Айгерим", "айгерим"], field)
    assert finding.fault == "the value differs from that in row 2 only in capitals"


def test_no_personal_value_is_in_a_finding(tmp_path: Path) -> None:
    """Not the value, nor its twin, nor a letter of them."""
    field = Field("c", personal=True)
    every = [*found(tmp_path, ["Cовет", "Совет"], field), *found(tmp_path, ["Cовет", "Мэрия", "Школа"], field)]

    assert [finding.row for finding in every] == [2, 2]
    assert not any(part in finding.fault for finding in every for part in ("Cовет", "Совет", '"'))


def test_prose_and_declared_values_are_left_alone(tmp_path: Path) -> None:
    """Nobody counts by a comment, and a value outside those declared is an error already."""
    long = "The meeting went well and all agreed on the plan"
    assert found(tmp_path, [long, long.upper(), f"{long} of today"]) == []
    assert found(tmp_path, ["f", "F", "f"], Field("c", categories=("f",))) == []
    assert found(tmp_path, ["1", "2"], Field("c", "integer")) == []


def test_a_cell_with_a_line_break_is_one_text(tmp_path: Path) -> None:
    """Folding goes line by line, and a text of two lines stays one."""
    (finding,) = found(tmp_path, ["one\ntwo", "One Two", "one\ntwo", "x"])

    assert finding.row == 3


def test_an_empty_column_has_no_slips(tmp_path: Path) -> None:
    """No text, no finding."""
    assert found(tmp_path, []) == []
    assert found(tmp_path, ["", " "]) == []


@given(CODES)
def test_digits_are_never_near_duplicates(codes: list[str]) -> None:
    """A column of distinct numbers without zeros, however they are punctuated, has none."""
    assert held(codes) == []


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(texts: list[str], order: Random) -> None:
    """The same texts in other rows are the same slips."""
    shuffled = list(texts)
    order.shuffle(shuffled)

    assert {finding.fault for finding in held(shuffled)} == {finding.fault for finding in held(texts)}


@given(TEXTS)
def test_a_slip_is_a_text_of_the_column(texts: list[str]) -> None:
    """Every finding names the row where its text stands."""
    for finding in held(texts):
        assert finding.row is not None
        assert f'"{clean_cell(texts[finding.row - 2])}"' in finding.fault


def test_a_hundred_thousand_codes_take_no_time() -> None:
    """Nothing is compared pairwise: well under a second, with a slip among them."""
    codes = [f"A-{number:06}" for number in range(100_000)] + ["А-000007"]
    before = time.process_time()
    (finding,) = held(codes)

    assert time.process_time() - before < 1
    assert finding.row == 100_002


def test_long_texts_are_not_compared_letter_by_letter() -> None:
    """For each letter another text would be made: three texts of 32,000 letters took three gigabytes."""
    texts = [letter * 32_000 for letter in "abc"]
    tracemalloc.start()
    try:
        assert list(near_duplicates._slips_by_letter(dict.fromkeys(texts, 20), alike=False)) == []
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
