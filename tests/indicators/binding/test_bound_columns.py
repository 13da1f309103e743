"""Columns as they are seen from a table, and what calculated columns are made of."""

from __future__ import annotations

from roundtable_cli.indicators.binding.bound_columns import (
    BoundColumn,
    Derivation,
    RollupLink,
    collect_derivations,
    combine_columns,
)
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.tables.table import Field, ForeignKey

ID, NAME = BoundColumn(Field("id", "integer")), BoundColumn(Field("name", personal=True))


def calculated(name: str, *columns: BoundColumn, link: RollupLink | None = None) -> BoundColumn:
    """A calculated column made of these columns."""
    definition = CalculatedColumn("people", name, Indicator(f"people.{name}", LocalizedText(), "count"))
    return BoundColumn(Field(name, "integer"), (), Derivation(definition, columns, link))


def test_the_owner_of_a_column_is_where_its_path_ends() -> None:
    """Its own table, where it has none."""
    keys = (ForeignKey(("place",), "places", ("id",)), ForeignKey(("region",), "regions", ("id",)))
    assert [ID.owner_table("people"), ID._replace(path=keys).owner_table("people")] == ["people", "regions"]


def test_an_empty_column_is_of_the_type_that_is_needed() -> None:
    """One with values keeps its own."""
    assert BoundColumn(Field("x", is_untyped=True)).with_type_if_untyped("date").is_date
    assert ID.with_type_if_untyped("date") == ID


def test_a_set_of_columns_is_personal_where_one_of_them_is() -> None:
    """It is called by all of their names."""
    field = combine_columns((ID, NAME)).field
    assert (field.name, field.personal) == ("id, name", True)


def test_derivations_are_found_through_each_other() -> None:
    """Each once, and whether one of them reads another table, whose rows change from date to date."""
    visits = calculated("visits", link=RollupLink("visits", (ID,), (ID,)))
    double = calculated("double", visits, ID)
    names = [found.definition.name for found in collect_derivations([double, visits, ID]) if found.definition]
    assert names == ["double", "visits"]
    assert [column.depends_on_date for column in (double, visits, ID)] == [True, True, False]
