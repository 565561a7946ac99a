"""Orders to publish nothing that name no day: `NOT FOR PUBLICATION`, `JANGAN DISIARKAN`, `CẤM ĐĂNG`; stamps of secrecy.

In a text such an order is a line of its own; in the name of a file or folder it may stand among other words.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from ingest.enrich.words import fold

# All patterns but one are for folded words: small letters, no accents.
_ENGLISH = (
    r"(?:(?:strictly )?not (?:yet )?(?:to be|for) (?:immediate |public |general )?(?:publi(?:cation|shed|shing)"
    r"|releas(?:ed?|ing)|broadcast(?:ing)?|distribut(?:ion|ed)|circulat(?:ion|ed)|quot(?:ation|ed)|(?:the )?public)"
    r"|not (?:yet )?(?:been )?(?:publicly )?(?:released|published)(?: yet)?"
    r"|not (?:yet )?(?:been )?(?:approved|cleared)(?: for (?:release|publication))?"
    r"|(?:awaiting|pending) (?:approval|clearance|release|publication)"
    r"|(?:please )?do(?: not|n['’]?t) (?:publish|release|broadcast|distribute|circulate)"
    r"|hold for (?:release|publication)"
    r"|(?:publication|release|distribution) (?:is )?(?:prohibited|forbidden))"
)
_INDONESIAN = (
    r"(?:(?:mohon |harap )?(?:jangan|tidak (?:untuk|boleh)|belum (?:boleh|untuk|dapat)|bukan untuk|dilarang(?: keras)?)"
    r" (?:dulu )?(?:(?:di|me[nm]y?)?(?:s?iar|publikasi|s?ebar(?:luas)?|rilis|terbit|muat|edar|tayang|umum|kutip)"
    r"(?:kan)?|publikasi|publik(?! figur)|siaran)"
    r"|belum (?:ter|di)?(?:bit|terbit|rilis|siar|publikasi|tayang|umum)(?:kan)?"
    r"|tahan (?:dulu|siar|rilis|tayang)|(?:di)?tunda (?:dulu|siar(?:an)?|rilis|tayang|terbit|publikasi)"
    r"|menunggu (?:persetujuan|(?:izin|jadwal) (?:siar|rilis|tayang|terbit|publikasi))|belum (?:di)?setujui)"
)
_VIETNAMESE = (
    r"(?:(?:cam|khong(?: duoc(?: phep)?)?|chua(?: duoc(?: phep)?| cho)?|xin dung|khoan) (?:dang(?: tai| phat| bao)?"
    r"|cong bo|pho bien|phat hanh|phat song|dua tin|loan tin)|(?:cho|chua(?: duoc)?) (?:phe )?duyet)"
)
ORDER = rf"(?:{_ENGLISH}|{_INDONESIAN}|{_VIETNAMESE})"
STAMP = (
    r"(?:(?:strictly )?(?:private (?:and|&) |company )?confidential"
    r"|(?:for )?internal (?:use|review|circulation|distribution) only"
    r"|off the record"
    r"|top secret|(?:strictly )?(?:for )?internal only|(?:sangat )?rahasia(?: negara| jabatan)?|konfidensial"
    r"|(?:hanya )?(?:untuk|khusus) (?:(?:kalangan|lingkungan|penggunaan|keperluan|kepentingan) )?"
    r"(?:sendiri|internal|terbatas)(?: saja)?"
    r"|(?:hanya |khusus )?(?:untuk )?(?:kalangan|lingkungan) internal(?: \w+){1,2}"
    r"|(?:tai lieu |chi )?(?:luu hanh |dung )?(?:trong )?noi bo"
    r"|(?:(?:tin|tai lieu|van ban|thong tin|ho so|cong van) )?(?:tuyet|toi) mat)"
)
_MARK = rf"(?:{ORDER}(?: yet| dulu)?|{STAMP}|ditahan(?: dulu)?)"
_SOFT = (  # what only holds beside such a mark
    r"(?:(?:(?:first |final )?draft|draf|konsep|rancangan|(?:ban )?du thao|ban thao|(?:ban )?nhap|internal|hold|on hold"
    r"|(?:this |the )?(?:internal )?(?:document|(?:press )?release|statement|text|report)(?: is)?"
    r"|(?:dokumen|naskah|rilis|siaran pers|berita|materi|nota|bahan|surat|informasi)"
    r"(?: internal)?(?: ini)?(?: masih| bersifat)?|bersifat"
    r"|(?:dan|and|va)(?: (?:sangat )?segera| penting)?|for"
    r"|(?:de nghi|vui long|xin|yeu cau)(?: cac)?(?: co quan)?(?: (?:bao chi|truyen thong|phong vien))?"
    r"|(?:mohon|harap|diminta)(?: rekan)?(?: (?:media|wartawan|pers))?"
    r"|(?:tai lieu|thong cao(?: bao chi)?|bai viet|tin|van ban)(?: nay)?)(?!\w))"
)
_LINE = re.compile(rf"\W*(?:{_SOFT}\W+){{0,3}}{_MARK}(?:\W+(?:{_MARK}|{_SOFT})){{0,5}}\W*")
_LABELLED = re.compile(  # fields of official letters; `Sifat: Segera` holds nothing
    r"(?:^|[\t|]|  )\W*(?:(?:sifat|klasifikasi|derajat|tingkat)"
    r"(?: (?:surat|dokumen|naskah|informasi|keamanan|kerahasiaan)){0,3}"
    r"|(?:security )?classification|sensitivity|(?:muc )?(?:do )?(?:bao )?(?:tuyet )?mat|muc do|phan loai"
    r"|(?P<status>status(?: publikasi| rilis| siar| tayang)?|trang thai))"
    rf"[\s|]*[:=][\s|]*(?:{STAMP}|{ORDER}|(?:sangat )?terbatas|secret|restricted|classified"
    r"|(?(status)(?:(?:on )?hold|ditahan|ditunda|draft|draf|konsep|(?:ban )?nhap|unreleased|unpublished)|(?!)))"
    r"(?:\W*\Z|[\t|]|  |\s+\w+\s*:|\W+(?:dan )?(?:sangat )?(?:segera|penting|biasa|kilat|urgent)\W*(?:\Z|\t|\|))"
)
_MAT = re.compile(r"(?<!\w)(?:(?:tuyệt|tối) )?mật(?!\w)", re.IGNORECASE)  # folded it is also a face and a mat
_SECRET = re.compile(rf"(?<!\w){STAMP}(?!\w)|:\W*(?:(?:sangat )?terbatas|secret|restricted|classified)")
_LONGEST, _LONGEST_FIELDS = 100, 200  # characters of a line


def plain(words: str) -> str:
    """The words folded, a Vietnamese mark of secrecy so that it is no other word of these letters."""
    return fold(_MAT.sub("tuyet mat", normalize("NFC", words)))


def is_withheld(line: str) -> bool:
    """Whether a line is nothing but an order to publish nothing, or a stamp of secrecy; a field of a letter too."""
    return is_labelled(line) or (0 < len(line) <= _LONGEST and _LINE.fullmatch(plain(line)) is not None)


def is_labelled(line: str) -> bool:
    """Whether a line is a field of a letter, or has one, that says how secret it is: `Sifat: Rahasia`."""
    return len(line) <= _LONGEST_FIELDS and _LABELLED.search(plain(line)) is not None


def is_secret(words: str) -> bool:
    """Whether the words have a stamp of secrecy among such orders: no age of a text lifts it."""
    return _SECRET.search(plain(words)) is not None
