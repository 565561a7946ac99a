"""Finds in a photo's instructions and release date until when it must not be published."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from archive.record import Description
from ingest.enrich.clock import read_instant

# Instructions hold several orders in a row, so the words count anywhere, unlike in the text of a release.
_WORDS = re.compile(
    r"\bembargo(?:ed)?\b|\bdiembargo\b"
    r"|\b(?:(?:not|never) (?:to be |for )?|no |do ?n['’]t )(?:publish(?:ed)?|publication|releas(?:ed?|ing)|used?"
    r"|broadcast|distribut(?:ed?|ion)|transmit(?:ted)?|post(?:ed)?|print(?:ed)?)[\w ,]{0,20} "
    r"(?:before|until|till|prior to)\b"
    r"|\b(?:publish|release|use|broadcast|for (?:use|release|publication))(?:d)? (?:only )?(?:after|from|not before)\b"
    r"(?=.*\d[:.h]\d\d)"
    r"|\bhold (?:for release )?until\b"
    r"|\b(?:không|chưa|đừng|cấm)(?: được)? (?:đăng(?: tải| phát)?|phổ biến|công bố|sử dụng|dùng|phát(?: hành| sóng)?) "
    r"(?:trước|đến|cho đến|tới)\b"
    r"|\bchỉ (?:được )?(?:đăng(?: tải| phát)?|phổ biến|công bố|sử dụng|dùng|phát(?: hành| sóng)?)(?: tin| ảnh)? "
    r"(?:sau|từ)\b"
    r"|\b(?:tidak|jangan|dilarang|belum)(?: boleh| untuk| dapat)? (?:di|me(?:m|n|ny|ng)?)?(?:s?iarkan|publikasikan"
    r"|p?akai|terbitkan|gunakan|muat|tayang(?:kan)?|sebar(?:kan|luaskan)?|rilis|edarkan|unggah)(?: foto)? "
    r"(?:sebelum|sampai|hingga)\b"
    r"|\b(?:hanya|baru)(?: boleh| dapat| bisa)? (?:di)?(?:siarkan|publikasikan|pakai|terbitkan|gunakan|muat"
    r"|tayang(?:kan)?|rilis|sebarkan)(?: foto)? (?:setelah|sesudah|mulai|pada)\b"
    r"|\b(?:di)?tahan(?: siar)? (?:sampai|hingga|s\.?d\.?)\b",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"\b(?:no|without|tanpa|không(?: có)?) embargo\b"
    r"|\bembargo:? (?:none|(?:(?:has been|is|was|telah|sudah) )?(?:lifted|expired|dicabut|berakhir))\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")
_LATEST_ZONE = timezone(timedelta(hours=-12))  # where a day begins last


def embargo_of(description: Description) -> dict[str, Any] | None:
    """{until, words, origin} or None. `until` is a UTC instant, None when the words name no moment that can be read.

    The instructions come before IIM's release date (2:30, 2:35). A release date without a zone counts where on earth it
    comes last: better held back too long than too short.
    """
    for offer in description.origins.get("instructions", ()):
        if _WORDS.search(offer.value) and not _LIFTED.search(offer.value):
            return {"until": _instant(offer.value[:1000]), "words": offer.value, "origin": offer.origin}
    for offer in description.origins.get("release_date", ()):
        if len(offer.value) >= len("2026-05-03"):
            return {"until": _utc(offer.value), "words": offer.value, "origin": offer.origin}
    return None


def _instant(words: str) -> str | None:
    iso = _ISO.search(words)
    return _utc(iso[0]) if iso else read_instant(words)


def _utc(iso: str) -> str | None:
    try:
        moment = datetime.fromisoformat(iso)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=_LATEST_ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
