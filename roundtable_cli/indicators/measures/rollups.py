"""Columns worked out for one row from the rows of another table that belong to it, one pass per link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Refused, placed
from roundtable_cli.indicators.binding.bound_columns import Column, Link, Made, Test, row_number
from roundtable_cli.indicators.definitions.framework import Calculated
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.category_keys import Categories
from roundtable_cli.indicators.frames.scaled import INT64, ONE, Whole, as_floats, quotient, shifted, whole
from roundtable_cli.indicators.frames.view import View, different
from roundtable_cli.indicators.measures import currency
from roundtable_cli.indicators.measures.catalogue import ZERO, contradiction
from roundtable_cli.tables.engines.engine import Frame


class Belonging(NamedTuple):
    """The rows of a link, each under the keys, in the columns `keys`, of the row that it belongs to.

    `own` are the keys that the rows of the table itself have, under the names `mine`.
    """

    view: View
    keys: tuple[str, ...]
    own: Frame
    mine: tuple[str, ...]


class Summary(NamedTuple):
    """One column over belonging rows: what is prepared for each row, asked of each group, and made of the answers."""

    prepared: dict[str, nw.Expr]
    asked: dict[str, nw.Expr]
    value: nw.Expr


def over_rows(rows: Belonging, columns: Mapping[str, Column], categories: Categories) -> Frame:
    """A row for each group of belonging rows: its keys, and the columns, under the names given, in one pass."""
    summaries = {name: _summary(rows, column, categories, name) for name, column in columns.items()}
    view = rows.view
    for name, summary in summaries.items():
        for part, expression in summary.prepared.items():
            view = view.with_column(f"{name}{part}", expression)
    asked = [
        expression.alias(f"{name}{part}") for name, one in summaries.items() for part, expression in one.asked.items()
    ]
    grouped = view.frame.group_by(*rows.keys).agg(*asked)
    for name, column in columns.items():
        if column.made and column.made.definition and column.made.definition.rule.measure == "latest":
            _check_latest(rows._replace(view=view), grouped, column, name)
    values = [summary.value.alias(name) for name, summary in summaries.items()]
    return grouped.with_columns(*values).select(*rows.keys, *summaries)


def _summary(rows: Belonging, column: Column, categories: Categories, name: str) -> Summary:
    made, definition = _definition(column)
    holds = _hold(made.where, rows.view, categories, f"[calculated.{definition.rule.code}] where")
    if made.columns:
        counted = rows.view.where(holds) if holds is not None else rows.view
        if made.currency:
            currency.check(definition.rule, counted, made.columns[0], made.currency, categories.names.framework)
    return _SUMMARIES[definition.rule.measure](_Over(rows, made, definition, holds, categories, name))


def _definition(column: Column) -> tuple[Made, Calculated]:
    if column.made is None or column.made.definition is None:
        raise TypeError(column)
    return column.made, column.made.definition


def _hold(tests: Sequence[Test], view: View, categories: Categories, place: str) -> nw.Expr | None:
    with placed(categories.names.framework.file, place):
        return category_keys.hold(tests, view, categories)


class _Over(NamedTuple):
    """A calculated column, the rows that it is over, and the names of its parts."""

    rows: Belonging
    made: Made
    definition: Calculated
    holds: nw.Expr | None
    categories: Categories
    name: str

    def where_it_holds(self, value: nw.Expr) -> nw.Expr:
        """A value where the row meets the conditions, else missing."""
        return value if self.holds is None else nw.when(self.holds).then(value)

    def part(self, name: str) -> nw.Expr:
        """What was prepared, or asked, under a name."""
        return nw.col(self.name + name)

    @property
    def column(self) -> nw.Expr:
        """The counted column."""
        return self.rows.view[self.made.columns[0]]

    def value(self, top: Whole, bottom: Whole = ONE) -> nw.Expr:
        """A fraction with the definition's factor and decimals."""
        return quotient(top, bottom, self.definition.rule.scale, self.definition.decimals)

    def tally(self, number: nw.Expr) -> Whole:
        """A number of rows."""
        return ONE._replace(number=number, most=len(self.rows.view.source))


