"""Numbers of releases printed at their head: `123/SP/HM/X/2025`, `Số 45/TB-BNG`, `Nomor: ...`, `No. ...`."""

from __future__ import annotations

import re

from archive.text.dates import date_finder
from archive.text.dates.months import MONTHS
from archive.text.patterns import lazy_regex

LONGEST = 200

_LABEL = (
    r"(?:(?:\w{2,12} )?(?:siaran pers|berita pers|press release|news release|media release|release|rilis"
    r"|thông cáo báo chí|thông cáo"
    r"|surat|pidato)\s+)?"
    r"(?P<label>nomor|nomer|no|số|s[oôóòồổ6](?=\s*[:：])|number|ref(?:erence)?|nr|release)(?!\w)(?P<sign>\s*+(?:[.:：#]++\s*+)?)(?:no\.?\s*+)?"
)
_VALUE = r"(?P<value>(?=[^\s]*\d)[\w.Đđ-]{1,30}(?:\s?/\s?[\w.&Đđ-]{1,30}){0,8})"
_LABELLED = lazy_regex(rf"[\s*_(\[#]*+{_LABEL}{_VALUE}", re.IGNORECASE)
_CODE = lazy_regex(
    r"(?<![\w/.@-])(?:[A-ZĐ]{1,6}[-.])?\d{1,6}[A-Za-z]?(?:[.-][A-ZĐÀ-Ỹa-zđà-ỹ0-9.&-]{1,60})?(?:/[A-ZĐÀ-Ỹa-zđà-ỹ0-9.&-]{1,60}){0,7}/[\w.&Đđ-]{1,24}(?![\w/@])"
)
_SYMBOL = lazy_regex(  # numbering of the United Nations and the European Union: SG/SM/22345, A/RES/79/243, IP/25/1234
    r"[\s*_(\[]*(?P<value>[A-Z]{1,6}(?:/[A-Z]{1,6}){0,3}(?:/\d{1,6}){1,3}(?:-[A-Z]{1,6}/\d{1,6}){0,4})[\s*_)\].]*\Z"
)
_OF_YEAR = lazy_regex(r"(?<!\s)\s++(?:tahun|year)\s++(?:19|20)\d\d\b", re.IGNORECASE)
_LABEL_WORD = lazy_regex(r"(?:nomor|nomer|no|số|number|nr|ref(?:erence)?|release)\b[\s.:：#]*")
_OF_ANOTHER = lazy_regex(  # before the number of another text
    r"\b(?:(?:meng)?gantikan|mengganti|pengganti|mencabut|menarik|membatalkan|meralat|mengoreksi|memperbaiki|menyusul"
    r"|merujuk|menindaklanjuti|sehubungan dengan|berdasarkan|thay thế|thay cho|thu hồi|hủy bỏ|huỷ bỏ|rút lại"
    r"|đính chính|căn cứ|tiếp theo|replac(?:es|ing)|supersed(?:es|ing)|withdraw(?:s|ing)|retract(?:s|ing)|rescinds?"
    r"|corrects|amends|in place of|further to|pursuant to|follow(?:s|ing) (?:our|the|its))\b",
    re.IGNORECASE,
)
_PHONE = lazy_regex(
    r"(?:telp?|phone|fax|faks|hp|wa|whatsapp|hotline|rekening|kav|rt|rw|đt|điện thoại|call|tài khoản)\b", re.IGNORECASE
)
_PLACE = lazy_regex(
    r"(?:jalan|jl\.?|street|st\.|road|đường|phố|gedung|lantai|kav\.?|ngõ|rt|rw|pukul|jam)\s", re.IGNORECASE
)

_IN_NAME = lazy_regex(  # file names cannot contain slashes: 123_SP_HM_X_2025.pdf, 45_TB-BNG.docx
    r"(?:(?:No|Nomor|S[ốo])[._ -]{1,2})?(?P<number>\d{1,5})(?P<between>[_ -])(?:"
    r"(?P<parts>(?:[A-Z][A-Z.]{0,11}\d{0,3}(?P=between)){1,5})(?P<month>XI{0,2}|IX|VI{0,3}|IV|I{1,3})(?P=between)"
    r"(?P<year>(?:19|20)\d\d)"
    r"|(?P<sort>TB|TCBC|BC|CV|QĐ|QD|NQ|TTr)-(?P<office>[A-ZĐ]{2,8}(?:-[A-ZĐ]{2,8})?))(?![^\W_])"
)


