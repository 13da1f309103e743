"""The guide `checks` has a heading for every code that a finding of the program can have, and no other code.

The codes are told from the source: what is given as `code` to `Finding`, and to every function that hands a code on to
it under that name, followed back through constants, parameters and attributes to the texts that stand there.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

import roundtable_cli
from roundtable_cli import guides
from roundtable_cli.errors import Finding

PACKAGE = Path(roundtable_cli.__file__).parent
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Place(NamedTuple):
    """An expression, and the functions around it, the outermost first."""

    node: ast.expr
    around: tuple[Function, ...]


class Source:
    """The package as it is written: its calls, its constants, and what stands at the head of tuples of three texts."""

    def __init__(self, folder: Path) -> None:
        self.calls: dict[str, list[tuple[ast.Call, tuple[Function, ...]]]] = defaultdict(list)
        self.functions: dict[str, list[tuple[Function, tuple[Function, ...]]]] = defaultdict(list)
        self.constants: dict[str, list[ast.expr]] = defaultdict(list)
        self.heads: list[Place] = []
        for path in sorted(folder.rglob("*.py")):
            self._note(ast.parse(path.read_text(encoding="utf-8")), ())

    def _note(self, node: ast.AST, around: tuple[Function, ...]) -> None:
        if isinstance(node, ast.Call):
            self.calls[_name(node.func)].append((node, around))
        elif isinstance(node, Function):
            self.functions[node.name].append((node, around))
            around = (*around, node)
        elif isinstance(node, ast.Assign) and not around:
            for name, value in _assigned(node):
                self.constants[name].append(value)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and around:
            self.heads.append(Place(node.elts[0], around))
        for child in ast.iter_child_nodes(node):
            self._note(child, around)

    def given(self, function: str, parameter: str) -> Iterator[Place]:
        """What the calls of a function, or of a class by its name, give for a parameter."""
        for call, around in self.calls[function]:
            for keyword in call.keywords:
                if keyword.arg == parameter:
                    yield Place(keyword.value, around)
            for position in self._positions(function, parameter):
                if position < len(call.args):
                    yield Place(call.args[position], around)

    def _positions(self, function: str, parameter: str) -> set[int]:
        """Where a parameter stands among the arguments of a function of this name that has it."""
        if function == Finding.__name__:
            return {Finding._fields.index(parameter)} if parameter in Finding._fields else set()
        found = set()
        for one, _ in self.functions[function]:
            names = [argument.arg for argument in (*one.args.posonlyargs, *one.args.args)]
            if parameter in names:
                found.add(names.index(parameter) - (names[0] in {"self", "cls"}))
        return found


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement of a module gives values to: also `ERROR, WARNING = "error", "warning"`."""
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            names = [one.id if isinstance(one, ast.Name) else "" for one in target.elts]
            yield from zip(names, node.value.elts, strict=True)


class Reader:
    """Follows expressions back to the texts that they can be."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.unread: list[str] = []
        self._known: dict[tuple[str, str], set[str]] = {}

    def texts(self, place: Place) -> set[str]:
        """The texts that an expression can be; what can't be followed is noted in `unread`."""
        node, around = place
        match node:
            case ast.Constant(value=str(text)):
                found = {text}
            case ast.IfExp(body=one, orelse=other):
                found = self._all([Place(one, around), Place(other, around)])
            case ast.FormattedValue(value=value):
                found = self.texts(Place(value, around))
            case ast.JoinedStr(values=values):
                found = {"".join(parts) for parts in product(*(self.texts(Place(part, around)) for part in values))}
            case ast.Attribute(attr=name):
                found = self._constant(name) or self._set(name)
            case ast.Name(id=name) if function := _owner(name, around):
                found = self._passed(function.name, name)
            case ast.Name(id=name) if self._constant(name):
                found = self._constant(name)
            case ast.Name() | ast.Starred():  # of `code, fault, remedy = judged`, and of `*judged`
                heads = self._all(head for head in self.source.heads if _is_text(head.node))
                found = {text for text in heads if "-" in text and CODE.fullmatch(text)}
            case _:
                self.unread.append(ast.unparse(node))
                found = set()
        return found

    def _all(self, places: Iterable[Place]) -> set[str]:
        return {text for place in places for text in self.texts(place)}

    def _constant(self, name: str) -> set[str]:
        """The text that a module gives this name to."""
        return self._all(Place(value, ()) for value in self.source.constants[name] if _is_text(value))

    def _passed(self, function: str, parameter: str) -> set[str]:
        """The texts and names that are given to a parameter wherever a function of this name is called."""
        asked = function, parameter
        if asked not in self._known:
            self._known[asked] = set()  # for who hands on what it is given itself
            self._known[asked] = self._all(filter(self._is_told, self.source.given(function, parameter)))
        return self._known[asked]

    def _is_told(self, place: Place) -> bool:
        """Whether a text stands there, or a name that leads to one: functions of one name take other things too."""
        node, around = place
        is_known = isinstance(node, ast.Name) and bool(_owner(node.id, around) or self._constant(node.id))
        return is_known or _is_text(node)

    def _set(self, attribute: str) -> set[str]:
        """What values are made with for an attribute."""
        classes = [name for name in self.source.calls if name[:1].isupper()]
        return {text for name in classes for text in self._passed(name, attribute)}


