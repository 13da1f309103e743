"""What KoboToolbox's exports and their kin hold: `group/question` headers, choices of one question, keys of repeats.

Documented at https://support.kobotoolbox.org/export_download.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PATH = re.compile(r"(?:[^\W\d]\w*/)+(\w+)")
SUBMISSION, UUID = "_submission__uuid", "_uuid"  # the same in every export of one project
PARENT, INDEX, PARENT_TABLE = "_parent_index", "_index", "_parent_table_name"  # counted anew in every export


def last_parts(header: Sequence[str]) -> tuple[str, ...]:
    """The last part of each `group/question`; nothing for a name that has no such parts."""
    return tuple(match[1] if (match := _PATH.fullmatch(name)) else "" for name in header)


def choices(question: str, header: Iterable[str]) -> frozenset[str]:
    """The choices that have a column of their own, as a question with several answers has them: `question/choice`."""
    start = f"{question}/"
    return frozenset(name.removeprefix(start) for name in header if name.startswith(start))
