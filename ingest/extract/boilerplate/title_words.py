"""Remove words from a title that do not belong to it: buttons, sections, the site's name, a truncated end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.text.orthography import collapse, with_or_without_marks, word_set
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import is_section

LONGEST_MENU = 250  # characters of a menu row

_TOOLS = (  # after a headline on its page
    r"(?:scroll to top|back to top|skip to (?:main )?content|share(?: (?:this|on \w+))?|print(?: (?:this )?page)?"
    r"|copy link|e-?mail this|send e-?mail|bagikan|cetak|salin tautan|kembali ke atas|ke atas|ukuran font|kirim email"
    r"|in trang|in bài(?: viết)?|gửi email|cỡ chữ|chia sẻ|lên đầu trang|về đầu trang|lưu tin|bình luận"
    r"|nghe bài viết|a[+-]|a)"
)
_BEHIND = lazy_regex(with_or_without_marks(rf"(?:[ |·•…]{{1,5}}{_TOOLS}){{1,8}}[ |·•…]{{0,5}}\Z"), re.IGNORECASE)
_BEFORE = lazy_regex(r"(?:(?:skip to (?:main )?content|share|print|bagikan|cetak)\s*[|·•]\s*){1,4}", re.IGNORECASE)
_MENU = word_set(
    "home|about|about us|services|news|careers|contact|contact us|search|login|log in|sign in|register"
    "|donate|donate now"
    "|products|support|menu|faq|help|events|blog|media|gallery|publications|resources|our team|what we do"
    "|privacy policy"
    "|annual reports|subscribe|shop|press|press room|english|beranda|profil|layanan|berita|galeri|kontak|kontak kami"
    "|tentang kami|unduhan|download|agenda|pengumuman|ppid|publikasi|informasi|masuk|daftar|cari|foto|video|infografis"
    "|trang chủ|giới thiệu|tin tức|tin tức - sự kiện|thủ tục hành chính|hỏi đáp|liên hệ|đăng nhập|đăng ký|tìm kiếm"
    "|văn bản|dịch vụ công|thư viện|sự kiện|thông báo|tuyển dụng|hình ảnh|sơ đồ trang",
    "|",
)
_MENU_WORDS = frozenset(word for entry in _MENU for word in entry.split()) | {"us", "-", "&"}
_CELLS = lazy_regex(r"[|·•>»›\t]|  +")
_SLUG = lazy_regex(r"[A-Z][A-Z0-9&.]{1,14}(?:[-/_][A-Z0-9&.]{1,20}){1,6}[/:]?")
_EDITORS = lazy_regex(r"(?:eds?|recasts|updates)\s?:\s", re.IGNORECASE)
_MAIL = lazy_regex(r"(?:from|to|cc|bcc|sent|date|dari|kepada|từ|đến|gửi)\s?:\s.{2,200}", re.IGNORECASE)
_POSTED = lazy_regex(
    r"(?:posted|published|written|ditulis|diposting|đăng) (?:by|oleh|bởi|on|pada|ngày)\s.{2,150}", re.I
)
_FIELD = lazy_regex(  # labels of a desk's form or a picture's data, above the headline
    with_or_without_marks(
        r"(?:file(?: ?name)?|object name|priority|urgency|mục|chuyên mục|rubrik|kanal|category|section|slug|prioritas)"
        r"\s?:\s.{1,120}"
    ),
    re.IGNORECASE,
)
_ASIDE = lazy_regex(r"\((?=[^()]*[\"“:])[^()]{8,230}\)|\[(?=\D{8,60}\])[^\[\]]+ [^\[\]]+\]")  # a remark in brackets
_NAVIGATION = lazy_regex(  # of a page, in full words
    with_or_without_marks(
        r"(?:search (?:this )?site|cari di situs|tìm kiếm trên trang|language|bahasa|ngôn ngữ|you are here|anda di sini"
        r"|anda berada di|bạn đang ở|bạn ở đây|current location|lokasi anda)\b\s?[:.：].{0,200}"
    ),
    re.IGNORECASE,
)
_CUT_CRUMB = lazy_regex(r"[^>»›]{2,40} [>»›] .{10,200}(?:…|\.\.\.)\Z")
_FORWARDED = lazy_regex(r"(?:(?:fwd?|re|tr|fyi|release|press release|siaran pers)\s?:\s*)+", re.IGNORECASE)
_CUT = lazy_regex(r" ?(?:…|\.\.\.) ?\Z")
_PAPER = lazy_regex(  # headings of papers of record
    with_or_without_marks(
        r"(?:minutes of|list of|notulen|notula|risalah|berita acara|keputusan|peraturan|surat (?:edaran|keputusan)"
        r"|daftar|pengumuman|biên bản|quyết định|nghị (?:quyết|định)|thông báo|thông tư|chỉ thị|công điện|danh sách"
        r"|notice|public notice|invitation to bid|nota kesepahaman|lệnh (?:truy nã|khám|bắt))(?!\w)"
    ),
    re.IGNORECASE,
)
_ACT = lazy_regex(  # headings of a decision or notice, above its subject
    with_or_without_marks(
        r"(?:quyết định|nghị (?:quyết|định)|công điện|chỉ thị|thông (?:tư|báo)|kế hoạch|tờ trình"
        r"|surat (?:edaran|keputusan|perintah)|keputusan|peraturan|instruksi|maklumat|pengumuman"
        r"|resolution|ordinance|proclamation|executive order|by-?law|circular|(?:public |legal )?notice"
        r"|invitation to bid)"
    )
    + r"(?: (?:no\b\.?|nomor|number|số)?[: ]?\s?(?=[\w./-]*\d)[\w./-]++(?: (?:tahun|of|năm) \d{4})?)?",
    re.IGNORECASE,
)
_OFFICE = lazy_regex(  # at the beginning of lines that are not headlines
    with_or_without_marks(
        r"(?:(?:city|county|town|state|district|province|office|department|ministry|superior court|court) of"
        r"|cổng thông tin"
        r"|điện lực|thủ trưởng|ban (?:chỉ đạo|tổ chức)|công ty|dinas|badan|kantor|biro|bagian|office of)(?!\w)"
    ),
    re.IGNORECASE,
)
_BETWEEN = lazy_regex(r" [|»›>·•–—-] ")


def without_tools(title: str) -> str:
    """Return a title without the buttons of its page before and after it (`... Share Print Scroll to top`)."""
    behind = _BEHIND.search(title)
    of_page = behind is not None and not behind[0].strip()[:1].islower()  # except `the books we share`
    kept = _BEFORE.sub("", title[: behind.start()] if behind and of_page else title, count=1).strip()
    return kept if len(kept) >= 8 else title


def is_menu(line: str) -> bool:
    """Return whether a line is a row of a site's menu: three or more entries, most of them common."""
    if len(line) > LONGEST_MENU or line.endswith((".", "?", "!")):
        return False
    cells = [cell.strip().casefold() for cell in _CELLS.split(line) if cell.strip()]
    if len(cells) >= 3:
        return 2 * sum(cell in _MENU for cell in cells) >= len(cells)
    words = line.casefold().split()
    if len(words) >= 3 and 4 * sum(word in _MENU_WORDS for word in words) >= 3 * len(words):
        return True
    return len(words) >= 5 and 5 * _in_entries(words) >= 4 * len(words)


