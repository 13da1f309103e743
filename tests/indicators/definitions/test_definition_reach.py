"""Which definitions some indicators read."""

from __future__ import annotations

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.definitions.definition_reach import find_definition_reach, find_unplaced_faults
from roundtable_cli.indicators.definitions.definitions_reader import parse_framework

DEFINITIONS = """
[indicators.ratio]
measure = "ratio"
of = ["a", "b"]
[indicators.a]
table = "staff"
measure = "count"
where = { grown = "yes" }
[indicators.b]
table = "t"
measure = "sum"
column = "person.paid"
[indicators.other]
table = "t"
measure = "count"
disaggregate = ["place"]
[dimensions.grown]
categories.yes = { where = { age = { min = 18 } } }
[dimensions.place]
column = "place"
[calculated.people.paid]
of = ["x", "bonus"]
measure = "sum"
[calculated.people.bonus]
from = "t"
measure = "sum"
column = "y"
[calculated.people.unread]
of = ["x"]
measure = "sum"
[tables.staff]
from = "t"
each = "person"
"""


def test_what_is_read_is_found_through_all_that_reads_it() -> None:
    """Parts of formulas, dimensions, calculated columns along keys and those that they are made of, tables of keys."""
    framework = parse_framework(DEFINITIONS, "indicators.toml", [])
    read = "indicators.ratio indicators.a indicators.b dimensions.grown calculated.people.paid"
    read += " calculated.people.bonus tables.staff"
    assert find_definition_reach(framework, ["ratio"]).sections == {*read.split()}
    asked = find_definition_reach(framework, ["other"], ["unread"])
    assert asked.sections == {"indicators.other", "dimensions.place", "calculated.people.unread"}


def test_a_fault_touches_its_section_or_everything() -> None:
    """`[indicators.a.targets]` is a part of `[indicators.a]`, and `[indicators.ab]` is not."""
    reach = find_definition_reach(parse_framework(DEFINITIONS, "indicators.toml", []), ["a"])
    places = (
        "[indicators.a] where",
        "[indicators.a.targets]",
        "[indicators.ab]",
        "[dimensions.place]",
        "[project]",
        "",
    )
    faults = [Finding(DEFINITION, "wrong", column=place) for place in places]
    assert [reach.touched_by(fault) for fault in faults] == [True, True, False, False, True, True]
    assert [fault.column for fault in find_unplaced_faults(faults)] == ["[project]", ""]
