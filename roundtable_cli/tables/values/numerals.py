"""How people write numbers: the marks they set, and the styles in which a column of them can be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import currency_signs, parsing

MAX_DIGITS = 15
ZERO_DASHES = frozenset("-–—")  # what accountants write for nothing
CURRENCY_OR_PERCENT = re.compile(rf"{currency_signs.CURRENCY_MARK}|%", re.IGNORECASE)
# The decimal mark, and the mark between thousands.
_NUMBER_STYLES = ((",", " "), (".", " "), (".", ","), (",", "."), (",", "'"), (".", "'"))
# A point in such a number may be the decimal one, or part thousands.
_POINT_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_FRACTION_PATTERN = re.compile(r"[-−(]?(0[.,]0*[1-9][0-9]*|1([.,]0+)?)\)?")


def find_number_styles(cores: Iterable[str]) -> list[tuple[str, str]]:
    """The styles in which all of some numbers can be written, by their `core`; none where one is no number."""
    cores = {*cores}
    if not cores or any(not core or sum(map(str.isdigit, core)) > MAX_DIGITS for core in cores):
        return []
    return [style for style in _NUMBER_STYLES if all(map(_style_pattern(*style).fullmatch, cores))]


def find_decimal_mark(texts: Collection[str]) -> str:
    """The decimal mark that the texts of a column prove; "" where they prove none, or are not all numbers."""
    points = {
        point for point, _ in find_number_styles(extract_number_core(text) or "" for text in {*texts} - {*ZERO_DASHES})
    }
    return points.pop() if len(points) == 1 else ""


def extract_number_core(text: str) -> str | None:
    """The digits and marks of a number, without a sign, brackets or one currency beside them; None where it is none."""
    if text.startswith("+"):
        return None
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    found = (
        CURRENCY_OR_PERCENT.sub("", inside, count=1)
        .strip(parsing.GROUPING_SPACES)
        .lstrip("-−")
        .strip(parsing.GROUPING_SPACES)
    )
    return found if found and found[0].isdigit() and found[-1].isdigit() else None


def normalize_number(core: str, point: str, group: str) -> str:
    """A number as one of the styles reads it."""
    return re.sub(parsing.thousands_pattern(group), "", core).replace(point, ".")


def _style_pattern(point: str, group: str) -> re.Pattern[str]:
    between = parsing.thousands_pattern(group)
    return re.compile(rf"(?:0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+)(?:{re.escape(point)}[0-9]+)?")


def may_group_thousands(texts: Iterable[str]) -> bool:
    """Whether plain numbers have points, of which each may part thousands; the first that can't settles it."""
    found = False
    for text in texts:
        if "." in text:
            found = True
            if not _POINT_GROUPED.fullmatch(text):
                return False
    return found


def may_be_fractions(texts: Iterable[str]) -> bool:
    """Whether some of the numbers beside percentages may be parts of one: 0.6 for 60 %."""
    return any(_FRACTION_PATTERN.fullmatch(text) for text in texts)


def has_plain_digits(field: Field) -> bool:
    """Whether plain digits, and a decimal mark among them, mean what they say in a field's cells."""
    if field.type not in {"integer", "number"} or field.serial or any(map(str.isdigit, "".join(field.missing_values))):
        return False
    marks = field.decimal_char + field.group_char
    return len(field.decimal_char) == 1 and len({*marks}) == len(marks) and not {*marks} & {*"0123456789-"}
