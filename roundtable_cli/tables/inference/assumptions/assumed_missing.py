"""Texts that stand for no value in a column though nobody declared them (`N/A`, -99): which, and how they are told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from roundtable_cli.errors import WARNING, Finding, quote_alternatives
from roundtable_cli.finding_codes import ASSUMED_MISSING, MISSING_MARK
from roundtable_cli.shell_words import double_quoted_argument
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import currency_signs, missing_marks, numerals, parsing
from roundtable_cli.tables.vocabulary import headings

# What is to be done about a text of a declared column that may stand for no value, up to the command or the list that
# declares it; `check --fix` writes the list unasked where other columns would be read so without a schema.
MARK_REMEDY = "if it stands for no value, clear these cells; or"
MISSING_REMEDY = 'if it stands for no value, rt-stats check --fix declares it; or write "missingValues":'


def with_assumed_missing(field: Field, marks: frozenset[str]) -> Field:
    """A field whose marks are read as no value too."""
    added = tuple(sorted(marks - field.missing_texts))
    return field._replace(
        missing_values=(*field.missing_values, *added), assumed_missing=(*field.assumed_missing, *added)
    )


def find_extremes(cells: Iterable[str]) -> tuple[float, float]:
    """The least and the greatest number among the cells of a column; what is no plain number is passed over."""
    numbers = [float(cell) for text in {*cells} if numerals.PLAIN_NUMBER.fullmatch(cell := text.strip())]
    return min(numbers, default=0.0), max(numbers, default=0.0)


def assume_sentinels(
    field: Field,
    find_extremes: Callable[[], tuple[float, float]],
    count_texts: Callable[[], Mapping[str, int]],
    named_values: frozenset[str] = frozenset(),
) -> Field:
    """A field of numbers with the sentinels among them (see `find_sentinels`) read as no value.

    The texts and their rows are counted only where the extremes of the column, its least and its greatest number, tell
    that there may be one; if thousands have a mark, the extremes do not tell. Beside a currency or a percent sign there
    are no sentinels.
    """
    if field.type not in NUMBER_TYPES or not field.bare_number:
        return field
    is_key = partial(headings.is_key_heading, field.name)
    if numerals.has_plain_marks(field) and not missing_marks.may_hold_sentinels(*find_extremes(), is_key):
        return field
    numbers, texts_by_number = count_numbers(field, count_texts())
    sentinels = missing_marks.find_sentinels(numbers, _sentinel_kinds(field))
    texts = frozenset(text for number in sentinels for text in texts_by_number[number])
    return with_assumed_missing(field, missing_marks.without_named_values(texts, named_values))


def _sentinel_kinds(field: Field) -> frozenset[str]:
    """The kinds of a column's heading; one that names a currency is of amounts: `debit_usd`."""
    kinds = headings.heading_kinds(field.name)
    return kinds | {"amount"} if field.currency or currency_signs.detect_currencies(field.name) else kinds


def count_numbers(field: Field, text_counts: Mapping[str, int]) -> tuple[dict[float, int], dict[float, set[str]]]:
    """The numbers of a column with their rows, and the trimmed texts of those that may be sentinels, for each.

    What is no number is left out.
    """
    parse, rows, texts = parsing.make_text_parser(field), Counter[float](), dict[float, set[str]]()
    for text, count in text_counts.items():
        if (trimmed := text.strip()) not in field.missing_texts:
            with suppress(ValueError):  # the error of a formula, or a text
                number = parse(trimmed)
                if isinstance(number, (int, float)):
                    rows[number] += count
                    if number in missing_marks.POSSIBLE_SENTINELS:  # a set for each number would take much memory
                        texts.setdefault(number, set()).add(trimmed)
    return rows, texts


def describe_assumed_missing(field: Field, text_counts: Mapping[str, int], label: str) -> Iterator[Finding]:
    """A warning for a column some of whose texts are read as no value, with the number of rows that hold them.

    `text_counts` are the texts of the column as the file has them, with their rows; `label` is what messages call the
    file.
    """
    trimmed = Counter[str]()
    for text, rows in text_counts.items():
        trimmed[text.strip()] += rows
    texts = [text for text in field.assumed_missing if trimmed[text]]
    if texts:
        rows = sum(trimmed[text] for text in texts)
        verb = "row holds" if rows == 1 else "rows hold"
        fault = f"{rows:,} {verb} {quote_alternatives(texts)}, which is read as no value"
        remedy = "nothing has to be done; rt-stats init and rt-stats check --fix declare it"
        yield Finding(ASSUMED_MISSING, fault, remedy, label, None, field.name, WARNING)


