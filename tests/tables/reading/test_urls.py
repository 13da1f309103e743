"""URLs stand in paths as they are written, and lead to no file of this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.reading import urls


@pytest.mark.parametrize("url", ["s3a://bucket/a/b.csv", "hdfs:///a/b.csv", "hdfs://name:8020/a", "gs://b"])
def test_a_url_is_kept_as_it_is(url: str) -> None:
    """With and without the name of a host."""
    path = urls.path_from_url(url)
    assert path is not None
    assert urls.url_from_path(path).rstrip("/") == url


@pytest.mark.parametrize("text", ["people.csv", "s3a:people", "http://example.org/x.csv", "file:///etc/passwd", "://"])
def test_other_texts_are_no_urls(text: str) -> None:
    """They are paths, and judged as such."""
    assert not urls.is_remote_url(text)
    assert urls.path_from_url(text) is None
    assert urls.url_from_path(Path(text)) == ""


@pytest.mark.parametrize(
    "url", ["s3a://b//etc/passwd", "s3a://b/a//b.csv", "hdfs://n/../a", "s3a://b/./a", "s3a://../a"]
)
def test_a_url_does_not_lead_to_a_file_here(tmp_path: Path, url: str) -> None:
    """A part of it that is empty, or a dot, is no part of a path."""
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [{"name": "t", "path": url}]}))
    (tmp_path / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "count"\n')
    with pytest.raises(Refused, match="has an empty part or a dot between slashes"):
        Project.open(tmp_path)
