"""The fields of queries: their names in three languages, and the words for values that are matched whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.authority.credits.flags import FILE_PHOTO, FLAGS, ILLUSTRATION, OWNER_UNKNOWN, SUPPLIED
from archive.messages import Message
from archive.record import Kind, Status
from archive.text import LANGUAGES, fold


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field and its names in English, Indonesian and Vietnamese, the usual one first. All of them can be typed in any
    case, without accents, and with spaces, hyphens, underscores or nothing between words. In a public query, the name
    of an `archivist_only` field is an ordinary word."""

    name: str
    english: tuple[str, ...]
    indonesian: tuple[str, ...]
    vietnamese: tuple[str, ...]
    archivist_only: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return all its names, the main one first."""
        return tuple(dict.fromkeys((self.name, *self.english, *self.indonesian, *self.vietnamese)))


_TABLE = (
    QueryField("title", ("title", "headline"), ("judul",), ("tiêu đề",)),
    QueryField("caption", ("caption",), ("keterangan", "takarir"), ("chú thích",)),
    QueryField("text", ("text", "body"), ("teks", "isi"), ("nội dung",)),
    QueryField("creator", ("creator", "author"), ("penulis", "pembuat"), ("tác giả",)),
    QueryField("credit", ("credit", "photographer"), ("kredit", "fotografer"), ("ghi nguồn",)),
    QueryField("source", ("source",), ("sumber",), ("nguồn",)),
    QueryField("person", ("person",), ("tokoh", "orang"), ("nhân vật", "người")),
    QueryField("shown", ("shown",), ("tampak", "terlihat"), ("trong ảnh", "xuất hiện")),
    QueryField("speaker", ("speaker",), ("pembicara",), ("diễn giả", "người phát biểu")),
    QueryField("place", ("place", "location"), ("tempat", "lokasi"), ("địa điểm", "nơi")),
    QueryField("subject", ("subject",), ("subjek",), ("chủ đề",)),
    QueryField("number", ("number", "identifier"), ("nomor",), ("số hiệu", "số")),
    QueryField("filename", ("filename", "file"), ("berkas", "nama berkas", "nama file"), ("tệp", "tên tệp")),
    QueryField("kind", ("kind", "type"), ("jenis",), ("loại",)),
    QueryField("genre", ("genre",), ("ragam",), ("thể loại",)),
    QueryField("language", ("language", "lang"), ("bahasa",), ("ngôn ngữ",)),
    QueryField("collection", ("collection",), ("koleksi",), ("bộ sưu tập",)),
    QueryField("flag", ("flag",), ("tanda", "penanda"), ("đánh dấu",)),
    QueryField("has", ("has",), ("ada", "punya"), ("có",)),
    QueryField("ocr", ("ocr", "scan"), ("pindai", "pindaian"), ("bản quét",)),
    QueryField("date", ("date",), ("tanggal",), ("ngày",)),
    QueryField("added", ("added",), ("ditambahkan", "masuk"), ("thêm", "ngày thêm")),
    QueryField("month", ("month",), ("bulan",), ("tháng",)),
    QueryField("year", ("year",), ("tahun",), ("năm",)),
    QueryField("status", ("is", "status"), ("status",), ("trạng thái",), archivist_only=True),
)
FIELDS: dict[str, QueryField] = {field.name: field for field in _TABLE}
"""The fields by their own names, in the order in which they are told."""

EXACT_FIELDS = frozenset({"kind", "genre", "language", "collection", "flag", "has", "ocr", "status"})
"""Those whose values are matched whole, in a facet column of the same name."""

ADDED = "added"  # for the days on which records arrived, not their dates
DATE_FIELDS = frozenset({"date", "month", "year", ADDED})
"""Those that ask for days; they all read any date."""


def plain(name: str) -> str:
    """Return a name without case, accents, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", fold(name))


_NAMES = {plain(name): field.name for field in _TABLE for name in field.names}
_IN_TWO = frozenset(plain(name) for field in _TABLE for name in field.names if " " in name)
MOST_PARTS = max(name.count(" ") for field in _TABLE for name in field.names) + 1
"""Words in the longest name."""


def field_name(typed: str, viewer: Viewer = PUBLIC) -> str | None:
    """Return the field that this viewer can use under this name, or None."""
    name = _NAMES.get(plain(typed))
    return name if name is None or viewer.sees_held or not FIELDS[name].archivist_only else None


def spaced_name(typed: str, viewer: Viewer = PUBLIC) -> str | None:
    """Return the same for names of several words (`tiêu đề`)."""
    return field_name(typed, viewer) if plain(typed) in _IN_TWO else None


