"""All captions of a photo, with source, time and language, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from archive.captions import CaptionFacts, contradict
from archive.record import CAPTION_SHEET, Candidate, Kind, Link, Record
from archive.text import fold

ARCHIVIST = "archivist"  # the origin of the archivist's values

What = Literal["caption", "alt_text"]
Differs = Literal["words", "facts"]

_MOST_WORDS = 600  # words of captions that are compared; longer ones are not captions
_MOST_COMPARED = 40  # entries that each other entry is compared with
_MOST_JUDGED = 1500  # pairs of captions of one photo whose facts are compared
_ALIKE = 0.6  # share of the longer text's words in common; below it, nearly everything would be marked
_MOST_MARKED = 150  # words of a caption in which differences are marked
_CUT = 24  # characters that two texts must share before one counts as the other truncated by a byte limit
_TAIL = 240  # characters at the end of a caption that may contain its credit

_WORD = re.compile(r"\w+")
_IN_LANGUAGE = re.compile(r"\[([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\Z")  # xmp:dc:description[vi]
_CREDIT = re.compile(
    r"(?:[(\[] ?(?:photo|foto|ảnh|image)s? ?(?:by |oleh |courtesy |credits?:|[:/]).{1,160}"
    r"|[(\[][^()\[\]/]{0,40}photo ?/.{1,80}"
    r"|(?<!\w)(?:photo|foto|ảnh|image)s? ?(?:by |oleh |credits?:|[:/])[^.!?]{1,140}"
    r"|(?<!\w)(?:REUTERS|AFP PHOTO|AP PHOTO|EPA) ?/.{1,120})\Z",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SMALL_WORDS = {
    "en": _set("the of and in at with his her for on to by from as is are was after during"),
    "id": _set("di dan yang pada dengan untuk dari ke dalam oleh para akan ini itu saat usai"),
}
_NEGATIONS = _set("not no never without tidak bukan tanpa belum batal khong")
_ONE_TONGUE = {"ms": "id", "nb": "no", "nn": "no"}  # too similar to distinguish captions by language


@dataclass(frozen=True, slots=True)
class CaptionSource:
    """Where a caption comes from. `origin`: the field of the file (`xmp:dc:description[vi]`, `iim:2:120`), `archivist`,
    `article`, or `table` for a row of a caption table. `date` is the day of the article, the one in the row, or for the
    file the day of the picture. `record`, `title`, `credit` (as printed), `doubtful` (another photo may be meant) and
    `reason` come from the article or table."""

    origin: str
    date: str | None = None
    record: str | None = None
    title: str | None = None
    credit: str | None = None
    doubtful: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CaptionStatement:
    """A caption's text with all its sources. `language` is a BCP 47 tag, or None if unknown. `what` distinguishes
    captions from alt texts. `differs`: another caption in this language differs in `facts` (both cannot be right:
    dates, numbers, sides, names, negation) or only in `words`; else None.
    """

    words: str
    language: str | None
    sources: tuple[CaptionSource, ...]
    differs: Differs | None = None
    what: What = "caption"

    @property
    def conflict(self) -> bool:
        """Return whether another caption in this language contradicts it."""
        return self.differs is not None

    @property
    def origin(self) -> str:
        """Return the origin of the first source."""
        return self.sources[0].origin

    @property
    def date(self) -> str | None:
        """Return the date of the first source."""
        return self.sources[0].date

    @property
    def record(self) -> str | None:
        """Return the article or table of the first source, or None for the file and the archivist."""
        return self.sources[0].record

    @property
    def title(self) -> str | None:
        """Return the title of that article or table."""
        return self.sources[0].title


@dataclass(slots=True)
class _StatementRow:
    words: str
    language: str | None
    what: What
    sources: list[CaptionSource]
    differs: Differs | None = None


def caption_statements(record: Record) -> tuple[CaptionStatement, ...]:
    """Return every caption of a photo: those of its file, its sidecars and the archivist, the one in use first; then
    those of articles and caption tables by date; then its alt texts. Empty for other records. Equal texts (ignoring
    spaces, case, a final full stop and a credit) are one entry with all their sources."""
    if record.kind is not Kind.PHOTO:
        return ()
    rows: dict[tuple[What, str], _StatementRow] = {}
    said = [
        *_own_statements(record, "caption"),
        *_article_statements(record.articles),
        *_own_statements(record, "alt_text"),
    ]
    for what, words, language, source in said:
        key = (what, _wording_key(words))
        row = rows.get(key) or (_cut_off(rows.values(), words) if source.origin.startswith("iim:") else None)
        if row is None:
            row = rows[key] = _StatementRow(words, language, what, [])
        row.language = row.language or language
        if source not in row.sources:
            row.sources.append(source)
    _mark_conflicts([row for row in rows.values() if row.what == "caption"])
    return tuple(CaptionStatement(r.words, r.language, tuple(r.sources), r.differs, r.what) for r in rows.values())


def in_conflict(entries: Iterable[CaptionStatement]) -> bool:
    """Return whether any two of them contradict each other."""
    return any(entry.conflict for entry in entries)


def settled(entries: Iterable[CaptionStatement]) -> bool:
    """Return whether the archivist decided which caption is right."""
    return any(_by_archivist(entry.sources) for entry in entries if entry.what == "caption")


def find_largest_difference(entries: Iterable[CaptionStatement]) -> Differs | None:
    """Return the largest difference between any two of them: `facts` before `words`."""
    found = {entry.differs for entry in entries}
    return "facts" if "facts" in found else "words" if "words" in found else None


def find_differing_spans(words: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Return the [start, end) spans of words in a caption that another one lacks or has elsewhere; none if the texts
    have so little in common that nearly everything would be marked."""
    places = list(_WORD.finditer(words))[:_MOST_MARKED]
    mine = [fold(place[0]) for place in places]
    spans: set[tuple[int, int]] = set()
    for other in others:
        theirs = _words(other)[:_MOST_MARKED]
        if len(set(mine) & set(theirs)) < _ALIKE * max(len(set(mine)), len(set(theirs))):
            continue
        for what, start, end, _, _ in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
            if what in {"replace", "delete"}:
                spans.update(place.span() for place in places[start:end])
    return sorted(spans)


