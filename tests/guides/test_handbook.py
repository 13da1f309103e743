"""The handbook finds the part of a guide that a word names, and says where else to look."""

from __future__ import annotations

import pytest

from roundtable_cli.guides import handbook

TEXT = "# Title\n\n## Keys\n\na\n\n### `[indicators.CODE] rt:key`\n\nb\n\n```\n# a comment\n```\n\n## Other\n\nc\n"


def test_sections_end_where_the_next_of_their_level_begins() -> None:
    """A sign of comment in an example is no heading."""
    sections = [*handbook.guide_sections(TEXT)]
    assert [(section.heading, section.level) for section in sections] == [
        ("Title", 1),
        ("Keys", 2),
        ("`[indicators.CODE] rt:key`", 3),
        ("Other", 2),
    ]
    assert sections[1].text == TEXT[TEXT.index("## Keys") : TEXT.index("\n## Other")]


def test_a_heading_is_found_by_each_of_its_words() -> None:
    """With a prefix and without; a heading in plain words in the singular too."""
    assert {"rt:key", "key", "indicators", "code"} <= {*handbook.heading_words("`[indicators.CODE] rt:key`")}
    assert {"bands", "band"} <= {*handbook.heading_words("Bands")}


def test_each_guide_has_a_title_and_its_parts_are_found() -> None:
    """By the first word of each heading below the title."""
    for name in handbook.guide_names():
        assert handbook.guide_title(name)
        for section in handbook.guide_sections(handbook.guide_text(name)):
            if section.level > 1:
                assert section.heading in handbook.guide_part(name, section.heading.strip("`"))


def test_what_is_not_there_is_told_with_the_nearest() -> None:
    """A guide or a part that no guide has."""
    with pytest.raises(handbook.UnknownGuideError) as unknown:
        handbook.guide_text("definition")
    assert "definitions" in handbook.explain_unknown("definition", "", unknown.value.known)
    with pytest.raises(handbook.UnknownGuideError):
        handbook.guide_part("files", "zebra")
    assert "definitions" in handbook.explain_unknown("files", "tolerance", ())
