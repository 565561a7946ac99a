"""Separate the credit at the end of a caption from the caption, and recognize lines that are only a credit."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.authority.authorities import shipped_authorities
from archive.authority.credits import labels, parse
from archive.authority.credits.agencies import known
from archive.authority.credits.flags import strip_credit_flags
from archive.authority.credits.names import PARTICLES, RANKS, VIETNAMESE_BODIES, is_body, is_nobody
from archive.text.orthography import collapse, word_set
from archive.text.patterns import lazy_regex
from ingest.extract.captions.picture_names import is_picture_name

_KNOWN = shipped_authorities()
_JOINED = lazy_regex(r"[/|©—:：]|\s[–-]\s|\bvia\b", re.IGNORECASE)
_PART = lazy_regex(r"(?:(?<!\s)\s++)?[/|,:()\[\]—]\s*+|(?<!\s)\s++(?:[–-]|via)\s++")
_STOP = lazy_regex(r"(?<=[\w)]{4})(?<!Tech)(?<!Capt)(?<!Brig)(?<!Cmdr)\.\s")
_SMALL_IN_NAMES = word_set(
    "by oleh via for of the and dan và & untuk photo photos foto ảnh image images picture credit provided supplied do "
    "cung cấp phát minh họa hoạ tư liệu đồ dok dokumentasi arsip koleksi file handout repro ihsan istimewa ist "
    "pribadi keluarga nhân vật gia đình in di tại from courtesy on dari của screengrab screenshot tangkapan layar "
    "pic pics pix chụp từ màn hình ilustrasi illustration copyright all rights reserved de van"
)
_SMALL_WORDS = _SMALL_IN_NAMES | PARTICLES | RANKS
_LABELLED_LINE = lazy_regex(rf"(?:{labels.LABEL}{labels.COLON}|{labels.BY}\b|©|\(c\))", re.IGNORECASE)
_PICTURE_LAST = lazy_regex(rf"\s{labels.PICTURE}\.?\Z", re.IGNORECASE)
_ELIDED = lazy_regex("[dlo]['’][A-ZÀ-Ỹ]")
_COURTESY = lazy_regex(
    rf"{labels.PICTURE}\s+(?:courtesy(?: of)?|(?:provided|supplied) (?:to|by)) [^.]{{3,60}}\.?", re.IGNORECASE
)
# An office alone may also be the subject of the sentence.
_OFFICE = lazy_regex(r"(?:kementerian|ministry|department|bộ|mahkamah|bank|istana|palang)\b", re.IGNORECASE)
_SCREEN = lazy_regex(r"screen|layar|màn hình|clip|video", re.IGNORECASE)
_OF_A_PICTURE = lazy_regex(r"photo|foto|ảnh|ilustrasi|istimewa|minh h|tư liệu|hand-?out|cung cấp|nvcc", re.IGNORECASE)
_SUPPLIED_BY = lazy_regex(r"(?:hình )?ảnh do [^.]{3,80} cung cấp\.?", re.IGNORECASE)
# Names of outlets that are ordinary words: a last sentence of one such word is not a credit.
_ORDINARY = word_set(
    "time|merdeka|bisnis|viva|guardian|observer|kontan|lao động|giao thông|fars|zing|corbis|magnum|polaris|keystone|"
    "x|canva|threads|suara merdeka|tirto|pentagon|kremlin|pertamina|polri",
    "|",
)
MOST_WORDS = 14
MOST_SMALL = 8  # words in lower case, as in `Bộ Giáo dục và Đào tạo`
MOST_PLAIN = 3  # those without accents: `merdeka.com/jane doe`


def is_plain_credit(words: str, alone: bool) -> bool:
    """Return whether these last words of a caption credit a known agency (`Jane Doe/AFP via Getty Images`), a person
    and a body (`Jane Doe/Harbour Office`), or are no name at all (`Ảnh minh họa`, `File photo`). `alone`: no caption
    precedes them; then an agency's name alone is not enough."""
    if _SUPPLIED_BY.fullmatch(words) or (not alone and _COURTESY.fullmatch(words)):
        return True
    if not alone and is_nobody(words) and _SCREEN.search(words):
        return True
    small = [token for token in words.split() if token[:1].islower() and token.casefold() not in _SMALL_IN_NAMES]
    if len(small) > MOST_SMALL or sum(map(str.isascii, small)) > MOST_PLAIN or not _only_names(words):
        return False
    credit = parse(words, _KNOWN)
    bodies = [*credit.agencies, *credit.via]
    if _STOP.search(words) and not _begins_as_credit(words):
        return False
    if _LABELLED_LINE.match(words) and not alone:
        return bool(bodies or credit.photographers or credit.flags)
    if credit.flags:
        named = bool(bodies or credit.photographers)
        return named or (_STOP.search(words) is None and (not alone or _OF_A_PICTURE.search(words) is not None))
    if any(_KNOWN.agency(name) for name in bodies):
        return (
            _JOINED.search(words) is not None
            or _PICTURE_LAST.search(words) is not None
            or (
                not alone
                and (_OFFICE.match(words) is None or _OF_A_PICTURE.search(words) is not None)
                and (words.isupper() or len(words.split()) > 1 or words.strip(" .").casefold() not in _ORDINARY)
            )
        )
    if not alone and bodies and _PICTURE_LAST.search(words):
        return True
    if not any(map(is_body, bodies)) or not credit.photographers or words.endswith("."):
        return False
    return "/" in words or re.search(r"\bphoto by\b", words, re.IGNORECASE) is not None


