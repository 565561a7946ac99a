"""Sentences that order to hold a text back: not to publish before, only to publish after, an embargo that ends."""

from __future__ import annotations

import re

from ingest.enrich import dates
from ingest.enrich.clock import says_clock
from ingest.enrich.words import fold

# All patterns are for folded words: small letters, no accents.
_TEXT = (  # what is held back
    r"(?:release|report|statement|story|document|material|information|contents?|copy|data|findings|paper|study|article"
    r"|speech|text|news|advance|transmission|publication|press kit|siaran pers|rilis|naskah|berita|pernyataan|laporan"
    r"|informasi|materi|isi|pidato|dokumen|tulisan|thong tin|thong cao(?: bao chi)?|tin(?: bai| nay)?|bai(?: viet"
    r"| phat bieu)?|ban tin|tai lieu|noi dung|bao cao|dien van)"
)
_PUBLISH = (
    r"(?:publish(?:ed)?|publication|released?|broadcast(?:ing)?|distribut(?:ed?|ion)|circulat(?:ed?|ion)|quot(?:ed?|ing)"
    r"|summari[sz](?:ed?|ing)|report(?:ed)?|post(?:ed)?|print(?:ed)?|transmi(?:t(?:ted)?|ssion)|shar(?:ed?|ing)"
    r"|used?|ma(?:ke|de) public|air(?:ed)?"
    r"|meng(?:utip|umum|edar|unggah)(?:kan)?|(?:di|meny?|mem|men|ter)?(?:s?iar|publikasi|rilis|s?ebar(?:luas)?|terbit|muat|kutip|umum|tayang|edar|unggah|bagi)"
    r"(?:kan)?|cong bo|dang(?! ky| kiem| nhap| quang)(?: tai| phat)?"
    r"|phat(?! dien| dong| trien| hien| bieu)(?: hanh| song| tan| tin)?"
    r"|pho bien|chia se|loan tin|dua tin)"
)
_OF_TEXT = rf"(?:(?:su dung|trich dan|dung)(?: \w+)? {_TEXT}(?: nay)?)"  # to use is an order only with what is used
_BEFORE = (
    r"(?:before|until|till|prior to|ahead of|sebelum|hingga|sampai(?: dengan)?|s\.?/?d\b|truoc(?: luc| khi)?"
    r"|(?:cho )?(?:den|toi)(?: khi| luc)?)"
)
_AFTER = r"(?:after|from|on|at|not before|setelah|sesudah|mulai|pada|sejak|tu|sau(?: khi)?|ke tu|vao(?: luc)?|luc)"
_NOT = (
    r"(?:(?:must|may|should|can|shall|is|are) not (?:to )?be|not (?:to be|for)|do not|don['’]?t|never|cannot be"
    r"|(?:jangan|tidak (?:untuk|boleh|diperkenankan|diperbolehkan)|tidak|dilarang(?: keras)?"
    r"|belum (?:boleh|untuk|dapat))"
    r"|khong (?:duoc(?: phep)?)?|khong|chua(?: duoc)?|cam|dung)"
)
_POLITE = (
    r"(?:(?:please|kindly|we (?:kindly )?ask|mohon|harap|diharap(?:kan)?|diminta|catatan(?: redaksi)?|note"
    r"|editors?|de nghi|vui long|xin|yeu cau|luu y|tran trong|kinh de nghi)[^.!?]{0,70}?\s)"
)
_EVENT = (
    r"(?:^\W*after\b|deliver(?:y|ed)|spoken|speaks|announce[ds]?|begins|dibacakan|disampaikan|diumumkan|pidato|selesai"
    r"|phat bieu"
    r"|khai mac|hop bao|cong bo|ky ket|buoi le|(?<!\w)le (?:ky|trao|ra mat)|pengumuman|acara|upacara|konferensi pers"
    r"|jumpa pers|penandatanganan|peluncuran|ceremony|press conference|briefing"
    r"|ket thuc|be mac|usai|berakhir|conclude[sd]?|ends?|finishe[sd])"
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|thu (?:hai|ba|tu"
    r"|nam|sau|bay)|chu nhat)"
)
_SUBJECT = rf"(?:[^.!?:]{{0,70}}?\b{_TEXT}\b[^.!?:]{{0,60}}?\s)"
_NEGATIVE = re.compile(
    rf"(?:{_POLITE}|{_SUBJECT})?(?:{_NOT}|(?:thoi han|lenh) cam)\s+(?:{_PUBLISH}|{_OF_TEXT})(?:\W+[\w/]+){{0,14}}?"
    rf"\W+{_BEFORE}\b(?P<when>.*)"
)
_CONTENTS = re.compile(rf"{_SUBJECT}{_NOT}\s+{_PUBLISH}.*?\b{_BEFORE}\b(?P<when>.*)")
_ONLY_AFTER = re.compile(
    rf"(?:{_POLITE}|{_SUBJECT})?(?:may (?:only )?be|can (?:only )?be|to be|(?:only )?for(?: immediate)?"
    r"|(?:hanya|baru)? ?(?:untuk|boleh|dapat|bisa)"
    r"|chi(?: duoc)?(?: phep)?|(?:duoc phep))\s+"
    rf"(?!used? on){_PUBLISH}(?:\s+(?:tin|bai|thong tin))?\s+{_AFTER}\b(?P<when>.*)"
)
_ONLY_AT = re.compile(rf"(?:{_POLITE}|{_SUBJECT})?(?:hanya|baru)\s+(?:boleh|dapat|bisa)\s+{_PUBLISH}\W+(?P<when>.*)")
_AFTER_THAT = re.compile(r"\b(?:after|setelah|sesudah|usai|sau(?: khi)?)\b(?P<when>.*)")
_AT_HOUR = re.compile(
    r"\W*(?:(?:thoi diem|thoi gian|gio) (?:cong bo|dang tai|dang|phat hanh)"
    r"|(?:waktu|jam|jadwal|tanggal) (?:tayang|rilis|publikasi|siar)"
    r"|(?:release|publication) (?:time|date(?: and time)?))\s*:(?P<when>.*)"
)
_LABELLED = re.compile(
    r"(?:(?:news|media|press|masa|status|batas|waktu|jadwal|thoi han|thoi gian|lenh|strict)\s+embargo"
    r"|embargo(?:ed)?\s+(?:for|bagi|untuk|doi voi)\s+(?:all |every |semua |seluruh |moi )?"
    r"(?:media|press|outlets|pers|bao chi))"
    r"\W+(?P<when>.*)"
)
_ENDS = re.compile(
    r"(?:(?:the|this|news|media|press)\s+)*embargo\s+(?:will\s+(?:be\s+)?|akan\s+|se\s+)?"
    r"(?:lifts?|lifted|ends?|expires?|berakhir|dicabut|dibuka|het han|het hieu luc|ket thuc|do bo)\b(?P<when>.*)"
)
_LASTS = re.compile(  # `Embargo berlaku sampai dengan pidato selesai dibacakan`
    r"(?:(?:the|this|news|media|press)\s+)*(?:embargo|lenh cam (?:cong bo|phat hanh|dang(?: tai)?))\s+"
    r"(?:(?:ini|nay|berita|media|pers|tetap|masih|van|is|remains?|stays?|will|continues?)\s+){0,3}"
    r"(?:in (?:force|effect|place)|appl(?:y|ies)|holds|stands|valid|berlaku|co hieu luc|ap dung|keo dai)\s+"
    rf"{_BEFORE}\b(?P<when>.*)"
)
_REPORTED = re.compile(r"[,.]\W*(?:kata|ujar|menurut|ucap|says?|said|according|theo|cho biet)(?!\w)")
_FOR_AT = re.compile(  # `Untuk disiarkan Jumat, 4 Desember 2026, pukul 10.00 WIB`
    rf"(?:{_POLITE}|{_SUBJECT})?(?:(?:hanya|baru|only|chi)\s+)?(?:untuk|for|to be|de)\s+(?!used?|shar|dibagi)"
    rf"{_PUBLISH}\s*[:,-]?\s*(?:(?:on|at|pada|hari|tanggal|tgl|vao|luc|ngay)\.?\s+){{0,3}}(?P<when>(?:\d|{_DAY}).*)"
)
_SHOWN_AFTER = re.compile(r"\W*(?:tayang|rilis|terbit|siar|publikasi) (?:setelah|sesudah)\b(?P<when>.*)")
_IS_UNDER = re.compile(
    rf"{_SUBJECT}(?:is |are |remains? |masih |bi |dang |con )?(?:strictly )?(?:(?:under|dalam|duoi|chiu)\s+)?"
    r"(?:strict )?(?:embargo(?:ed)?|diembargo|cam cong bo)\b(?P<when>.*)"
)
_KEPT = re.compile(
    rf"(?:{_POLITE}|(?:{_TEXT} (?:ini|nay) )|(?:media|editors|journalists) (?:are|is) (?:kindly )?\w+ to )?"
    r"(?:(?:strictly )?(?:private and )?confidential|rahasia|under wraps|(?:mohon |harap )?(?:di)?tahan"
    rf"|hold(?: (?:this|the) {_TEXT})?"
    r"|giu(?: kin)?(?: tin| bai| thong tin)?"
    rf"|mat|{_TEXT}(?: nay)? bi han che)\s*(?:cong bo )?"
    rf"(?:until|till|sampai(?: dengan)?|hingga|s\.?/?d|(?:cho )?(?:den|toi))\b(?P<when>.*)"
)
_COPY = re.compile(r"(?:embargo(?:ed)?)\s+(?:copy|version|draft|advance|material|salinan|naskah|ban thao)\b(?P<when>)")
_STAMP = re.compile(  # `Pier opened (under embargo)`, `EMBARGOED PRESS RELEASE`
    r"^\W{0,4}[(\[]\s*(?:(?:strictly )?under embargo|embargo(?:ed)?|dalam embargo|diembargo)\s*[)\]]"
    r"|[(\[]\s*(?:(?:strictly )?under embargo|embargo(?:ed)?|dalam embargo|diembargo)\s*[)\]]\W{0,4}\Z"
    rf"|^\W{{0,6}}embargoed (?:press |news |media )?{_TEXT}\W{{0,6}}\Z"
)
_NEGATED = re.compile(
    r"\b(?:no longer|not|no|without|tidak|bukan|tanpa|bebas|khong(?: con| co| phai| chiu| bi)?|chua)\s+(?:\w+\s+)?"
    r"(?:under\s+|dalam\s+)?(?:any\s+)?(?:embargo|diembargo|lenh cam)"
)
_EMBARGO = re.compile(r"(?<!\w)(?:di)?embargo(?:ed)?(?!\w)")
_LIFTED = re.compile(r"(?:lifted|dicabut|ended|expired|do bo|hits|berlaku (?:mulai|pada)|takes effect)(?!\w)")
_OF_GOODS = re.compile(
    r"embargo(?:ed)? (?:on|against|act|of|senjata|minyak|ekonomi|dagang|perdagangan|ikan|oil|arms|trade|goods)\b"
    r"|(?:arms|oil|trade|weapons|economic|fish|senjata) embargo"
)
_WEEKDAY = re.compile(rf"(?:^|\W)(?:{_DAY}|tomorrow|tonight|besok|ngay mai|further notice|pemberitahuan)(?!\w)")


def orders_to_hold(line: str) -> bool:
    """Whether a whole sentence of a header orders to hold the text back, with a word of when that is."""
    folded = fold(line).strip(" *_[]()<>#!=~\t")
    if _NEGATED.search(folded) or _OF_GOODS.search(folded):
        return False
    if _COPY.match(folded) or _STAMP.search(fold(line)):
        return True
    for sentence in (_NEGATIVE, _CONTENTS, _ENDS, _LABELLED, _KEPT):
        match = sentence.match(folded)
        if match and says_when(match["when"], event=sentence is not _ENDS):
            return True
    match = _LASTS.match(folded)
    if match and says_when(match["when"]) and not _REPORTED.search(match["when"]):
        return True
    match = _SHOWN_AFTER.match(folded)
    if match and says_clock(match["when"]) and dates.find(match["when"], year=2000):
        return True
    match = _FOR_AT.match(folded)
    if match and says_clock(match["when"]) and dates.find(match["when"], year=2000):
        return True
    match = _ONLY_AFTER.match(folded)
    if match and (is_moment(match["when"]) or _awaits(folded)):
        return True
    match = _ONLY_AT.match(folded)
    if match and is_moment(match["when"]):
        return True
    match = _AT_HOUR.match(folded)
    if match and says_clock(match["when"]) and dates.find(match["when"], year=2000):
        return True
    match = _IS_UNDER.match(folded)
    return match is not None and (not match["when"].strip(" .*") or says_when(match["when"], event=True))


def _awaits(words: str) -> bool:
    """Whether an end is to be waited for: `setelah konferensi pers selesai`."""
    after = _AFTER_THAT.search(words)
    return after is not None and re.search(_EVENT, after["when"]) is not None


def names_its_hour(line: str) -> bool:
    """Whether a header line names an embargo and a time of day, in whatever sentence (`Rilis 10.00 WIB (embargo)`)."""
    folded = fold(line)
    if any(sign.search(folded) for sign in (_NEGATED, _OF_GOODS, _LIFTED)):
        return False
    return _EMBARGO.search(folded) is not None and says_clock(folded)


def says_when(words: str, *, event: bool = True) -> bool:
    """Whether the words name a day, a time, a weekday, or what has to happen first."""
    return is_moment(words) or _WEEKDAY.search(words) is not None or (event and re.search(_EVENT, words) is not None)


def is_moment(words: str) -> bool:
    """Whether a day or a time of day stands in the words."""
    found = dates.find(words, year=2000)
    return says_clock(words) or any(one.precision in ("day", "range") for one in found)
