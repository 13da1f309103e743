"""Which columns are personal, by their headers and by their values, and which are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.table import Field
from tests.scaffold.test_schema_proposal import column, one


@pytest.mark.parametrize(
    "header",
    [
        "ФИО", "Ф.И.О.", "Ф. И. О. участника", "Фамилия", "Имя", "Отчество", "Аты-жөнү", "Фамилиясы", "full name",
        "First Name", "last_name", "surname", "Participant name", "name of participant", "Телефон", "тел.", "phone",
        "Phone number", "e-mail", "Эл. почта", "ИНН", "ПИН", "passport_no", "Паспорт", "Адрес проживания", "Дареги",
        "home address", "Дата рождения", "birth_date", "DOB", "Туулган күнү", "Год рождения", "_geolocation",
        "_GPS_latitude", "_GPS_longitude", "latitude", "Координаты", "Контакт", "deviceid", "group_a/phone",
        "ДР", "ДР участника", "дата р.", "Общие сведения/Имя", "Имя руководителя",
    ],
)  # fmt: skip
def test_a_header_tells_what_is_personal(tmp_path: Path, header: str) -> None:
    """In three languages, whatever the values; one without a value is declared too, so as to stay hidden."""
    assert one(tmp_path, column(header, ["p q", "r s"])).personal_columns == {header}
    assert one(tmp_path, column(header, ["", ""])).personal_columns == {header}


@pytest.mark.parametrize(
    "values",
    [
        ("asel@example.kg", "bakyt.m@example.org"),
        ("+996 555 123456", "+996 (700) 12-34-56"),
        ("0555 12 34 56", "0700123456"),
        ("996555123456", "996700123456"),
        ("12304198500123", "21511199900456"),
        ("42.8746 74.5698 800.0 4.9", "42.8801 74.6003 0 0"),
        ("Иванов Иван Иванович", "Асанова Айгүл Бакытовна"),
        ("Токтогулов Бакыт", "Маматова Айнура", "-", "Орозбек кызы Асель"),
    ],
    ids=["e-mail", "phone", "local-phone", "digits-phone", "personal-number", "point", "full-name", "name"],
)
def test_values_tell_what_is_personal(tmp_path: Path, values: tuple[str, ...]) -> None:
    """Half of the different ones are enough."""
    header = "name" if " " in values[0] and values[0][0].isupper() else "value"
    assert one(tmp_path, column(header, values)).personal_columns == {header}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Код участника", ("P-001", "P-002")),
        ("name", ("Ак Ордо", "Кок Жар", "Арча Бешик")),  # a list of settlements
        ("name", ("Settlement 1", "Settlement 2")),
        ("название", ("Дом культуры", "Школа 5")),
        ("Название организации", ("Ак Бата", "Ак Босого")),
        ("school name", ("Green Hill", "Blue Lake")),
        ("web address", ("https://example.org", "https://example.com")),
        ("Есть телефон", ("да", "нет")),
        ("amount", ("1200000000", "2400000000")),
        ("Сумма", ("12 304 198", "21 511 199")),
        ("version", ("1.05", "2.10")),
        ("Дата", ("2018-01-01", "2018-01-02")),
        ("participants", ("12", "13")),
        ("Пол", ("ж", "м")),
    ],
)
def test_what_is_not_personal(tmp_path: Path, header: str, values: tuple[str, ...]) -> None:
    """Codes of people, names of places and bodies, amounts."""
    assert one(tmp_path, column(header, values)).personal_columns == frozenset()


def test_a_bare_name_is_of_a_person_in_a_list_of_people(tmp_path: Path) -> None:
    """Beside a sex or an age it is nobody's but hers."""
    assert one(tmp_path, "x,name,sex\na b,Asel,f\nc d,Bakyt,m\n").personal_columns == {"name"}
    assert one(tmp_path, "x,name,district\na b,Asel,D1\nc d,Bakyt,D2\n").personal_columns == frozenset()