def _begins_as_credit(words: str) -> bool:
    """Return whether a full stop inside may belong to a credit: `ILUSTRASI. REUTERS/Jane Doe`, `Photo: Jane Doe.
    Getty`."""
    flags, rest = strip_credit_flags(_STOP.split(words, maxsplit=1)[0])
    return _LABELLED_LINE.match(words) is not None or bool(flags and not rest)


def _only_names(words: str) -> bool:
    """Return whether every word is capitalised, typical of credits, or part of a known agency's name."""
    all_parts = [part for part in _PART.split(words) if part]
    parts = [part for part in all_parts if not known(part, _KNOWN)]
    if len(all_parts) == 2 and len(parts) == 1 and re.search(r"\w\.\w{2}", all_parts[0]) and parts[0] == all_parts[1]:
        return len(parts[0].split()) < 4  # `merdeka.com/jane doe`
    tokens = [token for part in parts for token in part.split()]
    if tokens and len(all_parts) > 2 and re.fullmatch("[a-z]{1,4}[.]?", tokens[-1]):
        tokens.pop()  # the initials of an editor
    return len(tokens) <= MOST_WORDS and all(
        not token[:1].islower()
        or token.casefold().strip(".,") in _SMALL_WORDS
        or _ELIDED.match(token)
        or known(token, _KNOWN)
        for token in tokens
    )


TAIL = 350  # characters at the end of a caption that are searched for its credit

