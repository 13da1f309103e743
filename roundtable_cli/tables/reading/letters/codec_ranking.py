"""Bytes that are not UTF-8, read in each likely encoding: which reading makes words, and by how much the best one.

Each reading is judged by one question: how many bits would it take to tell its letters to somebody who knows which
letter follows which in the languages that are written so? Bytes without sense take about eight bits each. The words
of the right reading take half of that, and a wrong one has letters, capitals and signs where no language has them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from roundtable_cli.tables.reading.letters import file_pieces, letter_pairs

# The languages of each script. All of them are tried in each of its encodings, so that words that two encodings read
# alike cost the same in both.
_LATIN = tuple("fr de es pt it sv fi da is et sq pl cs sk hr hu ro tr".split())
_CYRILLIC, _ARABIC, _CHINESE = ("ru", "uk", "ky", "kk", "tg", "uz"), ("ar", "fa", "ur", "fr"), (letter_pairs.CHINESE,)
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("cp1252", "cp1250", "cp1254", "cp850", "mac-roman", "cp852", "iso8859-2"), _LATIN),
    **dict.fromkeys(("cp1251", "cp866", "koi8-r", "koi8-u", "mac-cyrillic"), _CYRILLIC),
    **dict.fromkeys(("ptcp154", "kz1048", "iso8859-5", "koi8-t"), _CYRILLIC),
    "cp1256": _ARABIC,
    "gbk": _CHINESE,
}
# By how many bits words may take more than by chance, or must take less: a byte beyond ASCII, and in all.
# Letters of Latin stand alone among others, so that a rare one weighs much.
_PLAUSIBLE_COSTS = {_LATIN: (1.0, 4.0), _CYRILLIC: (-1.0, 6.0), _ARABIC: (-0.8, 6.0), _CHINESE: (-1.4, 6.0)}
_PROOF_MARGIN = 10.0  # bits
_MIN_WIDE_COUNT = 4  # bytes beyond ASCII, fewer of which can't tell that they make no words
# The bits by which an encoding is rarer than the commonest two.
_RARITIES = {"cp1252": 0, "cp1251": 0, "cp1256": 3, "gbk": 3, "cp1250": 3, "cp1254": 4, "cp866": 6, "mac-cyrillic": 6,
           "cp850": 6, "koi8-r": 7, "mac-roman": 7, "cp852": 7, "ptcp154": 7, "iso8859-2": 7}  # fmt: skip
_RAREST = 8
# Encodings that are declared, and never guessed: another one reads the same letters.
_DECLARED_ALIKE = {"iso8859-1": "cp1252", "iso8859-15": "cp1252", "iso8859-9": "cp1254",
                   "gb18030": "gbk", "gb2312": "gbk"}  # fmt: skip
# From its first byte beyond ASCII; letters before it are looked for from there, as most words of a file have none.
_WORD_REST = re.compile(rb"[\x80-\xff](?:[A-Za-z]*[\x80-\xff])*[A-Za-z]*")
_PLAIN_END = re.compile(rb"[A-Za-z]*$")
_MAX_START = 60  # letters of ASCII that begin a word
MAX_WORDS = 400  # different words that settle an encoding
_ENOUGH_WORDS = 20  # different words in pieces of a large file with which the rest of it is passed over
_MAX_MATCHES = 50_000  # words, most of them the same, that are looked at in one piece
_NO_LETTERS = str.maketrans("ªº", "  ")  # Unicode calls these letters
_MAIN_SHARE, _LANGUAGE_COUNT = 0.8, 8  # how much of a file is in one language, and how many others are likely
# Bits of signs outside of words, of any other sign there, of a sign in a word, and of what is no character.
_SIGN_COSTS = {**dict.fromkeys("«»№–—“”„’…\u00a0", 7), **dict.fromkeys("€£•°§·‘‚´`²³ºª¿¡", 10)}
_RARE_SIGN_COST, _INNER_SIGN_COST, _NO_CHARACTER_COST = 16, 24, 25
_NUMBER_SPACE_COST = 2  # a no-break space between digits
_JOINER_COSTS = {"’": 8, "\u00a0": 8, "–": 11, "\u00ad": 11}
# Bits of a small letter and of a capital at the start of a word, after a small letter, a first capital, and capitals.
_CASE_COSTS = {"": (1.0, 1.0), "l": (0.01, 8.0), "U": (0.3, 2.3), "UU": (5.0, 0.1)}
_WORST_EXCESS = 30.0  # bits over chance that a word may take, so that none outweighs all others
_CHANCE_WIDE, _CHANCE_PLAIN, _CHANCE_KIND = 7.0, 4.7, 1.0  # bits of letters by chance


class Reading(NamedTuple):
    """One encoding, and the bits that the words of a file take in it.

    `chance_cost` is what they take by chance, `wide_count` their bytes beyond ASCII, `has_letters` whether any of these
    are letters here; `margin` is the bits by which the next encoding that reads other letters is worse.
    """

    codec: str
    cost: float
    chance_cost: float
    wide_count: int
    has_letters: bool
    margin: float = 0.0

    @property
    def is_plausible(self) -> bool:
        """Whether its letters make words, as far as there are enough of them to tell. Signs alone may be right."""
        if not self.has_letters or self.wide_count < _MIN_WIDE_COUNT:
            return True
        limit, slack = _PLAUSIBLE_COSTS[_LANGUAGES[_DECLARED_ALIKE.get(self.codec, self.codec)]]
        return self.cost - self.chance_cost <= limit * self.wide_count + slack

    @property
    def is_proven(self) -> bool:
        """Whether no other encoding is likely: of some thousands of short tables none was read wrongly by so much."""
        return self.is_plausible and self.margin >= _PROOF_MARGIN


class Word(NamedTuple):
    """The bytes of a word with a letter beyond ASCII, or of signs beyond it, and the bytes before and after."""

    content: bytes
    before: bytes
    after: bytes

    @property
    def wide_count(self) -> int:
        """How many of its bytes are beyond ASCII."""
        return sum(byte > 0x7F for byte in self.content)

    def decode(self, codec: str) -> str:
        """The word, read in an encoding."""
        return self.content.decode(codec, errors="replace")

    def sign_cost(self, codec: str) -> float:
        """The bits of its signs and capitals, read in an encoding."""
        if codec == "gbk":  # the costs of Chinese hold them
            return 0
        text = self.decode(codec)
        is_in_number = self.before.isdigit() and self.after.isdigit()
        return _NUMBER_SPACE_COST if text == "\u00a0" and is_in_number else _sign_cost(text) + _case_cost(text)

    def chance_cost(self) -> float:
        """The bits of the word, if its letters came by chance."""
        cost, after_wide = 0.0, False
        for byte in self.content:
            is_wide = byte > 0x7F
            cost += _CHANCE_KIND + (_CHANCE_WIDE if is_wide else _CHANCE_PLAIN if after_wide else 0)
            after_wide = is_wide
        return cost


def choose_codec(content: bytes) -> Reading:
    """The encoding in which the words of bytes are likeliest, which need not be likely."""
    return _choose(find_words(content))


def _choose(words: Sequence[Word]) -> Reading:
    best, *others = rank_codecs(words)
    return best._replace(margin=others[0].cost - best.cost if others else _PROOF_MARGIN)


def find_better_codec(content: bytes, declared: str) -> str:
    """An encoding that the letters prove, where they make no words in the declared one; else nothing."""
    words = find_words(content)
    own = judge_words(words, declared) if is_known_codec(declared) else None
    if own and own.is_plausible:
        return ""
    best = _choose(words)
    if not best.is_proven or not best.has_letters or best.chance_cost - best.cost < _PROOF_MARGIN:
        return ""
    if own:
        return best.codec if own.cost - best.cost >= _PROOF_MARGIN else ""
    return "" if _are_read_alike(words, best.codec, declared) else best.codec


def _are_read_alike(words: Sequence[Word], *codecs: str) -> bool:
    """Whether words are the same in some encodings."""
    return len({tuple(word.decode(codec) for word in words) for codec in codecs}) == 1


def rank_codecs(words: Sequence[Word]) -> list[Reading]:
    """The readings of words in every likely encoding, best first; of those that read the same letters only one."""
    readings = dict[tuple[str, ...], Reading]()
    for codec in _LANGUAGES:
        texts = tuple(word.decode(codec) for word in words)
        reading = judge_words(words, codec)
        if texts not in readings or reading.cost < readings[texts].cost:
            readings[texts] = reading
    return sorted(readings.values(), key=lambda reading: reading.cost)


def judge_words(words: Sequence[Word], codec: str) -> Reading:
    """How many bits words take in an encoding that languages are known of; most of them are in one language."""
    known = _DECLARED_ALIKE.get(codec, codec)
    texts, languages = [word.decode(known) for word in words], _LANGUAGES[known]
    by_language = [[_language_cost(text, language) for text in texts] for language in languages]
    main = min(by_language, key=sum)
    letters = map(_mixed_cost, main, zip(*by_language, strict=True))
    costs = (
        min(word.sign_cost(known) + cost, word.chance_cost() + _WORST_EXCESS)
        for word, cost in zip(words, letters, strict=True)
    )
    return Reading(
        codec,
        _RARITIES.get(codec, _RAREST) + sum(costs),
        sum(word.chance_cost() for word in words),
        sum(word.wide_count for word in words),
        any(
            letter.isalpha() and ord(letter) not in _NO_LETTERS for text in texts for letter in text if letter > "\x7f"
        ),
    )


def is_known_codec(codec: str) -> bool:
    """Whether the languages of an encoding are known, so that a text in it can be judged."""
    return _DECLARED_ALIKE.get(codec, codec) in _LANGUAGES


def find_words(content: bytes) -> list[Word]:
    """Different words with letters beyond ASCII, from all over the file."""
    words = dict[bytes, Word]()
    for piece in (*file_pieces.take_pieces(content), content):
        if piece is content and len(words) >= _ENOUGH_WORDS:
            break
        for match in islice(_WORD_REST.finditer(piece), _MAX_MATCHES):
            if len(words) >= MAX_WORDS:
                break
            word = _whole_word(piece, match)
            words.setdefault(word.content, word)
    return list(words.values())


def _whole_word(content: bytes, match: re.Match[bytes]) -> Word:
    """A word with the letters of ASCII that it begins with, and its neighbours."""
    start, end = match.span()
    first = start - len(_PLAIN_END.findall(content[max(0, start - _MAX_START) : start])[0])
    return Word(content[first:end], content[first - 1 : first], content[end : end + 1])


@lru_cache(2**14)
def _language_cost(text: str, language: str) -> float:
    """The bits of a word's letters in a language."""
    if language == letter_pairs.CHINESE:
        return letter_pairs.chinese_cost(text)
    return letter_pairs.language_pairs(language).word_cost(text.lower().translate(_NO_LETTERS))