def test_personal_dates_with_two_readings_are_text_and_hidden(tmp_path: Path) -> None:
    """A column that is not declared could not be hidden."""
    table = one(tmp_path, column("birth date", ["05/02/1990", "06/03/1991"])).table

    assert (table.fields or ())[1] == Field("birth date", "string", personal=True, inferred=True)


def test_personal_columns_name_no_rows(tmp_path: Path) -> None:
    """A document is no key, though no two have the same."""
    assert one(tmp_path, "ИНН,n\n12304198500123,1\n21511199900456,1\n").table.primary_key == ()


RUSSIAN = ("Асанова Айгуль", "Бакыт уулу Нурлан", "Иванов Иван Иванович", "Самат Эрмек")
KYRGYZ = ("Эрмек кызы Асель", "Жумабаев Талант", "Орозова Айгүл", "Бекболот Азамат")
ENGLISH = ("Mary Johnson", "John Smith", "Asel Bakytova", "Ann Lee")


@pytest.mark.parametrize("values", [RUSSIAN, KYRGYZ, ENGLISH], ids=["ru", "ky", "en"])
@pytest.mark.parametrize(
    "header",
    [
        "Участник", "Слушатель", "Катышуучу", "Respondent", "Participant", "Beneficiary", "Сотрудник", "Получатель",
        "Ответственный", "Руководитель", "Директор", "Teacher", "Patient", "Ребенок", "Жетекчи", "Жооптуу", "Мугалим",
        "Project manager", "Class teacher", "Respondents", "Общие сведения/Респондент", "Participant 1", "Тренер (ФИО)",
    ],
)  # fmt: skip
def test_who_a_row_is_about_is_personal(tmp_path: Path, header: str, values: tuple[str, ...]) -> None:
    """Full names under a header of people, though it has no word for a name."""
    assert one(tmp_path, column(header, values)).personal_columns == {header}


@pytest.mark.parametrize(
    "values",
    [
        RUSSIAN,
        KYRGYZ,
        ("Асанова А.А.", "Иванов И. И."),
        ("АСАНОВА АЙГУЛЬ", "ИВАНОВ ИВАН"),
        ("Asanova Aigul", "Toktosunov Bakyt", "Aibek uulu Nur"),
        ("Асанова Айгуль, Иванов Иван", "Бакыт уулу Нурлан; Орозова Асель"),
        ("Петрова-Водкина Анна", "Сыдыков Мирлан"),
        ("Мухаммедова Ҳилола", "Алиев Рустам"),
    ],
)
@pytest.mark.parametrize("header", ["value", "Кто вёл", "Подпись", "Ким", "Тип", "Название организации", "q1"])
def test_full_names_are_personal_whatever_the_header(tmp_path: Path, header: str, values: tuple[str, ...]) -> None:
    """Where half of them end as surnames do; initials, capitals alone, several people in a cell."""
    assert one(tmp_path, column(header, values)).personal_columns == {header}


