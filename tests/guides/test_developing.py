"""The guide for people who change the program: what it names is there."""

from __future__ import annotations

import re

import pytest

from roundtable_cli.guides import handbook
from tests.conftest import ROOT

PACKAGE = ROOT / "roundtable_cli"
QUOTED = sorted({*re.findall(r"`([^`\n]+)`", handbook.guide_text("developing"))})
PATHS = [text for text in QUOTED if re.fullmatch(r"[a-z_]+(?:/[a-z_]+)*(?:/|/[a-z_]+\.py|/[a-z_]+\.toml)", text)]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_there(path: str) -> None:
    """A folder or a module that was moved is named where it is now; tests are named from the top."""
    assert (PACKAGE / path).exists() or (ROOT / path).exists()


def test_paths_are_found() -> None:
    """The test above looks at the paths of the guide."""
    assert len(PATHS) > 60
