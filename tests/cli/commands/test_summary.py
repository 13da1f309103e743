"""`rt-stats summary`, in a process of its own: tables for reading, data for scripts, and what it refuses."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Make, Run
from tests.in_process import call

pytestmark = pytest.mark.in_process

FIGURES = {
    "activists": 106,
    "settlements": 11,
    "staff_trained": 27,
    "staff_advised": 22,
    "initiatives_funded": 7,
    "grants_usd": 61933,
    "advocacy_actions": 8,
    "advocacy_participants": 265,
    "youth_programme_priorities": 5,
    "pilot_settlements": 10,
    "prevention_committees": 2,
    "administrations_represented": 4,
    "mtas_represented": 6,
}
PEOPLE = '[indicators.people]\nlabel = "People"\ntable = "people"\nmeasure = "unique"\ncolumn = "id"\n'
AMOUNT = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "x", "type": "number"}]}}
SUM = '[indicators.a]\nlabel = "A"\ntable = "t"\nmeasure = "sum"\ncolumn = "x"\n'


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project, as a newcomer's checkout has it: in ./data."""
    shutil.copytree(ROOT / "data", tmp_path / "checkout" / "data")
    return tmp_path / "checkout"


def invoke(*arguments: str, **environment: str) -> str:
    """What `summary` prints on the sample, or on the project that the environment names."""
    done = call("summary", *arguments, cwd=None, **{"RT_STATS_DATA": "sample"} | environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    """The records of csv."""
    return list(csv.DictReader(text.splitlines(), strict=True))


def test_all_headline_indicators(run: Run, sample: Path) -> None:
    """Without codes it prints all fourteen indicators with the published values, in their order, and is silent else."""
    done = run("summary", cwd=sample)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines() if not line.startswith(" ")]
    starts = [words[0] for words in lines if words and words[0] in {*FIGURES, "share_women"}]
    assert starts == [*FIGURES, "share_women"]
    for code, figure in FIGURES.items():
        (words,) = [words for words in lines if words[:1] == [code]]
        assert {f"{figure:,}", f"${figure:,}"} & {*words}
    assert "41 rows" in done.stdout
    assert "14 repeats" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_some_in_the_order_asked() -> None:
    """With codes it prints these, in the order asked, each once."""
    shown = invoke("grants_usd", "activists", "grants_usd", "-f", "csv")
    assert [(row["code"], row["value"]) for row in rows(shown)] == [("grants_usd", "61933"), ("activists", "106")]


def test_data_formats_agree() -> None:
    """csv, tsv, json and jsonl carry the same values, in every language the same."""
    csv_rows = rows(invoke("-f", "csv"))
    tsv = list(csv.DictReader(invoke("-f", "tsv").splitlines(), delimiter="\t"))
    objects: list[dict[str, Any]] = json.loads(invoke("-f", "json", "--lang", "ru"))
    lines = invoke("-f", "jsonl").splitlines()
    assert tsv == csv_rows
    assert [json.loads(line)["value"] for line in lines] == [row["value"] for row in objects]
    assert {row["code"]: row["value"] for row in objects}.items() >= FIGURES.items()
    assert [float(row["value"]) for row in csv_rows] == [row["value"] for row in objects]


def test_breakdowns() -> None:
    """One --by has a row per category and the total, two a row per pair; --no-total leaves the totals out."""
    one = rows(invoke("activists", "--by", "sex", "-f", "csv"))
    assert [row["sex"] for row in one] == ["female", "male", "not recorded", "total"]
    assert one[-1]["value"] == "106"
    two = rows(invoke("activists", "-b", "sex", "-b", "settlement", "-f", "csv", "--no-total"))
    assert len(two) == 3 * 11
    assert "total" not in {row["sex"] for row in two} | {row["settlement"] for row in two}


def test_period_and_filter(sample: Path) -> None:
    """A period and conditions choose the rows that are counted."""
    done = call("summary", "staff_trained", "-p", "2018Q1", "-w", "mta=M1,M4", "-f", "json", cwd=sample)
    with (sample / "data" / "trainings.csv").open(encoding="utf-8") as file:
        chosen = {
            row["staff_id"]
            for row in csv.DictReader(file)
            if row["kind"] == "training" and "2018-01" <= row["date"] < "2018-04" and row["mta"] in {"M1", "M4"}
        }
    assert chosen
    assert json.loads(done.stdout)[0]["value"] == len(chosen)


