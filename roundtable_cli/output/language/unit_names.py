"""The name of a unit beside a number: `2 people`, but `1 person`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from roundtable_cli.indicators.results import ResultValue
from roundtable_cli.output.language.words import find_locale

ENGLISH, RUSSIAN = "en", "ru"
# English plurals that do not end in s; they are put right in every language, as projects often declare no other unit.
IRREGULAR = {"people": "person", "women": "woman", "men": "man", "children": "child", "buses": "bus"}
# A single word in -s that can only be a plural: not -ss (loss), -us (bonus), -is (basis). Of two words either may be
# the noun ("sessions per course", "training sessions"), so they stay.
REGULAR = re.compile(r"[A-Za-z]{3,}(?<![sui])s")
SAME_IN_BOTH = {"series", "species", "means", "premises", "headquarters"}


# Russian units that projects often declare, in the forms for 1, for 2 to 4, and for 5 and more.
RUSSIAN_UNITS = (
    ("человек", "человека", "человек"),
    ("участник", "участника", "участников"),
    ("женщина", "женщины", "женщин"),
    ("мужчина", "мужчины", "мужчин"),
    ("ребёнок", "ребёнка", "детей"),
    ("семья", "семьи", "семей"),
    ("домохозяйство", "домохозяйства", "домохозяйств"),
    ("школа", "школы", "школ"),
    ("тренинг", "тренинга", "тренингов"),
    ("занятие", "занятия", "занятий"),
    ("мероприятие", "мероприятия", "мероприятий"),
    ("консультация", "консультации", "консультаций"),
    ("инициатива", "инициативы", "инициатив"),
    ("грант", "гранта", "грантов"),
    ("день", "дня", "дней"),
    ("месяц", "месяца", "месяцев"),
)


def name_unit(unit: str, value: ResultValue, language: str, forms: Mapping[str, str] = MappingProxyType({})) -> str:
    """The unit as it stands after a value: in the plural form that the number has in the language.

    That is the one of the `forms` that a project declares, else of a word that is known here. An English plural is in
    the singular after 1, and any other unit as it is.
    """
    known = forms or _russian_forms(unit, language)
    if known and isinstance(value, (int, float, Decimal)):
        return known.get(find_locale(language).plural_form(value)) or known.get("other", unit)
    if value != 1 or not unit:
        return unit
    first, *others = unit.split(" ")
    if first in IRREGULAR:
        return " ".join((IRREGULAR[first], *others))  # "people trained" too
    is_english = language.partition("-")[0] == ENGLISH
    return _singular(unit) if is_english and REGULAR.fullmatch(unit) and unit not in SAME_IN_BOTH else unit


def _russian_forms(unit: str, language: str) -> Mapping[str, str]:
    """The plural forms of a Russian unit that is known here; none of any other word."""
    if language.partition("-")[0] != RUSSIAN:
        return {}
    one, few, many = next((words for words in RUSSIAN_UNITS if unit in {words[0], words[2]}), ("", "", ""))
    return {"one": one, "few": few, "many": many, "other": few} if one else {}


def _singular(plural: str) -> str:
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    return re.sub("(?<=ss|sh|ch)e$|(?<=x)e$", "", plural.removesuffix("s"))
