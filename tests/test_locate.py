"""Where a project is looked for, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.locate import locate_project, sample_folder
from tests.conftest import Make


def test_locate_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is named is the project, by argument before by $RT_STATS_DATA."""
    folder = make()
    monkeypatch.setenv("RT_STATS_DATA", str(folder / "elsewhere"))
    assert locate_project(folder).path == folder
    monkeypatch.setenv("RT_STATS_DATA", str(folder))
    assert locate_project().path == folder


def test_locate_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is found by its name, and says that it is the sample; so it does when the environment names it."""
    monkeypatch.delenv("RT_STATS_DATA", raising=False)
    assert Project.open("sample").is_sample
    assert locate_project("sample") == (sample_folder(), True)
    monkeypatch.setenv("RT_STATS_DATA", "sample")
    assert Project.open().folder == sample_folder()
    assert Project.open().is_sample


def test_locate_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest definitions are found: here, above, and only then in ./data."""
    monkeypatch.delenv("RT_STATS_DATA", raising=False)
    inner = tmp_path / "outer" / "inner"
    (inner / "data").mkdir(parents=True)
    (inner / "data" / "indicators.toml").touch()
    monkeypatch.chdir(inner)
    assert locate_project().path == inner / "data"
    (tmp_path / "outer" / "indicators.toml").touch()
    assert locate_project().path == tmp_path / "outer"
    (inner / "indicators.toml").touch()
    assert locate_project().path == inner


def test_locate_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a project the refusal says where was looked, and how to get the sample."""
    monkeypatch.delenv("RT_STATS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="--data sample") as refused:
        locate_project()
    assert "./data" in str(refused.value)


@pytest.mark.parametrize(("named", "words"), [("", "is empty"), ("peple", 'did you mean "people"')])
def test_locate_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, words: str) -> None:
    """The refusal says which option or variable named it, and the nearest name beside it."""
    (tmp_path / "people").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match=words) as refused:
        locate_project(named)
    assert [finding.column for finding in refused.value.findings] == ["--data"]
    monkeypatch.setenv("RT_STATS_DATA", named)
    with pytest.raises(Refused, match=words) as refused:
        locate_project()
    assert [finding.column for finding in refused.value.findings] == ["RT_STATS_DATA"]


def test_a_name_that_is_not_there(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered can be named: the sample and files of records, and no file of definitions."""
    folder = make("", {"people": "id\n1\n"})
    monkeypatch.chdir(folder)
    with pytest.raises(Refused, match=r'--data: there is no folder or file "sampel" — did you mean "sample"?'):
        locate_project("sampel")
    with pytest.raises(Refused) as refused:
        locate_project("other")
    assert "indicators.toml" not in str(refused.value)
    with pytest.raises(Refused, match=r'--table: there is no file "peple.csv" — did you mean "people.csv"?'):
        Project.open(folder, tables={"people": "peple.csv"})
