"""The fields a query can name, what people call them in three languages, and the values some of them are held to."""

from __future__ import annotations

import re

from archive.analysis import LANGUAGES, fold
from archive.credits.flags import FILE_PHOTO, FLAGS, ILLUSTRATION, OWNER_UNKNOWN, SUPPLIED
from archive.record import Kind


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name)


FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("judul", "tieude", "headline"),
    "caption": ("keterangan", "takarir", "chuthich"),
    "text": ("teks", "isi", "noidung", "body"),
    "creator": ("author", "penulis", "pembuat", "tacgia"),
    "credit": ("kredit", "fotografer", "photographer", "ghinguon"),
    "flag": ("tanda", "penanda", "danhdau"),
    "source": ("sumber", "nguon"),
    "kind": ("jenis", "loai", "type"),
    "genre": ("theloai",),
    "language": ("bahasa", "ngonngu", "lang"),
    "filename": ("file", "berkas", "namafile", "tep", "tentep"),
    "place": ("tempat", "lokasi", "diadiem", "location"),
    "person": ("orang", "tokoh", "nguoi", "nhanvat"),
    "shown": ("tampak", "terlihat", "tronganh", "xuathien"),
    "speaker": ("pembicara", "diengia", "nguoiphatbieu"),
    "number": ("nomor", "so", "sohieu", "identifier"),
    "collection": ("koleksi", "bosuutap"),
    "has": ("ada", "punya", "co"),
    "date": ("tanggal", "ngay", "year", "tahun", "nam"),
}
"""Field names, each with its other names, folded and without hyphens."""

EXACT_FIELDS = frozenset({"kind", "genre", "language", "collection", "flag", "has"})
"""Those whose values are matched whole, in a facet column of the same name."""

_NAMES = {other: name for name, others in FIELDS.items() for other in (name, *others)}

_KINDS = {
    "photo": Kind.PHOTO,
    "photos": Kind.PHOTO,
    "foto": Kind.PHOTO,
    "gambar": Kind.PHOTO,
    "anh": Kind.PHOTO,
    "hinh": Kind.PHOTO,
    "hinhanh": Kind.PHOTO,
    "pressrelease": Kind.PRESS_RELEASE,
    "release": Kind.PRESS_RELEASE,
    "rilis": Kind.PRESS_RELEASE,
    "siaranpers": Kind.PRESS_RELEASE,
    "thongcao": Kind.PRESS_RELEASE,
    "thongcaobaochi": Kind.PRESS_RELEASE,
    "speech": Kind.SPEECH,
    "pidato": Kind.SPEECH,
    "sambutan": Kind.SPEECH,
    "phatbieu": Kind.SPEECH,
    "baiphatbieu": Kind.SPEECH,
    "article": Kind.ARTICLE,
    "artikel": Kind.ARTICLE,
    "berita": Kind.ARTICLE,
    "baibao": Kind.ARTICLE,
    "baiviet": Kind.ARTICLE,
    "document": Kind.DOCUMENT,
    "dokumen": Kind.DOCUMENT,
    "tailieu": Kind.DOCUMENT,
    "vanban": Kind.DOCUMENT,
}
_FLAGS = {
    OWNER_UNKNOWN: ("istimewa", "ist", "unknown", "suutam", "khongro"),
    FILE_PHOTO: ("file", "dok", "dokumentasi", "arsip", "archive", "tulieu", "anhtulieu"),
    ILLUSTRATION: ("ilustrasi", "minhhoa", "anhminhhoa"),
    SUPPLIED: ("handout", "kiriman", "cungcap", "nhanvatcungcap"),
}
_FLAG_NAMES = {_plain(name): flag for flag, names in _FLAGS.items() for name in (flag, *names)}
_PHOTO_WORDS = frozenset(name for name, kind in _KINDS.items() if kind is Kind.PHOTO)
_LANGUAGE_NAMES = {name.replace(" ", ""): tag for tag, entry in LANGUAGES.items() for name in entry.names}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def field_name(typed: str) -> str | None:
    """The field that people mean by this name, None when there is none."""
    return _NAMES.get(_key(typed))


def exact_value(field: str, typed: str) -> str | None:
    """The value that a facet column of EXACT_FIELDS holds for what was typed; None when there can be none."""
    key = _key(typed)
    match field:
        case "kind":
            kind = _KINDS.get(key)
            return kind.value if kind else None
        case "language":
            if key in _LANGUAGE_NAMES:
                return _LANGUAGE_NAMES[key]
            return typed.strip().casefold() if _TAG.fullmatch(typed.strip().casefold()) else None
        case "flag":
            return _FLAG_NAMES.get(key)
        case "has":
            return "photo" if key in _PHOTO_WORDS else None
        case "genre":
            return "-".join(fold(typed).split()) or None
        case _:
            return typed.strip() or None


def exact_values(field: str) -> str:
    """What can be asked of such a field, for a message."""
    match field:
        case "kind":
            return ", ".join(Kind)
        case "language":
            return "a language tag such as id, vi or en"
        case "has":
            return "photo"
        case "flag":
            return ", ".join(FLAGS)
        case _:
            return "a value"


def _key(typed: str) -> str:
    return _plain(fold(typed))
