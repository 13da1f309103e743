"""What KoboToolbox's exports and their kin hold: `group/question` headers, choices of one question, keys of repeats.

Documented at https://support.kobotoolbox.org/export_download.html
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

_LONE_PATH = r"(?:[^\W\d]\w{2,}/)+\w{3,}|(?:[^\W\d]\w*/){2,}\w+"  # a path even where no other has its group
_PATH_SEPARATOR = r"(?<=[^\s/])/(?=[^\s/])(?![^()]*\))"  # none in brackets: `Пол (м/ж)`
_META_GROUPS = ("meta/", "meta:", "meta.", "meta-", "__system/", "__system.", "__system-")
MAX_SHEET_NAME = 31  # letters of the name of a sheet in Excel
_MAX_SHEET_DIGITS = 2  # of the number at the end of the name of a sheet that another would have too
_CHOICE_SIGNS = frozenset("/%>.:")  # what programs write between a question and a choice
_OTHER_SIGN = r"[%>.:]"
_OTHER_PATH = rf"[^\W\d]\w+(?:{_OTHER_SIGN}[^\W\d]\w+)+"
_BRACKETED_TEXT = r"\([^()]*\)"
SUBMISSION_UUID, RECORD_UUID = "_submission__uuid", "_uuid"  # the same in every export of one project
PARENT_INDEX, RECORD_INDEX, PARENT_TABLE = (
    "_parent_index",
    "_index",
    "_parent_table_name",
)  # counted anew in every export

# What tells submissions apart, with the number that each has on the server, which another copy has too.
UUID_COLUMNS = ((RECORD_UUID, "_id"), (SUBMISSION_UUID, "_submission__id"), ("instanceID", "_id"))
STATUS_COLUMNS = ("_validation_status", "reviewState", "ReviewState", "_submission__validation_status")
SUBMISSION_NAMES = frozenset({*dict(UUID_COLUMNS), *STATUS_COLUMNS, "deprecatedID", "_edited"})


def system_name(name: str) -> str:
    """The name of a column that a survey program made, without its group: `meta/instanceID` is `instanceID`."""
    return re.split("[/:.-]", name)[-1] if name.startswith(_META_GROUPS) else name


def is_of_parent(name: str) -> bool:
    """Whether a column of a repeat group says of which submission or row its rows are: many of them have one value."""
    return name.startswith(("_submission__", "_parent_"))


def is_sheet_of_table(sheet: str, table: str) -> bool:
    """Whether a sheet is that of a repeat group, which `_parent_table_name` calls by its full name.

    Excel cuts the names of sheets to 31 letters; of two that are equal then, an export ends one with a number.
    """
    cut, stem = table[:MAX_SHEET_NAME], sheet.rstrip("0123456789")
    is_numbered = len(sheet) == len(cut) == MAX_SHEET_NAME and len(sheet) - len(stem) <= _MAX_SHEET_DIGITS
    return sheet == cut or (is_numbered and cut.startswith(stem))


def question_names(header: Sequence[str]) -> tuple[str, ...]:
    """The last part of each `group/question`; nothing for a name that has no such parts.

    A group that several columns have may be called anything, as in exports with labels: `Общие сведения/Пол`. What has
    a group to itself is a path only if it is of words of some length, for `m/f` and `да/нет` are alternatives. Where
    no name has a slash, another sign may part groups from questions (`person.age`, `person%age`): between names
    without spaces, in a group of several columns.
    """
    paths = [_split_path(name) for name in header]
    if not any("/" in name for name in header):
        paths = [re.split(_OTHER_SIGN, name) if re.fullmatch(_OTHER_PATH, name) else [name] for name in header]
    groups = Counter(path[0] for path in paths if len(path) > 1)
    return tuple(
        path[-1] if len(path) > 1 and (groups[path[0]] > 1 or re.fullmatch(_LONE_PATH, name)) else ""
        for name, path in zip(header, paths, strict=True)
    )


def _split_path(name: str) -> list[str]:
    """The groups and the question of a name; itself alone where some part of it is no word."""
    if "/" not in name:
        return [name]
    parts = re.split(_PATH_SEPARATOR, name)
    worded = all(any(map(str.isalpha, part)) and "/" not in re.sub(_BRACKETED_TEXT, "", part) for part in parts)
    return parts if worded else [name]


def find_choice_headings(header: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """By question, the choices with a column of their own, as a question with several answers has: `question/choice`.

    Programs write other signs than the slash too: `question%choice`, `question > choice`. Those of one sign are taken,
    the sign that most choices have; one choice alone shows nothing.
    """
    most = {question: max(by_sign.values(), key=len) for question, by_sign in _choices_by_question(header).items()}
    return {question: choices for question, choices in most.items() if len(choices) > 1}


def _choices_by_question(header: Iterable[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """What stands before each sign of the names in a header, the question; then by the sign what stands after it."""
    choices = defaultdict[str, defaultdict[str, set[str]]](lambda: defaultdict(set))
    names = [*header]
    questions = {*names}
    for name in names:
        for place, letter in enumerate(name):
            if letter in _CHOICE_SIGNS and (question := name[:place].rstrip()) in questions and name[place + 1 :]:
                choices[question][letter].add(name[place + 1 :].strip())
    return {
        question: {sign: frozenset(some) for sign, some in by_sign.items()} for question, by_sign in choices.items()
    }
