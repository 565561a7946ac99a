"""Names of months, weekdays and parts of the day in Indonesian, Vietnamese and English, as press texts write them."""

from __future__ import annotations

_NAMES = (
    "january jan januari",
    "february feb februari pebruari",
    "march mar maret",
    "april apr",
    "may mei",
    "june jun juni",
    "july jul juli",
    "august aug agustus agt ags agu",
    "september sep sept",
    "october oct oktober okt",
    "november nov nopember nop",
    "december dec desember des",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
FRENCH_MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
}  # fmt: skip
FRENCH_MONTH = "|".join(sorted(FRENCH_MONTHS, key=len, reverse=True))
ROMAN_MONTHS = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip
VIETNAMESE_MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
VIETNAMESE_MONTH = "|".join(sorted(VIETNAMESE_MONTHS, key=len, reverse=True))

WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|t[2-7]|chủ nhật)"
)
DAY_PART = (
    r"(?:sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|pagi|siang|sore|petang|malam|morning|afternoon|evening)"
    r"(?: (?:nay|ngày|ini|hari))?"
)