def _over_count(over: _Over) -> Summary:
    return Summary({"": over.where_it_holds(nw.lit(1))}, {"": over.part("").count()}, over.part(""))


def _over_unique(over: _Over) -> Summary:
    asked = {"d": over.part("").n_unique(), "c": over.part("").count(), "n": nw.len()}
    return Summary({"": over.where_it_holds(over.column)}, asked, _distinct(over, "d", "c"))


def _distinct(over: _Over, distinct: str, present: str) -> nw.Expr:
    """`n_unique` counts missing as a value of its own."""
    missing = nw.when(over.part("n") > over.part(present)).then(nw.lit(1)).otherwise(nw.lit(0))
    return over.part(distinct) - missing


def _added(over: _Over) -> tuple[dict[str, nw.Expr], dict[str, nw.Expr], Whole]:
    """What is prepared and asked for a sum, the number of its values (`c`) and rows (`n`) too; and the sum."""
    (number,) = whole(over.rows.view, over.made.columns[0])
    most = number.most * len(over.rows.view.source)
    if most >= INT64:
        (number,) = as_floats([number])
    holds = nw.lit(value=True) if over.holds is None else over.holds
    there = nw.all_horizontal(holds, number.there, ignore_nulls=False)
    one, none = nw.lit(1), nw.lit(0)
    prepared = {
        "": nw.when(there).then(number.number).otherwise(none),
        "p": nw.when(there).then(one).otherwise(none),
        "r": nw.when(holds).then(one).otherwise(none),
    }
    asked = {"s": over.part("").sum(), "c": over.part("p").sum(), "n": over.part("r").sum()}
    return prepared, asked, number._replace(number=over.part("s"), there=over.part("c") > 0, most=most)


def _over_sum(over: _Over) -> Summary:
    prepared, asked, total = _added(over)
    return Summary(prepared, asked, over.value(total._replace(there=total.there | (over.part("n") == 0))))


def _over_mean(over: _Over) -> Summary:
    prepared, asked, total = _added(over)
    return Summary(prepared, asked, over.value(total, over.tally(over.part("c"))))


def _over_extreme(over: _Over) -> Summary:
    asked = {"e": over.part("").min() if over.definition.rule.measure == "min" else over.part("").max()}
    return _own(over, {"": over.where_it_holds(over.column)}, asked, over.part("e"))


def _over_latest(over: _Over) -> Summary:
    date = over.made.link.date if over.made.link else None
    if date is None:
        raise TypeError(over.definition)
    day = nw.when(~over.column.is_null()).then(over.rows.view[date])
    last = over.part("t").max().over(*over.rows.keys)
    prepared = {
        "t": over.where_it_holds(day),
        "": nw.when(over.part("t") == last).then(over.column),
    }
    return _own(over, prepared, {"l": over.part("").min(), "h": over.part("").max()}, over.part("h"))


def _own(over: _Over, prepared: dict[str, nw.Expr], asked: dict[str, nw.Expr], value: nw.Expr) -> Summary:
    """A value of the column itself; a number only if it is to be multiplied or rounded."""
    rule, column = over.definition.rule, over.made.columns[0]
    if column.field.type in {"integer", "number"} and (rule.scale != 1 or over.definition.decimals is not None):
        (own,) = whole(over.rows.view, column)
        number = shifted(value, column, own.unit) if own.exact else value
        value = over.value(own._replace(number=number, there=~value.is_null()))
    return Summary(prepared, asked, value)


def _over_share(over: _Over) -> Summary:
    place = f"[calculated.{over.definition.rule.code}] meets"
    meets = _hold(over.made.meets, over.rows.view, over.categories, place)
    counted = over.column if over.made.columns else nw.lit(1)
    meeting = over.part("") if meets is None else nw.when(meets).then(over.part(""))
    prepared = {"": over.where_it_holds(counted), "m": meeting}
    if not over.made.columns:
        asked = {"a": over.part("m").count(), "b": over.part("").count()}
        return Summary(prepared, asked, over.value(over.tally(over.part("a")), over.tally(over.part("b"))))
    asked = {"d": over.part("").n_unique(), "c": over.part("").count(), "n": nw.len()}
    asked |= {"e": over.part("m").n_unique(), "f": over.part("m").count()}
    top, bottom = over.tally(_distinct(over, "e", "f")), over.tally(_distinct(over, "d", "c"))
    return Summary(prepared, asked, over.value(top, bottom))


