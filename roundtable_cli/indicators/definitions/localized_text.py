"""A text that people read, in one or more languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import suggest_nearest
from roundtable_cli.mapping_reader import MappingReader

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")  # of Unicode's CLDR


class LocalizedText(NamedTuple):
    """A text in one or more languages, the project's first language first.

    That of a unit may have `forms`: by language ("" for all), the word for each plural form of the language.
    """

    texts: Mapping[str, str] = MappingProxyType({})
    forms: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def __call__(self, language: str) -> str:
        """The text in `language`, else in the project's first language, else in any."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(self.texts.items()))  # a mapping has no hash


def read_unit(reader: MappingReader, languages: tuple[str, ...]) -> LocalizedText:
    """The unit of an indicator: one text, one per language, or for a language a text for each of its plural forms."""
    written = reader.get_value("unit", str, dict, default="")
    if isinstance(written, str):
        return LocalizedText({"": written} if written else {})
    inner = reader.get_section("unit")
    if written and all(form in PLURAL_FORMS for form in written):
        forms = _read_forms(inner)
        return LocalizedText({"": _name_alone(forms)}, {"": forms})
    texts, forms_by_language = dict[str, str](), dict[str, Mapping[str, str]]()
    for language, text in written.items():
        if language not in languages:
            inner.add_fault(f'"{language}" is not a language of the project', "add it to languages in [project]")
        if isinstance(text, dict):
            forms_by_language[language] = _read_forms(inner.get_section(language))
            texts[language] = _name_alone(forms_by_language[language])
        else:
            texts[language] = inner.get_text(language)
    shown = {language: texts[language] for language in (*languages, *texts) if texts.get(language)}
    return LocalizedText(shown, forms_by_language)


def _read_forms(reader: MappingReader) -> dict[str, str]:
    """The words for the plural forms of a language, of which one must do for all other numbers."""
    forms = {form: reader.get_text(form) for form in reader.mapping if form in PLURAL_FORMS}
    for form in reader.mapping:
        if form not in PLURAL_FORMS:
            reader.add_fault(f'"{form}" is no plural form', suggest_nearest(form, PLURAL_FORMS))
    if not _name_alone(forms):
        reader.add_fault("a word for all other numbers is missing", 'write other = "…"')
    return forms


def _name_alone(forms: Mapping[str, str]) -> str:
    """The word where it stands without a number: people."""
    return forms.get("many") or forms.get("other", "")
