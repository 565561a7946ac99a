"""Embargoes in named fields (`embargo: 20260503T1000`), and fields that forbid publication: `draft: true`, `publish:
no`, `Status: HOLD`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from archive.access import instant
from archive.record import Description
from archive.text.embargo.instants import EmbargoEnd, read_end
from archive.text.orthography import fold
from archive.text.patterns import lazy_regex
from ingest.extract import metadata_values
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.matcher import is_held_status, is_label, says_none
from ingest.extract.embargo.text_orders import read_embargo

_BASIC = lazy_regex(r"\d{8}T?\d{4}")
_LONGEST_NAME, _LONGEST = 60, 300  # characters

# All patterns are for folded words with blanks between.
_KEPT = lazy_regex(  # what is kept back where it says yes
    r"(?:is )?(?:draft|draf|konsep|(?:ban )?nhap|(?:on )?hold|(?:di)?tahan|(?:di)?tunda|private|privat|confidential"
    r"|rahasia|secret|internal|noi bo|mat|hidden|unlisted|unpublished|unreleased|(?:di)?embargo(?:ed)?|under embargo)"
)
_SHOWN = lazy_regex(  # what is shown where it says yes
    r"(?:is |article |boleh |dapat |siap |sudah |da |duoc |cho )*(?:publish(?:ed)?|publish ok|public|releas(?:ed?|able)"
    r"|(?:di)?(?:publikasi|terbit|siar|rilis|tayang)(?:kan)?|publik|cong bo|xuat ban|dang(?: tai)?|phat hanh|approved"
    r"|(?:di)?setujui|cleared)"
)
_STATUS = lazy_regex(
    r"(?:(?:publication|release|publish|photo|edit|article|review|approval|post|creative work|workflow|moderation) )?"
    r"(?:status|state|visibility|clearance)"
    r"|status \w++ ?(?:\w+ ?)?|sifat(?: \w+)?|klasifikasi(?: \w+)?|(?:security )?classification"
    r"|(?:izin|keterangan izin|ijin)(?: \w+)?"
    r"|(?:rilis|tayang|siar|publikasi|release|publish)|trang thai(?: \w+)?|tinh trang(?: \w+)?|(?:muc )?do mat"
)
_FEW = ("terbatas",)  # what is published so is out, in few copies
_YES = lazy_regex(r"(?:yes|true|ya|iya|co|on|1|y|x|v|ok|active|aktif)|[✓✔☑]")
_NO = lazy_regex(r"(?:no|not|false|tidak|tdk|belum|jangan|khong|chua|off|0|n|not yet|pending)")
_NOT_OUT = lazy_regex(
    r"(?:(?:first |final |auto )?draft|draf|konsep|(?:ban )?nhap|ban thao|du thao|private|privat|internal|noi bo"
    r"|unpublished|hidden|trash(?:ed)?|future|scheduled|(?:di|ter)jadwal(?:kan)?|len lich|hen gio"
    r"|pending(?: (?:review|approval))?|(?:menunggu|cho) \w+(?: \w+)?|(?:sangat )?rahasia|terbatas"
    r"|(?:(?:tuyet|toi) )?mat|secret|restricted|classified|ditunda|tunda|tahan)"
)

_TAKEN_BACK = lazy_regex(
    r"(?:(?:siaran pers|rilis(?: pers)?|naskah|berita|(?:this )?(?:(?:press )?release|statement|story)"
    r"|thong cao(?: bao chi)?|tin|bai)(?: ini| nay)? )?(?:telah |sudah |dinyatakan |has been |is |da |bi ){0,2}"
    r"(?:ditarik(?: kembali)?|dicabut|dibatalkan|withdrawn|retracted|rescinded|recalled|killed"
    r"|thu hoi|rut lai|huy bo|go bo)"
)


def is_taken_back(line: str) -> bool:
    """Return whether a line is nothing but the word that a text was taken back: `DITARIK`, `WITHDRAWN`,
    `ĐÃ THU HỒI`."""
    return len(line) <= _LONGEST_NAME and _TAKEN_BACK.fullmatch(_plain(line).strip("[]()<>| ")) is not None


def keeps_back(name: str, value: str) -> bool:
    """Return whether a value under such a name holds what it is about back."""
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
    """Return whether the status of a text says that it is not out: `draft`, `private`, `Belum tayang`, `On hold`."""
    return _NOT_OUT.fullmatch(_plain(status)) is not None or is_held_status(status)


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\s_:?.!*#-]+", " ", fold(words)).split())


def read_field(words: str) -> EmbargoEnd:
    """Return when the embargo of a field for it ends: as ISO 8601, as `20260503`, or in words."""
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
    """Offer the embargo that a field for it names; it holds until somebody decides where its end cannot be read."""
    if isinstance(value, dict):
        value = value.get("until") or value.get("words") or "embargo"
    words = metadata_values.one_line(value, 300)
    if says_none(words):
        return
    description.offer("embargo", embargo(read_field(words), words, origin), origin)
