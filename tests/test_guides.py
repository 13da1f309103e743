"""The handbook tells the truth: its examples run, and what the program knows stands in it, no more and no less."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from roundtable_cli import guides
from tests.conftest import Run
from tests.consoles import Console, blocks_of, check_page, copy_examples, install_command

NAMES = guides.guide_names()


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A shell in a folder like a clone, in which `rt-stats` is the program under test."""
    programs, folder = tmp_path / "programs", tmp_path / "clone"
    programs.mkdir()
    folder.mkdir()
    return Console(install_command(programs), copy_examples(folder))


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_shows_what_the_commands_print(name: str, console: Console) -> None:
    """Every console block, run from the first to the last in one folder."""
    check_page(guides.FOLDER / f"{name}.md", console)


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_reads_well_unrendered(name: str) -> None:
    """Lines that fit on a terminal, but for what commands print; one title, and no heading twice below one other."""
    text = guides.guide_text(name)
    titles = [section.heading for section in guides.guide_sections(text) if section.level == 1]
    assert len(titles) == 1
    assert text.startswith(f"# {titles[0]}\n")
    assert [line for line in text.splitlines() if len(line) > 120 and not line.startswith(("|", " "))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_guides_toml_is_toml(name: str) -> None:
    """An example that does not parse helps nobody."""
    for block in blocks_of(guides.guide_text(name), "toml"):
        tomllib.loads(block)


def test_the_list_has_a_line_for_each_guide(run: Run) -> None:
    """`rt-stats guide`, with no project anywhere."""
    done = run("guide")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(NAMES)
    assert done.stderr == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_printed_as_it_is(name: str, run: Run) -> None:
    """To a pipe: the file, letter by letter."""
    assert run("guide", name).stdout == (guides.FOLDER / f"{name}.md").read_text(encoding="utf-8")