def test_languages() -> None:
    """--lang, else $RT_STATS_LANG, else the project's first language, chooses words and numbers."""
    heading = {"en": "value", "ru": "значение", "ky": "маани"}
    assert heading["ru"] in invoke("grants_usd", RT_STATS_LANG="ru")
    assert heading["ky"] in invoke("grants_usd", "--lang", "ky", RT_STATS_LANG="ru")
    assert heading["en"] in invoke("grants_usd")


def test_byte_identical(run: Run, sample: Path) -> None:
    """A rerun is byte-identical, whatever the order of Python's sets."""
    outputs = {run("summary", "--by", "sex", cwd=sample, PYTHONHASHSEED=seed).stdout for seed in ("0", "1")}
    assert len(outputs) == 1
    assert outputs != {""}


def test_no_project(run: Run) -> None:
    """With no project here a table of the sample is printed, headed SAMPLE DATA."""
    done = run("summary")
    assert (done.returncode, done.stderr) == (0, "")
    assert "SAMPLE DATA" in done.stdout
    assert "106" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary", "-f", "csv"),
        ("summary", "-f", "json"),
        ("summary", "-f", "env"),
        ("summary", "-o", "summary.md"),
        ("summary", "-o", "summary.csv"),
        ("get", "activists"),
        ("show", "-f", "csv"),
    ],
)
def test_no_invented_numbers_for_scripts(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """With no project here data formats, files and `get` are refused, and the refusal names --data sample."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--data sample" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_sample_by_its_name(run: Run) -> None:
    """--data sample, or the environment, asks for the sample from anywhere; a table of it is always headed so."""
    assert run("get", "activists", "--data", "sample").stdout == "106\n"
    assert "SAMPLE DATA" in invoke(RT_STATS_DATA="sample")
    assert "SAMPLE DATA" in invoke("--data", "sample", RT_STATS_DATA="nowhere")


def test_where_the_project_is(run: Run, sample: Path, make: Make) -> None:
    """--data, else $RT_STATS_DATA, else the nearest definitions here or above, else ./data."""
    other = make(PEOPLE, {"people": "id\n1\n2\n"})
    inner = other / "a" / "b"
    inner.mkdir(parents=True)
    assert run("get", "people", cwd=inner).stdout == "2\n"
    assert run("get", "people", cwd=sample, RT_STATS_DATA=str(other)).stdout == "2\n"
    assert run("get", "activists", "-d", "data", cwd=sample, RT_STATS_DATA=str(other)).stdout == "106\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("sumary",), '"summary"'),
        (("summary", "activsts"), '"activists"'),
        (("summary", "-f", "cvs"), '"csv"'),
        (("summary", "--lang", "rus"), '"ru"'),
        (("summary", "--by", "sxe"), '"sex"'),
        (("summary", "--where", "sxe=female"), '"sex"'),
        (("summary", "activists", "--where", "sex=femal"), '"female"'),
        (("summary", "--table", "activist=new.csv"), '"activists"'),
        (("summary", "--formt", "csv"), "--format"),
        (("summary", "--period", "2018Q5"), "2018Q4"),
        (("summary", "--data", "dat"), '"data"'),
        (("summary", "--table", "activists"), "NAME=FILE"),
        (("summary", "--table", "activists=a.csv", "--table", "activists=b.csv"), "activists is given two files"),
    ],
)
def test_the_nearest(sample: Path, arguments: tuple[str, ...], named: str) -> None:
    """What is unknown is refused with the nearest names there are, on stderr, with exit code 2."""
    done = call(*arguments, cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_unquoted_where(sample: Path) -> None:
    """A condition of which the shell took a part is refused with a word on quoting."""
    done = call("summary", "--where", "age", cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert "quotes" in done.stderr
    assert "age=18.." in done.stderr


def test_checked_before_loading(make: Make) -> None:
    """Codes, formats and paths are checked before any row is read: of broken rows nothing is said yet."""
    folder = make(SUM, {"t": "x\nbroken\n"}, {"resources": [AMOUNT]})
    for wrong in (("nope",), ("-f", "nope"), ("-o", "nope/x.csv"), ("-o", "x.nope")):
        done = call("summary", *wrong, cwd=folder)
        assert done.returncode == 2
        assert "nope" in done.stderr
        assert "broken" not in done.stderr


def test_refused_cells(run: Run, make: Make) -> None:
    """A cell that breaks its type refuses the number; the same fault in many rows is one line, with the remedy."""
    folder = make(SUM, {"t": "x\n1\n" + '"8 847,57"\n' * 13}, {"resources": [AMOUNT]})
    done = run("summary", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('t.csv: 13 rows (3–15), x: "8 847,57" is not a number — write "decimalChar": ","')
    assert len(done.stderr.splitlines()) == 1


def test_bad_byte(make: Make) -> None:
    """A byte that is none of the file's encoding is refused with its value and its row."""
    folder = make(SUM, {"t": "x\n" + "1\n" * 50})
    text = b"\xef\xbb\xbfx\n" + b"1\n" * 38 + b"\xd0\n" + b"1\n" * 10
    (folder / "t.csv").write_bytes(text)
    done = call("summary", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "t.csv row 40" in done.stderr
    assert "0xd0" in done.stderr


def broken(folder: Path, what: str) -> Path:
    """A folder with one thing wrong."""
    if what == "missing":
        return folder / "nowhere"
    if what == "no definitions":
        for file in ("indicators.toml", "datapackage.json", "t.csv"):
            (folder / file).unlink()
    if what == "toml":
        (folder / "indicators.toml").write_text('[indicators.a]\nlabel = "A\n', encoding="utf-8")
    if what == "json":
        (folder / "datapackage.json").write_text('{"resources": [}\n', encoding="utf-8")
    if what == "empty file":
        (folder / "t.csv").write_text("", encoding="utf-8")
    if what == "folder for a file":
        (folder / "t.csv").unlink()
        (folder / "t.csv").mkdir()
    if what == "no file":
        (folder / "t.csv").unlink()
    if what == "outside":
        text = json.dumps({"resources": [AMOUNT | {"path": "../t.csv"}]})
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("missing", "nowhere"),
        ("no definitions", "indicators.toml"),
        ("toml", "line 2: "),
        ("json", "line 1: "),
        ("empty file", "t.csv"),
        ("folder for a file", "t.csv"),
        ("no file", "t.csv"),
        ("outside", "../t.csv"),
    ],
)
def test_bad_projects(make: Make, what: str, said: str) -> None:
    """A project that can't be read is refused with exit code 2 and a message that says where, and no traceback."""
    folder = broken(make(SUM, {"t": "x\n1\n"}, {"resources": [AMOUNT]}), what)
    done = call("summary", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


def test_header_without_rows(make: Make) -> None:
    """A header without rows is no fault: counts and sums are 0."""
    folder = make(SUM + PEOPLE.replace('"people"', '"t"').replace('"id"', '"x"'), {"t": "x\n"}, {"resources": [AMOUNT]})
    assert call("get", "a", "people", "--data", folder).stdout == "0\n0\n"


def test_an_option_of_one_value_is_given_once(run: Run) -> None:
    """The last of two would win in silence."""
    done = run("summary", "-p", "2018", "-p", "2019", "--data", "sample")
    assert done.returncode == 2
    assert "given 2 times" in done.stderr


def test_control_characters_in_the_data_reach_no_terminal(run: Run, tmp_path: Path) -> None:
    """They are shown as signs; data formats carry the bytes as they are."""
    (tmp_path / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "count"\n', encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,cat\n1,\x1b[31mred\x1b[0m\n", encoding="utf-8")
    shown = run("summary", "--by", "cat", "--data", tmp_path).stdout
    assert r"\x1b[31mred" in shown
    assert "\x1b" not in shown


def test_a_closed_standard_output_is_one_line(tmp_path: Path) -> None:
    """As a daemon may close it."""
    command = f'"{sys.executable}" -m roundtable_cli summary --data sample >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert "internal error" not in done.stderr
    assert "closed" in done.stderr


def test_a_refused_indicator_keeps_the_others_from_nothing_with_keep_going(make: Make) -> None:
    """`summary -k` and `track -k` print the rest and end with 2; the reasons are on standard error."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n[indicators.m]\ntable = "t"\nmeasure = "cuont"\n'
    folder = make(toml, {"t": "id\n1\n2\n"})
    for command in ("summary", "track"):
        plain, kept = call(command, "-d", folder), call(command, "-d", folder, "--keep-going")
        assert (plain.returncode, plain.stdout) == (2, "")
        assert kept.returncode == 2
        assert "cuont" in kept.stderr
        assert "refused" in kept.stdout
    data = call("summary", "-d", folder, "-k", "-f", "csv").stdout.splitlines()
    assert data == [
        "code,indicator,value,unit,rows,repeats,missing,outside,refused",
        "n,n,2,,2,0,0,0,0",
        "m,m,,,,,,,1",
    ]
    alone = call("get", "n", "-d", folder)
    assert (alone.returncode, alone.stdout, alone.stderr) == (0, "2\n", "")
    assert call("get", "n", "m", "-d", folder).returncode == 2
    assert call("summary", "n", "-k", "-d", folder).returncode == 0


def test_the_largest_categories_and_the_others() -> None:
    """Every format has the same values; the line of the others is named in the language."""
    asked = ("summary", "activists", "--by", "settlement", "--top", "2", "-d", "sample")
    found = [(row["settlement"], int(row["value"])) for row in rows(call(*asked, "-f", "csv").stdout)]
    assert found == [("S03", 18), ("S07", 16), ("others (9)", 75), ("total", 106)]
    assert [row["value"] for row in json.loads(call(*asked, "-f", "json").stdout)] == [18, 16, 75, 106]
    for language, words in (("en", "others (9)"), ("ru", "прочие (9)"), ("ky", "калгандары (9)")):
        assert words in call(*asked, "--lang", language).stdout
    crossed = call(*asked, "--by", "sex")
    assert crossed.returncode == 2
    assert "--top 0" in crossed.stderr


PUBLISHED = '[indicators.n]\ntable = "t"\nmeasure = "count"\npublished = {{ value = {} }}\n'


@pytest.mark.in_process
@pytest.mark.parametrize(("published", "code"), [(2, 0), (5, 1)])
def test_check_published(make: Make, run: Run, published: int, code: int) -> None:
    """The exit code says whether all published values agree with the records."""
    done = run("summary", "--check-published", "-d", make(PUBLISHED.format(published), {"t": "id\n1\n2\n"}))
    assert done.returncode == code, done.stderr
    assert ("agrees" in done.stdout) == (code == 0)


@pytest.mark.in_process
@pytest.mark.parametrize("more", [["--by", "id"], ["--where", "id=1"], ["--period", "2026"], ["-f", "env"]])
def test_check_published_alone(make: Make, run: Run, more: list[str]) -> None:
    """A published value is compared with the records that it is of: other rows can't be asked for."""
    done = run("summary", "--check-published", *more, "-d", make(PUBLISHED.format(2), {"t": "id\n1\n2\n"}))
    assert done.returncode == 2
    assert "--check-published" in done.stderr


@pytest.mark.in_process
def test_nothing_published(make: Make, run: Run) -> None:
    """Where there is nothing to compare with, it can't be done, and the message says what to write."""
    done = run(
        "summary", "--check-published", "-d", make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": "id\n1\n"})
    )
    assert done.returncode == 2
    assert "published = { value" in done.stderr


@pytest.mark.in_process
def test_columns(run: Run) -> None:
    """Those that are named, in every format; a cross table has none to choose from."""
    asked = ("summary", "activists", "-d", "sample", "--columns")
    assert run(*asked, "value,code").stdout.splitlines()[-1].split() == ["106", "people", "activists"]
    assert run(*asked, "value,code", "-f", "csv").stdout == "value,code\n106,activists\n"
    assert run(*asked, "code,female,from", "--by", "sex").stdout.splitlines()[-1].split()[:2] == ["activists", "55"]
    for wrong in (["valu"], ["code,,value"], ["code", "--by", "sex", "--by", "settlement"]):
        done = run(*asked, *wrong)
        assert done.returncode == 2
        assert "--columns" in done.stderr
