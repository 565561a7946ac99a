"""Embargoes in named fields (`embargo: 20260503T1000`, `Tanggal tayang: 3 Mei`), and fields that forbid publication:
`draft: true`, `publish: no`, `Status: HOLD`."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from archive.access import instant, utc_now
from archive.record import Description
from archive.text.embargo.instants import EmbargoEnd, read_end
from archive.text.orthography import fold
from archive.text.patterns import lazy_regex
from ingest.extract import metadata_values
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.matcher import is_held_status, is_label, may_hold, says_none
from ingest.extract.embargo.text_orders import read_embargo

_BASIC = lazy_regex(r"\d{8}T?\d{4}")
_LONGEST_NAME, _LONGEST = 60, 300  # characters

# All patterns are for folded words separated by blanks.
_KEPT = lazy_regex(  # a value of yes holds
    r"(?:is )?(?:draft|draf|konsep|(?:ban )?nhap|(?:on )?hold|(?:di)?tahan|(?:di)?tunda|private|privat|confidential"
    r"|rahasia|secret|internal|noi bo|mat|hidden|unlisted|unpublished|unreleased|(?:di)?embargo(?:ed)?|under embargo)"
)
_SHOWN = lazy_regex(  # a value of yes publishes
    r"(?:is |can |may |ok(?:ay)? to |free to |ready to |article |boleh |dapat |siap |sudah |da |duoc |cho )*"
    r"(?:publish(?:ed)?|publish ok|public|releas(?:ed?|able)"
    r"|(?:di)?(?:publikasi|terbit|siar|rilis|tayang)(?:kan)?|publik|cong bo|xuat ban|dang(?: tai)?|phat hanh|approved"
    r"|(?:di)?setujui|cleared)"
)
_STATUS = lazy_regex(
    r"(?:(?:publication|release|publish|photo|edit|article|review|approval|post|creative work|workflow|moderation) )?"
    r"(?:status|state|visibility|clearance|access|access rights|usage|usage rights)"
    r"|status \w++ ?(?:\w+ ?)?|sifat(?: \w+)?|klasifikasi(?: \w+)?|(?:security )?classification"
    r"|(?:izin|keterangan izin|ijin)(?: \w+)?"
    r"|(?:rilis|tayang|siar|publikasi|release|publish)|trang thai(?: \w+)?|tinh trang(?: \w+)?|(?:muc )?do mat"
)
_FEW = ("terbatas",)  # published, but in few copies
_YES = lazy_regex(r"(?:yes|true|ya|iya|co|on|1|y|x|v|ok|active|aktif)|[✓✔☑]")
_NO = lazy_regex(r"(?:no|not|false|tidak|tdk|belum|jangan|khong|chua|off|0|n|not yet|pending)")
_NOT_OUT = lazy_regex(
    r"(?:(?:first |final |auto )?draft|draf|konsep|(?:ban )?nhap|ban thao|du thao|private|privat|internal|noi bo"
    r"|unpublished|hidden|trash(?:ed)?|future|scheduled|(?:di|ter)jadwal(?:kan)?|len lich|hen gio"
    r"|pending(?: (?:review|approval))?|(?:menunggu|cho) \w+(?: \w+)?|(?:sangat )?rahasia|terbatas"
    r"|(?:(?:tuyet|toi) )?mat|secret|restricted|classified|ditunda|tunda|tahan)"
)

# Names of fields, folded: those for the end of an embargo only; and those for a publication date, which hold only while
# it is in the future.
_EMBARGO = lazy_regex(
    r"(?:(?:x|dc|dcterms|prism|article|press|photo|foto|is|under|date|time|end|end of|tanggal|tgl|waktu|jam"
    r"|levee|fin|de|de l|hasta|ate|bis"
    r"|batas(?: waktu)?|akhir|masa|ngay|gio|han|thoi han|thoi gian) )*"
    r"embargo(?:ed|es)?(?: (?:date|time|day|until|till|to|ends?|ending|at|on|from|lifts?|lifted|release|is"
    r"|expir(?:es|y)|sampai|hingga|sd|berakhir|tanggal|waktu|jam|den|het han|ngay|utc|gmt|wib|wita|wit|ict|local))*"
    r"|(?:please )?(?:on )?hold (?:until|till)|not before|tidak sebelum|(?:di)?tahan (?:sampai|hingga)"
    r"|(?:thoi han |ngay |gio )?cam (?:dang|cong bo|phat hanh)(?: (?:truoc|den))?"
)
_PUBLICATION = lazy_regex(
    r"(?:(?:x|dc|dcterms|prism|article|web|first) )*(?:(?:date|time|day) )?(?:of |for )?"
    r"(?:(?:publi(?:sh|shed|shing|cation)|releas(?:e|ed)|availab(?:le|ility))"
    r"(?: (?:date|time|day|at|on|from|after|starts?|schedule))*"
    r"|(?:pub|broadcast|air|on sale|license start|valid|visible|(?:go|goes) live|live|schedul(?:e|ed))"
    r"(?: (?:date|time|at|on|from|after|for))+|go live|hold|scheduled|firstpublished|validfrom|publishschedule)"
    r"|(?:us(?:e|able)|free|available|clear(?:ed)?)(?: (?:for|to))?(?: (?:use|publication|publish))? (?:from|after|on)"
    r"|pubdate|deferred (?:delivery|until|send(?: time)?)"
    r"|(?:tanggal|tgl|waktu|jam|jadwal) (?:rilis|terbit|tayang|publikasi|siar)|rilis|tayang"
    r"|(?:siar|terbit|rilis|tayang|publikasi) (?:setelah|mulai|pada|tanggal|sesudah)"
    r"|(?:ngay|gio|thoi gian|thoi diem|lich) (?:phat hanh|cong bo|dang(?: tai| bai)?|xuat ban|phat song)"
    r"|(?:duoc )?(?:dang|phat hanh|cong bo) (?:sau|tu|luc|ngay)"
)

_OPEN_END = lazy_regex(  # after an end that does not count any more
    r"(?<!\w)(?:(?:is|was|now|has been|di|bi|da|duoc) ?)?(?:extended|prolonged|postponed|delayed|(?:di)?perpanjang"
    r"|(?:di)?tunda|gia han|hoan|prolonge|prorogado|verlangert)(?!\w)"
)
_TAKEN_BACK = lazy_regex(
    r"(?:(?:siaran pers|rilis(?: pers)?|naskah|berita|(?:this )?(?:(?:press )?release|statement|story)"
    r"|thong cao(?: bao chi)?|tin|bai)(?: ini| nay)? )?(?:telah |sudah |dinyatakan |has been |is |da |bi ){0,2}"
    r"(?:ditarik(?: kembali)?|dicabut|dibatalkan|withdrawn|retracted|rescinded|recalled|killed"
    r"|thu hoi|rut lai|huy bo|go bo)"
)


def is_taken_back(line: str) -> bool:
    """Return whether a line is only the word for a withdrawn text: `DITARIK`, `WITHDRAWN`, `ĐÃ THU HỒI`."""
    return len(line) <= _LONGEST_NAME and _TAKEN_BACK.fullmatch(_plain(line).strip("[]()<>| ")) is not None


def keeps_back(name: str, value: str) -> bool:
    """Return whether a value under such a name holds its subject."""
    said, words = _plain(name), _plain(value)
    if not said or not words or len(name) > _LONGEST_NAME or len(value) > _LONGEST:
        return False
    if _KEPT.fullmatch(said):
        return _YES.fullmatch(words) is not None
    if _SHOWN.fullmatch(said) and _NO.fullmatch(words):
        return True
    if not (_STATUS.fullmatch(said) or (_SHOWN.fullmatch(said) and words not in _FEW)):
        return False
    return is_unpublished(value) or is_label(f"{name}: {value}") or read_embargo([value]) is not None


def is_unpublished(status: str) -> bool:
    """Return whether the status of a text says that it is not published: `draft`, `private`, `Belum tayang`, `On
    hold`."""
    return _NOT_OUT.fullmatch(_plain(status)) is not None or is_held_status(status)


@lru_cache(maxsize=2048)
def plain_name(name: str) -> str:
    """Return the name of a field as words: `prism:embargoDate` is `embargo Date`, `X-Embargo-Until` `X Embargo
    Until`."""
    last = name[: 2 * _LONGEST_NAME].rpartition("}")[2].rpartition(":")[2]
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|[\s_.()\[\]-]+", " ", last).split())


@lru_cache(maxsize=2048)
def is_status(name: str) -> bool:
    """Return whether a field of this name says whether something is published: `pubStatus`, `signal` (NewsML-G2)."""
    words = _plain(plain_name(name))
    return words in ("signal", "pubstatus") or "status" in words.split()


@lru_cache(maxsize=2048)
def names_embargo(name: str) -> bool:
    """Return whether a field of this name gives only the end of an embargo."""
    return _EMBARGO.fullmatch(_plain(plain_name(name))) is not None


@lru_cache(maxsize=2048)
def names_publication(name: str) -> bool:
    """Return whether a field of this name gives a publication date."""
    return _PUBLICATION.fullmatch(_plain(plain_name(name))) is not None


def read_named(name: str, value: str) -> dict[str, Any] | None:
    """Return the embargo in a field according to its name (`embargoDate`, `Jangan tayang sebelum`, a future publication
    date); None if the value says that there is none, or the name has no such meaning."""
    words = metadata_values.one_line(value, _LONGEST)
    if not words or says_none(words):
        return None
    said = metadata_values.one_line(f"{plain_name(name)}: {words}", _LONGEST)
    if names_embargo(name):
        if _OPEN_END.search(_plain(words)) or words.endswith("?"):
            return embargo(EmbargoEnd(None, True), words, name)
        told = read_embargo([said]) or {}
        end = EmbargoEnd(told["until"], not told.get("assumed")) if told.get("until") else read_field(words)
        return embargo(end, words, name)
    if names_publication(name):
        end = read_field(words)
        return embargo(end, said, name) if end.until is not None and end.until > instant(utc_now()) else None
    if not _may_hold(plain_name(name)):
        return None
    told = read_embargo([said]) or {}
    return told if (told.get("until") or "") > instant(utc_now()) else None


@lru_cache(maxsize=2048)
def _may_hold(name: str) -> bool:
    return may_hold(f"{name}: 5 May 2050")


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\s_:?.!*#-]+", " ", fold(words)).split())


def read_field(words: str) -> EmbargoEnd:
    """Return the end of the embargo in a field for it: as ISO 8601, as `20260503`, or in words."""
    if len(words) > len("20260503"):
        try:
            at = datetime.fromisoformat(words)
            if at.tzinfo is not None:
                return EmbargoEnd(instant(at), True)
        except (ValueError, OverflowError):
            pass
    if _BASIC.match(words):  # 20260503T1000
        clock = words[8:].lstrip("T")
        words = f"{words[:4]}-{words[4:6]}-{words[6:8]} {clock[:2]}:{clock[2:4]}{clock[4:]}"
    elif len(words) == len("20260503") and words.isdigit():
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    return read_end(words)


def add_field_embargo(value: Any, description: Description, origin: str) -> None:
    """Add the embargo in a field for it; it holds until somebody decides if its end cannot be read."""
    if isinstance(value, dict):
        value = value.get("until") or value.get("words") or "embargo"
    words = metadata_values.one_line(value, 300)
    if says_none(words):
        return
    description.offer("embargo", embargo(read_field(words), words, origin), origin)