def _mixed_cost(main: float, costs: Sequence[float]) -> float:
    """The bits of a word's letters: likely in the main language of the file, and maybe in another."""
    likelihood = _MAIN_SHARE * 2**-main + (1 - _MAIN_SHARE) * sum(2**-cost for cost in costs) / _LANGUAGE_COUNT
    return -math.log2(likelihood) if likelihood else main


def _sign_cost(text: str) -> float:
    """The bits of what is no letter in a word, or around it."""
    cost = 0.0
    for index, sign in enumerate(text):
        if sign.isascii() or (sign.isalpha() and ord(sign) not in _NO_LETTERS):
            continue
        if sign == "\ufffd" or "\x80" <= sign <= "\x9f":
            cost += _NO_CHARACTER_COST
        elif text[index - 1 : index].isalpha() and text[index + 1 : index + 2].isalpha():
            cost += _JOINER_COSTS.get(sign, _INNER_SIGN_COST)
        else:
            cost += _SIGN_COSTS.get(sign, _RARE_SIGN_COST)
    return cost


def _case_cost(text: str) -> float:
    """The bits of small letters and capitals: capitals begin words or fill them, and stand nowhere else."""
    cost, state, previous = 0.0, "", ""
    for letter in text:
        if not letter.isalpha():
            state = previous = ""
            continue
        is_capital = letter.isupper()
        if (is_capital or letter.islower()) and not (letter + previous).isascii():
            cost += _CASE_COSTS[state][is_capital]
        state = ("U" if state == "" else "UU") if is_capital else "l"
        previous = letter
    return cost
