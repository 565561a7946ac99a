"""The fields a query can name, what people call them in three languages, and the words of each field's values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.analysis import fold


@dataclass(frozen=True, slots=True)
class Field:
    """One field and the names it goes by in English, Indonesian and Vietnamese, the usual one first. All of them can be
    typed in small or capital letters, without accents, and with spaces, hyphens, underscores or nothing between."""

    name: str
    english: tuple[str, ...]
    indonesian: tuple[str, ...]
    vietnamese: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, its own first."""
        return tuple(dict.fromkeys((self.name, *self.english, *self.indonesian, *self.vietnamese)))


_TABLE = (
    Field("title", ("title", "headline"), ("judul",), ("tiêu đề",)),
    Field("caption", ("caption",), ("keterangan", "takarir"), ("chú thích",)),
    Field("text", ("text", "body"), ("teks", "isi"), ("nội dung",)),
    Field("creator", ("creator", "author"), ("penulis", "pembuat"), ("tác giả",)),
    Field("credit", ("credit", "photographer"), ("kredit", "fotografer"), ("ghi nguồn",)),
    Field("source", ("source",), ("sumber",), ("nguồn",)),
    Field("person", ("person",), ("tokoh", "orang"), ("nhân vật", "người")),
    Field("shown", ("shown",), ("tampak", "terlihat"), ("trong ảnh", "xuất hiện")),
    Field("speaker", ("speaker",), ("pembicara",), ("diễn giả", "người phát biểu")),
    Field("place", ("place", "location"), ("tempat", "lokasi"), ("địa điểm", "nơi")),
    Field("number", ("number", "identifier"), ("nomor",), ("số hiệu", "số")),
    Field("filename", ("filename", "file"), ("berkas", "nama berkas", "nama file"), ("tệp", "tên tệp")),
    Field("kind", ("kind", "type"), ("jenis",), ("loại",)),
    Field("genre", ("genre",), ("ragam",), ("thể loại",)),
    Field("language", ("language", "lang"), ("bahasa",), ("ngôn ngữ",)),
    Field("collection", ("collection",), ("koleksi",), ("bộ sưu tập",)),
    Field("flag", ("flag",), ("tanda", "penanda"), ("đánh dấu",)),
    Field("has", ("has",), ("ada", "punya"), ("có",)),
    Field("ocr", ("ocr", "scan"), ("pindai", "pindaian"), ("bản quét",)),
    Field("date", ("date",), ("tanggal",), ("ngày",)),
    Field("month", ("month",), ("bulan",), ("tháng",)),
    Field("year", ("year",), ("tahun",), ("năm",)),
)
FIELDS: dict[str, Field] = {field.name: field for field in _TABLE}
"""The fields by their own names, in the order in which they are told."""

EXACT_FIELDS = frozenset({"kind", "genre", "language", "collection", "flag", "has", "ocr"})
"""Those whose values are matched whole, in a facet column of the same name."""

DATE_FIELDS = frozenset({"date", "month", "year"})
"""Those that ask for days; they all read any date."""


def plain(name: str) -> str:
    """A name without case, accents, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", fold(name))


_NAMES = {plain(name): field.name for field in _TABLE for name in field.names}
_IN_TWO = frozenset(plain(name) for field in _TABLE for name in field.names if " " in name)
MOST_PARTS = max(name.count(" ") for field in _TABLE for name in field.names) + 1
"""Words in the longest name."""


def field_name(typed: str) -> str | None:
    """The field that people mean by this name, None when there is none."""
    return _NAMES.get(plain(typed))


def spaced_name(typed: str) -> str | None:
    """The same for names that are written in several words (`tiêu đề`)."""
    key = plain(typed)
    return _NAMES[key] if key in _IN_TWO else None
