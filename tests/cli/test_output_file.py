"""`-o`: written whole or not at all, and nothing of the project overwritten."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import ROOT, Make, Run
from tests.in_process import call

COMMAND = f"{shlex.quote(sys.executable)} -m roundtable_cli"
BROKEN = '[indicators.a]\nlabel = "A"\ntable = "t"\nmeasure = "sum"\ncolumn = "x"\n'
SCHEMA = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "x", "type": "number"}]}}]}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "sample"))


def shell(script: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a script in sh; `RT` is the command."""
    script = script.replace("RT ", f"{COMMAND} ")
    return subprocess.run(["sh", "-c", script], cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.in_process
def test_a_file(run: Run, sample: Path, tmp_path: Path) -> None:
    """The file holds what standard output would, and that is silent; the ending decides the format, -f before it."""
    out = tmp_path / "out"
    out.mkdir()
    done = run("get", "activists", "-o", out / "a.json", cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (out / "a.json").read_text(encoding="utf-8") == run("get", "activists", "-f", "json", cwd=sample).stdout
    run("summary", "activists", "-f", "csv", "-o", out / "a.md", cwd=sample)
    assert (out / "a.md").read_text(encoding="utf-8").startswith("code,indicator,value")
    run("summary", "activists", "-o", out / "b.MD", cwd=sample)
    assert "| activists |" in (out / "b.MD").read_text(encoding="utf-8")
    assert {path.name for path in out.iterdir()} == {"a.json", "a.md", "b.MD"}


def test_permissions(sample: Path, tmp_path: Path) -> None:
    """A file that was there keeps its permissions, a new one gets the usual ones; a link stays a link to the file."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.csv").touch(mode=0o600)
    (out / "old.csv").chmod(0o640)
    (out / "link.csv").symlink_to("old.csv")
    done = shell("umask 027; RT get activists -o ../out/new.csv && RT get activists -o ../out/link.csv", sample)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((out / "old.csv").stat().st_mode) == 0o640
    assert stat.S_IMODE((out / "new.csv").stat().st_mode) == 0o640
    assert (out / "link.csv").is_symlink()
    assert "106" in (out / "old.csv").read_text(encoding="utf-8")
    assert {path.name for path in out.iterdir()} == {"old.csv", "new.csv", "link.csv"}


@pytest.mark.parametrize("arguments", [("summary", "nope"), ("summary", "--where", "sex=nope"), ("summary",)])
def test_failed_call(make: Make, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A run that fails leaves the file as it was, and nothing beside it."""
    folder, out = make(BROKEN, {"t": "x\n1\nbroken\n"}, SCHEMA), tmp_path / "out"
    out.mkdir()
    (out / "old.csv").write_text("last quarter\n", encoding="utf-8")
    done = call(*arguments, "-o", out / "old.csv", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert [(path.name, path.read_text(encoding="utf-8")) for path in out.iterdir()] == [("old.csv", "last quarter\n")]


def test_disk_full_half_way(sample: Path, tmp_path: Path) -> None:
    """When writing fails half-way the old file stays whole, nothing is left beside it, and one line says why."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.csv").write_text("last quarter\n", encoding="utf-8")
    done = shell("ulimit -f 0; RT summary -o ../out/old.csv", sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "old.csv" in done.stderr
    assert [(path.name, path.read_text(encoding="utf-8")) for path in out.iterdir()] == [("old.csv", "last quarter\n")]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("nowhere/x.csv", "nowhere"),
        (".", "folder"),
        ("x.docx", ".docx"),
        ("activists.csv/x.csv", "activists.csv"),
    ],
)
def test_where_it_can_not_go(sample: Path, output: str, said: str) -> None:
    """A missing folder, a folder, an unknown ending: refused with the reason, and nothing written."""
    before = sorted(path.name for path in sample.iterdir())
    done = call("summary", "-o", output, cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in sample.iterdir()) == before


def test_known_endings_are_named(sample: Path) -> None:
    """An unknown ending is answered with the ones that are known."""
    done = call("summary", "-o", "x.docx", cwd=sample)
    assert all(ending in done.stderr for ending in (".csv", ".md", ".html", ".json", "-f"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody can write to")
def test_unwritable(run: Run, sample: Path) -> None:
    """A place that can't be written to is refused in one message that names it as the user did."""
    done = run("summary", "-o", "/proc/summary.csv", cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert "/proc/summary.csv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only(run: Run, sample: Path, tmp_path: Path) -> None:
    """A file that is read-only is not replaced."""
    kept = tmp_path / "kept.csv"
    kept.write_text("last quarter\n", encoding="utf-8")
    kept.chmod(0o444)
    done = run("summary", "-o", kept, cwd=sample)
    assert done.returncode == 2
    assert kept.read_text(encoding="utf-8") == "last quarter\n"


OWN = {
    "definitions": ("-o", "indicators.toml"),
    "package": ("-o", "datapackage.json"),
    "table": ("-o", "activists.csv"),
    "another way to it": ("-o", "../sample/grants.csv"),
    "link": ("-o", "link.csv"),
    "hard link": ("-o", "hard-link.csv"),
    "other definitions": ("--indicators", "other.toml", "-o", "other.toml"),
    "other file": ("--table", "activists=new.csv", "-o", "new.csv"),
    "file that another stands for": ("--table", "activists=new.csv", "-o", "activists.csv"),
}


@pytest.mark.parametrize("options", OWN.values(), ids=OWN.keys())
def test_own_files(sample: Path, options: tuple[str, ...]) -> None:
    """The project's own files are never overwritten, however they are called."""
    (sample / "link.csv").symlink_to("trainings.csv")
    (sample / "hard-link.csv").hardlink_to(sample / "trainings.csv")
    shutil.copy(sample / "indicators.toml", sample / "other.toml")
    shutil.copy(sample / "activists.csv", sample / "new.csv")
    before = {path.name: path.read_bytes() for path in sample.iterdir()}
    done = call("summary", *options, "-f", "csv", cwd=sample)
    assert {path.name: path.read_bytes() for path in sample.iterdir()} == before
    assert (done.returncode, done.stdout) == (2, "")
    assert options[-1] in done.stderr


def test_a_file_that_a_pattern_would_take_for_data_is_not_written(sample: Path) -> None:
    """The next run would count results as records. Elsewhere, and with another name, it is written."""
    package = json.loads((sample / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"][0]["path"] = "activists*.csv"
    (sample / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (sample / "out").mkdir()
    for command in ("summary", "track", "check"):
        done = call(command, "-f", "json", "-o", "activists-2018.csv", cwd=sample)
        assert (done.returncode, (sample / "activists-2018.csv").exists()) == (2, False)
        assert 'would be read as data from then on: datapackage.json has the path "activists*.csv"' in done.stderr
    for name in ("results.csv", "out/activists-2018.csv"):
        assert call("summary", "-o", name, cwd=sample).returncode == 0
        assert (sample / name).exists()


def test_named_pipe(run: Run, sample: Path, tmp_path: Path) -> None:
    """A named pipe is written into, and stays a pipe."""
    pipe, found = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = Thread(target=lambda: found.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    done = run("get", "activists", "-o", pipe, cwd=sample)
    reader.join(10)
    assert (done.returncode, done.stderr, found) == (0, "", ["106\n"])
    assert stat.S_ISFIFO(pipe.stat().st_mode)


STREAMS = {
    "standard input's file": ("RT summary --data - -f csv -o a.csv < a.csv", "a.csv"),
    "a link to it": ("ln -s a.csv b.csv; RT summary --data - -o b.csv < a.csv", "b.csv"),
    "a table from standard input": ("RT check - -f json -o ./a.csv < a.csv", "a.csv"),
    "standard output": ("RT summary --data a.csv >> a.csv", "a.csv"),
    "standard output by its path": ("RT summary --data a.csv -o /dev/stdout 1<> a.csv", "a.csv"),
    "both": ("RT summary --data - -f csv < a.csv 1<> a.csv", "standard input"),
}
USUAL_STREAMS = ("standard input's file", "standard output")
STREAM_CASES = [
    pytest.param(*one, id=name, marks=() if name in USUAL_STREAMS else pytest.mark.long)
    for name, one in STREAMS.items()
]


@pytest.mark.parametrize(("script", "said"), STREAM_CASES)
def test_what_a_shell_has_opened(tmp_path: Path, script: str, said: str) -> None:
    """The file behind standard input or output is not written onto while it is read."""
    (tmp_path / "a.csv").write_text("id,sex\n1,f\n2,m\n", encoding="utf-8")
    done = shell(script, tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "id,sex\n1,f\n2,m\n"


@pytest.mark.long
def test_a_full_disk_names_the_copy(tmp_path: Path) -> None:
    """`init` names the file that it could not write, and leaves nothing behind."""
    (tmp_path / "a.csv").write_text("id,n\n" + "1,22\n" * 4000, encoding="utf-8")
    done = shell("ulimit -f 4; RT init new a.csv", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("new/a.csv: ")
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_standard_output(run: Run, sample: Path) -> None:
    """/dev/stdout is standard output: a pipe, or a file to which more is written before and after."""
    done = run("get", "activists", "-o", "/dev/stdout", cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "106\n", "")
    shell("{ echo before; RT get activists -o /dev/stdout; echo after; } > out.txt", sample)
    assert (sample / "out.txt").read_text(encoding="utf-8") == "before\n106\nafter\n"


@pytest.mark.parametrize("links", [{"a": "a"}, {"a": "b", "b": "a"}])
def test_a_link_that_leads_back_to_itself(run: Run, tmp_path: Path, links: dict[str, str]) -> None:
    """Is named as what it is, whether at once or by another."""
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    done = run("get", "activists", "-d", "sample", "-o", "a", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert '"a" is a link that leads back to itself' in done.stderr


def test_the_current_folder_was_removed(tmp_path: Path) -> None:
    """That is said, and not that standard output is at fault."""
    done = shell("mkdir gone; cd gone; rmdir ../gone; RT summary", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("the current folder is there no more")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_that_is_written_in_part_is_a_fault(sample: Path, unbuffered: str) -> None:
    """Of a file that may grow no further, as on a nearly full disk, also where Python does not buffer: exit code 2."""
    settings = f"export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED={unbuffered}"
    done = shell(f"trap '' XFSZ; ulimit -f 8; {settings}; RT guide definitions > part.txt", sample)
    assert (done.returncode, done.stderr) == (2, "standard output: File too large\n")