_LABEL = rf"(?:credit image|ảnh (?:minh họa|minh hoạ|tư liệu|chụp)|{labels.LABEL})"
_BY = labels.BY
_LABELLED = lazy_regex(rf"(?<!\w)(?:{_LABEL}\s*[:：]|{_BY}\b:?)\s*", re.IGNORECASE)
_BRACKETED = lazy_regex(
    rf"[(\[]\s*(?:{_LABEL}\s*[:：]|{_BY}\b:?)\s*((?:[^()\[\]]|\([^()]{{0,60}}\)){{1,140}})[)\]]", re.IGNORECASE
)
_AGENCY = (
    r"(?:THE CANADIAN PRESS|Getty Images|Anadolu Agency|Antara Foto|Biro Pers|PA Wire|EPA-EFE|NurPhoto"
    r"|Bloomberg|Shutterstock|"
    r"Bernama|Reuters|Anadolu|Sputnik|Xinhua|Yonhap|Antara|Kompas|TTXVN|Kyodo|Tempo|BPMI|ANSA|TASS|Pool|AFP|EPA"
    r"|EFE|VNA|"
    r"VNS|VGP|VOV|DPA|AAP|UPI|PTI|AP|PA)"
)
_SLASHED = lazy_regex(
    rf"(?<![\w/])({_AGENCY}(?:[ -](?:Photos?|Fotos?))?\s?/\s?[^()]{{1,90}}?)"
    r"(?:\s*\([A-Z][^()]{0,200}\))?(?:,?\s*\*?MANDATORY CREDIT\*?)?[.\s]*\Z",
    re.IGNORECASE,
)
_STAMP = lazy_regex(rf"(?<![\w/])({_AGENCY}(?:/{_AGENCY})?\s+(?:Photos?|Foto)(?:\s*[:：]?\s*[^().]{{2,60}})?)[.\s]*\Z")
_NAME_FIRST = lazy_regex(
    r"(?:(?<=[.!?”\"])\s+|\A)"
    rf"([^.()/]{{2,50}}/\s?(?:{_AGENCY}|(?:Pool|Handout|HO)?\s?(?:Photo )?via {_AGENCY}))[.\s]*\Z",
    re.IGNORECASE,
)
_PHOTO_SLASH = lazy_regex(r"(?:(?<=[.!?”\")])\s*|\A)(?:Foto|Photo|Ảnh)\s?/\s?([^()/.]{2,50})[.\s]*\Z", re.IGNORECASE)
# `UN Photo/X`, `White House Photo/X`, Reuters-like houses that no list can cover.
_HOUSE_WORD = r"[A-Z][\w&-]{1,20}"
_HOUSE = rf"{_HOUSE_WORD}(?: {_HOUSE_WORD}){{0,3}} (?:Photo|Foto|PHOTO|FOTO)\s?/\s?[^()]{{2,60}}"
_HOUSE_LAST = lazy_regex(rf"(?:(?<=[.!?”\")])\s+|\A)({_HOUSE}?)[.\s]*\Z")
_PHOTO_BY = lazy_regex(
    r"(?:(?<=[.!?”\")])\s+|\A)((?:[A-Z][\w.&-]{1,20} ){1,4}(?:Photo|photo) (?:by|courtesy of) [^()]{2,60}?)[.\s]*\Z"
)
_LETTERS_FIRST = lazy_regex(r"(?<=[.!?”\"])\s+([A-Z]{2,10}/[A-Z][\w.-]{0,20}(?: [A-Z][\w.-]{0,20}){0,3}?)[.\s]*\Z")
_MARKED = lazy_regex(r"(?<!\w)(©\s*[^().©]{2,70})[.\s]*\Z")
_HOST = lazy_regex(r"[\w-]+\.(?:com|co|id|vn|net|org)(?![\w-])|\w{2,20}com\Z", re.IGNORECASE)
_SHOULD_READ = lazy_regex(r"(?:Photo|Picture) credit should read:?\s*([^()]{2,90}?)[.\s]*\Z", re.IGNORECASE)
_LAST_BRACKET = lazy_regex(r"[(\[]([^()\[\]]{2,110})[)\]][.\s]*\Z")
_OWNER = lazy_regex(
    r"(?:(?<=[.!?”\"|–—/-])\s+|\A)((?:Dok\.?|Courtesy of|Handout)\s*[^().]{2,70}|Istimewa|Ist(?=\.))[.\s]*\Z"
)
_INSIDE = lazy_regex(
    rf"(?:{_AGENCY}[ -](?:Photos?|Foto)(?:\s?/.{{1,80}})?|(?:Foto|Photo"
    rf"|Ảnh)\s+{_AGENCY}.{{0,80}}|{_AGENCY}\s?/\s?.{{2,80}}|"
    rf".{{2,60}}/\s?{_AGENCY}|.{{2,60}}\bvia {_AGENCY}|ist\.?|istimewa|dok\.?(?: .{{2,60}})?|handout(?: .{{2,60}})?|"
    r"©.{2,60}|courtesy of .{2,60})",
    re.IGNORECASE,
)
_ALONE = lazy_regex(_AGENCY, re.IGNORECASE)
_BREAK = lazy_regex(r"(?<![Dd]ok)(?<![^\w][A-Z])(?<!^[A-Z])(?<=[\w)])\.\s+(?=[A-ZÀ-ỸĐ])")
_PHOTO_PREFIX = lazy_regex(r"(?:Foto|Photo|Ảnh)\s+(?=[A-Z])", re.IGNORECASE)
PUNCTUATION = (",", ".", ";", ":", "!", "?")
_SENTENCE = lazy_regex(r"(?<=[.!?…。”\"’)])(?<![\s.(][A-Z]\.)\s+|\s-{1,2}\s?|\s[–—]\s?|\s[|•·]\s")
_DASHED = lazy_regex(r"[-–—|•·]\s?\Z")
_DANGLING = lazy_regex(rf"(?:(?<=[.!?…。”\")])\s*|\A)(?:©|{labels.LABEL})\Z", re.IGNORECASE)
# What agencies add after a credit, in capitals.
_TERMS = lazy_regex(
    r"(?:(?<![\s/*.,–-])[\s/*.,–-]++)?\b(?:RESTRICTED TO|MANDATORY CREDIT|NO (?:RE-?)?(?:SALES?|ARCHIVES?|"
    r"MARKETING|COMMERCIAL|USE)|"
    r"EDITORIAL USE ONLY|ATTENTION EDITORS|EDITORS?. NOTE|ALTERNATIVE CROP|BEST QUALITY|TPX IMAGES|HAK CIPTA|"
    rf"(?i:{labels.COUNTRIES}(?:(?:,| and) {labels.COUNTRIES}){{0,40}}) OUT\b|[A-Z][A-Za-z]{{1,12}} OUT\b)"
)
_FLAG_IN_LABEL = lazy_regex(r"minh h(?:ọa|oạ)|tư liệu|ilustrasi|courtesy|arsip|file|提供", re.IGNORECASE)
_FILE_PHOTO = lazy_regex(
    r"(?:(?<=[.!?”\")])\s+|\A)((?:FILE|File|[A-Z]{2,6}) (?:PHOTO|Photo|FOTO|Foto)\s?:\s?[^().]{2,60})[.\s]*\Z"
)
_SEPARATORS = " \t-–—|/,;:·•*"

