"""What definitions are made of, as a graph of names: in which order they can be computed, and what is made of itself.

Nothing here recurses, so that a chain of a hundred thousand definitions is walked as safely as one of three.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from roundtable_cli.errors import MAX_LISTED

Name = TypeVar("Name", bound=Hashable)


class PartsFirst(NamedTuple, Generic[Name]):
    """Names, each after the parts that it is made of; and the circles of names that are made of themselves.

    A circle begins with its first name in alphabetical order. Of many circles a few are there.
    """

    ordered: tuple[Name, ...]
    circles: tuple[tuple[Name, ...], ...]


def order_parts_first(names: Iterable[Name], parts_of: Callable[[Name], Iterable[Name]]) -> PartsFirst[Name]:
    """Some names and all that they are made of, as `parts_of` says of each; each name once, after its parts."""
    ordered: dict[Name, None] = {}
    circles: dict[tuple[Name, ...], None] = {}
    for name in names:
        way = [] if name in ordered else [name]  # from a name to the part that is looked at
        waiting, on_way = [iter(parts_of(one)) for one in way], {*way}
        while way:
            for part in waiting[-1]:
                if part in on_way:
                    if len(circles) < MAX_LISTED:
                        circles.setdefault(_circle_from(part, way))
                elif part not in ordered:
                    way.append(part)
                    on_way.add(part)
                    waiting.append(iter(parts_of(part)))
                    break
            else:
                waiting.pop()
                on_way.discard(done := way.pop())
                ordered[done] = None
    return PartsFirst(tuple(ordered), tuple(circles))


def _circle_from(name: Name, way: list[Name]) -> tuple[Name, ...]:
    """The names from one to the end of the way, which leads back to it: wherever it is entered, told in one order."""
    circle = way[way.index(name) :]
    first = circle.index(min(circle, key=str))
    return (*circle[first:], *circle[:first])


def describe_circle(circle: tuple[str, ...]) -> str:
    """`a → b → c → a`; of a long one its beginning and its end."""
    names = [*circle, circle[0]]
    if len(names) > MAX_LISTED:
        names = [*names[: MAX_LISTED - 2], "…", *names[-2:]]
    return " → ".join(names)
