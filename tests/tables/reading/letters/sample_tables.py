"""Tables as offices write them, in many languages, each in the encodings of its letters: the right reading is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

HEADINGS_AND_CELLS: Mapping[str, tuple[str, str]] = {
    "ru": (
        "Код; ФИО; Пол; Возраст; Жилмассив; Дата обучения; Сумма, сом; Примечание; Населённый пункт; Количество "
        "участников; Район; Школа; Организация; Статус; Образование",
        "женский; мужской; Жилмассив Дордой; посёлок Восток-5; Ошская область; Иванова Мария; Сыдыков Азамат; "
        "обучение; семинар; консультация; да; нет; г. Бишкек; с. Кара-Жыгач; Ак-Ордо; не указано; безработная; "
        "домохозяйка; высшее; среднее специальное; мигрант из Баткена; самозанятая; 2 этаж, каб. № 5; "
        "ежеквартально; МТУ-12; Новопавловка; Первомайский; юридическая помощь; прошла курс; не завершила; "
        "Джалал-Абад; Чуйская область; ОсОО «Надежда»; завершён; жен.; муж.; учитель; школа-гимназия №70",
    ),
    "ky": (
        "Коду; Аты-жөнү; Жынысы; Жашы; Айылы; Окуу күнү; Суммасы; Эскертүү; Катышуучулардын саны; Району; Мектеби; "
        "Уюму; Билими",
        "аял; эркек; Көк-Жар; Үч-Коргон; Баткен шаары; Өзгөн; Нарын облусу; Асанова Айгүл; Токтогулов Нурлан; "
        "окуу; семинар; кеңеш берүү; ооба; жок; белгисиз; орто; жогорку; үй кожойкеси; Ысык-Көл; Чүй; Ноокат "
        "району; мугалим; окуучу; Алтын-Бүлөк; Жаңы-Турмуш; жумушсуз; биринчи; экинчи; Кызыл-Кыя; Көчкөр",
    ),
    "kk": (
        "Коды; Аты-жөні; Жынысы; Жасы; Мекенжайы; Оқу күні; Сомасы; Ескерту; Қатысушылар саны; Ауданы; Мектеп",
        "әйел; ер; Алматы қаласы; Шымкент; Қызылорда облысы; Әлия Серікқызы; Нұрлан Ахметов; иә; жоқ; белгісіз; "
        "жоғары білім; орта; мұғалім; оқушы; Түркістан; Өскемен; жұмыссыз; Ақтөбе; Қарағанды",
    ),
    "tg": (
        "Рамз; Ному насаб; Ҷинс; Синну сол; Деҳа; Санаи омӯзиш; Маблағ; Эзоҳ; Шумораи иштирокчиён; Ноҳия",
        "зан; мард; шаҳри Душанбе; Хуҷанд; Кӯлоб; Қӯрғонтеппа; вилояти Суғд; омӯзиш; ҳа; не; маълум нест; олӣ; "
        "миёна; муаллим; хонанда; Турсунзода; Раҳимова Зебо; бекор; Панҷакент; Истаравшан",
    ),
    "uk": (
        "Код; ПІБ; Стать; Вік; Населений пункт; Дата навчання; Сума, грн; Примітка; Кількість учасників; Район",
        "жіноча; чоловіча; Київська область; Шевченко Оксана; Львів; навчання; консультація; так; ні; невідомо; "
        "вища освіта; середня; вчитель; Чернігів; Івано-Франківськ; безробітний; переселенець; Їжакевич; м. "
        "Харків; селище",
    ),
    "fr": (
        "Code; Prénom; Sexe; Âge; Ville; Date de la séance; Montant reçu; Remarque; Nombre de bénéficiaires; "
        "Région; École; Santé",
        "féminin; masculin; Genève; Orléans; André; Zoë; Côte d'Ivoire; Thiès; Ségou; santé; éducation; élève; "
        "été; non précisé; oui; non; première; français; Bogotá; Hélène Lefèvre; François; Besançon; réfugiée; "
        "déplacé; complété; abandonné; Kédougou; à domicile; forêt; maïs; hôpital; évaluation",
    ),
    "de": (
        "Code; Name; Geschlecht; Alter; Straße; Datum der Schulung; Betrag; Übergabe; Anzahl Schüler; Land",
        "weiblich; männlich; Köln; München; Jürgen Müller; Zürich; Grüße; Österreich; Bäckerei; öffentlich; für; "
        "Förderung; Schüler; Ärztin; Größe; fünf; Baden-Württemberg; geprüft; zurück",
    ),
    "es": (
        "Código; Nombre; Género; Edad; Municipio; Fecha de capacitación; Monto; Observación; Año; Niños; Región",
        "Bogotá; Medellín; niña; niño; José Peña; María; sí; no; educación; capacitación; Córdoba; Nariño; Muñoz; "
        "también; mañana; pequeño; asesoría jurídica; teléfono; Ibagué",
    ),
    "pt": (
        "Código; Nome; Género; Idade; Município; Data da formação; Montante; Observação; Número de crianças; Região",
        "São Tomé; não; sim; educação; formação; João; Conceição; Luís; mãe; pão; Moçambique; três; público; "
        "saúde; avó; Guiné; irmã; órfão",
    ),
    "pl": (
        "Kod; Imię i nazwisko; Płeć; Wiek; Miejscowość; Data szkolenia; Kwota, zł; Uwagi; Liczba uczestników; "
        "Województwo; Szkoła",
        "kobieta; mężczyzna; Łódź; Gdańsk; Kraków; Wrocław; Żółkiewska Małgorzata; Śląskie; średnie; wyższe; "
        "nieokreślony; Poznań; Częstochowa; uchodźca; dziecko; pięć; zakończone; Stanisław Wójcik; Białystok; "
        "świętokrzyskie; źródło",
    ),
    "cs": (
        "Kód; Jméno; Pohlaví; Věk; Město; Datum školení; Částka, Kč; Poznámka; Počet účastníků; Kraj; Škola",
        "žena; muž; Plzeň; Brno-město; Ústí nad Labem; Jiří Dvořák; Růžena Nováková; České Budějovice; základní; "
        "střední; vysokoškolské; neuvedeno; Hradec Králové; ano; dítě; měsíc; příspěvek; Třebíč; učitelka",
    ),
    "hu": (
        "Kód; Név; Nem; Életkor; Település; Képzés dátuma; Összeg; Megjegyzés; Résztvevők száma; Megye",
        "nő; férfi; Győr; Székesfehérvár; Kőszegi Zsófia; Debrecen; Pécs; felsőfokú; középfokú; igen; nem ismert; "
        "László; Őri Ágnes; iskola; tanár; gyűjtő; Hódmezővásárhely; segély",
    ),
    "ro": (
        "Cod; Nume; Sex; Vârsta; Localitate; Data instruirii; Suma; Observaţii; Număr de participanţi; Judeţ",
        "feminin; masculin; Bucureşti; Iaşi; Braşov; Constanţa; Ştefan; Mădălina; învăţător; şcoală; fără; Galaţi; "
        "Bălţi; Chişinău; România; ţară; pădure; absolvită",
    ),
    "tr": (
        "Kod; Adı Soyadı; Cinsiyet; Yaş; İlçe; Eğitim tarihi; Tutar; Açıklama; Katılımcı sayısı; Şehir",
        "kadın; erkek; İstanbul; Gaziantep; Şanlıurfa; Muğla; Ayşe Yılmaz; Çağlar; Öztürk; eğitim; görüşme; "
        "danışmanlık; hayır; evet; yüksek; ilköğretim; işsiz; öğrenci; mülteci; Kırıkkale; Güneş",
    ),
    "ar": (
        "الرمز; الاسم; الجنس; العمر; المدينة; تاريخ التدريب; المبلغ; ملاحظات; عدد المشاركين; المنطقة; المدرسة",
        "أنثى; ذكر; عمان; دمشق; حلب; الموصل; فاطمة أحمد; محمد علي; تدريب; توعية; نعم; لا; غير محدد; نازح; لاجئة; "
        "المرحلة الأولى; مدرسة; معلم; طالب; إربد; الزرقاء; القاهرة",
    ),
    "zh": (
        "编号; 姓名; 性别; 年龄; 村庄; 培训日期; 金额; 备注; 参加人数; 地区; 学校",
        "女; 男; 北京市; 新疆维吾尔自治区; 乌鲁木齐; 王小明; 李娜; 培训; 咨询; 是; 否; 未知; 小学; 中学; "
        "大学; 老师; 学生; 农民; 喀什; 伊宁; 合格; 不合格; 第一期; 已完成; 张伟",
    ),
}
# What each language is written in: first what is usual, then what old programs or other computers write.
CODECS: Mapping[str, str] = {
    "ru": "cp1251 koi8-r cp866 mac-cyrillic iso8859-5",
    "ky": "ptcp154",
    "kk": "ptcp154 kz1048",
    "tg": "koi8-t ptcp154",
    "uk": "cp1251 mac-cyrillic koi8-u",
    "fr": "cp1252 mac-roman cp850",
    "de": "cp1252 mac-roman cp850",
    "es": "cp1252 mac-roman cp850",
    "pt": "cp1252",
    "pl": "cp1250 cp852 iso8859-2",
    "cs": "cp1250 cp852 iso8859-2",
    "hu": "cp1250",
    "ro": "cp1250",
    "tr": "cp1254",
    "ar": "cp1256",
    "zh": "gbk",
}
PLAIN_WORDS = "A-01; Aigul; yes; USD; n/a; training; KGS; Bishkek; MTA".split("; ")


class SampleTable(NamedTuple):
    """A table as text, its language, and the encoding that its bytes are in."""

    language: str
    codec: str
    text: str

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.text.encode(self.codec)


def sample_tables(seed: int, count: int) -> Iterator[SampleTable]:
    """So many tables with letters beyond ASCII, in each language and encoding in turn."""
    random = Random(seed)  # noqa: S311 - of tests
    pairs = [(language, codec) for language, codecs in CODECS.items() for codec in codecs.split()]
    made = 0
    while made < count:
        language, codec = pairs[made % len(pairs)]
        table = SampleTable(language, codec, make_text(random, language, codec))
        if not table.text.isascii() and not _is_utf8(table.content):
            made += 1
            yield table


def make_text(random: Random, language: str, codec: str) -> str:
    """A table of 2 to 200 rows, with some columns of words, of codes, of dates and of numbers."""
    delimiter = random.choice(";,;\t")
    headings, cells = (
        [word for word in words.split("; ") if delimiter not in word and _fits(word, codec)]
        for words in HEADINGS_AND_CELLS[language]
    )
    columns = [_make_column(random, cells) for _ in range(random.randint(2, 5))]
    columns.insert(0, random.sample(cells, min(len(cells), random.choice([2, 2, 3, 5, 12]))))
    rows = [random.sample(headings, len(columns))]
    if random.random() < 0.25:
        rows = [[f"{random.choice(['id', 'name', 'place', 'usd'])}{number}" for number in range(len(columns))]]
    rows += [[random.choice(column) for column in columns] for _ in range(random.choice([2, 3, 4, 6, 10, 20, 50, 200]))]
    if random.random() < 0.1:
        rows = [[cell.upper() if _fits(cell.upper(), codec) else cell for cell in row] for row in rows]
    return "".join(f"{delimiter.join(row)}\r\n" for row in rows)


def _make_column(random: Random, words: list[str]) -> list[str]:
    kind = random.random()
    if kind < 0.5:
        return random.sample(words, min(len(words), random.choice([2, 3, 5, 12])))
    if kind < 0.6:
        return PLAIN_WORDS
    if kind < 0.7:
        return [f"{random.randint(1, 28):02}.{random.randint(1, 12):02}.2021" for _ in range(9)]
    return [str(random.randint(0, 9999)) for _ in range(9)]


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