_SMALL = word_set(
    "dan and và via by oleh của the of for untuk dari from di at in - – & / phát cung cấp minh họa hoạ tư liệu "
    "nhân vật "
    "dok dok. doc. dokumentasi istimewa ist ist. handout courtesy pool internet screenshot tangkapan layar chụp "
    "màn hình "
    "ilustrasi file archive arsip via- de van bin binti"
)
_STARTS_LOW = _SMALL - {"dan", "and", "và", "the", "of", "di", "at", "in", "untuk", "for", "-", "–", "&", "/"}


def split_credit(caption: str) -> tuple[str | None, str | None, str]:
    """Return (the caption without its credit, the credit, the words as printed); None for a missing part."""
    raw = collapse(caption)
    head, tail = (raw[:-TAIL], raw[-TAIL:]) if len(raw) > TAIL else ("", raw)
    terms = _TERMS.search(tail, 1)
    for text in (tail[: terms.start()], tail) if terms else (tail,):
        found = next((told for shape in _SHAPES if (told := shape(text)) is not None), None)
        if found is not None:
            before, credit = found
            rest = _DANGLING.sub("", (head + before).strip().rstrip(_SEPARATORS)).rstrip(_SEPARATORS)
            return rest.lstrip("|/,;:· ") or None, credit, raw
    return raw or None, None, raw


def is_credit_line(line: str) -> bool:
    """Return whether a line only says who made a picture."""
    if len(line) > 160:
        return False
    caption, credit, _ = split_credit(line)
    return caption is None and credit is not None


def is_credit_name(words: str, alone: bool, strict: bool = False) -> bool:
    """Return whether `words` can be the name after `Foto:`. `alone`: no caption precedes the label, so `Foto: ...` may
    also be the label of a caption; then only names in capitals, and bodies by their first word, count. `strict`: the
    same without a label, where plain words in lower case belong to a sentence."""
    tokens = words.split()
    if not tokens or len(words) > 110 or len(tokens) > 12 or _BREAK.search(words) or is_picture_name(words):
        return False
    lone = len(tokens) == 1 and not alone  # `Foto: detikcom`
    if not (lone or _is_name_word(tokens[0]) or tokens[0].casefold() in _STARTS_LOW):
        return False
    small = [t for t in tokens if not _is_name_word(t) and t.casefold().strip(",") not in _SMALL]
    if strict:
        small = [token for token in small if token.isascii()]
        return not small
    if not alone:
        return len(small) <= 4
    return not small or (words.casefold().startswith(VIETNAMESE_BODIES) and len(tokens) <= 9)


def _is_name_word(token: str) -> bool:
    core = token.lstrip("(\"'“‘@[/-–")
    return core[:1].isupper() or core[:1].isdigit() or token[:1] in {"@", "©"} or "/" in token or "." in token[1:-1]


def _bracketed(text: str) -> tuple[str, str] | None:
    """Read `(Foto: X/Antara)`, `(Photo by X/Getty Images)`, anywhere in the caption."""
    for match in _BRACKETED.finditer(text):
        credit = _clean(match[1])
        if is_credit_name(credit, alone=False):
            credit = _with_flag(match[0].lstrip("([ ")[: match.start(1) - match.start()], credit)
            before, after = text[: match.start()].rstrip(), text[match.end() :].strip()
            if not after.strip(" ."):
                after = "" if not before or before[-1] in ".!?…" else after
            return f"{before}{'' if after[:1] in PUNCTUATION else ' '}{after}".strip(), credit
    return None


def _labelled(text: str) -> tuple[str, str] | None:
    """Read `... Foto: VNA`, `... Ảnh: X/TTXVN`, `... Photo by X`; a sentence after the name stays in the caption."""
    for match in reversed(list(_LABELLED.finditer(text))):
        before, rest = text[: match.start()].rstrip(), text[match.end() :]
        closed = not before or before[-1] in ".!?…。”’)]|/—–-,;»" or re.search(r"\S[\"']\Z", before) is not None
        if not closed and (not match[0][0].isupper() or not is_credit_name(_clean(rest), alone=False, strict=True)):
            continue
        name, *after = _BREAK.split(rest, maxsplit=1)
        follows = after[0] if after and len(after[0].split()) > 3 else ""
        credit = _clean(name if follows else rest)
        if is_credit_name(credit, alone=not before and not follows):
            return f"{before} {follows}".strip(), _with_flag(match[0], credit)
    return None


