"""What is harmless stays as it is; what a spreadsheet, a shell or a document would obey does not."""

from __future__ import annotations

import pytest

from roundtable_cli.output.formats import escaping

FORMULAS = ["=A1", "-2+3", "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹢1", "\n=1", "\r\n@a", " =1", "\u3000+1", '"=1"']
FORMULAS += [
    "'=1",
    "“=1”",
    "\ufeff=1",
    "-inf",
    "+nan",
    "-1_000",
    "-0x10",
    "+1e",
    "-１",
    " -5",
    "\t=1",
    "\tx",
    "--1",
    "-",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas(text: str) -> None:
    """A text that begins as a formula is one, whatever a spreadsheet drops before it, and however wide its sign is."""
    assert escaping.is_formula(text)
    assert escaping.escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-2.5", "+1e3", "-.5", "-5.", "-1E-7", "a=b", "", "'a", "5-3", "−5", "№1", " a"])
def test_no_formulas(text: str) -> None:
    """A plain number with a sign is none, and neither is a text with a sign inside."""
    assert escaping.escape_formula(text) == text


MARKDOWN = {
    "![x](http://a.kg)": r"!\[x\](http\://a.kg)",
    "<b>&copy;": r"\<b\>\&copy;",
    "a@b.kg mailto:a": r"a\@b.kg mailto\:a",
    "see WWW.a.kg": r"see WWW\.a.kg",
    "1. x": r"1\. x",
    "2) x": r"2\) x",
    "- x": r"\- x",
    "+ x": r"\+ x",
    "---": r"\---",
    "# h": r"\# h",
    "    code": "code",
    "{: onclick=x}": r"\{: onclick=x\}",
    "= =": r"\= =",
    "a\nb": "a b",
    "1.5 - 2": "1.5 - 2",
    "-5": "-5",
}


@pytest.mark.parametrize(("text", "escaped"), MARKDOWN.items())
def test_markdown_makes_nothing_of_it(text: str, escaped: str) -> None:
    """No link, image, list, heading, rule or HTML comes out of a text, also where it begins a line."""
    assert escaping.escape_markdown(text) == escaped


@pytest.mark.parametrize("text", ["http://a.kg", "www.a.kg", "a@b.kg", "https://a.kg/?b=c"])
def test_markdown_has_no_bare_address(text: str) -> None:
    """GitHub makes a link of an address that stands for itself."""
    assert text not in escaping.escape_markdown(f"see {text} there")


def test_plain_texts_stay() -> None:
    """Letters of any script, digits and spaces mean nothing to Markdown or LaTeX, and stay."""
    text = "Ысык-Көл, 2018 (100)"
    assert (escaping.escape_markdown(text), escaping.escape_latex(text)) == (text, text)


def test_each_mark_once() -> None:
    """A backslash that stands for a mark is not escaped again."""
    assert escaping.escape_markdown("\\*") == "\\\\\\*"
    assert escaping.escape_latex("\\{") == r"\textbackslash{}\{"


@pytest.mark.parametrize("text", ["[3cm] x", "*x", " [x"])
def test_latex_options(text: str) -> None:
    """A cell that begins a row is no option of the end of the row before it."""
    assert escaping.escape_latex(text).startswith("{}")


def test_latex_lines() -> None:
    """An empty line inside a heading would be a fault."""
    assert escaping.escape_latex("a\n\nb") == "a  b"
