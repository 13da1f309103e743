"""What is harmless stays as it is; what a spreadsheet, a shell or a document would obey does not."""

from __future__ import annotations

import pytest

from roundtable_cli.output.formats import escaping


@pytest.mark.parametrize(
    ("text", "is_formula"),
    [("=A1", True), ("-2+3", True), ("-2.5", False), ("+1e3", False), ("a=b", False), ("", False)],
)
def test_formulas(text: str, is_formula: bool) -> None:
    """A text that begins as a formula is one, unless it is a number."""
    assert escaping.is_formula(text) is is_formula
    assert escaping.escape_formula(text) == ("'" * is_formula + text)


@pytest.mark.parametrize(
    ("name", "is_own"), [("PATH", True), ("LC_TIME", True), ("BASH_ENV", True), ("ACTIVISTS", False), ("LD", False)]
)
def test_shell_variables(name: str, is_own: bool) -> None:
    """Names that the shell uses are known, by name or by their beginning; others are free."""
    assert escaping.is_shell_variable(name) is is_own


def test_plain_texts_stay() -> None:
    """Letters of any script, digits and spaces mean nothing to Markdown or LaTeX, and stay."""
    text = "Ысык-Көл, 2018 (100)"
    assert (escaping.escape_markdown(text), escaping.escape_latex(text)) == (text, text)


def test_each_mark_once() -> None:
    """A backslash that stands for a mark is not escaped again."""
    assert escaping.escape_markdown("\\*") == "\\\\\\*"
    assert escaping.escape_latex("\\{") == r"\textbackslash{}\{"
