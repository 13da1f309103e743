"""How a session starts: what is in the way is told, and nothing of others stays changed."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyspark import java_gateway

from roundtable_cli.errors import EngineFailure
from roundtable_cli.tables.engines.spark import cluster_session


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sc://host:15002/;token=SECRET", "sc://host:15002/"),
        ("sc://user:SECRET@host", "sc://host"),
        ("spark://a:7077,b:7077", "spark://a:7077,b:7077"),
        ("local[*]", "local[*]"),
    ],
)
def test_an_address_is_shown_without_secrets(url: str, shown: str) -> None:
    """Messages land in logs and mails."""
    assert cluster_session._url_without_secrets(url) == shown


def test_there_is_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told before Spark tries."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineFailure, match="there is no Java on this machine — install Java 17 or later"):
        cluster_session._check_java()


@pytest.mark.parametrize("url", ["spark://127.0.0.1:1", "sc://127.0.0.1:1", "spark://:x"])
def test_an_address_where_nobody_answers(url: str) -> None:
    """It is told at once; Spark would try for minutes."""
    with pytest.raises(EngineFailure, match=r"can't be reached: .* — start the cluster, or correct the address"):
        cluster_session._check_reachable(url)


def test_java_is_stopped_where_the_start_is() -> None:
    """And whoever starts processes afterwards starts them as ever."""
    gateway: Any = java_gateway
    popen, processes = gateway.Popen, list[subprocess.Popen[bytes]]()

    def start() -> None:
        with cluster_session._stopping_java_on_error():
            processes.append(gateway.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start()
    assert processes[0].wait(10) != 0
    assert gateway.Popen is popen


def test_nothing_of_others_is_changed(capfd: pytest.CaptureFixture[str]) -> None:
    """The handler of Ctrl-C, stderr and the root of all loggers are as they were."""
    handler, filters = signal.getsignal(signal.SIGINT), [*logging.getLogger().filters]
    with cluster_session._silencing_stderr(), cluster_session._keeping_sigint_handler():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.write(2, b"chatter")
    os.write(2, b"heard")
    assert signal.getsignal(signal.SIGINT) is handler
    assert logging.getLogger().filters == filters
    assert capfd.readouterr().err == "heard"
