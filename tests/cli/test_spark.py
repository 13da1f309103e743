"""Spark as a user starts it: on this machine and on a cluster, without chatter, and with nothing left behind.

These tests run the command in processes of their own, and without what tests/spark.py sets to be quick.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import spark
from tests.conftest import Run
from tests.register import described, written

pytestmark = pytest.mark.long
PLAIN = {"PYSPARK_SUBMIT_ARGS": "pyspark-shell", "SPARK_MASTER": "local[2]"}


@pytest.fixture(autouse=True)
def java() -> None:
    """Nothing here is possible without it."""
    spark.check_java()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a CSV file that no Python reads for an engine."""
    return written(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def columnar(large: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as Parquet."""
    from pyarrow import csv, parquet

    folder = tmp_path_factory.mktemp("columnar")
    parquet.write_table(csv.read_csv(large / "people.csv"), folder / "people.parquet")
    return described(folder, "people.parquet")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of Spark Connect, which ends with the tests."""
    spark.check_java()
    import pyspark

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home, place = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("server")
    settings = {"grpc.binding.port": port, "grpc.binding.address": "127.0.0.1"}
    with (place / "log").open("w") as log:
        server = subprocess.Popen(
            [home / "bin" / "spark-submit", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
             "--master", "local[2]", "--conf", "spark.ui.enabled=false",
             "--conf", "spark.sql.shuffle.partitions=2", "--driver-java-options", spark.JAVA,
             *(part for name, value in settings.items() for part in ("--conf", f"spark.connect.{name}={value}"))],
            env=os.environ | {"SPARK_HOME": str(home)}, cwd=place, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        await_port(port, server)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers, at most a minute and a half."""
    for _ in range(900):
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("no server of Spark Connect within 90 seconds")


def test_a_cluster_answers_as_this_machine_does(run: Run, cluster: str, large: Path, columnar: Path) -> None:
    """Small tables are sent there; large ones, of texts or Parquet, are read there, wherever the user stands."""
    sample = run("summary", "--data", "sample", "-f", "csv")
    answer = run("summary", "--data", "sample", "-f", "csv", "--engine", "spark", SPARK_REMOTE=cluster)
    assert (answer.returncode, answer.stderr, answer.stdout) == (0, "", sample.stdout)

    asked = ("summary", "--by", "sex", "-p", "2018Q1", "-f", "csv")
    wanted = run(*asked, "--data", large)
    for folder in (Path("..") / large.name, columnar):
        answer = run(*asked, "--data", folder, "--engine", "spark", cwd=columnar, SPARK_REMOTE=cluster)
        assert (answer.returncode, answer.stderr, answer.stdout) == (0, "", wanted.stdout)


def test_this_machine_answers_and_keeps_nothing(run: Run, tmp_path: Path, large: Path) -> None:
    """Compiled, on several cores; no word of Java's, and at the end no file here or among the temporary ones."""
    asked, temporary, here = ("summary", "--by", "sex", "-f", "csv"), tmp_path / "temporary", tmp_path / "here"
    temporary.mkdir()
    here.mkdir()
    places = {
        "TMPDIR": str(temporary),
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={temporary} -XX:-UsePerfData -XX:TieredStopAtLevel=1",
    }
    answer = run(*asked, "--data", large, "--engine", "spark", cwd=here, **PLAIN, **places)

    assert (answer.returncode, answer.stderr, answer.stdout) == (0, "", run(*asked, "--data", large).stdout)
    assert gone(temporary), list(temporary.rglob("*"))
    assert not [*here.iterdir()]


def gone(folder: Path) -> bool:
    """Whether a folder is emptied within ten seconds: Java ends after the command does."""
    for _ in range(100):
        if not [*folder.iterdir()]:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"SPARK_REMOTE": "sc://127.0.0.1:1"}, "sc://127.0.0.1:1 can't be reached: Connection refused"),
        ({"SPARK_REMOTE": "sc://127.0.0.1:1/;token=SECRET"}, "sc://127.0.0.1:1/ can't be reached: Connection refused"),
        ({"SPARK_MASTER": "spark://127.0.0.1:1,127.0.0.1:2"}, "spark://127.0.0.1:1,127.0.0.1:2 can't be reached"),
        ({"SPARK_REMOTE": "sc://no.such.host.invalid"}, "sc://no.such.host.invalid can't be reached"),
        ({"SPARK_MASTER": "spark://127.0.0.1:1"}, "spark://127.0.0.1:1 can't be reached: Connection refused"),
        ({"PATH": "", "JAVA_HOME": ""}, "there is no Java on this machine"),
        ({"JAVA_HOME": "/nowhere"}, "there is no Java on this machine"),
    ],
)
def test_what_spark_lacks_is_one_line(run: Run, environment: dict[str, str], message: str) -> None:
    """At once, not after the minutes for which Spark itself would try."""
    began = time.monotonic()
    answer = run("summary", "--data", "sample", "--engine", "spark", **environment)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"spark: {message}")
    assert answer.stderr.count("\n") == 1
    assert "SECRET" not in answer.stderr
    assert time.monotonic() - began < 20  # of which the machine may take what it likes; it is about one


def test_the_sample_is_computed_by_who_is_asked(run: Run) -> None:
    """Also where it stands in for a project that is not there."""
    answer = run("summary", "--engine", "spark", PATH="", JAVA_HOME="")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("spark: there is no Java on this machine")


def test_another_server_is_no_cluster(run: Run) -> None:
    """Somebody answers, and never says a word that Spark would."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"sc://127.0.0.1:{server.getsockname()[1]}"
        began = time.monotonic()
        answer = run("summary", "--data", "sample", "--engine", "spark", SPARK_REMOTE=address)
    fault, remedy = "what answers there is no Spark Connect", "start the cluster, or correct the address"
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"spark: {address} can't be reached: {fault} — {remedy}\n"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("seconds", [1.5, 6])
def test_who_stops_it_waits_for_nothing(tmp_path: Path, large: Path, seconds: float) -> None:
    """Ctrl-C while Spark starts, or works: one line, and no Java that goes on."""
    place = tmp_path / "place"
    place.mkdir()
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "roundtable_cli", "summary", "--data", large, "--engine", "spark", "--by", "sex"],
            cwd=place, stdout=out, stderr=err, env=os.environ | PLAIN, start_new_session=True,
        )  # fmt: skip
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        code = process.wait(10)

    done = (0, "") if (tmp_path / "out").read_text() else (130, "stopped\n")
    assert (code, (tmp_path / "err").read_text()) == done
    assert ended(process.pid)


def ended(session: int) -> bool:
    """Whether no process of a session is left within ten seconds."""
    for _ in range(100):
        if not subprocess.run(
            ["ps", "-o", "pid=", "-g", str(session)], capture_output=True, check=False
        ).stdout.strip():
            return True
        time.sleep(0.1)
    return False
