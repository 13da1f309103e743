"""What definitions are made of: an order with parts first, and circles, however long the way is."""

from __future__ import annotations

from roundtable_cli.indicators.definitions.definition_graph import describe_circle, order_parts_first


def test_parts_come_first_and_each_once() -> None:
    """In the order in which they are named."""
    parts = {"a": "bc", "b": "d", "c": "d", "d": ""}
    assert order_parts_first("ac", lambda name: parts[name]) == (("d", "b", "c", "a"), ())


def test_a_circle_is_told_in_one_order_wherever_it_is_entered() -> None:
    """One of each is enough, also of a name that is made of itself."""
    parts = {"x": "b", "b": "c", "c": "ab", "a": "b", "s": "s"}
    assert order_parts_first("xs", lambda name: parts[name]).circles == (("a", "b", "c"), ("b", "c"), ("s",))


def test_a_hundred_thousand_names_are_walked() -> None:
    """Nothing recurses."""
    found = order_parts_first([100_000], lambda number: [number - 1] * 2 if number else [])
    assert found.ordered == tuple(range(100_001))


def test_a_long_circle_is_told_by_its_ends() -> None:
    """The way of ten thousand names helps nobody."""
    assert describe_circle(("a", "b")) == "a → b → a"
    assert describe_circle(tuple(map(str, range(99)))) == "0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … → 98 → 0"
