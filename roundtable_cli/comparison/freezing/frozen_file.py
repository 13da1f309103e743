"""The file of a frozen report: plain JSON in a fixed order, with a digest of its own, which tells an edit by hand."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from roundtable_cli import atomic_write
from roundtable_cli.comparison.freezing.frozen_report import FORMAT_VERSION, FrozenReport
from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.parser_faults import read_utf8_text
from roundtable_cli.tables.values import numerals
from roundtable_cli.visible_text import json_escaped

REPORTS_FOLDER = "reports"
_NAME = re.compile(r"\w[\w.+-]*")
_PUBLISHED = "published"  # which is what `diff` calls the published figures
_BEGINNING = '{\n"frozen_report": '
_END = re.compile(r',\n"sha256": "([0-9a-f]{64})"\n\}\n?')


def report_path(folder: Path, name: str) -> Path:
    """Where a project keeps the report of a name. The / of a fiscal year can't stand in the name of a file."""
    written = re.sub(r"(?<=\d)/(?=\d)", "_", name)
    if not _NAME.fullmatch(written) or written.endswith(".") or written == _PUBLISHED:
        fault = f'"{name}" can\'t be the name of a report'
        raise Refused(Finding(USAGE, fault, "use letters, digits, - and _: 2018Q4, annual-2018"))
    return folder / REPORTS_FOLDER / f"{written}.json"


def write_report(folder: Path, report: FrozenReport, replace: bool = False) -> Path:
    """Writes the file of a report, whole; gives its path. One of its name is overwritten only if it may be."""
    path, content = report_path(folder, report.name), encode_report(report.to_mapping()).encode()
    with atomic_write.writing_together(path.parent) as staged:
        staged.add_content(path, content, may_replace=replace)
    return path


def check_place(path: Path, pattern: str, replace: bool = False) -> None:
    """Refused where a report would take the place of another, unless it may, or where a table reads it by a pattern."""
    name = f"{path.parent.name}/{path.name}"
    if path.exists() and not replace:
        fault = f"{name} is there already: a report of this name was frozen before"
        raise Refused(Finding(USAGE, fault, "choose another name, or add --replace to take its place"))
    if pattern:
        fault = f'{name} would be read as data from then on: datapackage.json has the path "{pattern}"'
        raise Refused(Finding(USAGE, fault, "write a path in datapackage.json that has no file in reports"))


def list_report_names(folder: Path) -> list[str]:
    """The names of the reports that a project keeps."""
    return sorted(path.stem for path in (folder / REPORTS_FOLDER).glob("*.json"))


def read_report(folder: Path, name: str) -> FrozenReport:
    """A report that was kept. Refused where there is none, or where its file is not as rt-stats wrote it."""
    path = report_path(folder, name)
    if not path.is_file():
        known = list_report_names(folder)
        remedy = suggest_nearest(name, known) if known else f"freeze one: rt-stats freeze {name}"
        raise Refused(Finding(USAGE, f'no report "{name}" was frozen in this project', remedy))
    return decode_report(path)


def iterate_reports(folder: Path) -> Iterator[tuple[str, FrozenReport | Finding]]:
    """The name of each report that a project keeps, with the report, or with why it can't be read."""
    for name in list_report_names(folder):
        try:
            yield name, decode_report(folder / REPORTS_FOLDER / f"{name}.json")
        except Refused as refused:
            yield name, refused.findings[0]


def encode_report(mapping: Mapping[str, Any]) -> str:
    """The text of the file: a line for each item, and at the end the digest of all that stands before it."""
    body = "{\n" + ",\n".join(f"{json.dumps(name)}: {_encode_entry(value)}" for name, value in mapping.items())
    return f'{body},\n"sha256": "{_digest(body)}"\n}}\n'


def decode_report(path: Path) -> FrozenReport:
    """The report that a file holds. Refused where it is none, was changed, or is of a newer rt-stats."""
    findings = list[Finding]()
    text = read_utf8_text(path, findings)
    if findings:
        raise Refused(*findings)
    if not text.startswith(_BEGINNING):
        raise _refusal(path, "this is no report that rt-stats freeze has written", "name one of rt-stats freeze --list")
    end = _END.search(text, max(0, len(text) - 200))
    if end is None or end.end() < len(text) or _digest(text[: end.start()]) != end[1]:
        fault = "the file was changed after it was frozen, so its values can't be trusted"
        raise _refusal(path, fault, "take it back from your backup or from git, or freeze the report again: --replace")
    mapping = json.loads(text, parse_float=Decimal)
    if mapping["frozen_report"] > FORMAT_VERSION:
        fault = f"it was frozen by a newer program, rt-stats {mapping.get('program', '')}"
        raise _refusal(path, fault, "install that version: pip install --upgrade rt-stats")
    try:
        return FrozenReport.from_mapping(mapping)
    except (KeyError, TypeError, AttributeError):
        raise _refusal(path, "this is no report that rt-stats freeze has written", "freeze it again") from None


def _refusal(path: Path, fault: str, remedy: str) -> Refused:
    return Refused(Finding(USAGE, fault, remedy, f"{path.parent.name}/{path.name}"))


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _encode_entry(value: object) -> str:
    """An entry of the top: each item of a list, and each of a mapping, on a line of its own."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_encode_item, value)) + "\n]"
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"{_encode_value(name)}: {_encode_entry(one)}" for name, one in value.items()) + "\n}"
    return _encode_value(value)


def _encode_item(item: object) -> str:
    """An item of a list on one line, but for its marks, which have a line each."""
    if not (isinstance(item, dict) and "marks" in item):
        return _encode_value(item)
    others = {name: value for name, value in item.items() if name != "marks"}
    return _encode_value(others)[:-1] + ', "marks": ' + _encode_entry([*item["marks"]]) + "}"


def _encode_value(value: object) -> str:
    """A value in JSON on one line; a Decimal with all its digits."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_encode_value(name)}: {_encode_value(one)}" for name, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_encode_value, value)) + "]"
    if isinstance(value, Decimal):
        return numerals.write_decimal(value)
    return json_escaped(json.dumps(value, ensure_ascii=False))
