"""The guide `definitions` has a heading for every key of indicators.toml that is read, and its examples are read so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.guides import handbook
from roundtable_cli.indicators.definitions.conditions import ANY, CONDITION_KEYS
from roundtable_cli.indicators.definitions.data_columns import RESERVED_NAMES
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.tracking.plan import PLAN_COLUMNS
from tests.consoles import blocks_of
from tests.guides.watched_reader import ITEM, MARK, KeyPath, known_keys, paths_of

GUIDE = handbook.guide_text("definitions")
SECTIONS = {section.heading: section.text for section in handbook.guide_sections(GUIDE)}
HEADING = re.compile(r"\[(?P<place>[\w.]+)\] (?P<keys>.+)")
BLOCKS = blocks_of(GUIDE, "toml")


def headed(*places: str) -> set[KeyPath]:
    """The paths of the keys that have a heading, of some places or all; what is in capitals is a project's own name."""
    found = set[KeyPath]()
    for heading in SECTIONS:
        if (match := HEADING.fullmatch(heading)) and (not places or match["place"] in places):
            for key in match["keys"].split(", "):
                steps = f"{match['place']}.{key}".split(".")
                found.add(tuple(MARK if step.isupper() else step for step in steps))
    return found


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[KeyPath]:
    """The keys that the reader knows; those of the tables in a list as if it were one table."""
    found = known_keys(tmp_path_factory.mktemp("known"))
    return {tuple(step for step in path if step != ITEM) for path in found}


def test_every_key_that_is_read_has_a_heading(known: set[KeyPath]) -> None:
    """What a section is for stands at the section; of a table of keys, the keys in it may be enough."""
    keys = {path for path in known if len(path) > 1}
    inner = {path[:-1] for path in headed()}
    assert keys - headed() - inner == set()
    assert {path[0] for path in known} == {path[0] for path in headed()} - {"conditions", "plan"}


def test_no_heading_names_a_key_that_nobody_reads(known: set[KeyPath]) -> None:
    """A key that was renamed in the program is renamed here."""
    assert {path for path in headed() if path[0] not in {"conditions", "plan"}} - known == set()


def test_the_tests_of_a_condition_have_headings() -> None:
    """`not`, `min` and the others, and `any`, which stands in the place of a name."""
    assert {path[-1] for path in headed("conditions")} == {*CONDITION_KEYS, ANY}


def test_the_columns_of_a_plan_have_headings() -> None:
    """Those that are read."""
    assert {path[-1] for path in headed("plan")} == {*PLAN_COLUMNS}


def test_the_words_that_a_key_takes_are_told() -> None:
    """Every measure, unit of time and reserved word."""
    assert [one for one in MEASURES if f"`{one}`" not in SECTIONS["[indicators.CODE] measure"]] == []
    reserved = SECTIONS["Reserved words"]
    assert [word for word in (*RESERVED_NAMES, *MONTHS_PER_UNIT) if f"`{word}`" not in reserved] == []


@pytest.mark.parametrize("block", BLOCKS, ids=[" ".join(block.split()[:2]) for block in BLOCKS])
def test_an_example_is_read_without_a_fault(block: str, tmp_path: Path) -> None:
    """By the reader of the program, each by itself."""
    (tmp_path / "indicators.toml").write_text(block, encoding="utf-8")
    Project.open(tmp_path)


def test_every_key_stands_in_an_example() -> None:
    """Of each section, all that has a heading; a key that several sections have is shown once at least."""
    shown = {path[-1] for block in BLOCKS for path in paths_of(tomllib.loads(block))}
    missing = {path for path in headed() if path[0] != "plan" and path[-1] not in shown}
    assert missing == set()


def test_one_key_of_a_guide_is_printed() -> None:
    """By the key alone, from each section that has it."""
    assert "0.15" in handbook.guide_part("definitions", "tolerance")
    assert handbook.guide_part("definitions", "label").count("### [") == len(
        [path for path in headed() if path[-1] == "label"]
    )