def test_a_name_turned_around_is_one(tmp_path: Path) -> None:
    """A surname and a comma before what follows, a title before it."""
    assert one(tmp_path, column("Teacher", ("Smith, John", "Lee, Ann"))).personal_columns == {"Teacher"}
    assert one(tmp_path, column("Teacher", ("Dr. John Smith", "Ms. Ann Lee"))).personal_columns == {"Teacher"}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Участник", ("T01", "T02")),
        ("Участник", ("Чуй-Токмок", "Ак-Орго")),
        ("Участник", ("Да", "Нет", "Иногда")),
        ("Получатель", ("Ак Бата", "Кок Жар", "Арча Бешик")),
        ("Получатель", ("Бел Айрык", "Сары Булак", "Тегерек Тала")),
        ("Beneficiary", ("Ak Bata", "Kok Jar", "Ak Orgo")),
        ("Жилмассив", ("Чуй-Токмок", "Ак-Орго", "Кара Жыгач")),
        ("Место", ("Ленинский Район", "Первомайский Район")),
        ("Районы", ("Ошская область", "Чуйская область")),
        ("city", ("San Francisco", "Los Angeles", "New York")),
        ("Country", ("New Zealand", "Kyrgyz Republic", "South Africa")),
        ("Организация", ("ОФ Ак Босого", "Школа Панфилова", "Союз Фермеров", "Центр Поддержки Женщин")),
        ("Organization", ("Green Hill School", "Youth Union", "Ak Bata Foundation")),
        ("Member", ("Asia Foundation", "Aga Khan Fund")),
        ("trainer organization", ("Save Children", "Red Crescent")),
        ("Уюм", ("Аялдар Кеңеши", "Жаштар Борбору", "Айыл Өкмөтү")),
        ("Должность", ("Директор", "Главный бухгалтер", "Социальный педагог")),
        ("Должность сотрудника", ("Главный Бухгалтер", "Менеджер Проектов")),
        ("Staff position", ("Project Manager", "Field Officer", "Program Assistant")),
        ("Staff", ("Project Manager", "Field Officer", "Program Assistant")),
        ("Кызмат орду", ("Башкы Адис", "Долбоор Жетекчиси")),
        ("Тема тренинга", ("Права человека", "Права Женщин", "Основы медиации", "Сбор Средств")),
        ("Training topic", ("Project Management", "Leadership Skills", "Conflict Resolution")),
        ("Тренингдин темасы", ("Адам Укуктары", "Гендердик Теңчилик", "Лидерлик")),
        ("Название инициативы", ("Свет по дороге домой", "Чистый двор", "Детская Площадка")),
        ("Initiative title", ("Light on the way home", "Light On The Way Home", "Safe Playground")),
        ("Демилге", ("Үйгө жол жарык", "Таза Көчө", "Балдар Аянты")),
        ("Participant type", ("Youth Activist", "Rural Voices", "Same Again")),
        ("Kind of teacher", ("Primary Level", "Early Years")),
        ("Participant", ("Civil Society", "Private Sector", "Local Government")),
        ("Категория получателя", ("Малообеспеченная Семья", "Одинокая Мать")),
        ("Материал", ("ЗАКУПКА ТОВАРОВ", "ДОСТАВКА МАТЕРИАЛОВ")),
        ("Комментарий", ("Пришла с Асановой", "Иванов был " + "очень " * 40)),
        ("Status", ("In Progress", "Not Started")),
    ],
)
def test_what_has_capitals_and_is_no_name(tmp_path: Path, header: str, values: tuple[str, ...]) -> None:
    """Codes, places, bodies, posts, topics and titles, under headers of people too."""
    assert one(tmp_path, column(header, values)).personal_columns == frozenset()


@pytest.mark.parametrize("header", ["mobile_phone", "Телефон", "passport"])
@pytest.mark.parametrize("values", [("TRUE", "FALSE"), ("yes", "no"), ("да", "нет"), ("1", "0")])
def test_whether_somebody_has_one_is_not_personal(tmp_path: Path, header: str, values: tuple[str, str]) -> None:
    """Yes and no tell nobody's number."""
    assert not one(tmp_path, column(header, values)).personal_columns


@pytest.mark.parametrize("header", ["mother", "hh_head", "Глава семьи", "kids_name", "head of household"])
def test_members_of_a_household_are_personal_by_their_names(tmp_path: Path, header: str) -> None:
    """One name alone is enough, where most rows have another; what comes again in most rows is an answer."""
    assert one(tmp_path, column(header, ["Aizada", "Gulnara", "Nurlan", "Aizada"])).personal_columns == {header}
    if "name" not in header:
        assert not one(
            tmp_path, column(header, ["Alive", "Dead", "Alive", "Unsure", "Alive", "Dead", "Alive"])
        ).personal_columns