_SUMMARIES: Mapping[str, Callable[[_Over], Summary]] = {
    "count": _over_count,
    "unique": _over_unique,
    "sum": _over_sum,
    "mean": _over_mean,
    "min": _over_extreme,
    "max": _over_extreme,
    "latest": _over_latest,
    "share": _over_share,
}


def _check_latest(rows: Belonging, grouped: Frame, column: Column, name: str) -> None:
    """Refused where one row has two different values on the latest date; both are named."""
    low, high = nw.col(f"{name}l"), nw.col(f"{name}h")
    twice = grouped.filter(low != high).select(*rows.keys)
    own = different(rows.own.select(*(nw.col(name).alias(f"{name}_own") for name in dict.fromkeys(rows.mine))))
    twice = twice.join(own, left_on=list(rows.keys), right_on=[f"{name}_own" for name in rows.mine], how="inner")
    found = rows.view.frame.join(twice, on=list(rows.keys), how="inner").filter(~nw.col(name).is_null())
    told = rows.view.engine.fetch(
        found.select(*rows.keys, nw.col(name).alias("v"), rows.view[row_number()].alias("row"))
    )
    if told:
        made, definition = _definition(column)
        keys = min(told, key=lambda record: record[-1])[:-2]
        own_rows = [(value, row) for *key, value, row in told if tuple(key) == keys]
        raise Refused(contradiction(rows.view, own_rows, made.columns[0], f"{definition.rule.code}: "))


def starting(column: Column) -> int | None:
    """What a row has to which no rows belong: 0 for counts and sums, else nothing."""
    _, definition = _definition(column)
    return 0 if definition.rule.measure in ZERO else None


def belonging(theirs: View, link: Link, mine: View) -> Belonging:
    """The rows of a link under their keys.

    Rows that lack a key belong to nothing. Where dates of the row bound them, each stands under every different date
    that takes it in.
    """
    pairs = [(theirs.names[one], mine.names[other]) for one, other in zip(link.theirs, link.mine, strict=True)]
    on = {other: one for one, other in pairs}  # one of mine may match two of theirs, which then are equal
    equal = [nw.col(one) == nw.col(on[other]) for one, other in pairs if on[other] != one]
    theirs = theirs.where(*(~nw.col(one).is_null() for one, _ in pairs), *equal)
    left, right = tuple(on.values()), tuple(on)
    bounds = [bound for bound in (link.until, link.since) if bound]
    if not bounds or link.date is None:
        return Belonging(theirs, left, mine.frame, right)
    whole = tuple(dict.fromkeys((*right, *(mine.names[bound] for bound in bounds))))
    own = {name: f"{name}_mine" for name in whole}
    found = mine.where(*(~nw.col(name).is_null() for name in whole)).frame
    found = different(found.select(*(nw.col(name).alias(other) for name, other in own.items())))
    keys = [own[name] for name in right]
    paired = theirs.frame.join(found, left_on=list(left), right_on=keys, how="inner")
    # A join along keys of other names keeps those of the left; the row's own keys equal them.
    paired = paired.with_columns(*(nw.col(name).alias(key) for name, key in zip(left, keys, strict=True)))
    tests = [_day(theirs, link.date, link.until) <= nw.col(own[mine.names[link.until]])] if link.until else []
    tests += [_day(theirs, link.date, link.since) >= nw.col(own[mine.names[link.since]])] if link.since else []
    return Belonging(theirs.narrowed(paired.filter(*tests)), tuple(own[name] for name in whole), mine.frame, whole)


def _day(theirs: View, date: Column, bound: Column) -> nw.Expr:
    """Their date; its day alone, where it is a time and the bound is a day."""
    timed = date.field.type == "datetime" and bound.field.type != "datetime"
    return theirs[date].dt.truncate("1d") if timed else theirs[date]
