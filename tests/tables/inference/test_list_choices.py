"""Answers of several choices are lists, told by the columns that the choices have of their own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.tables.inference.list_choices import as_list_of_choices
from roundtable_cli.tables.table import Field

FIELD = Field("c", inferred=True)


def counts(folder: Path, text: str, name: str) -> dict[str, object]:
    """The rows of each category of a breakdown of a file alone."""
    file = folder / "form.csv"
    file.write_text(text, encoding="utf-8")
    results = Project.open(file).compute(["rows"], by=[name])
    return {dict(result.cell)[name]: result.value for result in results if result.cell}


@pytest.mark.parametrize("sign", ["/", "%", " > ", ".", ": "])
def test_any_sign_may_stand_before_a_choice(tmp_path: Path, sign: str) -> None:
    """Each choice is counted, labels with spaces and dropped choices too."""
    head = f"needs,needs{sign}Seed and tools,needs{sign}Cash"
    rows = "Seed and tools Cash,1,1\nCash,0,1\nSeed and tools Old one,1,0\n,0,0\n"
    found = counts(tmp_path, f"{head}\n{rows}", "needs")
    assert found == {"Cash": 2, "Old one": 1, "Seed and tools": 2, "not recorded": 1}


def test_labels_stand_above_hashtags(tmp_path: Path) -> None:
    """The choices are those of the labels: hashtags may say nothing of them."""
    text = (
        "needs;needs/Seed and tools;needs/Cash\n#sector+list;#sector+a;#sector+b\nSeed and tools Cash;1;1\nCash;0;1\n"
    )
    assert counts(tmp_path, text, "needs") == {"Cash": 2, "Seed and tools": 1}


def test_no_text_is_a_list_without_proof() -> None:
    """Not where a text has no choice, most items are none, or one label is made of others."""
    assert as_list_of_choices(FIELD, ["a b", "other"], ["a", "b"]) == FIELD
    assert as_list_of_choices(FIELD, ["a one of many"], ["a", "b"]) == FIELD
    assert as_list_of_choices(FIELD, ["Food Cash"], ["Food", "Cash", "Food Cash"]) == FIELD
    assert as_list_of_choices(FIELD, ["a b", "a"], ["a", "b"]).type == "list"


@pytest.mark.parametrize("seed", range(25))
def test_choices_are_counted_as_their_columns_say(tmp_path: Path, seed: int) -> None:
    """Random labels of one to three words, none made of others, and random answers: each label as often as its 1s."""
    rng = random.Random(seed)  # noqa: S311 - answers for a test
    words = [f"w{number}" for number in range(9)]
    labels = [" ".join(words[start : start + size]) for start, size in ((0, 1), (1, 2), (3, 3), (6, 1), (7, 2))]
    answers = [rng.sample(labels, rng.randint(1, len(labels))) for _ in range(rng.randint(3, 12))]
    head = ",".join(["q", *(f"q/{label}" for label in labels)])
    rows = [",".join([" ".join(answer), *(str(int(label in answer)) for label in labels)]) for answer in answers]
    found = counts(tmp_path, "\n".join([head, *rows, ""]), "q")
    expected = {label: sum(label in answer for answer in answers) for label in labels}
    assert {label: found.get(label, 0) for label in labels} == expected
    assert {*found} <= {*labels}
