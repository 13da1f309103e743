"""What rows of totals are called: words and patterns in English, Russian, Kyrgyz and Kazakh; words of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

LABEL_PADDING = " \t\r\n\u00a0:.*"  # what may stand around a label
# All in lower case. A sure label names totals and hardly anything else; a possible one may name a record as well.
_TOTAL_WORDS = (
    "totals|grand total|sub-?total|итог|итого|всего|общий итог|общая сумма|подытог|жалпысы|жалпысынан|жалпы сумма|"
    "бардыгы болуп|баары болуп|жалпы жыйынтык|бардыгы|барлығы|барлыгы|жыйынтык|жыйынтыгы"
)
_KYRGYZ_WORDS = "жалпы|жалпысы|жалпысынан|жалпы сумма|бардыгы|баары|жыйынтык|жыйынтыгы"
_WORDS_BEFORE_OF = "totals?|total (?:amount|cost|number|sum)|sum|итог|общий итог|общая сумма|сумма"
_SURE_LABEL = (
    rf"(?:{_TOTAL_WORDS})(?:\s*[:(,=].*|\s+[–—-]\s.*)?|(?:total|sum|сумма|жалпы|баары)\s*[:=].*|"
    r".+ (?:grand total|sub-?total|итого?)|"
    r"(?:итого|всего|бардыгы болуп|баары болуп|grand total|sub-?total) .+|"
    rf"(?:{_WORDS_BEFORE_OF}) (?:for|of|by|per|по|за) .+|"
    r"total (?:amount|cost|number|sum)|"
    rf".+ (?:боюнча|үчүн|ичинде) (?:{_KYRGYZ_WORDS})|(?:жалпысы|жалпысынан|бардыгы|баары|жыйынтыгы) .+ боюнча"
)
_POSSIBLE_LABEL = r"sum|жалпы|баары|(?:total|сумма)(?:\s*[(,].*)?|.+ total"
_MAX_LABEL_WORDS = 6  # a longer text is a sentence
_SPACED_LETTERS = r"(?:\w )+\w"  # И Т О Г О
# Words for totals that have other meanings too, or are of other languages: the numbers beside them have to add up.
_OTHER_WORDS = (
    "total|totals|subtotal|sub-total|sum|σ|∑|overall|altogether|all|both|both sexes|all sexes|all ages|cumulative|"
    "t|tot|ttl|m+f|m/f|f+m|f/m|м+ж|ж+м|м/ж|ж/м|"
    "ensemble|cumul|somme|les deux|les deux sexes|tous|totaux|gesamt|gesamtsumme|insgesamt|summe|zwischensumme|"
    "suma|ambos|ambos sexos|soma|ambos os sexos|totale|totali|somma|razem|ogółem|kokku|celkem|összesen|sammanlagt|"
    "итог|итого|всего|сумма|вместе|оба|оба пола|все|совокупно|в целом|разом|всього|усього|"
    "жалпы|баары|бардыгы|жыйынтык|эки жыныс|экөө|барлығы|барлыгы|жиыны|жами|ҳаммаси|jami|hammasi|umumiy|ikkala jins|"
    "ҳамагӣ|ҷамъ|ҷамъи|ҳарду|cəmi|toplam|genel toplam|her iki cinsiyet|ara toplam|jemi|hemmesi|"
    "المجموع|مجموع|الإجمالي|إجمالي|اجمالي|المجموع الكلي|الكل|كلا الجنسين|جمع|جمع کل|کل|"
    "合计|合計|总计|總計|小计|小計|共计|总数|jumlah|tổng|tổng cộng|कुल|মোট|jumla"
)
_MEAN_WORDS = (
    "average|avg|averages|mean|среднее|средняя|средний|средние|в среднем|среднее значение|орточо|орточосу|орто эсеп|"
    "moyenne|durchschnitt|mittelwert|promedio|media|média|ortalama|o'rtacha|o‘rtacha|ўртача|орташа|миёна|المتوسط|متوسط|平均"
)
_DERIVED_WORDS = (
    "%|percent|percentage|share|proportion|доля|процент|проценты|в %|пайыз|пайызы|үлүшү|max|min|макс|мин|std|sd|count|"
    "количество"
)
_FIRST_TOTAL_WORDS = frozenset(
    "total|totals|subtotal|sub-total|cumulative|итог|итого|всего|жалпы|бардыгы|баары".split("|")
)
# With which a label begins of what the row above it counts too.
_PART_LABEL = (
    r"(?:of|among) (?:which|whom|them|these|those)|(?:including|incl\.?|thereof)|из (?:них|которых|этого числа)|"
    r"в (?:том числе|т\. ?ч\.)|в тч|(?:анын|алардын|ошол эле|соның|оның) (?:ичинде|ичинен|ішінде)|"
    r"shu jumladan|шу жумладан|аз ҷумла|dont|davon|darunter|de (?:los|las) cuales|d[oa]s quais|di cui"
)
_PART_STARTS = frozenset("of|am|in|th|из|в |вт|ан|ал|ош|со|он|sh|шу|аз|do|da|de|di".split("|"))
_DERIVED_WORD = frozenset(_DERIVED_WORDS.split("|"))
_TOTAL_WORD = frozenset(_OTHER_WORDS.split("|"))
_MEAN_WORD = frozenset(_MEAN_WORDS.split("|"))
# The kinds of labels.
SURE = "sure"  # names totals and hardly anything else
POSSIBLE = "possible"  # a record may be called so too
WORD, PHRASE = "word", "phrase"  # is one of the other words for totals; begins or ends with one
MEAN = "mean"  # begins with a word for means
# Statistics. A record may be called by the second words of each kind too: Max is a name, and 50% a category.
LARGEST, LEAST, MEDIAN, MODE, RANGE = "largest", "least", "median", "mode", "range"
DEVIATION, VARIANCE, COUNT = "deviation", "variance", "count"
QUARTILES = ("lower quartile", "middle quartile", "upper quartile")
_STATISTIC_WORDS = {
    LARGEST: (
        "maximum|maximum value|max value|максимум|максимальное|максимальное значение|наибольшее|наибольшее значение|"
        "eng ko‘p|эң көп|эң чоң|эң жогорку|эң жогорку маани|максималдуу|maksimum|máximo|höchstwert",
        "max|макс|maximal|highest|largest|максимальный|максимальная|наибольший|наибольшая",
    ),
    LEAST: (
        "minimum|minimum value|min value|минимум|минимальное|минимальное значение|наименьшее|наименьшее значение|"
        "эң аз|эң кичине|эң төмөнкү|эң төмөнкү маани|минималдуу|mínimo|tiefstwert",
        "min|мин|minimal|lowest|smallest|least|минимальный|минимальная|наименьший|наименьшая",
    ),
    MEDIAN: ("median|median value|медиана|медианное значение|médiane|mediana|medyan", "медианный|медианная"),
    MODE: ("", "mode|мода"),
    RANGE: ("размах", "range"),
    DEVIATION: (
        "standard deviation|st deviation|std deviation|st dev|std dev|stdev|stddev|st d|стандартное отклонение|"
        "ст отклонение|станд отклонение|стд отклонение|ст откл|станд откл|среднеквадратическое отклонение|"
        "среднеквадратичное отклонение|ско|стандарттык четтөө|écart type|écart-type|desviación estándar|"
        "standardabweichung",
        "sd|s d|std|со|отклонение",
    ),
    VARIANCE: ("variance|дисперсия|varianz|varianza", "var"),
    COUNT: (
        "number of records|количество записей|число записей|жазуулардын саны",
        "count|n|количество|число|кол-во|саны",
    ),
    QUARTILES[0]: ("1st quartile|first quartile|lower quartile|первый квартиль|нижний квартиль", "25%|quartile 1"),
    QUARTILES[1]: ("2nd quartile|second quartile|второй квартиль", "50%|quartile 2"),
    QUARTILES[2]: ("3rd quartile|third quartile|upper quartile|третий квартиль|верхний квартиль", "75%|quartile 3"),
}
_SURE_STATISTIC = {word: kind for kind, (words, _) in _STATISTIC_WORDS.items() for word in words.split("|") if word}
_POSSIBLE_STATISTIC = {word: kind for kind, (_, words) in _STATISTIC_WORDS.items() for word in words.split("|") if word}
_STATISTIC = _POSSIBLE_STATISTIC | _SURE_STATISTIC
# The first and the last three letters of every sure or possible label. Most cells have none of them and need no further
# look, here and in SQL. A label that is added above has to be found by one of them; the tests try each.
LABEL_STARTS = frozenset("tot|sum|sub|gra|t o|ито|и т|все|в с|общ|сум|под|жал|ж а|баа|бар|б а|жый".split("|"))
LABEL_ENDINGS = frozenset("tal|тог|ого|лпы|ысы|нан|мма|ыгы|ары|тык".split("|"))


def _any_case_pattern(letters: str) -> str:
    """A pattern of some letters in either case. Engines differ in how they ignore case, and in `(?i)` for Cyrillic."""
    return "".join(f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else f"[{letter}]" for letter in letters)


_LABEL_EDGE = r"[ \t\r\n\x{a0}:.*]*"  # LABEL_PADDING as RE2 and Java write it
_START_PATTERN = "|".join(map(_any_case_pattern, sorted(LABEL_STARTS)))
_ENDING_PATTERN = "|".join(map(_any_case_pattern, sorted(LABEL_ENDINGS)))
# For the SQL engines: a text that this does not find is no label of totals; one that it finds may be one.
TOTAL_LABEL_PATTERN = rf"^{_LABEL_EDGE}(?:{_START_PATTERN})|(?:{_ENDING_PATTERN}){_LABEL_EDGE}$"
# Likewise, of the labels of short rows (`missing_cells_of_label`) those that an engine looks for: few ASCII letters
# begin them, so that most texts need no further look.
SHORT_LABEL_FIRST_LETTERS = "am"
_SHORT_LABELS = sorted(
    word
    for word in _MEAN_WORD | _SURE_STATISTIC.keys()
    if word[0] in SHORT_LABEL_FIRST_LETTERS or not word[0].isascii()
)
SHORT_LABEL_PATTERN = rf"^{_LABEL_EDGE}(?:{'|'.join(map(_any_case_pattern, _SHORT_LABELS))}){_LABEL_EDGE}$"


def is_total_label(text: str) -> bool:
    """Whether rows of totals are called so; a record may be called so too (see `is_sure_total_label`)."""
    label = text.strip(LABEL_PADDING).casefold()
    return (label[:3] in LABEL_STARTS or label[-3:] in LABEL_ENDINGS) and (
        is_sure_total_label(text) or bool(re.fullmatch(_POSSIBLE_LABEL, _join_spaced_letters(label)))
    )


def is_sure_total_label(text: str) -> bool:
    """Whether a text names a row of totals and hardly anything else; a colon at the end makes a possible label sure."""
    label = text.strip().casefold()
    colon = ":" if label.endswith(":") else ""
    return bool(re.fullmatch(_SURE_LABEL, _join_spaced_letters(label.strip(LABEL_PADDING)) + colon))


@lru_cache(maxsize=4096)
def label_kind(text: str) -> str:
    """What a label is: SURE, POSSIBLE, a WORD, a PHRASE (`TOTAL PEOPLE`) or a MEAN; "" where it is none of these."""
    if is_total_label(text):
        return SURE if is_sure_total_label(text) else POSSIBLE
    label = _plain_words(text)
    words = label.split()
    if not words or len(words) > _MAX_LABEL_WORDS:
        return ""
    if label in _MEAN_WORD or words[0] in _MEAN_WORD:
        return MEAN
    if label in _TOTAL_WORD:
        return WORD
    edges = {words[0], words[-1], " ".join(words[:2]), " ".join(words[-2:])}
    return PHRASE if edges & _TOTAL_WORD else ""


def is_derived_label(text: str) -> bool:
    """Whether a row below totals is called so: percentages of them, the largest number, the least, the middle one."""
    label = " ".join(text.strip(LABEL_PADDING).casefold().split())
    return label in _DERIVED_WORD or label.startswith("%") or label.endswith("%") or is_sure_statistic_label(text)


@lru_cache(maxsize=4096)
def find_statistic(text: str) -> str:
    """Which statistic a label names (LARGEST, MEDIAN, DEVIATION …); "" where it names none.

    A longer label may begin with its name: `Max score`.
    """
    label = _plain_words(text)
    if label in _STATISTIC or not label:
        return _STATISTIC.get(label, "")
    first, *others = label.split()
    if label in _MEAN_WORD or (0 < len(others) < _MAX_LABEL_WORDS and first in _MEAN_WORD):
        return MEAN
    is_begun = 0 < len(others) < _MAX_LABEL_WORDS and "%" not in first
    return _STATISTIC.get(first, "") if is_begun else ""


def is_sure_statistic_label(text: str) -> bool:
    """Whether a label names a statistic and hardly anything else."""
    return _plain_words(text) in _SURE_STATISTIC


def missing_cells_of_label(text: str) -> int | None:
    """How many cells a row lacks that is called so, if it is no record; None where its label says nothing of the kind.

    A row called `Average` or `Total paid` lacks one; Max is a name too, and a row called so lacks two.
    """
    label = text.strip(LABEL_PADDING).casefold()
    if label in _SURE_STATISTIC or label in _MEAN_WORD:
        return 1
    first, *others = label.split(maxsplit=_MAX_LABEL_WORDS) or [""]
    if first in _FIRST_TOTAL_WORDS and len(others) < _MAX_LABEL_WORDS:
        return 1
    return 2 if label in _POSSIBLE_STATISTIC else None


def begins_with_total(text: str) -> bool:
    """Whether a short label begins with a word for totals, or is one with other meanings too: `Total last quarter`."""
    kind, (first, *_) = label_kind(text), (*_plain_words(text).split(), "")
    return (kind in {SURE, POSSIBLE, WORD} and len(first) > 1) or (kind == PHRASE and first in _FIRST_TOTAL_WORDS)


def is_part_label(text: str) -> bool:
    """Whether a row is called so of which the row above it counts the same: `of which women`, `в т.ч. мужчины`."""
    label = " ".join(text.strip(LABEL_PADDING + "-–—•").casefold().split())
    return label[:2] in _PART_STARTS and bool(re.match(rf"(?:{_PART_LABEL})(?![^\W_])", label))


def _plain_words(text: str) -> str:
    """The words of a label in small letters, without what stands around and between them."""
    return " ".join(re.sub(r"[:.,;*()\[\]=«»\"]+", " ", text.casefold()).split())


def row_label(row: Sequence[str]) -> str:
    """The first cell of a row that is not blank, trimmed; empty for a blank row."""
    # The first cell of all decides for most rows.
    return row[0].strip() or next((text for cell in row if (text := cell.strip())), "")


def _join_spaced_letters(label: str) -> str:
    """A text with single spaces between its words, and none between letters that stand alone: И Т О Г О is ИТОГО."""
    words = " ".join(label.split())
    return words.replace(" ", "") if re.fullmatch(_SPACED_LETTERS, words) else words
