"""TOML that reads back as what it was."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.scaffold import toml_format

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**62), 2**62),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(TEXTS, VALUES)
def test_any_value_reads_back(name: str, value: Any) -> None:
    """Under any key, whatever characters they hold; a mapping too long for the line too."""
    for width in (0, 120):
        section = toml_format.format_toml_section(["a", name], {toml_format.format_toml_key(name): value}, width)
        read = tomllib.loads(section)["a"][name]
        assert read == ({name: value} if value != {} or width else {})


@pytest.mark.parametrize("text", ["\0", "\x7f", "\u200b", "\ufeff", "\U000e0001"])
def test_what_cannot_be_seen_is_written_by_its_number(text: str) -> None:
    """Nothing invisible stands in a file that a person edits."""
    assert toml_format.format_toml_text(text).isascii()


def test_values_stand_one_below_the_other() -> None:
    """And a table that is too long for its line has a line for each key."""
    values = {"label": {"en": "x" * 30, "ru": "y"}, "table": "t"}
    assert toml_format.format_toml_section(["n"], values, 40) == (
        f'[n]\nlabel.en = "{"x" * 30}"\nlabel.ru = "y"\ntable    = "t"\n'
    )


def test_a_comment_is_one_line() -> None:
    """Whatever a file is called."""
    assert toml_format.format_toml_comment("a\nb\r= 1 ") == "# a b = 1\n"
