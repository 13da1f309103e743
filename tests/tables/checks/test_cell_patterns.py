"""Patterns of a schema: whatever they are, texts are compared with them in bounded time."""

from __future__ import annotations

import re
import time

import pytest

from roundtable_cli.tables.checks import cell_patterns
from roundtable_cli.tables.checks.cell_patterns import check_pattern, is_quickly_matched, make_pattern_matcher


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 60 + "!"),
        (r"(\w+\s?)*", "word " * 40 + "!"),
        ("(a|aa)*b", "a" * 80),
        ("(?:a?){60}" + "a" * 60, "a" * 59),
        ("[a-z]*[a-z]*[a-z]*[a-z]*x", "a" * 3_000),
    ],
)
def test_no_pattern_takes_more_than_seconds(pattern: str, text: str) -> None:
    """Those for which Python's own engine would never end are answered, or told as too slow."""
    start = time.monotonic()
    assert not make_pattern_matcher(pattern)(text)
    assert time.monotonic() - start < 3


def test_when_the_time_is_used_up_no_text_is_said_to_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the slow one nor those after it: what was not compared is not right."""
    monkeypatch.setattr(cell_patterns, "TIME_LIMIT", 1e-9)
    matches = make_pattern_matcher(r"(?=((.*)(.*)(.*)(.*)\2\3\4z))x")
    assert [matches("ab" * 2_000), matches("x")] == [None, None]


@pytest.mark.parametrize("pattern", ["A[0-9]{3}", "(TR|AD)[0-9]", "[A-Z]+[0-9]", r"\d{4}-\d{2}", "[*+]{2}y"])
def test_usual_patterns_need_no_library(pattern: str) -> None:
    """Codes and numbers are compared by what Python brings."""
    assert is_quickly_matched(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|b)*", "a*b*", r"(a)\1", "a{1,9}b{1,9}c", "(?i)a", "(ab){2}"])
def test_patterns_with_much_to_try_go_to_the_library(pattern: str) -> None:
    """And both engines say the same of a text."""
    assert not is_quickly_matched(pattern)
    for text in ("", "a", "ab", "aa", "abab", "aab", "AAB", "aaaabbbbc"):
        assert bool(make_pattern_matcher(pattern)(text)) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("((a{1000}){1000}){1000}", "repetitions of repetitions"),
        ("a{" + "9" * 5_000 + "}", "repetitions of repetitions"),
        ("(" * 5_000 + ")" * 5_000, "too deep"),
        ("(a", "not a regular expression"),
    ],
)
def test_what_no_engine_can_hold_is_no_pattern(pattern: str, words: str) -> None:
    """It is told at once, before any cell is read."""
    start = time.monotonic()
    with pytest.raises(ValueError, match=words):
        check_pattern(pattern)
    assert time.monotonic() - start < 1
