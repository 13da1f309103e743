"""Texts compared with the `pattern` of a schema, in bounded time: for some patterns Python's own `re` never ends.

`(a+)+` tries every way to cut a long row of letters into pieces, which doubles with each letter. A pattern with little
to try goes to `re`. The others go to the library `regex`, which has the same language, takes most of them without
trying, and stops at a limit of time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

TIME_LIMIT, TIME_PER_TEXT = 1.0, 0.0005  # seconds for all texts of a column, and for each of them besides
MAX_REPETITIONS = 100_000  # with those inside others multiplied: the engines write them out
_MAX_WAYS = 64  # in which a text may be cut at pieces of bounded length
_CLASS_OR_ESCAPE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_GROUP_START = re.compile(r"\((?:\?[^)]?)?")
_PIECE = re.compile(r"\{(?=[\d,]+\})(\d*),?(\d*)\}|(.)", re.DOTALL)
_QUANTIFIER = re.compile(r"(.)([*+?]|\{(\d*)(,?)(\d*)\})[+?]?", re.DOTALL)


def check_pattern(pattern: str) -> str:
    """The pattern. Raises ValueError where it is none that texts can be compared with."""
    if _count_repetitions(pattern) > MAX_REPETITIONS:
        raise ValueError(f"repetitions of repetitions are more than {MAX_REPETITIONS:,}")
    try:
        re.compile(pattern)
        make_pattern_matcher(pattern)
    except (RecursionError, OverflowError, MemoryError):
        raise ValueError("the regular expression is too long or too deep") from None
    except (re.error, ValueError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


def _count_repetitions(pattern: str) -> int:
    """How long a pattern would be with each counted repetition written out: of `(a{3}){2}` six."""
    plain = _GROUP_START.sub("(", _CLASS_OR_ESCAPE.sub("x", pattern))
    open_groups, last = [0], 0  # how long each group is so far, the innermost last, and its last piece
    for least, most, letter in _PIECE.findall(plain):
        if letter == "(":
            open_groups.append(0)
            continue
        if letter == ")":
            last = open_groups.pop() if len(open_groups) > 1 else 0
        elif letter:
            last = 1
        else:
            open_groups[-1] -= last
            last *= max(int(least[:12] or 0), int(most[:12] or 0), 1)
        open_groups[-1] += last
    return sum(open_groups)


def make_pattern_matcher(pattern: str) -> Callable[[str], bool | None]:
    """The function that tells whether a whole text fits a pattern; None where that can't be told in time."""
    if not pattern:
        return lambda text: True  # noqa: ARG005 - nothing is asked of it
    if is_quickly_matched(pattern):
        compiled = re.compile(pattern)
        return lambda text: compiled.fullmatch(text) is not None
    return _TimedMatcher(pattern).matches_text


def is_quickly_matched(pattern: str) -> bool:
    """Whether there is little to try: no repeated group, no reference back, and one repetition without an end."""
    if re.search(r"\\[1-9]|\(\?[^:]", pattern):
        return False
    plain = _GROUP_START.sub("(", _CLASS_OR_ESCAPE.sub("x", pattern))
    ways, endless = 1, 0
    for repeated, written, least, comma, most in _QUANTIFIER.findall(plain):
        if repeated == ")" and written != "?":
            return False
        if written == "?":
            ways *= 2
        elif written in {"*", "+"} or (comma and not most):
            endless += 1
        elif comma:
            ways *= max(int(most) - int(least or 0), 0) + 1
    return ways <= _MAX_WAYS and endless <= 1


class _TimedMatcher:
    """Compares texts with a pattern until the time for them is used up; after that it says of no text whether it fits.

    The time is that of comparing alone, and grows with the texts, so that a column may be of any length.
    """

    def __init__(self, pattern: str) -> None:
        import regex  # few patterns need it, and to import it takes as long as all checks of a small project

        try:
            self.compiled = regex.compile(pattern)
        except regex.error as error:
            raise ValueError(str(error)) from None
        self.remaining = TIME_LIMIT

    def matches_text(self, text: str) -> bool | None:
        """Whether a whole text fits; None where the time is used up."""
        if self.remaining <= 0:
            return None
        start = time.monotonic()
        try:
            return self.compiled.fullmatch(text, timeout=self.remaining) is not None
        except TimeoutError:
            self.remaining = 0.0
            return None
        finally:
            self.remaining -= max(time.monotonic() - start - TIME_PER_TEXT, 0.0)
