"""Lines that name the publisher of a text, beside a day, a number or a section.

The publisher is a medium (`Báo Quê Mới – Xã hội`), an office (`University of Marlpit – 4 November 2026`), or beside the
label of a release (`Port of Marlpit – News release`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.authority.persons.name_words import BODY_WORDS
from archive.authority.persons.non_persons import BODIES
from archive.text.orthography import collapse, ends_sentence, with_or_without_marks, word_set
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import is_section, names_body, page_tool, releases_now
from ingest.extract.boilerplate.labels import RELEASES, newsroom, release_label, rubric
from ingest.extract.boilerplate.title_lines import acts
from ingest.extract.boilerplate.title_words import is_menu_entry, is_paper
from ingest.extract.dates.dateline import is_date_line

LONGEST = 160  # characters of such a line
MOST_WORDS = 9  # in the name of an office
_SMALL = 4  # words of any cell beside known cells

_CELLS = lazy_regex(
    r"(?<!\s)\s+[–—|·•»›/-]{1,2}\s+|(?:(?<!\s)\s+)?[|·•»›]\s*|,\s+(?!(?:19|20)\d\d\b)|\t+|(?<!\s)\s{3,}"
)
_NUMBER = lazy_regex(
    r"(?:(?:issue|edition|no|nr|vol(?:ume)?|nomor|edisi|số(?: báo)?|kỳ|halaman|hal|page|p|trang)\b[.:]?\s*)?"
    r"(?:(?!\d)[\w./-])*+\d[\w./-]*+",
    re.IGNORECASE,
)
_PAGE = lazy_regex(
    r"(?:issue|edition|edisi|số báo|halaman|hal|page|trang)\b[.:]?\s*[A-Z]?\d[\d./-]*(?: (?:of|dari|trên) \d{1,4})?",
    re.IGNORECASE,
)
_BEHIND = lazy_regex(rf"(?<![\s,])[\s,]+(?:issue|edition|no\.|vol\.?|edisi|số|kỳ)\s+{_NUMBER.pattern}.*", re.IGNORECASE)
_CAPITALS = r"[A-ZÀ-ỸĐ][\w’'&-]*(?: (?:& )?[A-ZÀ-ỸĐ][\w’'-]*){0,4}"
_PAPER = (
    r"(?:(?:surat kabar )?harian|majalah|koran|tabloid|mingguan"
    r"|radio|televisi|rri|tvri|kantor berita|portal berita"
    r"|báo(?! (?:cáo|động|hiệu|giá|tin))(?: điện tử)?|tạp chí|thời báo|tuần báo|nhật báo"
    r"|đài(?! loan)(?: truyền hình| phát thanh| truyền thanh)?|kênh truyền hình|truyền hình|trang tin(?: điện tử)?"
    r"|hãng (?:tin|thông tấn))"
)
PAPERS = word_set(
    "times daily courier ledger herald tribune gazette journal observer dispatch chronicle weekly guardian"
    " telegraph examiner inquirer sentinel newspaper radio television fm"
)
OUTLET = word_set(
    "news kabar suara pos post times radar tribun tribunnews harian berita info media kompas detik liputan tempo"
    " republika koran jurnal warta rakyat press daily courier ledger herald tribune gazette journal observer dispatch"
    " chronicle báo thông tấn xã đài majalah tabloid mingguan weekly monitor guardian star sun standard examiner"
    " telegraph inquirer sentinel newspaper magazine radio tv fm televisi television broadcasting online portal mirror"
    " globe echo bulletin argus kênh"
)
"""Words of names of media, some of which other things have too."""
_OF_ANYBODY = word_set("portal info online")  # of these, the words that offices' sites use as well
_ENGLISH = rf"(?:The )?(?:[A-Z][\w’'&-]* ){{0,4}}(?i:{'|'.join(sorted(PAPERS))})"
_COMPOUND = (  # `KabarTeluk`, `VNTimes`, `Teluk24jam`
    r"(?:(?:TV|Kabar|Berita|Warta|Suara|Radar|Tribun|Media|Pos)[A-Z]\w{2,}"
    r"|[A-Z]\w+(?:TV|FM|News|Post|Pos|Times|Press|Online|Express|Radio|Daily|Desk|24h|24jam))"
)
MEDIUM = rf"(?:(?i:{_PAPER}) {_CAPITALS}|{_ENGLISH})(?!\w)"
_DESK = r"(?:redaksi|ban biên tập|tòa soạn|toà soạn|tim (?:liputan|redaksi))"
_MEDIUM = lazy_regex(rf"\W*(?i:{_DESK} )?(?P<name>{MEDIUM}|(?<=\w ){_COMPOUND})\W*\Z")
_COPYRIGHT = lazy_regex(
    r"(?>\W*?(?i:©|\(c\)|copyright|hak cipta|bản quyền))"
    r"(?:\W|\(c\)|(?:19|20)\d\d|(?i:milik|by|thuộc(?: về)?)(?= ))*+"
    rf"(?P<owner>{_CAPITALS})"
)
_POSTED_ON = lazy_regex(
    r"\W*(?i:(?:first )?(?:posted|published|appeared|diterbitkan|dimuat|tayang|đăng)(?: lần đầu)?"
    r" (?:on|in|di|pada|trên))"
    rf" (?P<name>{_CAPITALS}) (?i:by|oleh|bởi|của) [A-ZÀ-ỸĐ]"
)
_TELLS = lazy_regex(  # a medium that refers to itself, or is named as the place of publication
    rf"(?<![\w’'&-])(?:(?P<own>{MEDIUM}) (?i:có cuộc (?:trao đổi|phỏng vấn|trò chuyện)"
    rf"|(?:thành thật |chân thành |trân trọng )?(?:xin|cáo) lỗi|(?:me)?mohon maaf)"
    rf"|(?i:wawancara (?:khusus |eksklusif )?)(?P<talk>{MEDIUM}) dengan "
    rf"|(?P<regrets>(?:The )?{_CAPITALS}) (?:reported erroneously|erroneously reported|misstated|regrets"
    rf"|apologi[sz]es)\b"
    rf"|\A\W{{0,3}}(?i:(?:(?:surat|artikel|tulisan|bài|this|the) )?(?:(?:ini|này|viết|article|letter|piece|story) )?"
    rf"(?:(?:was|telah|sudah|pernah|pertama kali|đã|được|first|originally) ){{0,3}}"
    rf"(?:dimuat|terbit|tayang|published|appeared|đăng)(?: di| pada| in| on| trên)?) (?P<stood>{MEDIUM})"
    rf"|(?i:(?:mewakili|mencerminkan|pandangan|sikap|pendapat)(?: \w+){{0,2}} redaksi) (?P<views>{_CAPITALS})"
    rf"|(?i:not (?:necessarily )?(?:\w+ ){{0,3}}(?:those|views?|opinions?|position) of )(?P<not_of>{MEDIUM})"
    rf"|(?i:quan điểm của (?:tòa soạn |toà soạn |ban biên tập )?)(?P<view>{MEDIUM})"
    rf"|\A(?P<whose>{MEDIUM})['’]s [A-Z]|\A(?P<desk>{_CAPITALS}), (?:the )?[A-Za-z]+ desk\Z"
    rf"|{_CAPITALS} \((?P<signed>{MEDIUM})\)\W*\Z)"
)
_DISTRIBUTED = lazy_regex(  # one that disclaims responsibility for what it distributes
    rf"(?<![\w’'&-])(?i:(?:kantor berita|news agency|newswire|hãng tin|hãng thông tấn) )?(?P<name>{_CAPITALS}) "
    r"(?i:tidak bertanggung ?jawab|is not responsible|(?:takes|accepts) no responsibility|không chịu trách nhiệm) "
    r"(?i:atas (?:isi|konten)|for (?:the )?(?:content|accuracy)|về (?:nội dung|tính chính xác))"
)
_PRESS_OFFICE = lazy_regex(
    with_or_without_marks(
        r"(?<!\w)(?:humas|hubungan masyarakat|penerangan|prokopim|diskominfo|kominfo|protokol"
        r"|(?:corporate )?communications?(?: (?:office|team|department|unit|division))?\Z"
        r"|(?:press|media|public affairs) (?:office|team|unit|service)|(?:media|public|press) relations|public affairs"
        r"|(?:phòng|ban|tổ|bộ phận|trung tâm|văn phòng) (?:truyền thông|báo chí)|thông tin đối ngoại)(?!\w)"
    ),
    re.IGNORECASE,
)
_LABEL = rf"(?:{RELEASES}|news from(?: the)?|kabar dari|tin từ)"
_OWNED = lazy_regex(  # `University of Marlpit News Release 26/071`
    with_or_without_marks(rf"(?P<owner>\S.{{2,70}}?)\s(?:[–—-]\s)?{_LABEL}(?:\s\W?{_NUMBER.pattern})?\Z"), re.IGNORECASE
)
_OWNS = lazy_regex(
    with_or_without_marks(rf"{_LABEL}\s(?P<owner>\S[^,]{{2,70}})(?:, [^,]{{6,30}}\d{{4}})?\Z"), re.IGNORECASE
)
_BEGINS = lazy_regex(  # at the beginning of offices in Indonesia and Vietnam, in addition to `names_body`
    with_or_without_marks(
        r"(?:humas|polres(?:ta|tabes)?|polda|polsek|federasi|yayasan|asosiasi|perhimpunan|persatuan|rsud|rumah sakit"
        r"|pemkab|pemkot|pemprov|palang merah|balai|stasiun|museum|politeknik|institut|sekolah|rektorat"
        r"|phòng(?! (?:chống|ngừa|cháy))|trường(?! hợp)|liên đoàn|hội(?! (?:nghị|thảo|thi|chợ|đàm|diễn|xuân|ngộ))"
        r"|công an|quỹ|trung tâm"
        r"|viện(?! (?:trợ|dẫn))|bệnh viện|công ty|tập đoàn|bảo tàng|huyện|thành phố"
        r"|rs(?:ud|up|ia|pad|j)?|kbri|kjri|koperasi|klub|puskesmas|kelurahan|kecamatan|dprd|pengadilan|kejaksaan|kodim|korem"
        r"|akademi|ikatan|komunitas|serikat|keuskupan|pondok pesantren|b(?:npb|pbd|mkg)|basarnas"
        r"|nhà hát|thư viện|hợp tác xã|chi cục|ban quản lý|học viện|hiệp hội|câu lạc bộ|tổng công ty|hội đồng|giáo hội"
        r"|tòa án|tỉnh đoàn|thành đoàn|trạm)"
        r" \S"
    ),
    re.IGNORECASE,
)
_BODIES = BODY_WORDS | BODIES | {"trust", "ministry", "hospital"}
_TOWNS = word_set("city town county borough village port municipality diocese archdiocese district province state")
_COMMON = word_set("nhân dân tỉnh huyện xã phường thành phố quận thị thông tin học")
_LINKING = word_set("of for and the & dan untuk và về de du des la")


def cells(line: str) -> list[str]:
    """Return the parts of a line between dashes, bars, commas and wide gaps, without surrounding marks."""
    return [cell for part in _CELLS.split(line.strip(" *_#()[]")) if (cell := part.strip(" *_()[]"))]


def medium_named(line: str) -> str | None:
    """Return the medium whose name is a line, or a cell of it beside days, numbers and sections, or None."""
    for cell in cells(line[:LONGEST]) if is_masthead(line) else [line]:
        match = _MEDIUM.match(_BEHIND.sub("", collapse(cell.strip(" *_#()[]"))))
        if match is not None and _is_name(match["name"]):
            return match["name"]
        if cell is not line and _is_outlet(cell) and not _is_known(cell):
            return cell
    return None


def detect_medium(lines: Sequence[str]) -> str | None:
    """Return the medium of one of the lines: named alone on it, or as the one that asks, regrets, disclaims a view, or
    published the piece; or None."""
    for line in lines:
        named = medium_named(line)
        if named is not None:
            return named
        words = collapse(line[:300].replace("*", ""))
        told = _TELLS.search(words) or _POSTED_ON.match(words)
        if told is not None:
            return next(name for name in told.groups() if name)
        owner = _COPYRIGHT.match(words)
        if owner is not None and names_medium(owner["owner"]):
            return owner["owner"]
    return None


def names_medium(words: str) -> bool:
    """Return whether words where a medium is usually named, such as after `©` or a page's title, are the name of
    one."""
    match = _MEDIUM.match(words)
    if match is not None and _is_name(match["name"]):
        return True
    of_office = is_office(words) or not _OF_ANYBODY.isdisjoint(words.casefold().split())
    return re.fullmatch(_COMPOUND, words) is not None or (_is_outlet(words) and not of_office)


def without_medium(title: str) -> tuple[str, str | None]:
    """Return a title without the medium after a dash or bar, and that medium."""
    front, _, last = next(
        (title.rpartition(sign) for sign in (" | ", " - ", " – ", " — ") if sign in title), (title, "", "")
    )
    medium = _MEDIUM.match(last.strip()) if len(front.split()) > 2 else None
    return (front, medium["name"]) if medium is not None and _is_name(medium["name"]) else (title, None)


def distributed_by(lines: Sequence[str]) -> str | None:
    """Return the distributor of a release that disclaims responsibility for its words in one of the lines, or None."""
    found = (_DISTRIBUTED.search(collapse(line[:600])) for line in lines)
    return next((match["name"] for match in found if match is not None), None)


_CALLING = word_set(  # how a headline calls its readers: `COME TO THE BEACH PARTY`
    "make enjoy come join celebrate discover meet get win take save visit find experience explore help don't ayo mari"
)


def is_office(line: str) -> bool:
    """Return whether a line is only the name of an office, firm, school or club, so not a headline."""
    line = line.strip(" *_#")
    words = line.split()
    if not 2 <= len(words) <= MOST_WORDS or len(line) > 90 or ends_sentence(line) or any(map(str.isdigit, line)):
        return False
    lows = [word.casefold().strip(".,()") for word in words]
    capitals = [word[0].isupper() or low in _LINKING or low in _COMMON for word, low in zip(words, lows, strict=True)]
    if acts(line) or lows[0] in _CALLING or is_paper(line) or not capitals[0] or 2 * sum(capitals) < len(words):
        return False
    if names_body(line) or _BEGINS.match(line) is not None:
        return all(capitals) or not line.isascii()  # `Trường Đại học Thủy Sơn`
    of = next((n for n, low in enumerate(lows) if low in ("of", "for") and n), len(lows))
    english = lows[-1] in _BODIES or (of < len(lows) and lows[of - 1] in _BODIES)  # `Royal Society for Kites`
    english = english or (of == 1 and lows[0] in _TOWNS)
    told_of = " of the " in line and lows[of - 1] not in _BODIES  # `Closing of the Port Authority`
    return english and all(capitals) and line.isascii() and not told_of


def label_with_owner(line: str) -> bool:
    """Return whether a line is the label of a release with its issuer, before or after it, and its number."""
    line = line.strip(" *_#[]()")
    if len(line) > LONGEST or ends_sentence(line):
        return False
    match = _OWNED.match(line) or _OWNS.match(line)
    return match is not None and is_office(match["owner"])


def is_masthead(line: str) -> bool:
    """Return whether a line only says who publishes: the name of a medium alone, a label with its issuer, or cells of
    which one is a label, a medium, or an office with a day, and the others are short."""
    if len(line) > LONGEST or ends_sentence(line.rstrip(" *_)]")):
        return False
    if label_with_owner(line):
        return True
    parts = cells(line)
    if len(parts) < 2:
        return len(parts) == 1 and (_is_medium(parts[0]) or _PAGE.fullmatch(parts[0]) is not None)
    known = [part for part in parts if _is_known(part)]
    other = [part for part in parts if part not in known and not is_office(part)]
    label = next((n for n, part in enumerate(parts) if _is_release_label(part)), None)
    if label is not None:  # the title may follow a label
        return all(part in parts[:label] and len(part.split()) <= _SMALL and not acts(part) for part in other)
    outlet = any(is_date_line(part) or rubric(part) or is_section(part) for part in known) and _is_outlet(parts[0])
    if outlet or any(map(_is_medium, parts)):
        other = [part for part in other if not _is_medium(part)]
        return all(len(part.split()) <= _SMALL and not acts(part) for part in other) and len(other) <= 1
    beside = [part for part in known if not part.isdigit()]  # an office and a number are a table row
    offices = sum(map(is_office, parts))
    return offices > (not beside) and len(other) <= bool(beside) and all(len(o.split()) <= _SMALL for o in other)


def is_press_office(name: str) -> bool:
    """Return whether a name is that of an office's press team (`Humas`, `City Tramways Communications`)."""
    return len(name) <= 90 and _PRESS_OFFICE.search(name) is not None and not names_medium(name)


