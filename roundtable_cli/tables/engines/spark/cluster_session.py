"""Where Spark runs: on this machine, by a master, or on a cluster that is reached over Spark Connect."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyspark import java_gateway
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from roundtable_cli.errors import EngineFailure, Finding
from roundtable_cli.finding_codes import ENGINE_FAILURE

REMOTE_VARIABLE, MASTER_VARIABLE = "SPARK_REMOTE", "SPARK_MASTER"  # of the environment: where a cluster is
CONNECT_TIMEOUT = 4.0  # seconds to reach it
_DEFAULT_PORTS = {"sc": 15002, "spark": 7077}
_SESSION_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # times as they are written, in no zone
    "spark.sql.caseSensitive": "true",
}
_LOCAL_SETTINGS = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1))}
_SINGLE_CORE = "local[1]"  # one core has no other to share rows with


def start_session() -> Any:
    """The session. Refused where there is no Java, or where the cluster can't be reached."""
    remote, master = os.environ.get(REMOTE_VARIABLE, ""), os.environ.get(MASTER_VARIABLE, "local[*]")
    builder = SparkSession.builder.appName("rt-stats")
    if remote:
        _check_reachable(remote)
    else:
        _check_java()
        _check_reachable(master)
        builder = builder.master(master)
    if not remote and master.startswith("local"):
        settings = _LOCAL_SETTINGS | ({"spark.sql.shuffle.partitions": "1"} if master == _SINGLE_CORE else {})
        for name, value in settings.items():
            builder = builder.config(name, value)
    with _silencing_stderr(), _stopping_java_on_error(), _keeping_sigint_handler():
        try:
            session = builder.getOrCreate()
        except PySparkException as error:
            raise _start_failure(error) from None
        for name, value in _SESSION_SETTINGS.items():
            session.conf.set(name, value)
    return session


def _start_failure(error: PySparkException) -> EngineFailure:
    """The failure of a session, with the address that may be to blame."""
    fault = str(error).partition("\n")[0].partition("] ")[2] or type(error).__name__
    addresses = [
        f"{name}={_url_without_secrets(url)}"
        for name in (REMOTE_VARIABLE, MASTER_VARIABLE)
        if (url := os.environ.get(name))
    ]
    remedy = f"correct the address {addresses[0]}" if addresses else "check that Java 17 or later works: java -version"
    return EngineFailure(Finding(ENGINE_FAILURE, f"Spark does not start: {fault}", remedy, column="spark"))


def _check_java() -> None:
    """Refused where Spark can't start, with what it needs."""
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        remedy = f"install Java 17 or later and set JAVA_HOME, or name a cluster: {REMOTE_VARIABLE}=sc://host"
        raise EngineFailure(Finding(ENGINE_FAILURE, "there is no Java on this machine", remedy, column="spark"))


def _check_reachable(url: str) -> None:
    """Refused where nobody answers at the address of a cluster; Spark itself would try for minutes."""
    scheme, _, hosts = _url_without_secrets(url).rstrip("/").partition("://")
    if scheme not in _DEFAULT_PORTS or not hosts:
        return
    # A master may have substitutes: several hosts, of which one has to answer.
    reasons = [_unreachable_reason(host, _DEFAULT_PORTS[scheme]) for host in hosts.split(",")]
    if all(reasons):
        raise _unreachable_failure(url, reasons[0])
    with _silencing_stderr():  # the libraries that it imports warn there
        is_known = scheme != "sc" or _is_spark_connect(url)
    if not is_known:
        raise _unreachable_failure(url, "what answers there is no Spark Connect")


def _unreachable_reason(host: str, port: int) -> object:
    """Why nobody answers at an address; nothing where somebody does."""
    try:
        parts = urlsplit(f"//{host}")
        socket.create_connection((parts.hostname or "", parts.port or port), CONNECT_TIMEOUT).close()
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or error
    return None


def _url_without_secrets(url: str) -> str:
    """An address without what nobody else is to read: its options, tokens among them, and the user's name."""
    scheme, mark, rest = url.partition(";")[0].partition("://")
    return scheme + mark + rest.rpartition("@")[2]


def _is_spark_connect(url: str) -> bool:
    """Whether what answers at an address is a server of Spark Connect."""
    import grpc  # half a second, which is needed for Spark Connect alone
    from pyspark.sql.connect.client import DefaultChannelBuilder

    channel = DefaultChannelBuilder(url).toChannel()
    try:
        grpc.channel_ready_future(channel).result(CONNECT_TIMEOUT)
    except grpc.FutureTimeoutError:
        return False
    finally:
        channel.close()
    return True


def _unreachable_failure(url: str, reason: object) -> EngineFailure:
    remedy = "start the cluster, or correct the address"
    return EngineFailure(
        Finding(ENGINE_FAILURE, f"{_url_without_secrets(url)} can't be reached: {reason}", remedy, column="spark")
    )


@contextmanager
def _stopping_java_on_error() -> Iterator[None]:
    """Within it, the Java that PySpark starts is ended where the start fails or is stopped.

    PySpark holds the process in a local variable until Java answers, and has no hook for it: only by standing in for
    the `Popen` that it has imported, while it starts, can the process be known.
    """
    gateway: Any = java_gateway  # to mypy, what a module imports is not for others
    processes, popen = list[subprocess.Popen[bytes]](), gateway.Popen

    def start_and_remember(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        processes.append(popen(*args, **kwargs))
        return processes[-1]

    gateway.Popen = start_and_remember
    try:
        yield
    except BaseException:
        for process in processes:
            process.terminate()
        raise
    finally:
        gateway.Popen = popen


@contextmanager
def _keeping_sigint_handler() -> Iterator[None]:
    """Within it, PySpark sets a handler of its own for Ctrl-C, which would talk to Java in the middle of an answer."""
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is not handler:
            signal.signal(signal.SIGINT, handler)


@contextmanager
def _silencing_stderr() -> Iterator[None]:
    """Within it, nothing is written to stderr: PySpark warns there, and Java, which inherits it, would to its end."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
