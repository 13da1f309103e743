"""The name of a unit beside a number: `2 people`, but `1 person`."""

from __future__ import annotations

import re

from roundtable_cli.indicators.results import ResultValue

ENGLISH = "en"
# English plurals that do not end in s; they are put right in every language, as projects often declare no other unit.
IRREGULAR = {"people": "person", "women": "woman", "men": "man", "children": "child", "buses": "bus"}
# A single word in -s that can only be a plural: not -ss (loss), -us (bonus), -is (basis). Of two words either may be
# the noun ("sessions per course", "training sessions"), so they stay.
REGULAR = re.compile(r"[A-Za-z]{3,}(?<![sui])s")
SAME_IN_BOTH = {"series", "species", "means", "premises", "headquarters"}


def name_unit(unit: str, value: ResultValue, language: str) -> str:
    """The unit as it stands after a value: an English plural in the singular after 1, any other unit as it is."""
    if value != 1 or not unit:
        return unit
    first, *others = unit.split(" ")
    if first in IRREGULAR:
        return " ".join((IRREGULAR[first], *others))  # "people trained" too
    is_english = language.partition("-")[0] == ENGLISH
    return _singular(unit) if is_english and REGULAR.fullmatch(unit) and unit not in SAME_IN_BOTH else unit


def _singular(plural: str) -> str:
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    return re.sub("(?<=ss|sh|ch)e$|(?<=x)e$", "", plural.removesuffix("s"))
