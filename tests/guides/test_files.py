"""The guide `files` has a heading for every key of datapackage.json that is read, and its examples are read so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.guides import handbook
from roundtable_cli.mapping_reader import MappingReader
from roundtable_cli.tables.package import package_reader, schema_reader
from tests.consoles import blocks_of

GUIDE = handbook.guide_text("files")
SECTIONS = list(handbook.guide_sections(GUIDE))
KEY = re.compile(r"\[(?P<place>[\w:]+)\] (?P<key>\S+)")
EXAMPLE = "datapackage.json: an example"
PASSED_OVER, REFUSED = "Keys that are ignored", "Keys of the standard that are refused"
# With every place that keys can stand in: what is there is asked for all keys that its reader knows.
WHOLE: Mapping[str, Any] = {
    "resources": [
        {
            "name": "people",
            "path": "people.csv",
            "schema": {
                "fields": [{"name": "sum", "rt:currency": {"column": "id"}, "missingValues": ["-"]}, {"name": "id"}],
                "foreignKeys": [{"fields": "id", "reference": {"fields": "id"}}],
                "missingValues": [""],
            },
        }
    ]
}


class Known(NamedTuple):
    """The keys of datapackage.json by the place that they stand in: read, named to be offered, and refused."""

    read: frozenset[tuple[str, str]]
    named: frozenset[str]
    refused: frozenset[str]


def read_package(folder: Path, whole: Mapping[str, Any]) -> list[Finding]:
    """The faults of a package, read as the program reads it."""
    (folder / package_reader.PACKAGE_FILE).write_text(json.dumps(whole), encoding="utf-8")
    faults: list[Finding] = []
    package_reader.read_package(folder, faults)
    return faults


def place_of(reader: MappingReader) -> str:
    """What the guide calls the mapping that a reader stands on: `people.schema.fields[0]` is a field."""
    if not reader.section:
        return "package"
    last = re.sub(r"\[\d+\]$", "", reader.section.split(".")[-1])
    return {"resources": "resource", "people": "resource", "fields": "field"}.get(last, last)


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    """The keys that the reader of datapackage.json knows, told by what it asks for while it reads."""
    read: set[tuple[str, str]] = set()
    named: set[str] = set()
    refused: set[str] = set()
    get, misspelt, not_yet = (
        MappingReader.get_value,
        schema_reader.report_misspelt_keys,
        schema_reader.report_unsupported_keys,
    )

    def noted_get(self: MappingReader, key: str, *types: type, default: Any = None) -> Any:
        read.add((place_of(self), key))
        return get(self, key, *types, default=default)

    def noted_names(reader: MappingReader, keys: Any) -> None:
        named.update(keys)
        misspelt(reader, keys)

    def noted_refusals(reader: MappingReader, defaults: Mapping[str, object]) -> None:
        refused.update(defaults)
        not_yet(reader, defaults)

    monkeypatch.setattr(MappingReader, "get_value", noted_get)
    monkeypatch.setattr(schema_reader, "report_misspelt_keys", noted_names)
    monkeypatch.setattr(schema_reader, "report_unsupported_keys", noted_refusals)
    assert read_package(tmp_path, WHOLE) == []
    return Known(frozenset(read), frozenset(named), frozenset(refused))


def headings() -> Iterator[tuple[str, str]]:
    """The place and the key of each heading that names a key."""
    for section in SECTIONS:
        if found := KEY.fullmatch(section.heading):
            yield found["place"], found["key"]


def words_of(heading: str) -> set[str]:
    """What stands in backticks in the section with a heading."""
    (text,) = (section.text for section in SECTIONS if section.heading == heading)
    return set(re.findall(r"`([^`]+)`", text))


def test_every_key_that_is_read_has_a_heading_and_no_other_key_has(known: Known) -> None:
    """Each once, where it stands."""
    assert sorted(headings()) == sorted(known.read)


def test_every_other_key_that_is_known_is_told_too(known: Known) -> None:
    """As one that is passed over or refused: what the reader knows of the standard stands in the guide."""
    others = known.named - {key for _, key in known.read}
    assert others == (words_of(PASSED_OVER) | words_of(REFUSED)) & others
    assert known.refused == words_of(REFUSED) & known.refused
    told = (words_of(PASSED_OVER) | words_of(REFUSED)) - {key for _, key in known.read}
    assert told <= known.named


def examples() -> Iterator[tuple[str, str]]:
    """Each JSON example, with the place of the key that it stands under; and those of the guide `large`."""
    for section in SECTIONS:
        found = KEY.fullmatch(section.heading)
        for block in blocks_of(section.text, "json") if found or section.heading == EXAMPLE else ():
            yield (found["place"] if found else "package"), block
    for block in blocks_of(handbook.guide_text("large"), "json"):
        yield ("package" if "resources" in json.loads(block) else "resource"), block


def as_package(place: str, example: dict[str, Any]) -> dict[str, Any]:
    """A package that has an example in its place."""
    if place == "package":
        return example
    if place == "resource":
        return {"resources": [example]}
    if place == "dialect":
        return as_package("resource", {"name": "people", "path": "people.csv", "dialect": example})
    if place == "schema":
        others = [key["reference"]["resource"] for key in example.get("foreignKeys", [])]
        people = {"name": "people", "path": "people.csv", "schema": example}
        return {"resources": [people, *({"name": name, "path": f"{name}.csv"} for name in others)]}
    if place == "field":
        return as_package("schema", {"fields": [{"name": "currency"}, example]})
    type_ = "string" if {"pattern", "minLength", "enum", "unique", "required"} & {*example} else "number"
    return as_package("field", {"name": "value", "type": type_, place: example})


@pytest.mark.parametrize(("place", "example"), list(examples()))
def test_an_example_is_read_as_it_stands(place: str, example: str, tmp_path: Path) -> None:
    """By the reader itself, without a fault."""
    whole = as_package(place, json.loads(example))
    for resource in whole["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        for path in paths:
            if "://" not in path:
                (tmp_path / path.replace("*", "1")).touch()
    assert [str(fault) for fault in read_package(tmp_path, whole)] == []


def test_there_are_examples() -> None:
    """Of most keys."""
    assert 20 < len(list(examples())) < 100
