"""The catalogue of fixed words: complete in every language, in every plural, and no larger than it is used."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

import roundtable_cli
from roundtable_cli.indicators.definitions.framework import ACCUMULATIONS, RESULT_LEVELS
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.output.language.words import CATALOGUE_PATH, LanguageWords, load_catalogue, program_languages
from roundtable_cli.output.layouts.reference_sheet import LISTING_COLUMNS

LANGUAGES = ("en", "ru", "ky")
PACKAGE = Path(roundtable_cli.__file__).parent
# Entries that are looked up by a name of the framework, not by a text in the code.
NAMED = {
    "rule-sum-parts",
    *RESULT_LEVELS,
    *MEASURES,
    *MONTHS_PER_UNIT,
    *ACCUMULATIONS,
    *LISTING_COLUMNS,
    *(f"rule-{measure}" for measure in MEASURES),
    *(f"rule-{measure.name}-rows" for measure in MEASURES.values() if measure.is_column_optional),
}


def forms(entry: str | dict[str, str]) -> dict[str, str]:
    """The forms of an entry in one language, by plural; one form alone is `other`."""
    return {"other": entry} if isinstance(entry, str) else entry


def braces(text: str) -> set[str]:
    """The names that are filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def nodes() -> Sequence[ast.AST]:
    """All nodes of the modules of the package."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py")))
    return [node for tree in trees for node in ast.walk(tree)]


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can be: itself, or either branch of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def asked() -> set[str]:
    """The keys that the code asks for by name: `words("key", …)`."""
    return {
        key
        for node in nodes()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "words" and node.args
        for key in literals(node.args[0])
    }


def note_kinds() -> set[str]:
    """The kinds of notes that the code makes: `Note("kind", …)`; `note-kind` is their entry."""
    made = {
        kind
        for node in nodes()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note" and node.args
        for kind in literals(node.args[0])
    }
    return {f"note-{kind}" for kind in made}


def texts() -> set[str]:
    """Every text constant in the code: a key may be looked up through any of them."""
    return {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def beginnings() -> set[str]:
    """The fixed beginnings of keys that are put together: `rule-` of `f"rule-{measure}"`."""
    return {
        str(node.values[0].value)
        for node in nodes()
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
        if re.fullmatch(r"[a-z]+-", str(node.values[0].value))
    }


def test_every_language() -> None:
    """Each entry has a text in each language, and in no other."""
    for key, entry in load_catalogue().items():
        assert set(entry) == set(LANGUAGES), key
        for language in LANGUAGES:
            assert all(form.strip() for form in forms(entry[language]).values()), (key, language)


def test_every_plural() -> None:
    """An entry that counts has, in each language, the plurals that Unicode's CLDR asks for, and no others."""
    wanted = {language: {*Locale(language).plural_form.rules, "other"} for language in LANGUAGES}
    for key, entry in load_catalogue().items():
        counted = [language for language in LANGUAGES if isinstance(entry.get(language), dict)]
        assert counted in ([], list(LANGUAGES)), key
        for language in counted:
            assert set(forms(entry[language])) == wanted[language], key


def test_same_braces() -> None:
    """Every language and plural of an entry fills in the same names."""
    for key, entry in load_catalogue().items():
        filled = [braces(form) for language in LANGUAGES for form in forms(entry[language]).values()]
        assert all(names == filled[0] for names in filled), (key, filled)


def test_the_catalogue_is_whole() -> None:
    """Entries are read one by one, each as it stands among all."""
    assert load_catalogue() == tomllib.loads(CATALOGUE_PATH.read_text(encoding="utf-8"))


def test_languages() -> None:
    """The program speaks English, Russian and Kyrgyz."""
    assert sorted(program_languages()) == sorted(LANGUAGES)


def test_every_key_exists() -> None:
    """Every key that the code asks for is in the catalogue."""
    assert len(asked()) > 10
    assert note_kinds()
    assert (asked() | note_kinds() | NAMED | {"increase", "decrease"}) - set(load_catalogue()) == set()


def test_no_key_unused() -> None:
    """No entry of the catalogue is left over: each is named in the code, or put together from names in it."""
    known, starts = texts() | NAMED, beginnings()
    assert {"note-", "rule-"} <= starts
    unused = {
        key
        for key in load_catalogue()
        if key not in known and not any(key.startswith(start) and key.removeprefix(start) in known for start in starts)
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("n", "en", "ru", "ky"),
    [
        (0, "0 rows", "0 строк", "0 сап"),
        (1, "1 row", "1 строка", "1 сап"),
        (2, "2 rows", "2 строки", "2 сап"),
        (5, "5 rows", "5 строк", "5 сап"),
        (11, "11 rows", "11 строк", "11 сап"),
        (21, "21 rows", "21 строка", "21 сап"),
        (112, "112 rows", "112 строк", "112 сап"),
    ],
)
def test_plurals(n: int, en: str, ru: str, ky: str) -> None:
    """A count takes the plural of its language."""
    assert [LanguageWords(language)("rows", n) for language in LANGUAGES] == [en, ru, ky]


@pytest.mark.parametrize("language", ["uz", "de", "qqq", "not a language"])
def test_other_languages(language: str) -> None:
    """A language that the catalogue lacks gets the English words."""
    assert LanguageWords(language)("total") == "total"
    assert LanguageWords(language)("rows", 1) == "1 row"


def test_regions() -> None:
    """A language with a region writes numbers as the region does."""
    assert str(LanguageWords("ru-KG").locale) == "ru_KG"


def test_thousands_have_the_mark_of_the_language() -> None:
    """As in every other number of a table."""
    assert LanguageWords("en")("rows", 1000000) == "1,000,000 rows"
    assert LanguageWords("ru")("rows", 1000000) == "1\xa0000\xa0000 строк"
