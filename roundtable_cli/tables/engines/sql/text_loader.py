"""Tables of texts: a plain one is what the engine's own cast makes of it, every other one is read in Python.

No reader of an engine is trusted with a type. A text is plain where the engine's cast gives what `values` gives; where
one is not, each different text goes through `values` once, and what breaks its type is refused with its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice

from roundtable_cli.errors import Unread
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import NAMED
from roundtable_cli.tables.engines.sql import id_codes
from roundtable_cli.tables.engines.sql.casts import ODD, ORDINAL, OTHER, Form, Kept
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH, Database
from roundtable_cli.tables.reading import total_rows
from roundtable_cli.tables.table import ROW, Field
from roundtable_cli.tables.values import parsing

_SPACE = "".join(rf"\x{{{ord(space):x}}}" for space in f"\t\n\v\f\r\x1c\x1d\x1e\x1f {parsing.WIDE_SPACE}")
FILLED = f"[^{_SPACE}]"  # a text that is not blank
FEW = 50  # times that each text of a column comes up, at least, that has few
MANY = 50  # ids among the first rows that show how all are made
NO_RECORD = rf"{total_rows.PATTERN}|^[{_SPACE}]*$|^\x{{feff}}"  # first cells of totals, of blank rows, of a second file


class Texts:
    """A large table and the columns that are wanted of it, each with its name among the engine's."""

    def __init__(self, engine: Database, source: Large, fields: Mapping[Field, str]) -> None:
        self.engine, self.source, self.fields = engine, source, fields
        self.own = [field for field in fields if field is not ROW]
        self.wrong: dict[Field, set[str] | None] = {}  # texts that break their type, None for too many

    def kept(self) -> Kept:
        """What is kept of a table of texts: all plain, or else those that are not read in Python."""
        cell_checks.refuse(self.source.ragged())
        try:
            with self.engine.told():
                kept = self._plain() if all(self.engine.form(field, "") for field in self.own) else None
                return kept or Kept.plainly(self._mended(self._oddly()), self.fields)
        except Unread as unread:
            raise self.source.refusal((), unread) from None

    def _keep(self, query: str, ordered: bool) -> str:
        """The name of a table with the rows of a query, worked out in the order of the files if it numbers them."""
        name = self.engine.fresh()
        self.engine.keep(name, query, self.source.weight, ordered)
        return name

    def _plain(self) -> Kept | None:
        """What is kept, if all of its texts are plain."""
        name = self._keep(self._plainly(), ROW in self.fields)
        if self._odd(name) or any(self._is_odd(name, field) for field in self.few):
            self.engine.drop(name)
            return None
        texts = {field: id_codes.text(self.engine, self.fields[field], begin) for field, begin in self.prefixes.items()}
        return Kept(name, self.fields, {**self.fields, **texts})

    def _odd(self, name: str) -> int:
        """The number of a kept table's rows that hold what is not plain; all that it has are the source's."""
        query = f"SELECT count(*), count(CASE WHEN {ODD} THEN 1 END) FROM {name}"
        ((self.source.size, odd),) = self.engine.rows(query)
        return int(odd)

    def _is_odd(self, name: str, field: Field) -> bool:
        """Whether a column of a kept table holds a text that is not plain."""
        text = self.fields[field]
        form = self.engine.form(field, text)
        # That it asks for the number of rows keeps an optimiser from looking at the texts row by row.
        plain = f"CASE WHEN count(*) > 0 THEN {form.plain if form else 'false'} END"
        query = f"SELECT 1 FROM {name} WHERE {text} IS NOT NULL GROUP BY {text} HAVING NOT ({plain}) LIMIT 1"
        return any(True for _ in self.engine.rows(query))

    @cached_property
    def _first(self) -> Mapping[Field, list[str]]:
        """The texts of columns kept as they stand, in the first rows of the first file and of the last."""
        first, *_, last = [*self.source.files.values()] * 2
        rows = [(file.columns, row) for file in dict.fromkeys((first, last)) for _, row in file.numbered]
        as_they_stand = [field for field in self.own if (form := self.engine.form(field, "t")) and form.value == "t"]
        return {field: [row[columns[field.name]] for columns, row in rows] for field in as_they_stand}

    @cached_property
    def few(self) -> frozenset[Field]:
        """Columns of few texts, if all rows are like the first: each text is looked at once."""
        return frozenset(field for field, texts in self._first.items() if FEW * len({*texts}) < len(texts))

    @cached_property
    def prefixes(self) -> Mapping[Field, str]:
        """Columns of many ids that are a prefix and a number, if all rows are like the first, each with the prefix."""
        found = dict[Field, str]()
        for field, texts in self._first.items():
            ids = {*texts} - {"", *field.missing_values}
            if field not in self.few and len(ids) > MANY and (begin := id_codes.prefix(ids, field)) is not None:
                found[field] = begin
        return found

    def _form(self, field: Field, text: str) -> Form | None:
        """How the texts of a field are read that are plain, a code in place of a text that has one."""
        begin = self.prefixes.get(field)
        return self.engine.form(field, text) if begin is None else id_codes.form(self.engine, text, begin)

    def _plainly(self) -> str:
        """The query of typed columns, and of whether a row holds a text that is not plain, or may be no record."""
        names: list[str | int] = [*(field.name for field in self.own), 0]
        # Where the first cell is blank, all of the row tells whether it is a record.
        select, odd = list[str](), [f"t{len(self.own)} IS NULL"]
        for index, field in enumerate(self.own):
            text = self._present(field, f"t{index}")
            form = self._form(field, text)
            select.append(f"{form.value if form else self._none(field)} AS {self.fields[field]}")
            if field not in self.few:
                odd.append(f"coalesce(NOT ({form.plain}), {text} IS NOT NULL)" if form else f"{text} IS NOT NULL")
        odd.append(no_record(self.engine, f"t{len(self.own)}", self.source.firsts))
        select += [f"{ORDINAL} AS {self.fields[ROW]}"] if ROW in self.fields else []
        select.append(f"{' OR '.join(odd)} AS {ODD}")
        return f"SELECT {', '.join(select)} FROM ({self.engine.raw(self.source, names, ROW in self.fields)})"

    def _oddly(self) -> str:
        """The columns of plain texts, and beside each what it holds of others; without blank rows."""
        names: list[str | int] = [*(field.name for field in self.own), *range(len(self.source.header))]
        texts = [f"t{index}" for index in range(len(self.own), len(names))]
        filled = [f"coalesce({text} >= '!' AND {text} < '~', false)" for text in texts]  # most are told so, for little
        filled += [f"coalesce({self.engine.matches(text, FILLED)}, false)" for text in texts]
        select = [f"{ORDINAL} AS {self.fields[ROW]}"] if ROW in self.fields else []
        for index, field in enumerate(self.own):
            text = self._present(field, f"t{index}")
            form = self.engine.form(field, text)
            value = f"CASE WHEN {form.plain} THEN {form.value} END" if form else self._none(field)
            other = f"CASE WHEN coalesce({form.plain}, false) THEN NULL ELSE {text} END" if form else text
            select += [f"{value} AS {self.fields[field]}", f"{other} AS {OTHER}{index}"]
        first = f"coalesce({', '.join(texts)})"
        select.append(f"CASE WHEN {no_record(self.engine, first, self.source.firsts)} THEN {first} END AS {ODD}")
        raw = self.engine.raw(self.source, names, ROW in self.fields, " OR ".join(filled))
        kept = self._keep(f"SELECT {', '.join(select)} FROM ({raw})", ROW in self.fields)
        suspects = self.engine.rows(f"SELECT DISTINCT {ODD} FROM {kept} WHERE {ODD} IS NOT NULL")
        if any(self.source.is_suspect(text) for (text,) in suspects):
            cell_checks.refuse(self.source.no_records())
        return kept

    def _mended(self, kept: str) -> str:
        """A kept table with the texts that are not plain read in Python. Refused where one breaks its type."""
        select, joins, maps = [f"false AS {ODD}"], list[str](), list[str]()
        for index, field in enumerate(self.own):
            column, text = f"{kept}.{self.fields[field]}", f"{kept}.{OTHER}{index}"
            read = [*self._read(field, f"SELECT DISTINCT {text} FROM {kept} WHERE {text} IS NOT NULL")]
            if read:
                maps += read
                known = " UNION ALL ".join(f"SELECT k, v FROM {name}" for name in read)
                joins.append(f"LEFT JOIN ({known}) AS m{index} ON {text} = m{index}.k")
                column = f"coalesce({column}, CAST(m{index}.v AS {self.engine.type_of(field)}))"
            select.append(f"{column} AS {self.fields[field]}")
        if self.wrong:
            raise self.source.refusal(self.wrong)
        select += [f"{kept}.{self.fields[ROW]} AS {self.fields[ROW]}"] if ROW in self.fields else []
        name = self._keep(f"SELECT {', '.join(select)} FROM {kept} {' '.join(joins)}", ordered=False)
        ((self.source.size,),) = self.engine.rows(f"SELECT count(*) FROM {name}")
        for one in (*maps, kept):
            self.engine.drop(one)
        return name

    def _read(self, field: Field, query: str) -> Iterator[str]:
        """Tables of texts (k) and of what they are (v), written plainly; a batch in each, till too many err."""
        import pandas as pd

        read, rows = parsing.reader(field), self.engine.rows(query)
        while self.wrong.get(field, {}) is not None and (batch := [text for (text,) in islice(rows, BATCH)]):
            found = [(text, *read(text)) for text in batch]
            self._note(field, [text for text, _, fault in found if fault or self._is_damaged(text)])
            pairs = [(text, None if value is None else plainly(value)) for text, value, _ in found]
            name, types = self.engine.fresh(), dict.fromkeys("kv", self.engine.types["string"])
            self.engine.given(name, pd.DataFrame(pairs, columns=["k", "v"]), types)
            yield name

    def _note(self, field: Field, wrong: Collection[str]) -> None:
        """Remember texts that break their type; of too many none is, for all rows are then looked at in their order."""
        if wrong and (noted := self.wrong.get(field, set())) is not None:
            noted |= {*wrong}
            self.wrong[field] = noted if len(noted) < NAMED else None

    def _is_damaged(self, text: str) -> bool:
        """Whether a text is what an engine makes of bytes that are none."""
        return "\0" in text or bool(self.engine.undecoded and self.engine.undecoded in text)

    def _present(self, field: Field, text: str) -> str:
        """A text, or null where it is one of those that are missing; the empty one is null already."""
        missing = [self.engine.quoted(one) for one in field.missing_values if one]
        return f"(CASE WHEN {text} IN ({', '.join(missing)}) THEN NULL ELSE {text} END)" if missing else text

    def _none(self, field: Field) -> str:
        return f"CAST(NULL AS {self.engine.type_of(field)})"


def no_record(engine: Database, text: str, names: Collection[str]) -> str:
    """Whether a row may be a header once more, one of totals, or blank, told from its first cell that is filled.

    Most cells are told from how they begin, and from the letter with which a total ends; a pattern tells the others.
    """
    begins = " OR ".join(f"({text} >= '{low}' AND {text} < '{high}')" for low, high in ("GH", "SU", "gh", "su"))
    ends = f"contains({text}, 'l') OR contains({text}, 'L') OR {engine.is_wide(text)}"
    suspected = f"{begins} OR {text} < '0' OR {text} > '~' OR {ends}"
    headers = [[engine.quoted(name + end) for end in ("", " ", "!")] for name in names]
    once_more = (f"{text} = {name} OR ({text} >= {spaced} AND {text} < {after})" for name, spaced, after in headers)
    trimmed = (f"trim({text}) = {name}" for name, *_ in headers)
    strange = " OR ".join((engine.matches(text, NO_RECORD), *trimmed))
    return f"CASE WHEN {' OR '.join(once_more)} THEN true WHEN {suspected} THEN {strange} ELSE false END"


def plainly(value: parsing.Value) -> str:
    """A value as the engines' own casts read it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