def numbers_in_name(filename: str) -> list[str]:
    """Return the number of a release in its file name, with the slashes that a name cannot contain; only in two
    unambiguous forms: with offices, a month in Roman numerals and a year, or a Vietnamese kind of letter and office."""
    match = _IN_NAME.match(filename)
    if match is None:
        return []
    if match["sort"]:
        return [f"{match['number']}/{match['sort']}-{match['office']}"]
    parts = [part for part in match["parts"].split(match["between"]) if part]
    return ["/".join([match["number"], *parts, match["month"], match["year"]])]


def numbers(line: str) -> list[str]:
    """Return the numbers of a release on a line of its head, as printed, without the label before a colon."""
    if len(line) > LONGEST:
        return []
    symbol = _SYMBOL.match(line)
    if symbol is not None:
        return [symbol["value"]]
    labelled = _LABELLED.match(line)
    found = [_labelled(labelled)] if labelled and not _PHONE.search(line) else []
    if not _PLACE.search(line) and not any(found):
        found += [match[0].rstrip(".-") for match in _CODE.finditer(line) if _is_code(match[0])]
    return list(dict.fromkeys(number for number in found if number))


def own_numbers(lines: list[str]) -> list[str]:
    """Return a text's release numbers normalised for comparison: without label (`Số`), trailing language mark, and
    separators."""
    found: dict[str, str] = {}
    for line in lines:
        other = _OF_ANOTHER.search(line)
        for number in numbers(line if other is None else line[: other.start()]):
            found.setdefault(_bare_number(number), number)
    return list(found.values())


def _bare_number(number: str) -> str:
    bare = _LABEL_WORD.sub("", number.casefold())
    return "/".join(re.findall(r"\w+", bare)) or number


def is_number_line(line: str) -> bool:
    """Return whether a line of the head is only such a number, with its label and optionally place and day."""
    if len(line) > LONGEST or not numbers(line):
        return False
    if _SYMBOL.match(line):
        return True
    match = _LABELLED.match(line) or _CODE.match(line.strip(" *_()[]"))
    if match is None:
        return False
    rest = line.strip(" *_()[]")[match.end() :] if match.re is _CODE else line[match.end() :]
    rest = _OF_YEAR.sub("", rest).strip(" *_()[].,;-–—\t")
    return not rest or (len(rest) <= 60 and bool(date_finder.find(rest, year=2000)))


def _labelled(match: re.Match[str]) -> str | None:
    value = match["value"].rstrip(".-")
    digits = sum(map(str.isdigit, value))
    if not any(map(str.isalpha, value)) and (date_finder.find(value, year=2000) or ("/" not in value and digits > 7)):
        return None  # a day, or a telephone number
    year = _OF_YEAR.match(match.string, match.end())
    if year is not None:
        return f"{match['label']}{match['sign']}{match['value']}{year[0]}"
    if value.isdigit() and _goes_on(match.string[match.end() :]):
        return None  # `No. 1 in the world`, `Số 12 phố Huế`
    plain = match["sign"].strip(" .") == ""
    keep = plain and (match["label"].casefold() == "số" or not any(map(str.isalpha, value)))
    return f"{match['label']}{match['sign']}{value}" if keep else value


def _goes_on(rest: str) -> bool:
    """Return whether words follow a number other than the place and day of a release."""
    return (
        any(map(str.isalpha, rest))
        and not date_finder.find(rest[:80], year=2000)
        and rest.lstrip()[:1] not in (":", "–", "|")
    )


def _is_code(code: str) -> bool:
    """Return whether a number has letters in one of its parts, and is not a date (`25/Okt/2025`), web path or
    measure."""
    parts = re.split(r"[/.-]", code)
    words = [part for part in parts if any(map(str.isalpha, part))]
    if not words or date_finder.find(code, year=2000) or any(part.casefold() in MONTHS for part in words):
        return False
    return "/" in code and any(part[:1].isupper() for part in words)
