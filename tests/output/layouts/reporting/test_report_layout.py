"""The sections of a report, as its Markdown shows them."""

from __future__ import annotations

import re

import pytest

from roundtable_cli.output.language.words import LanguageWords
from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process
SECTIONS = ("report-headline", "report-tracking", "report-data", "report-sheets")


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_sections_in_each_language(run: Run, language: str) -> None:
    """The sections stand in order, under headings in the language."""
    done = run("report", "-d", "sample", "--lang", language)
    assert (done.returncode, done.stderr) == (0, "")
    words = LanguageWords(language)
    headings = re.findall(r"^## (.+)$", done.stdout, re.MULTILINE)
    assert [one for one in headings if one in map(words, SECTIONS)] == [*map(words, SECTIONS)]


def test_only_what_is_set_is_tracked(run: Run) -> None:
    """The tracking table has the indicators with a target or a baseline, and no column in which nothing stands."""
    done = run("report", "-d", "sample")
    tracked = done.stdout.split("## Progress against targets")[1].split("\n## ")[0]
    assert re.findall(r"^\| (\S+)", tracked, re.MULTILINE) == ["code", "pilot\\_settlements"]
    assert "baseline" not in tracked


def test_nothing_set_and_nothing_broken_down(run: Run, make: Make) -> None:
    """Without targets there is no tracking table; without a row the figures are there all the same."""
    folder = make('[indicators.people]\ntable="people"\nmeasure="count"\n', {"people": "id,sex\n"})
    done = run("report", "-d", folder)
    assert done.returncode == 0
    assert "Progress against targets" not in done.stdout
    assert re.search(r"^\| people +\| people +\| +0 \|", done.stdout, re.MULTILINE)


def test_data_page(run: Run) -> None:
    """The page on the data names the files, and the rows of a breakdown that are not recorded."""
    page = run("report", "-d", "sample", "--by", "sex", "activists").stdout.split("## About the data")[1]
    assert "activists.csv" in page
    assert re.search(r"^\| activists +\| Sex +\| +4 \| +112 \|", page, re.MULTILINE)
