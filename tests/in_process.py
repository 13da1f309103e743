"""The command called in this process: quicker than in one of its own, where the process makes no difference."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest

from roundtable_cli.cli.main import run as run_main

ROOT = Path(__file__).parents[1]


def call(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """As the fixture `run`, but in this process: quicker, where the shell makes no difference."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RT_STATS", "COLUMNS"))}
    argv = ["rt-stats", *map(str, arguments)]
    patches = (patch("sys.argv", argv), patch("sys.stdout", out), patch("sys.stderr", err))
    with ExitStack() as stack:
        for context in (*patches, patch.dict(os.environ, inherited | {"COLUMNS": "80"} | environment, clear=True)):
            stack.enter_context(context)
        stack.enter_context(contextlib.chdir(cwd or ROOT / "tests" / "cli" / "commands"))
        ended = stack.enter_context(pytest.raises(SystemExit))
        run_main()
    gc.unfreeze()  # what the command has frozen on its way out: this process goes on
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(argv, int(ended.value.code or 0), *texts)