def find_likely_missing(field: Field, text_counts: Mapping[str, int]) -> list[str]:
    """The texts of a declared column that count as values, and likely stand for none."""
    texts = {trimmed for text in text_counts if (trimmed := text.strip()) not in field.missing_texts}
    if field.type == "string":
        return sorted(missing_marks.find_missing_marks(texts, headings.is_key_heading(field.name)))
    if field.type not in NUMBER_TYPES:
        return []
    numbers, texts_by_number = count_numbers(field, text_counts)
    sentinels = missing_marks.find_sentinels(numbers, _sentinel_kinds(field))
    return sorted(text for number in sentinels for text in texts_by_number[number])


def find_doubtful_missing(field: Field, text_counts: Mapping[str, int]) -> list[str]:
    """The texts of a column of numbers that count as values, and may stand for none: -99 in one row of amounts."""
    if field.type not in NUMBER_TYPES:
        return []
    extremes = find_extremes(text_counts) if numerals.has_plain_marks(field) else None
    if extremes and not missing_marks.may_hold_sentinels(*extremes, lambda: False):
        return []
    numbers, texts_by_number = count_numbers(field, text_counts)
    doubtful = missing_marks.find_doubtful_sentinels(numbers, _sentinel_kinds(field))
    bounded = field.constraints.is_bounded  # where the schema says how large numbers may be, it allows these
    return sorted(text for number in doubtful if not bounded(above=number > 0) for text in texts_by_number[number])


def find_unreadable_marks(field: Field, text_counts: Mapping[str, int]) -> list[str]:
    """The texts that keep a declared column from being read, and stand for no value in any column: `N/A`, `н/д`."""
    if field.type == "string":
        return []
    texts = {text.strip() for text in text_counts} - field.missing_texts
    marks = sorted(filter(missing_marks.is_sure_mark, texts))
    return [text for text in marks if not parsing.texts_fit_field([text], field)]


def find_mark_warnings(
    field: Field, text_counts: Mapping[str, int], is_value: Callable[[str], bool]
) -> Iterator[tuple[Finding, list[str]]]:
    """Warnings for the texts of a column that count as values and may stand for none, without a place, with the texts.

    First those that stand for none elsewhere, of a declared column; then a number that may. None that `is_value` holds
    for: somebody has said that it is a value.
    """
    if field.declared_values:
        return
    likely = [] if field.inferred else find_likely_missing(field, text_counts)
    for found, remedy in ((likely, MISSING_REMEDY), (find_doubtful_missing(field, text_counts), MARK_REMEDY)):
        if texts := [text for text in found if not is_value(text)]:
            yield missing_mark_finding(field, texts, text_counts, remedy), texts


def missing_mark_finding(field: Field, texts: Sequence[str], text_counts: Mapping[str, int], remedy: str) -> Finding:
    """The warning for texts of a column that count as values, without a place; one of a personal column is not quoted.

    `remedy` is what to do, up to what declares them.
    """
    rows = sum(count for text, count in text_counts.items() if text.strip() in texts)
    shown = "a text" if field.personal else quote_alternatives(texts)
    fault = f"{rows:,} {'row holds' if rows == 1 else 'rows hold'} {shown}, which counts as a value"
    return Finding(MISSING_MARK, fault, describe_mark_remedy(field, texts, remedy), column=field.name, severity=WARNING)


def describe_mark_remedy(field: Field, texts: Sequence[str], remedy: str) -> str:
    """What to do about texts that may stand for no value: `remedy`, and the list or the command that declares them."""
    if remedy == MARK_REMEDY:
        begin = "rt-stats init makes a project, and there " if field.inferred else ""
        answers = (f"{field.name}={text}" for text in (["TEXT"] if field.personal else texts))
        named = " ".join(f"--missing {double_quoted_argument(answer)}" for answer in answers)
        return f"{remedy} {begin}rt-stats check --fix {named} declares it"
    declared = json.dumps([*dict.fromkeys(("", *field.missing_values, *texts))], ensure_ascii=False)
    return f"{remedy} {declared} for the column in datapackage.json"
