"""The newswire or agency that sent a text, from its dateline (`/PRNewswire/ --`, `(ANTARA) -`) or its last lines (`View
source version on ...`, `About the company`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.authority.authorities import key, newswires, shipped_authorities
from archive.authority.credits.labels import PICTURE
from archive.authority.credits.parser import parse
from archive.authority.persons.non_persons import PLACES
from archive.text.orthography import collapse
from archive.text.patterns import lazy_regex
from ingest.extract.kind.masthead import OUTLET, is_office, is_press_office, medium_named

HEAD = 300  # characters of a paragraph that contain its dateline

_NAME = r"[^\W_][\w.&'’!+-]*(?: [\w.&'’!+-]+){0,4}"
_MARKED = lazy_regex(  # `/X/ --`, `(X)`, `[X](address)`, `--X--`, `– X (Press Release Service) –`
    rf"/ ?(?P<slash>{_NAME}) ?(?:/|(?=-|–|—))|[(\[](?P<bracket>{_NAME})[)\]]|(?:--|[–—]"
    rf"| - ) ?(?P<dash>{_NAME}) ?(?=--|[–—(]| ?- )"
)
_NO_NAMES = ("pressrelease", "pressreleases", "wire", "newswire", "thewire", "barbedwire", "hardwire")
_DOMAIN = lazy_regex(r"[\w-]{2,30}(?:\.[\w-]{2,12})?\.(?:vn|com|net|id|co|org|asia|news|my|sg|au|uk|ph)", re.IGNORECASE)
_PLACE = r"[^\W\d_][\w .,'’/-]{1,50}?"
_LEADS = (
    lazy_regex(rf"{_PLACE},? ?\((?P<name>{_NAME})\)\s*[-–—]"),  # Jakarta (ANTARA) -
    lazy_regex(rf"\((?P<name>{_NAME})\)\s*[-–—]{{1,2}} "),  # (Chinhphu.vn) - ...
    lazy_regex(rf"(?<!\S)(?P<name>{_NAME}),? (?:{_PLACE} )?[-–—]{{1,2}} "),  # VOV.VN - ..., TEMPO.CO, Jakarta - ...
    lazy_regex(rf"{_PLACE}, (?P<name>{_NAME}) [-–—]{{1,2}} "),  # MALANG, SUARA BRANTAS — ...
)

_PICTURE_CREDIT = lazy_regex(
    r"(?:foto|photo|pictures?|ảnh|hình|credit|source|sumber|nguồn(?: ảnh)?) ?[:：] *([^()\n]{3,90}?)[ .)\]]*$"
    r"|[.”\"] ([A-ZĐ][\w ]{2,40}/[^/\n]{3,40}(?:/\w{2,5})?)\.?$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_PICTURES = lazy_regex(rf"(?<!\w)(?:{PICTURE}|pictures|press|news)(?!\w)", re.IGNORECASE)
_CREDIT_PARTS = lazy_regex(r" ?/ ?| [–—|-] ")
_ABOUT = lazy_regex(
    r"(?:about|tentang|mengenai|về(?! việc))(?: the)?:?\s+(?P<name>\S.{1,70}?)\s*(?:[:：]|\Z)", re.IGNORECASE
)
_LEGAL = lazy_regex(
    r"\W*(?:(?:cautionary (?:note|statement)s?|disclosure|disclaimer)? ?(?:regarding |about |on |concerning )?"
    r"(?:the )?forward[- ]looking (?:statements?|information)|safe harbou?r(?: statement)?|on behalf of the board"
    r"|notes? (?:to|for) editors|editor['’]?s? notes?|catatan (?:untuk|bagi) redaksi|ghi chú biên tập)\b",
    re.IGNORECASE,
)
_ENDS = lazy_regex(
    r"\W*(?:tim (?:komunikasi|humas|media)|(?:(?:bagian|bidang|biro|tim|seksi) )?humas\b.{0,60}"
    r"|(?:phòng|ban|văn phòng) (?:báo chí|truyền thông)\b.{0,60}|(?:press|media|public affairs"
    r"|communications) office)\W*|"
    r"[\W_]*(?:(?:media |press )?(?:release )?ends?)[\W_]*|(?:# *){3,}"
    r"|[-–—\s]*(?:(?:this release is )?issued by|dikeluarkan oleh|diterbitkan oleh|phát hành bởi)[ :].{3,120}",
    re.IGNORECASE,
)
_SUMMARY = lazy_regex(  # phrases of a medium that retells a release, or is paid for a piece
    r"(?:to (?:view|read) the full (?:press )?(?:release|article)|sits? down with \w+['’]s \w+ \w+ to"
    r"|applicable to all content provided by"
    r"|(?:post|article|content) (?:contains|is) sponsored content|news story relied on content)\b",
    re.IGNORECASE,
)
_PAID = lazy_regex(
    r"may have a (?:commercial|business|financial) relationship|paid (?:partnership|content|post)|advertorial", re.I
)
_DATED = lazy_regex(r"[A-ZÀ-Ỹ][\w .,'’-]{2,60}(?:19|20)\d\d\s?[-–—]")
_ANNOUNCES = lazy_regex(
    r"\b(?:announc(?:es?|ed|ing)|(?:is|are) (?:pleased|proud|excited|thrilled|delighted|honou?red|launching"
    r"|celebrating)"
    r"|launch(?:es|ed)|unveil(?:s|ed)|opened|opens|joins|returns?|will celebrate|has (?:joined|selected"
    r"|appointed|named))\b",
    re.IGNORECASE,
)


def wire_named(words: str) -> str | None:
    """Return the canonical name of the newswire in this spelling; as printed if no card has it and its words show that
    it is one (`Harbor Newswire`); otherwise None."""
    words = collapse(words).strip(" .,")
    cards = shipped_authorities()
    known = cards.agency(words) or cards.agency(words.removeprefix("www."))
    if known is not None:
        return known if known in newswires() else None
    letters = key(words)
    told = letters.endswith("wire") or "pressrelease" in letters
    return words if told and letters not in _NO_NAMES and len(words.split()) <= 4 else None


def wire_of(opening: Sequence[str]) -> str | None:
    """Return the newswire in the dateline of one of the first paragraphs, or None."""
    for paragraph in opening:
        for match in _MARKED.finditer(collapse(paragraph[:HEAD])):
            found = wire_named(match["slash"] or match["bracket"] or match["dash"])
            if found is not None:
                return found
    return None


def agency_of(opening: Sequence[str]) -> str | None:
    """Return the agency or outlet that a report names before its first words (`Jakarta (ANTARA) -`, `VOV.VN -`), or
    None; also None for a place."""
    for paragraph in opening:
        words = collapse(paragraph[:HEAD])
        for n, lead in enumerate(_LEADS):
            match = lead.match(words)
            if match is not None and _is_outlet(match["name"], bracketed=n < 2):
                return match["name"]
    return None


def picture_agency(body: str) -> str | None:
    """Return the agency in the last credit of captions, as printed (`(Photo: Ann Lee / Coastline Press Agency)`,
    `KANTOR FOTO NUSA/Budi Raharjo/rwa.`), or None; also None for an office."""
    for match in reversed(list(_PICTURE_CREDIT.finditer(body[-5000:]))):
        for part in _CREDIT_PARTS.split(next(filter(None, match.groups())).strip(" .")):
            named = 2 * sum(word[0].isupper() for word in part.split()) > len(part.split())
            if (
                named
                and parse(part, shipped_authorities()).agencies
                and (_OF_PICTURES.search(part) or not (is_press_office(part) or is_office(part)))
            ):
                return part
    return None


def _is_outlet(name: str, bracketed: bool) -> bool:
    """Return whether a name before a report is that of an agency: on a card, an address, a typical word, or capitalised
    without digits in brackets after a place."""
    if shipped_authorities().agency(name) is not None or _DOMAIN.fullmatch(name) or medium_named(name):
        return True
    words = name.split()
    if any(word.casefold() in OUTLET for word in words) and all(word[0].isupper() for word in words):
        return True
    plain = len(name) > 2 and not any(map(str.isdigit, name)) and name.casefold() not in PLACES
    return bracketed and plain and words[0][0].isupper() and 2 * sum(word[0].isupper() for word in words) > len(words)


def about_issuer(lines: Sequence[str], opening: str) -> bool:
    """Return whether one of the last lines is the heading of an issuer's self-description (`About Northfell`, `Về Tre
    Việt Xanh`), who is also named in the title or first paragraph."""
    told = opening.casefold()
    for line in lines:
        match = _ABOUT.match(line[:200].strip(" *_#"))
        if match is not None and match["name"].split()[0].casefold().strip("®™,.") in told:
            return True
    return False


def legal_note(line: str) -> bool:
    """Return whether a line is the heading of what only issuers add: forward-looking statements, notes to editors."""
    return len(line) <= 300 and _LEGAL.match(line) is not None


def ends_release(line: str) -> bool:
    """Return whether a line ends only releases: `ENDS`, `# # #`, `-- Issued by ... --`."""
    return len(line) <= 160 and _ENDS.fullmatch(line.strip()) is not None


def reads_as_release(lines: Sequence[str]) -> bool:
    """Return whether a title or one of the first paragraphs has the style of a release: a place with a day before it,
    somebody who announces, launches, is pleased."""
    return any(_DATED.match(line[:HEAD]) or _ANNOUNCES.search(line[:HEAD]) for line in lines)


def is_paid_for(line: str) -> bool:
    """Return whether one of the last lines says that the subjects of a piece may have paid for it."""
    return len(line) <= 400 and _PAID.search(line) is not None


def retells_release(text: str) -> bool:
    """Return whether a text retells somebody's release, or is a paid piece."""
    return _SUMMARY.search(text) is not None