def is_archivist_name(typed: str) -> bool:
    """Return whether this names a field for the archivist only."""
    return field_name(typed) is None and field_name(typed, ARCHIVIST) is not None


_KINDS = {
    Kind.PHOTO: "photo, photos, photograph, photographs, picture, pictures, image, images, "
    "foto, foto-foto, gambar, ảnh, hình, hình ảnh, bức ảnh, tấm ảnh",
    Kind.PRESS_RELEASE: "press release, press releases, news release, release, rilis, rilis pers, siaran pers, "
    "thông cáo, thông cáo báo chí",
    Kind.SPEECH: "speech, speeches, pidato, sambutan, phát biểu, bài phát biểu, diễn văn",
    Kind.ARTICLE: "article, articles, artikel, berita, bài báo, bài viết, tin bài",
    Kind.DOCUMENT: "document, documents, dokumen, tài liệu, văn bản",
}
_GENRES = {
    "advisory": "advisory mediaadvisory undangan undanganliputan thumoi",
    "annex": "annex lampiran phuluc",
    "caption-sheet": "captionsheet daftarketerangan bangchuthich",
    "container": "container containers wadah tepchua",
    "correction": "correction ralat koreksi dinhchinh",
    "interview": "interview wawancara phongvan",
    "message": "message pesan thongdiep",
    "statement": "statement pernyataan tuyenbo",
    "transcript": "transcript transkrip banghi",
}
_FLAGS = {
    OWNER_UNKNOWN: "istimewa ist unknown suutam khongro",
    FILE_PHOTO: "file dok dokumentasi arsip archive tulieu anhtulieu",
    ILLUSTRATION: "ilustrasi minhhoa anhminhhoa",
    SUPPLIED: "handout kiriman cungcap nhanvatcungcap",
}
_OCR = {
    "yes": "yes, ya, có",
    "poor": "poor, buruk, kurang jelas, kém, mờ",
    "pending": "pending, unread, menunggu, belum dibaca, chờ, chưa đọc",
}
EMBARGOED = "embargoed"  # held until an instant; such a record is also `held`
_STATUSES = {
    Status.RELEASED.value: "released, public, terbuka, dirilis, công khai",
    Status.HELD.value: "held, ditahan, tạm giữ",
    Status.WITHDRAWN.value: "withdrawn, ditarik, đã gỡ",
    EMBARGOED: "embargoed, embargo, diembargo, chờ công bố",
}
_NAMED: dict[str, dict[str, str]] = {
    "kind": {plain(name): kind.value for kind, names in _KINDS.items() for name in names.split(", ")},
    "genre": {name: genre for genre, names in _GENRES.items() for name in names.split()},
    "flag": {name: flag for flag, names in _FLAGS.items() for name in (plain(flag), *names.split())},
    "language": {plain(name): tag for tag, entry in LANGUAGES.items() for name in entry.names},
    "has": {plain(name): "photo" for name in _KINDS[Kind.PHOTO].split(", ")}
    | dict.fromkeys(map(plain, ("scan", "scans", "pindaian", "hasil pindai", "bản quét")), "scan"),
    "ocr": {plain(name): value for value, names in _OCR.items() for name in names.split(", ")},
    "status": {plain(name): value for value, names in _STATUSES.items() for name in names.split(", ")},
}
KIND_WORDS: dict[str, str] = {plain(name): name for names in _KINDS.values() for name in names.split(", ")}
"""What people call the kinds, with its marks, by what `plain` makes of it."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}")
_VALUES = {
    "kind": ", ".join(Kind),
    "language": Message("values-language"),
    "has": "photo, scan",
    "ocr": ", ".join(_OCR),
    "flag": ", ".join(FLAGS),
    "status": ", ".join(_STATUSES),
}


def named_value(field: str, typed: str) -> str | None:
    """Return the value that these words name; they may be several (`siaran pers`, `tiếng Việt`)."""
    return _NAMED.get(field, {}).get(plain(typed))


def exact_value(field: str, typed: str) -> str | None:
    """Return the value of a facet column of EXACT_FIELDS for the input; None if it is impossible."""
    named = named_value(field, typed)
    if named is not None:
        return named
    match field:
        case "language":
            tag = typed.strip().casefold()
            return tag if _TAG.fullmatch(tag) else None
        case "genre":
            return "-".join(fold(typed).split()) or None
        case "collection":
            return typed.strip() or None
        case _:
            return None


def exact_values(field: str) -> str:
    """Return the possible values of such a field, for a message."""
    return _VALUES.get(field, Message("values-any"))