def labels_release(line: str) -> bool:
    """Return whether such a line contains the label of a release."""
    return is_masthead(line) and (label_with_owner(line) or any(map(_is_release_label, cells(line))))


def office_named(line: str) -> bool:
    """Return whether a line is the name of an office, or has it in a cell beside a day, a section or another office."""
    return is_office(line) or (is_masthead(line) and any(map(is_office, cells(line))))


def is_site_title(title: str) -> bool:
    """Return whether a page title names only its site and a menu entry (`Cổng thông tin X - Trang chủ`)."""
    parts = [part for part in _CELLS.split(title) if part.strip()]
    entries = [part for part in parts if is_menu_entry(part)]
    return bool(entries) and len(parts) > 1 and all(part in entries or _is_site(part) for part in parts)


def _is_site(words: str) -> bool:
    return (
        is_office(words)
        or re.match(r"(?:cổng thông tin|trang (?:thông tin|web)|portal|situs|website)\b", words, re.I) is not None
    )


def _is_medium(cell: str) -> bool:
    match = _MEDIUM.match(_BEHIND.sub("", cell))
    return match is not None and _is_name(match["name"]) and not acts(cell)


def _is_outlet(cell: str) -> bool:
    """Return whether a cell beside a day or a section may be a medium's name: two or three words, one typical of
    media."""
    words = cell.split() or [""]
    trade = words[0].casefold() in OUTLET or words[-1].casefold() in OUTLET
    return 2 <= len(words) <= 4 and trade and all(word[0].isupper() for word in words) and not acts(cell)


def _is_name(name: str) -> bool:
    """Return whether a possible medium's name is one: two or more words, in English all capitalised; or one compound
    word."""
    words = name.split()
    english = words[-1].casefold() in PAPERS and name.isascii()
    if len(words) < 2:
        return re.fullmatch(_COMPOUND, name) is not None
    return not english or all(word[0].isupper() for word in words)


def _is_known(cell: str) -> bool:
    """Return whether a cell is a day, a number, a section, a label or a button."""
    return (
        is_date_line(cell)
        or _NUMBER.fullmatch(cell) is not None
        or rubric(cell) is not None
        or is_section(cell)
        or page_tool(cell)
        or _is_release_label(cell)
    )


def _is_release_label(cell: str) -> bool:
    """Return whether a cell is the label of a release, or names an office's press section."""
    return release_label(cell) is not None or releases_now(cell) or newsroom(cell)
