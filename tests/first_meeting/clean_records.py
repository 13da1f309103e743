"""Records of a small register, as they are before anybody makes a sheet of them: the answers are known from these."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

ROLES = ("person", "name", "sex", "day", "place", "amount", "currency", "visits", "rate")
NAMES = {
    "en": (
        "Asanova Aigul",
        "Bekov Nurlan",
        "Osmonov, Bakyt",
        "Toktogulova Jyldyz",
        "Ibraimov Emil",
        'Sadykova "Gul" Nazgul',
        "O'Neil Sara",
        "Kim Olga",
        "Jumabekov Azamat",
        "Orozova Cholpon",
        "Marat uulu Ulan",
        "Li Anna",
    ),
    "ru": (
        "Асанова Айгуль",
        "Беков Нурлан",
        "Осмонов, Бакыт",
        "Токтогулова Жылдыз",
        "Ибраимов Эмиль",
        "Садыкова «Гүл» Назгуль",
        "Ким Ольга",
        "Жумабеков Азамат",
        "Орозова Чолпон",
        "Марат уулу Улан",
        "Ли Анна",
        "Щербакова Юлия",
    ),
    "ky": (
        "Асанова Айгүл",
        "Беков Нурлан",
        "Осмонов Бакыт",
        "Токтогулова Жылдыз",
        "Өмүров Эмил",
        "Садыкова Назгүл",
        "Ким Ольга",
        "Жумабеков Азамат",
        "Орозова Чолпон",
        "Марат уулу Улан",
        "Үсөнов Таалай",
        "Эңкеева Бермет",
    ),
}
PLACES = {
    "en": ("Osh", "Naryn", "Talas", "Kara-Suu"),
    "ru": ("Ош", "Нарын", "Талас", "Кара-Суу"),
    "ky": ("Ош", "Нарын", "Талас", "Өзгөн"),
}


class Record(NamedTuple):
    """One row: what happened to one person on one day. None is what nobody wrote down."""

    person: str | None
    name: str
    sex: str | None
    day: date | None
    place: str | None
    amount: Decimal | None
    currency: str
    visits: int | None
    rate: Decimal | None


def make_records(rng: random.Random, language: str, currencies: tuple[str, ...]) -> list[Record]:
    """Records of some people, most of whom come several times; rates are percentages."""
    size = rng.choice([3, 5, 8, 12, 20, 40]) if rng.random() < 0.995 else 2600  # large files are read another way
    names = NAMES[language]
    pattern = rng.choice(["P-{:03}", "KG{:04}", "{}", "{:03}", "{}/26", "{:08}"])
    first, places = rng.choice([1, 101, 2_000]), rng.choice([2, 0, 0])
    people = {number: (rng.choice(names), rng.choice(["female", "male"])) for number in range(first, first + size)}
    largest, most = rng.choice([90, 2_500, 48_000]), rng.choice([9, 60, 1_400])

    def make_record() -> Record:
        number = rng.randrange(first, first + max(2, size * 2 // 3))
        name, sex = people[number]
        amount = Decimal(rng.randint(1, largest * 10**places)).scaleb(-places)
        rate = Decimal(rng.randint(0, 200)) / 2
        day = date(2026, 1, 1) + timedelta(days=rng.randrange(240))
        place, currency = rng.choice(PLACES[language]), rng.choice(currencies)
        return Record(pattern.format(number), name, sex, day, place, amount, currency, rng.randint(1, most), rate)

    return [make_record() for _ in range(size)]


def with_blanks(record: Record, rng: random.Random, chances: dict[str, float]) -> Record:
    """The record without some values, by the chance of each column."""
    blanks: dict[str, Any] = {role: None for role, chance in chances.items() if rng.random() < chance}
    return record._replace(**blanks)
