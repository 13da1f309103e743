"""What Spark says of an error, in one line without the names of Java's classes."""

from __future__ import annotations

import pytest

from roundtable_cli.errors import EngineFailure, UnreadableFiles
from roundtable_cli.tables.engines.spark import engine, file_rows

JAVA = "An error occurred while calling o42.collect.\n: org.apache.spark.SparkException: java.io.IOException: "


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (f"{JAVA}No space left\n\tat org.apache", "No space left"),
        ("[PATH_NOT_FOUND] Path does not exist", "[PATH_NOT_FOUND] Path does not exist"),
        ("", "Exception"),
    ],
)
def test_the_line_that_tells(said: str, line: str) -> None:
    """Or the name of the error, where it says nothing."""
    assert engine._error_line(Exception(said)) == line


@pytest.mark.parametrize(
    ("said", "kind", "remedy"),
    [
        (f"{JAVA}{file_rows.RAGGED_ROW}", UnreadableFiles, "write it in one line"),
        (f"{JAVA}[FAILED_READ_FILE.NO_HINT] of x", UnreadableFiles, "check that the file is whole"),
        (f"{JAVA}No FileSystem for scheme s3a", EngineFailure, "--packages NAME"),
        (f"{JAVA}No space left", EngineFailure, ""),
    ],
)
def test_what_is_of_the_files_and_what_of_the_engine(said: str, kind: type[Exception], remedy: str) -> None:
    """A table that an engine can't read is looked at by Python, but not if the engine itself has failed."""
    refusal = engine._refusal_for(Exception(said))
    assert type(refusal) is kind
    assert remedy in refusal.findings[0].remedy
