"""Whether words are, all of them, a credit, though no label says so."""

from __future__ import annotations

import re

from archive.authorities import Authorities, shipped
from archive.credits import labels, parse
from archive.credits.flags import peel
from archive.credits.lookup import known
from archive.credits.names import is_body, is_nobody
from archive.credits.words import PARTICLES, RANKS
from ingest.enrich.words import word_set

_KNOWN = Authorities((), shipped())
_JOINED = re.compile(r"[/|©—:：]|\s[–-]\s|\bvia\b", re.IGNORECASE)
_PART = re.compile(r"(?:(?<!\s)\s++)?[/|,:()\[\]—]\s*+|(?<!\s)\s++(?:[–-]|via)\s++")
_STOP = re.compile(r"(?<=[\w)]{4})(?<!Tech)(?<!Capt)(?<!Brig)(?<!Cmdr)\.\s")
_SMALL = word_set(
    "by oleh via for of the and dan và & untuk photo photos foto ảnh image images picture credit provided supplied do "
    "cung cấp phát minh họa hoạ tư liệu đồ dok dokumentasi arsip koleksi file handout repro ihsan istimewa ist "
    "pribadi keluarga nhân vật gia đình in di tại from courtesy on dari của screengrab screenshot tangkapan layar "
    "pic pics pix chụp từ màn hình ilustrasi illustration copyright all rights reserved de van"
)
_LABELLED = re.compile(rf"(?:{labels.LABEL}{labels.COLON}|{labels.BY}\b|©|\(c\))", re.IGNORECASE)
_PICTURE_LAST = re.compile(rf"\s{labels.PICTURE}\.?\Z", re.IGNORECASE)
_ELIDED = re.compile("[dlo]['’][A-ZÀ-Ỹ]")
_COURTESY = re.compile(
    rf"{labels.PICTURE}\s+(?:courtesy(?: of)?|(?:provided|supplied) (?:to|by)) [^.]{{3,60}}\.?", re.IGNORECASE
)
# An office alone may as well be what the sentence is about.
_OFFICE = re.compile(r"(?:kementerian|ministry|department|bộ|mahkamah|bank|istana|palang)\b", re.IGNORECASE)
_SCREEN = re.compile(r"screen|layar|màn hình|clip|video", re.IGNORECASE)
_OF_A_PICTURE = re.compile(r"photo|foto|ảnh|ilustrasi|istimewa|minh h|tư liệu|hand-?out|cung cấp|nvcc", re.IGNORECASE)
_SUPPLIED_BY = re.compile(r"(?:hình )?ảnh do [^.]{3,80} cung cấp\.?", re.IGNORECASE)
# Names of outlets that are words of their own: a last sentence of one word is no credit.
_ORDINARY = word_set(
    "time|merdeka|bisnis|viva|guardian|observer|kontan|lao động|giao thông|fars|zing|corbis|magnum|polaris|keystone|"
    "x|canva|threads|suara merdeka|tirto|pentagon|kremlin|pertamina|polri",
    "|",
)
MOST_WORDS = 14
MOST_SMALL = 8  # words in small letters, as in `Bộ Giáo dục và Đào tạo`
MOST_PLAIN = 3  # those without marks: `merdeka.com/jane doe`


def is_plain_credit(words: str, alone: bool) -> bool:
    """Whether these last words of a caption credit an agency that is known (`Jane Doe/AFP via Getty Images`), a person
    and a body (`Jane Doe/Harbour Office`), or are words that are no name (`Ảnh minh họa`, `File photo`). `alone`: no
    caption stands before them; then the name of an agency by itself is too little."""
    if _SUPPLIED_BY.fullmatch(words) or (not alone and _COURTESY.fullmatch(words)):
        return True
    if not alone and is_nobody(words) and _SCREEN.search(words):
        return True
    small = [token for token in words.split() if token[:1].islower() and token.casefold() not in _SMALL]
    if len(small) > MOST_SMALL or sum(map(str.isascii, small)) > MOST_PLAIN or not _only_names(words):
        return False
    credit = parse(words, _KNOWN)
    bodies = [*credit.agencies, *credit.via]
    if _STOP.search(words) and not _begins_as_credit(words):
        return False
    if _LABELLED.match(words) and not alone:
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
    """Whether a full stop within may belong to a credit: `ILUSTRASI. REUTERS/Jane Doe`, `Photo: Jane Doe. Getty`."""
    flags, rest = peel(_STOP.split(words, maxsplit=1)[0])
    return _LABELLED.match(words) is not None or bool(flags and not rest)


def _only_names(words: str) -> bool:
    """Whether every word has a capital or belongs to credits, or is part of the name of an agency that is known."""
    all_parts = [part for part in _PART.split(words) if part]
    parts = [part for part in all_parts if not known(part, _KNOWN)]
    if len(all_parts) == 2 and len(parts) == 1 and re.search(r"\w\.\w{2}", all_parts[0]) and parts[0] == all_parts[1]:
        return len(parts[0].split()) < 4  # `merdeka.com/jane doe`
    tokens = [token for part in parts for token in part.split()]
    if tokens and len(all_parts) > 2 and re.fullmatch("[a-z]{1,4}[.]?", tokens[-1]):
        tokens.pop()  # the initials of an editor
    return len(tokens) <= MOST_WORDS and all(
        not token[:1].islower()
        or token.casefold().strip(".,") in _SMALL | PARTICLES | RANKS
        or _ELIDED.match(token)
        or known(token, _KNOWN)
        for token in tokens
    )
