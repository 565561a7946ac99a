"""Whether a name in a credit is a person's or a body's, and a person's name without what stands around it."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BODY_WORDS = _set(
    """agency news images press times post tribune herald gazette chronicle wire media pictures photos photography
    ministry office department authority government council commission committee secretariat embassy consulate
    university college school institute museum library archives foundation association federation union club
    army navy police guard force forces court bank group company corporation corp inc ltd llc service services
    studio studios center centre house palace parliament senate congress hospital airport airlines
    kementerian kemlu dinas badan biro humas pemprov pemkot pemkab polda polri polres polresta polsek kodam korem kodim
    tni sekretariat universitas institut sekolah yayasan lembaga kantor kedutaan kedubes kejaksaan pengadilan mahkamah
    puspen puspom dispen penerangan diskominfo kominfo bpbd basarnas komisi dewan majelis museum rumah pt cv bank
    harian majalah koran tabloid televisi radio tim panitia komunitas perpustakaan balai pusat direktorat
    agence agentur agenzia agencia presse verlag ministerium ministère ministerio"""
)
_VIETNAMESE_BODIES = (
    "báo ", "bộ ", "cổng ", "thông tấn", "đài ", "sở ", "ban ", "văn phòng", "tạp chí", "trung tâm", "công ty", "hội ",
    "viện ", "trường ", "ubnd", "cục ", "tổng cục", "phòng ", "đại sứ quán", "quân đội", "công an", "cảnh sát",
    "quân khu", "hải quân", "bệnh viện", "đại học", "tập đoàn", "tổng công ty", "truyền hình", "chi cục", "thành ủy",
    "tỉnh ủy", "bảo tàng", "thư viện", "liên đoàn", "ủy ban", "uỷ ban", "quốc hội", "chính phủ", "đảng ủy", "bộ đội",
    "xã ", "huyện ", "cơ quan ", "phường ",
)  # fmt: skip
_HOST = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|vn|net|org|info|news|tv|gov|go|uk|sg|my)(?![\w-])", re.IGNORECASE
)
_INNER_CAPITAL = re.compile(r"[a-zà-ỹ]{1,}[A-Z]{1,}[a-z]*[A-Za-z]*|[a-z]+com")
_ROMAN = re.compile("[IVX]+")
_NOBODY = re.compile(
    r"(?:pool(?: photo| foto)?|str(?:inger)?|staff(?: photographer)?|pv|p\.v|ctv|phóng viên|pewarta|wartawan|tác giả|"
    r"penulis|redaksi|screenshots?|screen ?grab|(?:ảnh )?chụp (?:từ |lại )?màn hình|tangkapan layar|"
    r"cắt từ (?:clip|video)|(?:pewarta )?(?:foto|photos?|pictures?|images?|ảnh|hình)|phát|n/?a|none|"
    r"all rights reserved|no credit|-+|\d+[a-z]{0,3})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:by|oleh|karya|của|bởi|photographer|fotografer|pewarta(?: foto)?|phóng viên|pv|ctv|nsnb|"
    r"staff(?: photographer)?)(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(?:ctv|pv|nsna|pewarta|wartawan)\.?\Z", re.IGNORECASE)
_RANK = re.compile(
    r"(?:(?:Mass Communication Specialist|Petty Officer|Chief Petty Officer|Airman|Seaman|Lance Cpl|Staff Sgt|"
    r"Master Sgt|Tech(?:nical)? Sgt|Senior Airman|Sgt|Cpl|Pfc|Spc|Pvt|Lt|Capt|Maj)\.?\s+)"
    r"(?:(?:1st|2nd|3rd|First|Second|Third) Class\s+)?",
    re.IGNORECASE,
)
_SMALL = _set("and of the for dan di untuk dari de la")
_PARTICLES = _set("bin binti de da del della der den van von al el la le dos du ter ibn abu y e")


def is_nobody(part: str) -> bool:
    """Whether a part of a credit names nobody: `Pool`, `STR`, `PV`, a year."""
    return not any(map(str.isalpha, part)) or _NOBODY.fullmatch(part) is not None


def is_body(part: str) -> bool:
    """Whether a part of a credit is by its words the name of a body: an office, a paper, a site, an acronym."""
    part = _AFTER.sub("", part)
    words = part.split()
    low = part.casefold()
    if low.startswith(_VIETNAMESE_BODIES) or _HOST.search(part):
        return True
    if any(word.casefold().strip(".,") in _BODY_WORDS or word.casefold().startswith("kemen") for word in words):
        return True
    if len(words) == 1:
        return _INNER_CAPITAL.fullmatch(part) is not None or (part.isupper() and part.isalnum() and 2 <= len(part) <= 5)
    acronym = not part.isupper() and any(map(_is_acronym, words))
    return acronym or words[0].casefold() == "the"


def _is_acronym(word: str) -> bool:
    return word.isalpha() and word.isupper() and 3 <= len(word) <= 5 and not _ROMAN.fullmatch(word)


def is_person(part: str) -> bool:
    """Whether a part looks like the name of a person: two to six words with capitals, and nothing of a body."""
    words = part.split()
    return 2 <= len(words) <= 6 and not is_body(part) and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word.casefold().strip(".") in _PARTICLES or word[:1] in {"'", "’"}


def person(part: str) -> str:
    """The name as it is kept: without role, rank and stops, in title case when it was printed in capitals."""
    name = _BEFORE.sub("", part, count=1) if _BEFORE.match(part) else part
    name = _RANK.sub("", name, count=1) if _RANK.match(name) else name
    name = _AFTER.sub("", name)
    if not name.casefold().endswith((" jr.", " sr.")):
        name = name.rstrip(".")
    name = name.strip(" ,;:*-–—\"'“”")
    return name.title() if _in_capitals(name) else name


def body(part: str) -> str:
    """The name of a body that no card has, so written that ways of writing it that differ only in case, blanks and
    hyphens come out as one: sites in small letters, what was all in capitals or all small in title case."""
    part = part.strip(" .,;:*-–—\"'“”")
    if _HOST.fullmatch(part):
        return part.casefold()
    words = re.split(r"[\s_-]+", part) if part.isascii() else part.split()
    shouted = part.isupper() and not (len(words) == 1 and len(part) <= 5)
    if not part.isascii():
        whole = " ".join(words)
        return whole.title() if shouted else whole[:1].upper() + whole[1:]
    return " ".join(_titled(word, shouted) if n else _titled(word, shouted, first=True) for n, word in enumerate(words))


def _titled(word: str, shouted: bool, first: bool = False) -> str:
    low = word.casefold()
    if low in _SMALL and not first:
        return low
    plain = shouted or word.islower()
    return low[:1].upper() + low[1:] if plain else word


def _in_capitals(name: str) -> bool:
    return name.isupper() and any(len(word.strip(".")) > 2 for word in name.split())