def _own_statements(record: Record, what: What) -> Iterator[tuple[What, str, str | None, CaptionSource]]:
    used = record.values.get(what)
    language = str(record.values.get("language") or "") or None
    for n, offer in enumerate(record.origins.get(what, ())):
        tagged = _IN_LANGUAGE.search(offer.origin)
        own = tagged[1] if tagged else language if n == 0 and what == "caption" and offer.value == used else None
        for words in _texts(offer.value):
            yield what, words, own, CaptionSource(offer.origin, record.date)


def _article_statements(links: Iterable[Link]) -> Iterator[tuple[What, str, str | None, CaptionSource]]:
    for link in sorted(links, key=lambda link: link.mention.date or link.date or "9"):
        mention = link.mention
        origin = "table" if link.genre == CAPTION_SHEET else "article"
        date = mention.date or link.date
        source = CaptionSource(origin, date, link.record, link.title, mention.credit, link.doubtful, link.reason)
        for words in _texts(mention.caption):
            yield "caption", words, mention.language or link.language, source


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list | tuple) else (value,)
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]


def _without_credit(text: str) -> str:
    flat = " ".join(text.split())
    head, tail = flat[:-_TAIL], flat[-_TAIL:]
    return (head + _CREDIT.sub("", tail)).strip() or flat


def _wording_key(text: str) -> str:
    return _without_credit(text).casefold().rstrip(" .!?…;,\"'”’")


def _cut_off(rows: Iterable[_StatementRow], words: str) -> _StatementRow | None:
    """Return the caption of which IIM has only the beginning (2:120 holds 2,000 bytes, in some programs less)."""
    mine = _wording_key(words)
    for row in rows:
        theirs = _wording_key(row.words)
        if row.what == "caption" and len(mine) >= _CUT and theirs.startswith(mine):
            return row
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(_without_credit(text)))[:_MOST_WORDS]


def _tongue(row: _StatementRow) -> str | None:
    """Return the language used for comparison; if unknown, guessed from function words."""
    if row.language:
        tag = row.language.split("-")[0].casefold()
        return _ONE_TONGUE.get(tag, tag)
    folded = row.words[:2000].casefold()
    if len(_VIETNAMESE.findall(folded)) >= max(2, 0.06 * len(folded)):
        return "vi"
    words = set(_WORD.findall(folded))
    ranked = sorted(((len(words & small), tag) for tag, small in _SMALL_WORDS.items()), reverse=True)
    (best, tag), (second, _) = ranked[:2]
    return tag if best > second else None


def _mark_conflicts(rows: Sequence[_StatementRow]) -> None:
    """Mark contradicting captions. The archivist's captions settle those in their languages. Translations do not
    contradict; a caption in an unknown language is compared with all others. A caption from a doubtful link does not
    count against this photo."""
    sure = [row for row in rows if not all(source.doubtful for source in row.sources)]
    said = {_tongue(row) for row in sure if _by_archivist(row.sources)}
    known = [(row, _tongue(row), _words(row.words), CaptionFacts(_without_credit(row.words))) for row in sure]
    judged = 0
    for n, (row, tongue, words, facts) in enumerate(known):
        for other, its_tongue, its_words, its_facts in known[: min(n, _MOST_COMPARED)]:
            apart = tongue is not None and its_tongue is not None and tongue != its_tongue
            if apart or _settles(said, tongue, its_tongue) or agree(words, its_words):
                continue
            row.differs, other.differs = row.differs or "words", other.differs or "words"
            if (row.differs, other.differs) != ("facts", "facts") and judged < _MOST_JUDGED:
                judged += 1
                if contradict(facts, its_facts):
                    row.differs = other.differs = "facts"


def _by_archivist(sources: Iterable[CaptionSource]) -> bool:
    return any(source.origin == ARCHIVIST for source in sources)


def _settles(said: set[str | None], *tongues: str | None) -> bool:
    """Return whether captions in these languages are settled by archivist's captions in those; an unknown language may
    be any."""
    return bool(said) and (None in said or said.union({None}).issuperset(tongues))


def agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether one of two captions, as folded words, is the other or a shorter form of it: all its words in
    order, omitting nothing that reverses its meaning."""
    short, whole = sorted((one, other), key=len)
    if " ".join(short) in " ".join(whole) or "".join(whole).startswith("".join(short)):
        return True
    rest = iter(whole)
    return all(word in rest for word in short) and _NEGATIONS.isdisjoint(set(whole) - set(short))


def in_force(offers: Sequence[Candidate]) -> list[Candidate]:
    """Return these without earlier values of the archivist: a corrected mistake is not a source."""
    ours = [offer for offer in offers if offer.origin == ARCHIVIST]
    return [offer for offer in offers if offer.origin != ARCHIVIST or offer is ours[0]]
