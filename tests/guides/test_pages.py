"""The handbook tells the truth: its examples run, and what the program knows stands in it, no more and no less."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import roundtable_cli
from roundtable_cli.guides import handbook
from tests.consoles import Console, blocks_of, check_page, copy_examples, install_command

NAMES = handbook.guide_names()


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A shell in a folder like a clone, in which `rt-stats` is the program under test."""
    programs, folder = tmp_path / "programs", tmp_path / "clone"
    programs.mkdir()
    folder.mkdir()
    return Console(install_command(programs), copy_examples(folder))


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_guide_shows_what_the_commands_print(name: str, console: Console) -> None:
    """Every console block, run from the first to the last in one folder."""
    check_page(handbook.FOLDER / f"{name}.md", console)


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_reads_well_unrendered(name: str) -> None:
    """One title, and lines that fit on a terminal, but for tables and what stands in fences."""
    text = handbook.guide_text(name)
    titles = [section.heading for section in handbook.guide_sections(text) if section.level == 1]
    assert len(titles) == 1
    assert text.startswith(f"# {titles[0]}\n")
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > 120 and not line.startswith("|")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_example_is_broken(name: str) -> None:
    """A refusal may be shown; what a shell, or a mistake in the program, says may not."""
    shown = "\n".join(blocks_of(handbook.guide_text(name), "console"))
    assert [mark for mark in ("bash: ", "Traceback", "internal error", "No such file") if mark in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_guides_toml_is_toml(name: str) -> None:
    """An example that does not parse helps nobody."""
    for block in blocks_of(handbook.guide_text(name), "toml"):
        tomllib.loads(block)


def test_every_guide_has_its_place() -> None:
    """In the list, newcomers' guides come first; a guide that is not in it would come last, unnoticed."""
    assert {*NAMES} <= {*handbook.ORDER}
    assert {"start", "definitions", "files", "checks", "reports", "scripts"} <= {*NAMES}


def test_the_environment_variables_are_told() -> None:
    """Every variable that the program reads stands in the guide on scripts."""
    known = re.compile(r'(?:"(RT_STATS_[A-Z]+|SPARK_[A-Z]+)"|environ(?:\.get\(|\[)"([A-Z_]+)")')
    texts = [path.read_text(encoding="utf-8") for path in Path(roundtable_cli.__file__).parent.rglob("*.py")]
    read = {name for text in texts for pair in known.findall(text) for name in pair if name}
    assert len(read) > 5
    assert [name for name in sorted(read) if f"`{name}`" not in handbook.guide_text("scripts")] == []
