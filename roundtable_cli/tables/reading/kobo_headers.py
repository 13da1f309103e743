"""What KoboToolbox's exports and their kin hold: `group/question` headers, choices of one question, keys of repeats.

Documented at https://support.kobotoolbox.org/export_download.html
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_LONE_PATH = r"(?:[^\W\d]\w{2,}/)+\w{3,}|(?:[^\W\d]\w*/){2,}\w+"  # a path even where no other has its group
_PATH_SEPARATOR = r"(?<=[^\s/])/(?=[^\s/])(?![^()]*\))"  # none in brackets: `Пол (м/ж)`
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


def choices_with_columns(question: str, header: Iterable[str]) -> frozenset[str]:
    """The choices that have a column of their own, as a question with several answers has them: `question/choice`.

    Programs write other signs than the slash too: `question%choice`, `question > choice`. Those of one sign are taken,
    the sign that most choices have; one choice alone shows nothing.
    """
    by_sign = _choices_by_question(tuple(header)).get(question, {})
    return max((choices for choices in by_sign.values() if len(choices) > 1), key=len, default=frozenset())


@lru_cache(maxsize=1)  # each column of a table is asked for
def _choices_by_question(header: tuple[str, ...]) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """What stands before each sign of the names in a header, the question; then by the sign what stands after it."""
    choices = defaultdict[str, defaultdict[str, set[str]]](lambda: defaultdict(set))
    questions = {*header}
    for name in header:
        for place, letter in enumerate(name):
            if letter in _CHOICE_SIGNS and (question := name[:place].rstrip()) in questions and name[place + 1 :]:
                choices[question][letter].add(name[place + 1 :].strip())
    return {
        question: {sign: frozenset(some) for sign, some in by_sign.items()} for question, by_sign in choices.items()
    }
