"""What a test of charts needs: the library that draws them, and a browser. In CI both are there, or the test fails."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest

needs_charts = pytest.mark.skipif(
    not find_spec("vl_convert") and not os.environ.get("CI"), reason="the extra `report` is not installed"
)
needs_browser = pytest.mark.skipif(
    not shutil.which("chromium") and not os.environ.get("CI"), reason="there is no chromium to look at the report with"
)