def _in_entries(words: Sequence[str]) -> int:
    """Return how many of the words are in menu entries or section names, without separators."""
    n = count = 0
    while n < len(words):
        phrases = ((size, " ".join(words[n : n + size])) for size in (4, 3, 2, 1))
        size = next((size for size, phrase in phrases if phrase in _MENU or is_section(phrase)), 0)
        count += size
        n += size or 1
    return count


def is_slug(line: str) -> bool:
    """Return whether a line or title is a slug, an agency desk's name for a story (`BUSINESS-US-TSE`)."""
    return len(line) <= 80 and _SLUG.fullmatch(line.strip()) is not None


def stands_above(line: str) -> bool:
    """Return whether a line above a title is a menu, a slug, a note to editors, from a mail header, or says who posted
    it."""
    line = line.strip()
    return (
        is_menu(line)
        or (is_menu_entry(line) and not is_paper(line))
        or is_slug(line)
        or any(p.match(line) for p in (_EDITORS, _MAIL, _POSTED, _FIELD, _NAVIGATION, _CUT_CRUMB) if len(line) <= 250)
        or _ASIDE.fullmatch(line) is not None
    )


def office_lines(lines: Sequence[str]) -> int:
    """Return how many lines at the top are names of offices above a title in the same block: above the label of a paper
    (`MINUTES OF ...`, `CÔNG ĐIỆN`), or above a line that is not an office's name."""
    for n, line in enumerate(lines[1:5], start=1):
        above = [one.strip() for one in lines[:n]]
        if is_menu(line.strip()) and all(len(one.split()) <= 8 for one in above):
            return n  # the name of the site
        paper = (_PAPER.match(line.strip()) and line.isupper()) or is_act_label(line)
        if paper and not any(map(_PAPER.match, above)):
            return n
        if not _OFFICE.match(line.strip()) and len(line.split()) > 3:
            return n if all(_OFFICE.match(one) and len(one.split()) <= 8 for one in above) else 0
    return 0


