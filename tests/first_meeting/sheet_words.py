"""The words of dressed sheets in three languages, and the forms in which people write numbers, dates and currencies."""

HEADINGS = {
    "en": {
        "person": "Person ID|person_id|ID|Beneficiary code",
        "name": "Full name|name",
        "sex": "Sex|gender",
        "day": "Date|date_of_visit",
        "place": "District|place",
        "amount": "Amount|grant_amount|Paid",
        "currency": "Currency|cur.|Money in",
        "visits": "Number of kits|visits|Participants|no. of sessions",
        "rate": "Attendance rate|Score|Share done",
    },
    "ru": {
        "person": "ID участника|Код|№ карты",
        "name": "ФИО|Ф.И.О.",
        "sex": "Пол",
        "day": "Дата|Дата визита",
        "place": "Район|Населённый пункт",
        "amount": "Сумма|Выплачено|Сумма гранта",
        "currency": "Валюта|вал.",
        "visits": "Участники|Количество|Число посещений|Кол-во наборов",
        "rate": "Доля|Процент посещений|Средний балл",
    },
    "ky": {
        "person": "Катышуучунун коду|ID",
        "name": "Аты-жөнү",
        "sex": "Жынысы",
        "day": "Күнү|Дата",
        "place": "Району",
        "amount": "Суммасы|Төлөндү",
        "currency": "Валютасы|Валюта",
        "visits": "Саны|Катышуучулар",
        "rate": "Пайызы|Үлүшү",
    },
}
SEXES = {
    "en": [("female", "male"), ("F", "M"), ("f", "m"), ("Woman", "Man")],
    "ru": [("ж", "м"), ("Ж", "М"), ("жен", "муж"), ("женский", "мужской")],
    "ky": [("аял", "эркек"), ("Аял", "Эркек"), ("ж", "м")],
}
TITLES = {
    "en": ("Report on grants", "Quarter 1, 2026", "Approved by: the director"),
    "ru": ("Отчёт о грантах", "за I полугодие 2026 г.", "Утверждаю: директор ОФ «Бирдик»"),
    "ky": ("Гранттар боюнча отчёт", "2026-ж. I кварталы", "Бекитем: директор"),
}
NOTES = {
    "en": ("Note: figures are preliminary.", "Prepared by: A. Asanova ________", "* without the partner in Batken"),
    "ru": ("Примечание: данные предварительные.", "Директор ____________ Асанов А.", "* без учёта Баткена"),
    "ky": ("Эскертүү: маалымат алдын ала.", "Директор ________ Асанов А.", "* Баткенсиз"),
}
TOTALS = {
    "en": ("Total", "TOTAL:", "Grand total", "Sum", ""),
    "ru": ("Итого", "ВСЕГО:", "Итого по таблице", "Всего", ""),
    "ky": ("Жалпы", "Бардыгы", "Баары болуп", "ЖЫЙЫНТЫГЫ", ""),
}
MEANS = {"en": ("Average", "Mean"), "ru": ("Среднее", "В среднем"), "ky": ("Орточо", "Орточосу")}
FOREIGN_TOTALS = ("Összesen", "Gesamt", "Σ")
GROUPS = {"en": ("Money", "Results"), "ru": ("Деньги", "Итоги работы"), "ky": ("Акча", "Натыйжа")}
MARKS = ("N/A", "n/a", "NULL", "-", "–", "?", "unknown", "нет данных", "не указано", "белгисиз", "...")
NUMBER_MARKS = ("NA", "нет", "жок", "None")  # beside numbers and ids they are no value
CURRENCY_WORDS = {
    "USD": ("$", "USD", "US$", "долл.", "usd", "US Dollar"),
    "KGS": ("KGS", "сом", "som", "сом.", "kgs"),
    "EUR": ("€", "EUR", "евро"),
}  # fmt: skip
NUMBER_MARKINGS = ((".", ""), (",", ""), (",", " "), (",", "\u00a0"), (".", ","), (",", "."), (".", " "), (".", "'"))
DATE_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y/%m/%d", "%d-%b-%Y", "words")
MONTH_WORDS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря".split("|")
