"""What headers say that their columns hold, in three languages."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.vocabulary import headings
from roundtable_cli.tables.vocabulary.word_catalogue import load_word_catalogue


@pytest.mark.parametrize(
    ("name", "is_key"),
    [("activist_id", True), ("personID", True), ("Код участника", True), ("№", True), ("Катышуучунун коду", True),
     ("Transaction No", True), ("no_show", False), ("idea", False), ("deviceid", False), ("Возраст", False),
     ("ID number", True), ("house_num", True), ("person_key", True), ("Number trained", False), ("num_women", False),
     ("key population", False), ("ИНН", True), ("passport_no", True), ("has passport", False)],
)  # fmt: skip
def test_a_key_is_told_by_its_name(name: str, is_key: bool) -> None:
    """In three languages and in any case, by whole words; a number that stands first counts what follows."""
    assert headings.is_key_heading(name) == is_key


@pytest.mark.parametrize("name", ["Айыл", "Мектеп", "home", "Село", "group", "district"])
def test_a_place_is_no_event(name: str) -> None:
    """A month in Kyrgyz begins as a village does."""
    assert not headings.is_event_heading(name)
    assert headings.is_event_heading("айы")


@pytest.mark.parametrize(
    "name", ["attendee", "visitor_id", "Катышуучу", "Посетитель", "target group", "Funding source"]
)
def test_who_and_what_for_is_no_event(name: str) -> None:
    """Words for people begin as those for what they do, and the source of an amount is no amount."""
    assert not headings.is_event_heading(name)


@pytest.mark.parametrize(
    "name", ["attended", "visit date", "Катышты", "Посещение", "amount_usd", "Балл", "Уровень", "Жылы"]
)
def test_what_changes_is_an_event(name: str) -> None:
    """Amounts, rates and parts of a date are events too, whatever else they are."""
    assert headings.is_event_heading(name)


@pytest.mark.parametrize(
    ("name", "is_group"),
    [("household_id", True), ("Код школы", True), ("Үй-бүлөнүн коду", True), ("supplier_id", True), ("code", True),
     ("Recipient Org:Identifier", True), ("person_id", False), ("id", False), ("recipient_id", False)],
)  # fmt: skip
def test_a_key_of_a_group_is_told_by_its_name(name: str, is_group: bool) -> None:
    """Households, bodies and whatever a mere code is of; a recipient of aid may be a person."""
    assert headings.is_group_key(name) == is_group


@pytest.mark.parametrize("name", ["sex", "Пол", "Жынысы", "пола", "dob", "Дата рожд.", "Туулган жылы", "г.р."])
def test_a_constant_is_told_by_its_name(name: str) -> None:
    """A person has one sex and was born on one day."""
    assert headings.is_constant_heading(name)
    assert not headings.is_constant_heading("birth rate")


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("Number", {"identity"}),
        ("Number trained", {"quantity"}),
        ("num", {"identity"}),
        ("num_affected", {"quantity"}),
        ("group/phone", {"group", "phone"}),
        ("код", {"identity", "code"}),
        ("", set()),
    ],
)
def test_where_a_word_stands_may_tell(header: str, kinds: set[str]) -> None:
    """First, last or alone."""
    assert headings.heading_kinds(header) == kinds


def test_kinds_that_are_of_another_kind_stand_before_it() -> None:
    """What the catalogue names by `also` has been read by then; each entry has only what is read of it."""
    known = set[str]()
    for name, entry in load_word_catalogue("headings").items():
        assert {*entry.get("also", [])} <= known, name
        assert {*entry} <= {"any", "first", "last", "whole", "but", "also"}, name
        known.add(name)
    assert len(known) > 20


@pytest.mark.parametrize(
    ("header", "is_of_people"),
    [("Участник", True), ("ФИО участника", False), ("Имя участника", True), ("Project manager", True),
     ("Teacher 2", True), ("О вас/Респондент", True), ("Тип участника", False),
     ("Participant type", False), ("Type of participant", False),
     ("School director", False), ("Катышуучунун түрү", False), ("Жетекчи", True), ("", False), ("place", False)],
)  # fmt: skip
def test_a_header_says_that_each_value_is_a_person(header: str, is_of_people: bool) -> None:
    """Alone, or at the end of a name in English; what is said of people is not who they are."""
    assert headings.is_people_heading(header) == is_of_people


def test_a_key_is_told_as_by_all_kinds() -> None:
    """That only two kinds are looked up makes no difference."""
    for entry in load_word_catalogue("headings").values():
        for phrase in (phrase for place in ("any", "first", "last", "whole") for phrase in entry.get(place, ())):
            for heading in (phrase, f"group/{phrase}", f"{phrase} name"):
                expected = bool(headings.heading_kinds(heading) & {"identity", "document"})
                assert headings.is_key_heading(heading) == expected, heading
