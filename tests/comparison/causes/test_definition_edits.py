"""Definitions are compared key by key, and one key can be set back to what it was."""

from __future__ import annotations

from roundtable_cli.comparison.causes.definition_edits import list_edits, restore_key

OLD = {
    "project": {"title": "Courses", "start": "2018"},
    "indicators": {"people": {"measure": "unique", "label": "People", "where": {"kind": "course"}}, "gone": {}},
}
NEW = {
    "project": {"title": "All courses", "start": "2018"},
    "indicators": {"people": {"measure": "count", "label": "Persons"}, "fresh": {"measure": "count"}},
}


def test_each_key_that_changes_numbers_is_an_edit() -> None:
    """Labels and titles change none; a section that only one has is one edit."""
    edits = {edit.name: (edit.old, edit.new) for edit in list_edits(OLD, NEW)}
    assert edits == {
        "[indicators.people] measure": ('"unique"', '"count"'),
        "[indicators.people] where": ('{ kind = "course" }', ""),
        "[indicators.fresh]": ("", "{ … }"),
        "[indicators.gone]": ("{ … }", ""),
    }
    assert list_edits(NEW, NEW) == []


def test_one_key_is_set_back_and_the_rest_stays() -> None:
    """A key that was not there goes; neither mapping is changed."""
    before = repr((OLD, NEW))
    restored = restore_key(OLD, NEW, ("indicators", "people", "where"))
    assert restored["indicators"]["people"] == {"measure": "count", "label": "Persons", "where": {"kind": "course"}}
    assert "fresh" not in restore_key(OLD, NEW, ("indicators", "fresh"))["indicators"]
    assert repr((OLD, NEW)) == before
