"""Programs of the machine that some tests need: Java, LibreOffice."""

from __future__ import annotations

import os
import shutil

import pytest


def check_program(name: str, title: str) -> None:
    """Skips the test where a program is not installed; in CI, where all is tested, that is a failure."""
    if shutil.which(name):
        return
    missing = f"not installed: {title}"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
