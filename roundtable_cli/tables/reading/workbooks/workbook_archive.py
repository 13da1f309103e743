"""The parts of a workbook that is a zip archive, each read and checked, and packed anew for calamine.

calamine and Python may read another thing in one archive, where its directory lies, has two parts of one name, or
stands twice. So calamine is given an archive that holds what Python has read and checked, and no more.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from zipfile import BadZipFile, ZipFile, ZipInfo

from roundtable_cli.tables.reading.file_bytes import MAX_UNPACKED_BYTES
from roundtable_cli.tables.reading.workbooks import sheet_markup
from roundtable_cli.tables.reading.workbooks.sheet_details import workbook_refusal
from roundtable_cli.tables.reading.workbooks.sheet_markup import PlainSheet

WORKBOOK_PART, BINARY_PART, CONTENT_PART = "xl/workbook.xml", "xl/workbook.bin", "content.xml"  # one of each kind
MANIFEST_PART, _KIND_PART, _LINKS_PART = "META-INF/manifest.xml", "mimetype", "_rels/.rels"
_DOCUMENT_LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>'
)
# Folders of pictures and the like, in which there are no cells.
_OTHER_FOLDERS = frozenset(
    "media drawings charts theme embeddings printerSettings pivotCache pivotTables externalLinks customXml docProps "
    "diagrams ctrlProps activeX threadedComments persons customUI webextensions slicers slicerCaches timelines model "
    "queries revisions".split()
)
DAMAGE_ERRORS = (  # what zipfile and ElementTree raise for workbooks that are damaged
    BadZipFile,
    zlib.error,
    LookupError,
    SyntaxError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)
_ODS_PARTS = {CONTENT_PART, MANIFEST_PART, _KIND_PART}
_ODS_SPACES = [  # calamine knows the elements of an .ods by these prefixes
    b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name) for name in (b"office", b"table", b"text")
]
_UNIQUE_COUNT = re.compile(rb"""\suniqueCount\s*=\s*(?:"[^"]*"|'[^']*')""")
_HEAD_BYTES = 2**14  # in which the first element of a part stands
_SHARED_STRINGS = "sharedstrings.xml"


class WorkbookArchive:
    """A workbook's parts. Every method raises one of DAMAGE_ERRORS where it is damaged, or refuses it."""

    def __init__(self, content: bytes) -> None:
        """The archive of some bytes; refused where it unpacks to more than a table has."""
        self.source = ZipFile(io.BytesIO(content))
        self.unpacked_bytes = sum(part.file_size for part in self.source.infolist())
        if self.unpacked_bytes > MAX_UNPACKED_BYTES:
            fault = f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20:,} MiB"
            raise workbook_refusal(fault, "save the table as CSV")
        names = [part.filename for part in self.source.infolist()]
        if twice := [name for name, times in Counter(map(str.lower, names)).items() if times > 1]:
            raise BadZipFile(f"two parts of it have the name {twice[0]}")
        kinds = [kind for kind in (WORKBOOK_PART, BINARY_PART, CONTENT_PART) if kind in names]
        if len(kinds) != 1:
            raise BadZipFile("it holds two workbooks" if kinds else "it holds no workbook")
        self.kind, self._names = kinds[0], names
        self.sheets = dict[str, PlainSheet]()  # of an .xlsx, by the names of their parts; filled by packing

    @property
    def needs_password(self) -> bool:
        """Whether a password protects an .ods; an .xlsx with one is no archive."""
        return MANIFEST_PART in self._names and b"encryption-data" in self._read_part(MANIFEST_PART)

    def pack_checked(self) -> bytes:
        """The archive of the parts that calamine reads, each checked."""
        stream = io.BytesIO()
        with ZipFile(stream, "w") as packed:
            for name in filter(self._is_read, self._names):
                packed.writestr(ZipInfo(name), self._read_checked(name))
            if self.kind != CONTENT_PART:
                link = _DOCUMENT_LINK.replace(WORKBOOK_PART.encode(), self.kind.encode())
                packed.writestr(ZipInfo(_LINKS_PART), link)
        return stream.getvalue()

    def _is_read(self, name: str) -> bool:
        if self.kind == CONTENT_PART:
            return name in _ODS_PARTS
        is_other = not _OTHER_FOLDERS.isdisjoint(name.split("/"))
        return name != _LINKS_PART and name.lower().endswith((".xml", ".rels", ".bin")) and not is_other

    def _read_part(self, name: str) -> bytes:
        """A part, unpacked no further than to the size that is told of it: it may be a thousand times as large."""
        with self.source.open(name) as stream:
            return stream.read(self.source.getinfo(name).file_size)

    def _read_checked(self, name: str) -> bytes:
        part = self._read_part(name)
        if name.endswith(".bin") or name == _KIND_PART:
            return part
        if self.kind == WORKBOOK_PART and b"sheetData" in part:
            self.sheets[name] = sheet_markup.read_plain_sheet(part)
            return self.sheets[name].part
        sheet_markup.check_well_formed(part)
        is_known = name != CONTENT_PART or all(space in part[:_HEAD_BYTES] for space in _ODS_SPACES)
        holds_texts = name == CONTENT_PART or name.lower().endswith(_SHARED_STRINGS)
        if not is_known or (holds_texts and not sheet_markup.is_usual_text(part)):
            raise ValueError("its texts are written in a way in which no spreadsheet program writes them")
        # calamine makes room for as many texts as a workbook says that it has.
        return _UNIQUE_COUNT.sub(b"", part[:_HEAD_BYTES]) + part[_HEAD_BYTES:]