def _owner(parameter: str, around: Sequence[Function]) -> Function | None:
    """The innermost function that has a parameter of this name."""
    known = ({one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)} for function in reversed(around))
    return next((function for function, names in zip(reversed(around), known, strict=True) if parameter in names), None)


def _is_text(node: ast.expr) -> bool:
    """Whether a text stands there, or one of two."""
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class Told(NamedTuple):
    """The codes that findings can have, and the expressions that could not be followed."""

    codes: frozenset[str]
    unread: tuple[str, ...]


@cache
def told(folder: Path = PACKAGE) -> Told:
    """What the source tells: of what findings are made with, and of the constants that their codes are replaced by."""
    source = Source(folder)
    reader = Reader(source)
    replaced = (place for place in source.given("_replace", "code") if isinstance(place.node, ast.Name))
    places = [*source.given(Finding.__name__, "code"), *replaced]
    return Told(frozenset(text for place in places for text in reader.texts(place)), tuple(reader.unread))


def headings() -> list[str]:
    """The codes that the guide has a part for: its headings of the third level."""
    return [one.heading for one in guides.guide_sections(guides.guide_text("checks")) if one.level == 3]


def test_every_code_has_a_heading_and_every_heading_is_a_code() -> None:
    """Each once."""
    assert told().unread == ()
    assert sorted(headings()) == sorted(told().codes)


WRITTEN = """
NAMED = "by-name"
ONE, OTHER = "first-of-two", "second-of-two"
class File:
    def finding(self, code, fault):
        return Finding(code, fault)
    def look(self, long):
        self.finding("by-a-parameter", "x")
        self.finding("if-long" if long else "if-short", "x")
def repeat(keys, code):
    def inner():
        yield Finding(code=code, fault="x")
repeat([], "by-an-outer-parameter")
def judge():
    return ("from-a-tuple" if 1 else "from-another"), "fault", "remedy"
def judged(told):
    code, fault, remedy = told
    Finding(code, fault), Finding(*told)
def doubtful(of):
    return Field(doubt=of)
doubtful("date")
Finding("as-it-is", "x"), Finding(NAMED, "x"), Finding(OTHER, "x"), Finding(f"put-together-{field.doubt}", "x")
found._replace(code=ONE)
Finding(worked_out(), "x")
"""


def test_codes_are_told_from_the_source(tmp_path: Path) -> None:
    """In whatever way one is given; what can't be followed is told, so that no code is missed in silence."""
    (tmp_path / "written.py").write_text(WRITTEN, encoding="utf-8")
    found = told(tmp_path)
    ways = "by-a-parameter if-long if-short by-an-outer-parameter from-a-tuple from-another as-it-is by-name"
    assert found.codes == {*ways.split(), "first-of-two", "second-of-two", "put-together-date"}
    assert found.unread == ("worked_out()",)


@pytest.mark.parametrize("code", headings())
def test_a_part_says_how_grave_it_is(code: str) -> None:
    """The first word after the heading."""
    text = guides.guide_part("checks", code)
    assert text.splitlines()[2].startswith(("Error", "Warning"))
