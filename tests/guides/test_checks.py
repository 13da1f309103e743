"""The guide `checks` has a heading for every code that a finding of the program can have, and no other code."""

from __future__ import annotations

import pytest

from roundtable_cli.finding_codes import FINDING_CODES
from roundtable_cli.guides import handbook


def headings() -> list[str]:
    """The codes that the guide has a part for: its headings of the third level."""
    return [one.heading for one in handbook.guide_sections(handbook.guide_text("checks")) if one.level == 3]


def test_every_code_has_a_heading_and_every_heading_is_a_code() -> None:
    """Each once."""
    assert sorted(headings()) == sorted(FINDING_CODES)


@pytest.mark.parametrize("code", headings())
def test_a_part_says_how_grave_it_is(code: str) -> None:
    """The first word after the heading."""
    text = handbook.guide_part("checks", code)
    assert text.splitlines()[2].startswith(("Error", "Warning"))
