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

WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy)|chủ nhật)"
)
DAY_PART = (
    r"(?:sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|pagi|siang|sore|petang|malam|morning|afternoon|evening)"
    r"(?: (?:nay|ngày|ini|hari))?"
)
