"""Submissions of a survey program that stand twice in a table, were edited, or have not been approved: each is told.

KoboToolbox and its kin give each submission a `_uuid` and an `instanceID`, which stay the same when a telephone sends
it twice. An edited one names the one before it in `deprecatedID`. Who validates submissions marks them in
`_validation_status` or `reviewState`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from roundtable_cli.errors import WARNING, Finding, RowPlace, list_row_numbers
from roundtable_cli.finding_codes import DUPLICATE_SUBMISSION, EDITED_SUBMISSION, UNAPPROVED_SUBMISSION, FindingCode
from roundtable_cli.tables.inference.readable_table import ReadableTable
from roundtable_cli.tables.reading import kobo_headers

_WANTED_NAMES = kobo_headers.SUBMISSION_NAMES | {*dict(kobo_headers.UUID_COLUMNS).values()}
_DELETE_REMEDY = "delete the rows that were sent again, or count each submission once"
_APPROVED = frozenset({"approved", "validation status approved", "одобрено", "утверждено", "жактырылган", "жактырылды"})
_TRUE = frozenset({"true", "1", "yes"})


def tells_of_submissions(column_names: Iterable[str]) -> bool:
    """Whether a table has a column by which submissions that need a look are told."""
    return not kobo_headers.SUBMISSION_NAMES.isdisjoint(map(kobo_headers.system_name, column_names))


def describe_submissions(table: ReadableTable) -> Iterator[Finding]:
    """Warnings for a table of submissions; nothing for other tables."""
    if not tells_of_submissions(table.column_names):
        return
    cached = {*table.span_cache}
    columns = {name: table.raw_cells(name) for name in _list_wanted(table.column_names)}
    for name in table.span_cache.keys() - cached:  # the places of these cells would only take memory
        del table.span_cache[name]
    yield from _describe_columns(columns, [*table.row_places()])


def describe_submission_records(
    column_names: Sequence[str], records: Iterable[tuple[Sequence[str], RowPlace]]
) -> Iterator[Finding]:
    """Warnings for a table of submissions whose rows are passed over once; only cells that tell something are held."""
    if not tells_of_submissions(column_names):
        return
    positions = {name: column_names.index(name) for name in _list_wanted(column_names)}
    columns: dict[str, list[str]] = {name: [] for name in positions}
    places = list[RowPlace]()
    for row, place in records:
        places.append(place)
        for name, position in positions.items():
            columns[name].append(row[position] if position < len(row) else "")
    yield from _describe_columns(columns, places)


def _list_wanted(column_names: Iterable[str]) -> list[str]:
    """The columns that tell something of submissions; the last of each meaning, as of a group and a bare question."""
    names = {kobo_headers.system_name(name): name for name in column_names}
    return [column for name, column in names.items() if name in _WANTED_NAMES]


def _describe_columns(columns_by_name: Mapping[str, list[str]], places: Sequence[RowPlace]) -> Iterator[Finding]:
    names = {kobo_headers.system_name(name): name for name in columns_by_name}
    columns = {name: columns_by_name[column] for name, column in names.items()}
    yield from _describe_repeated(columns, names, places)
    yield from _describe_edited(columns, names, places)
    yield from _describe_unapproved(columns, names, places)


def _describe_repeated(
    columns: Mapping[str, Sequence[str]], names: Mapping[str, str], places: Sequence[RowPlace]
) -> Iterator[Finding]:
    """Submissions that were sent twice, and their members: one uuid with several ids, or in several rows."""
    for uuid, number in kobo_headers.UUID_COLUMNS:
        if uuid in columns:
            found = _find_repeated(columns[uuid], columns.get(number), is_member=number.startswith("_submission"))
            for text, positions in found.items():
                listed = list_row_numbers([places[position][1] for position in positions])
                fault = f'the submission "{text}" stands in {len(positions)} rows ({listed})'
                yield _warning(DUPLICATE_SUBMISSION, fault, _DELETE_REMEDY, names[uuid], places[positions[1]])
            return


def _find_repeated(uuids: Sequence[str], ids: Sequence[str] | None, is_member: bool) -> dict[str, list[int]]:
    """The uuids that stand in several rows, with these; of members, those with several ids of their submission.

    Where most rows share uuid and id with another, each submission has several rows in this table: none is told.
    """
    positions = defaultdict[str, list[int]](list)
    for position, uuid in enumerate(uuids):
        if text := uuid.strip():
            positions[text].append(position)
    repeated = {text: own for text, own in positions.items() if len(own) > 1}
    if ids is None:
        return {} if is_member else repeated
    several = {text: own for text, own in repeated.items() if len({ids[position] for position in own}) > 1}
    alike = sum(len(own) for text, own in repeated.items() if text not in several)
    return several if is_member or 2 * alike > len(uuids) else repeated


def _describe_edited(
    columns: Mapping[str, Sequence[str]], names: Mapping[str, str], places: Sequence[RowPlace]
) -> Iterator[Finding]:
    """Each row that another row replaces, for it is the same submission after an edit; else how many were edited."""
    deprecated = [text.strip().removeprefix("uuid:") for text in columns.get("deprecatedID", ())]
    own_ids = next((columns[name] for name in ("instanceID", "_uuid") if name in columns), ())
    replacing = {text: places[position][1] for position, text in enumerate(deprecated) if text}
    rows = {position: replacing.get(text.strip().removeprefix("uuid:")) for position, text in enumerate(own_ids)}
    replaced = {position: row for position, row in rows.items() if row is not None}
    for position, row in replaced.items():
        fault = f"this submission was edited: row {row} has it as it is now, and both rows are counted"
        yield _warning(EDITED_SUBMISSION, fault, "delete this row", names["deprecatedID"], places[position])
    if replaced:
        return
    edited = [text.casefold() in _TRUE for text in columns.get("_edited", ())]
    count = max(sum(edited), len(replacing))
    if count:
        verb = "submission was" if count == 1 else "submissions were"
        fault, column = f"{count:,} {verb} edited after sending", names.get("deprecatedID", names.get("_edited", ""))
        yield _warning(EDITED_SUBMISSION, fault, "", column, (places[0][0], None))


def _describe_unapproved(
    columns: Mapping[str, Sequence[str]], names: Mapping[str, str], places: Sequence[RowPlace]
) -> Iterator[Finding]:
    """How many submissions have another status than approved; those without one too, where others have one."""
    for name in kobo_headers.STATUS_COLUMNS:
        counts = Counter(" ".join(text.replace("_", " ").split()) for text in columns.get(name, ()))
        approved = sum(rows for text, rows in counts.items() if text.casefold() in _APPROVED)
        others = sum(counts.values()) - approved
        if counts.keys() - {""} and others:
            told = ", ".join(f"{rows:,} {text or 'without a status'}" for text, rows in _others_first(counts))
            verb = "submission is" if others == 1 else "submissions are"
            fault = f"{others:,} {verb} not approved, and counted: {told}"
            remedy = "to count only those approved, write a condition on this column (where)"
            yield _warning(UNAPPROVED_SUBMISSION, fault, remedy, names[name], (places[0][0], None))


def _others_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    others = [(text, rows) for text, rows in counts.items() if text.casefold() not in _APPROVED]
    return sorted(others, key=lambda pair: (-pair[1], pair[0]))


def _warning(code: FindingCode, fault: str, remedy: str, column: str, place: tuple[str, int | None]) -> Finding:
    return Finding(code, fault, remedy, *place, column, WARNING)