def _with_flag(label: str, credit: str) -> str:
    """Read `Ảnh tư liệu: TTXVN` whole: the label says more than that a credit follows."""
    label = re.split(r"(?:(?<!\s)\s++)?[:：]", label.lstrip("(["))[0].strip()
    return f"{label}: {credit}" if _FLAG_IN_LABEL.search(label) else credit


def _last_sentence(text: str) -> tuple[str, str] | None:
    """Return what follows the last sentence if all its words make it a credit: of a known agency (`Jane Doe/AFP via
    Getty Images`, `Jane Doe, AP`), of a person and a body (`Jane Doe/Harbour Office`), or of no one (`Ảnh minh họa`,
    `File photo`)."""
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    for start in starts[-5:]:
        if text.count("(", 0, start) > text.count(")", 0, start):
            continue  # after the stop of `Dok.` in brackets
        words = text[start:].strip()
        dashed = _DASHED.search(text[:start]) is not None
        if 2 < len(words) <= 140 and is_plain_credit(words, alone=not start or dashed):
            label, credit = words, _clean(labels.without_label(words))
            return text[:start], _with_flag(label[: label.find(credit)], credit)
    return None


def _agency_alone(text: str) -> tuple[str, str] | None:
    """Read `Xinhua` without a caption, or after its full stop."""
    before, stop, last = text.rpartition(". ")
    last = last.strip().rstrip(".")
    if len(last) > 40 or _ALONE.fullmatch(last) is None or last.casefold() == "pool":
        return None
    return f"{before}{stop}".strip(), last


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[str], tuple[str, str] | None]:
    def shape(text: str) -> tuple[str, str] | None:
        match = pattern.search(text)
        if match is None or not is_credit_name(_clean(match[1]), alone=False, strict=True):
            return None
        return text[: match.start()], _clean(match[1])

    return shape


def _last_bracket(text: str) -> tuple[str, str] | None:
    """Read `(AP Photo/X)`, `(X/Pool via AP)`, `(Istimewa)`; an agency alone only after a full stop, otherwise it is an
    acronym."""
    match = _LAST_BRACKET.search(text)
    if match is None:
        return None
    before, inside = text[: match.start()].rstrip(), match[1].strip()
    alone = _ALONE.fullmatch(inside) is not None and (not before or before[-1] in '.!?"”')
    if not alone and _INSIDE.fullmatch(inside) is None and not _is_house(before, inside):
        return None
    return before, _clean(_PHOTO_PREFIX.sub("", inside, count=1))


def _is_house(before: str, inside: str) -> bool:
    """Return whether words in the last brackets are `Person/Outlet` or `Outlet/Person` with an unlisted outlet."""
    if re.fullmatch(_HOUSE, inside):
        return True
    parts = [part.strip() for part in inside.split("/")]
    if not 2 <= len(parts) <= 3 or any(not part or part.isdigit() or len(part.split()) > 5 for part in parts):
        return False
    named = all(any(map(str.isupper, word)) and not word[0].isdigit() for part in parts for word in part.split())
    known = any(_HOST.match(part) for part in parts)
    return named and (known or not before or before[-1] in '.!?…”"')


def _clean(credit: str) -> str:
    credit = credit.strip(" \t-–—|,;:·*")
    if credit.endswith(".") and not credit.casefold().endswith((" ist.", "dok.", " jr.", " co.", " ltd.", " inc.")):
        credit = credit.rstrip(".")
    return credit.strip(" )]") if credit.count("(") < credit.count(")") else credit.strip()


_SHAPES = (
    _by_pattern(_FILE_PHOTO),
    _last_sentence,
    _bracketed,
    _by_pattern(_SHOULD_READ),
    _by_pattern(_HOUSE_LAST),
    _by_pattern(_PHOTO_BY),
    _by_pattern(_STAMP),
    _labelled,
    _last_bracket,
    _by_pattern(_PHOTO_SLASH),
    _by_pattern(_SLASHED),
    _by_pattern(_NAME_FIRST),
    _by_pattern(_OWNER),
    _by_pattern(_MARKED),
    _by_pattern(_LETTERS_FIRST),
    _agency_alone,
)
