"""Names of months in press texts: the only table, for reading dates and for telling names apart."""

from __future__ import annotations

_INDONESIAN_AND_ENGLISH = (  # Malay, and the spelling of Indonesian until 1972 among them
    "january jan januari djanuari",
    "february feb februari pebruari peb",
    "march mar maret maart",
    "april apr",
    "may mei",
    "june jun juni djuni djoeni",
    "july jul juli djuli djoeli julai",
    "august aug agustus agt ags agu agoestoes ogos",
    "september sept sep",
    "october oct oktober okt",
    "november nov nopember nop",
    "december dec desember des disember",
)
MONTHS = {name: number for number, names in enumerate(_INDONESIAN_AND_ENGLISH, 1) for name in names.split()}
FRENCH_MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
    "mac": 3,  # Malay: a word of its own without its year
}  # fmt: skip
ROMAN_MONTHS = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip
VIETNAMESE_MONTHS = {  # behind `tháng`
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip


ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDONESIAN_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
VIETNAMESE_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_OTHER_WEEKDAYS = ("mon senen", "tue", "wed", "thu", "fri jum'at", "sat", "sun ahad")
WEEKDAYS = {
    name: n for names in (ENGLISH_WEEKDAYS, INDONESIAN_WEEKDAYS, VIETNAMESE_WEEKDAYS) for n, name in enumerate(names)
} | {name: n for n, names in enumerate(_OTHER_WEEKDAYS) for name in names.split()}


def any_of(names: dict[str, int]) -> str:
    """Return a regular expression for the names of a table, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))
