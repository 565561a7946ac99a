"""Whether the name of a file or folder orders to hold what it names, and does not only speak of such things.

An order that has no other sense (`tidak untuk publik`) counts wherever it stands. A word that has one (`draft`, `hold`,
`rahasia`, `embargo`) counts where a desk puts its marks: as the whole name, alone between brackets, dashes or
underscores, in capitals among small letters, or with nothing beside it but the word for a document, a number or a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

from ingest.enrich.withheld import ORDER, STAMP, plain

# All patterns but the first are for folded words with one blank between.
_MARKED = re.compile(
    r"(?:^|[^A-Za-z])(?:EMBARGO(?:ED)?(?![A-Za-z])(?=.*[a-z])|EMBARGOED(?![A-Za-z]))"  # in capitals
    r"|^\W*EMBARGO[_-]"
)
_UNTIL = (
    r"(?:(?:until|till|sampai(?: dengan)?|hingga|s ?d|cho den|den|toi|before|sebelum|truoc|pukul|jam|luc)(?![a-z])"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|fri|sat)(?![a-z])|senin|selasa|rabu|kamis"
    r"|jum ?at|sabtu|minggu|thu (?:hai|ba|tu|nam|sau|bay)(?![a-z])|chu nhat|besok|tomorrow|tonight)"
)
_MONTH = (
    r"(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|agu(?:stus)?|agt|aug(?:ust)?"
    r"|sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?|thang \d{1,2})"
)
_DAY = (
    rf"(?:\d{{1,2}} ?(?:{_MONTH})(?![a-z])|\d{{4}} ?\d\d|\d{{1,2}} \d{{1,2}}(?!\d)"
    r"(?: \d{4}(?!\d)| (?:wib|wita|wit|gmt|utc|ict))?)"
)
_EMBARGO = r"(?:di)?embargo(?:ed)?"
_DATED = re.compile(
    rf"(?<![a-z]){_EMBARGO} ?(?:{_UNTIL}|{_DAY}|\d{{8}}(?!\d))"
    r"|(?<![a-z])cam van (?:tin |bai )?(?:cho )?(?:den|toi) (?:\w+ )?\d"
    r"|(?<![a-z])(?:under|dalam) embargo\Z"
)
_ORDERED = re.compile(rf"(?<![a-z])(?:{ORDER}|strictly confidential)(?![a-z])")
_DRAFT = r"(?:drafts?|draf|konsep|(?:ban )?nhap|ban thao)"
_SOFT = (  # orders where they stand alone, and matters where they do not
    rf"(?:{_DRAFT}|(?:on )?hold|held|internal(?: only| use)?|internal use only|(?:di)?tunda|ditahan"
    r"|unpublished|unreleased"
    r"|tahan|du thao|(?:kalangan )?terbatas|restricted|classified|secret|cam van|private|privat|wip|not final"
    r"|do not use"
    r"|(?:akan|belum|siap) (?:rilis|tayang|terbit|siar)|to be (?:released|published)|jangan dibuka(?: dulu)?|pending)"
)
_HARD = rf"(?:(?:under |dalam |masih |strict |press |news )?{_EMBARGO}|{STAMP})"
_TERM = rf"(?:{_HARD}|{_SOFT}|{ORDER})"
_DOCUMENT = (
    r"(?:rilis|siaran pers|siaran|pers|(?:press |media |news )?release|naskah|teks|text|pidato|sambutan|speech|remarks"
    r"|statement|pernyataan|nota(?: dinas)?|memo|surat|letter|dokumen|document|doc|dok|laporan|report|files?|berkas"
    r"|fotos?|photos?|img|dsc|gambar|images?|pics?|captions?|thong cao(?: bao chi)?|tcbc|cong van|tai lieu|van ban|anh"
    r"|bai(?: phat bieu)?|dien van|materials?|bahan|copy|salinan|version|versi|ver|final|rev(?:isi)?|only|saja|v)"
)
_FILLING = rf"(?:{_DOCUMENT}|v?\d+|{_DAY}|{_MONTH}|{_UNTIL}|wib|wita|wit|gmt|utc|negara)"
# What was taken for one word is not tried as two: a name of many numbers would be tried in all the ways there are.
_ALONE = re.compile(rf"(?>{_FILLING} )*+{_TERM}(?> ?(?:{_TERM}|{_FILLING})(?![a-z]))*+")
_LOUD = re.compile(rf"(?>{_FILLING} )*+{_TERM}(?> (?:{_TERM}|{_FILLING})(?![a-z]))*+")
_DRAFT_FIRST = re.compile(rf"(?:\d+ )*{_DRAFT} {_DOCUMENT}(?![a-z])")
_DRAFT_LAST = re.compile(rf"(?:.* )?{_DOCUMENT} .*(?<![a-z]){_DRAFT}(?: v?\d+| final)*")
_TAG_LAST = re.compile(
    rf"{_DOCUMENT} .*(?<!cabut)(?<!cabutan)(?<!dampak)(?<!soal)(?<!tentang)(?<!terkait)(?<!the)(?<!on)"
    rf" (?:{_EMBARGO}|hold|unreleased|unpublished|{STAMP})"
)
_UNDERSCORED = re.compile(r".*_(?:hold|confidential)")
_TAG = rf"(?:{_HARD}|hold|unreleased|unpublished)"
_CAPITALS_FIRST = re.compile(rf"{_TAG}_|.*_{_TAG}\Z")
_GOODS = re.compile(
    r"(?:embargo(?:ed)?|cam van) (?:senjata|minyak|arms|oil|trade|act|goods|kuba|cuba|on|against|terhadap|ekonomi"
    r"|ekspor|impor|dagang|perdagangan|nikel|vu khi|dau|kinh te|thuong mai|xuat khau|nhap khau"
    r"|was|is|has|lifted|dicabut)(?![a-z])"
    r"|(?:arms|oil|trade|weapons?|the|mencabut|cabut|pencabutan|do bo|go bo|lenh|tolak) (?:embargo|cam van)"
    r"(?! ?(?:until|sampai|hingga|\d))"
)
_A_YEAR = re.compile(r"(?:embargo|cam van|secret|terbatas|internal)(?: (?:1[89]|20)\d\d)+")  # of which it tells
_SECRECY = re.compile(rf"(?<![a-z])(?:{STAMP}|internal|terbatas|restricted|classified|secret)(?![a-z])")
_JOINTS = re.compile(r"[\s_.\-–—]+")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PARTS = re.compile(r"[(\[{)\]}]|\s+[-–—_|]+\s*|\s*[-–—_|]+\s+|__+|--+|[;,+|]")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_ACRONYM = 5  # letters, of whoever a stamp in capitals stands beside


def name_holds(name: str) -> bool:
    """Whether the name of a file or folder says that it is to be held, and not that it is about what was."""
    stem = _SUFFIX.sub("", normalize("NFC", name)) or name
    words = _words(stem)
    if _GOODS.search(words):
        return _said_apart(stem)
    if _MARKED.search(stem) or _DATED.search(words) or _ORDERED.search(words):
        return True
    if _ALONE.fullmatch(words) and not _A_YEAR.fullmatch(words):
        return True
    if _DRAFT_FIRST.match(words) or _DRAFT_LAST.fullmatch(words) or ("_" in stem and _TAG_LAST.fullmatch(words)):
        return True
    if _UNDERSCORED.fullmatch(plain(stem)):
        return True
    if stem.isupper() and " " not in stem and _CAPITALS_FIRST.match(plain(stem)):
        return True
    return _said_apart(stem) or any(map(_is_loud, _runs_of_capitals(stem)))


def name_is_secret(name: str) -> bool:
    """Whether what holds in such a name is a stamp of secrecy, which no age of a text lifts, and no word of when."""
    return _SECRECY.search(_words(name)) is not None


def _words(name: str) -> str:
    """The words of a name, folded, with one blank between; `DitahanEmbargo` and `embargo4des` as two."""
    begun = (f" {after}" if before.islower() and after.isupper() else after for before, after in pairwise(name))
    return " ".join(re.findall(r"[^\W_]+", plain(_JOINTS.sub(" ", name[:1] + "".join(begun)))))


def _said_apart(stem: str) -> bool:
    """Whether a part of the name between brackets or strong joints is such a mark and nothing else."""
    pieces = _PARTS.split(stem)
    if "_" in stem and re.search(r"[^\W\d_][ -]+[^\W\d_]", stem):
        pieces += stem.split("_")  # words are parted by something else
    parts = [words for piece in pieces if (words := _words(piece))]
    if len(parts) < 2 and not _BRACKETS.search(stem):
        return False
    return any(_ALONE.fullmatch(words) or _DATED.match(words) for words in parts)


def _runs_of_capitals(stem: str) -> Iterator[list[str]]:
    """The words in capitals that follow each other, where other words of the name are in small letters."""
    words = [word for word in re.findall(r"[^\W_]+", stem) if any(map(str.isalpha, word))]
    if not any(word.islower() or (word[1:].islower() and len(word) > 2) for word in words):
        return
    run: list[str] = []
    for word in [*words, ""]:
        if word.isupper():
            run.append(word)
        elif run:
            yield run
            run = []


def _is_loud(run: list[str]) -> bool:
    words = plain(" ".join(run))
    if _LOUD.fullmatch(words):
        return True
    others = [word for word in run if not re.fullmatch(STAMP, plain(word))]
    return len(others) < len(run) and all(len(word) < _ACRONYM for word in others)