def is_paper(line: str) -> bool:
    """Return whether a line begins like the heading of a paper of record (`MINUTES OF ...`, `DANH SÁCH ...`)."""
    return _PAPER.match(line.strip(" *_#")) is not None


def is_menu_entry(words: str) -> bool:
    """Return whether words are an entry of a site's menu."""
    return words.strip().casefold() in _MENU


def is_paper_label(line: str) -> bool:
    """Return whether a line in capitals is only the label of a paper (`THÔNG BÁO`, `PENGUMUMAN`)."""
    return line.isupper() and len(line) <= 40 and _PAPER.fullmatch(line.strip()) is not None


def is_act_label(line: str) -> bool:
    """Return whether a line is only the label of an act in capitals, with or without number (`QUYẾT ĐỊNH`, `SURAT
    EDARAN`, `RESOLUTION NO. 2026-14`), so that the title is below it."""
    line = line.strip(" *_#")
    return len(line) <= 60 and line[:6].isupper() and _ACT.fullmatch(line) is not None


def without_site(title: str, above: Iterable[str]) -> str:
    """Return a title without the name of the site after it, if a line above has that name too."""
    front, _, last = title.rpartition(" | ")
    return front if front and any(line.casefold() == last.strip().casefold() for line in above) else title


def strip_subject_prefixes(subject: str) -> str:
    """Return the subject of a mail without `Fwd:`, `Re:`, `RELEASE:`."""
    return _FORWARDED.sub("", subject, count=1).strip() or subject


def mended(title: str, lines: Iterable[str]) -> str:
    """Return a page's title corrected from a line of the page: complete if a program truncated it (`...`), without the
    names of site and section; unchanged if no line matches."""
    title = collapse(title)
    cut = _CUT.search(title)
    begun = collapse(_CUT.sub("", title)).casefold()
    parts = [part for part in _BETWEEN.split(_CUT.sub("", title)) if len(part.split()) > 2]
    seen = [collapse(line) for line in lines]
    if cut is not None:
        last = parts[-1].casefold() if parts else begun
        for start in (begun, last):
            whole = [line for line in seen if line.casefold().startswith(start) and len(line) > len(start) + 3]
            if len(start) >= 20 and (found := next((line for line in whole if _CUT.search(line) is None), None)):
                return without_tools(found) if len(found) <= 300 else title
    if len(_BETWEEN.split(title)) > 1:
        folded = {line.casefold(): line for line in seen}
        for part in sorted(parts, key=len, reverse=True):
            if part.casefold() in folded and part.casefold() not in _MENU:
                return folded[part.casefold()]
    return without_tools(title)
