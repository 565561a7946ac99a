"""Find direct speech in releases, speeches and transcripts, with who said it.

A quote needs a named speaker: in the clause after it or before it, or in the label of a turn. Scare quotes, terms and
titles of works are not quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import is_normalized, normalize

from archive.authority.persons.name_parser import NameReading, bare_name
from archive.authority.persons.non_persons import phrases
from archive.quotes.attributions import WINDOW, Attribution, Sort, any_of, clause_after
from archive.quotes.clauses_ahead import clause_around, clause_before, statement_before, told_last
from archive.quotes.european import clause_ahead, clause_behind, clause_inside
from archive.quotes.fuller_names import FullerNames
from archive.quotes.marks import MarkedText, Quoted, Span, begins_paragraph
from archive.quotes.speaker_names import are_alike, flat, is_person, names_in, names_office
from archive.quotes.speakers import Speakers
from archive.quotes.speech_words import TITLED
from archive.text.fold import fold
from archive.text.patterns import lazy_regex

MOST = 2_000  # quotes of a text
LEAST_WORDS = 4  # of a quote that is no whole sentence
LEAST_AMID = 5  # words of a quote in the midst of a sentence
LEAST_SENTENCE = 6  # words of sentences that have no clause of their own
_TURN = 3_000  # code points of a turn that are quoted
_SENTENCE_ENDS = (".", "!", "?", "…")
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text attributes to somebody. `speaker` is the fullest form of the name so far; `words` are those of
    all parts, without the marks; [start, end) and the parts are code points of the text. `attribution` is the clause
    that names the speaker, or the label of a turn."""

    speaker: str
    start: int
    end: int
    words: str
    parts: tuple[Span, ...]
    attribution: Span


def quotations(text: str, turns: Iterable[Mapping[str, Any]] = ()) -> list[Quotation]:
    """Return the quotes of a text in order, at most MOST. `turns` are those of a transcript as in records: {speaker,
    start, end}. Attributions are recognised in English, Indonesian and Vietnamese, and plain ones in French, German,
    Spanish and Portuguese. Pure; linear in the length of the text."""
    found = [*_turns(text, turns), *_in_marks(text)]
    return sorted(found, key=lambda quotation: quotation.start)[:MOST]


def quotations_by(names: Iterable[str], text: str, turns: Iterable[Mapping[str, Any]] = ()) -> list[Quotation]:
    """Return those quotes of a text whose speaker has one of these names as a whole. `names` are all forms of one
    person's name. Accents count only if a form has some: then they distinguish people."""
    forms = {_form(name) for name in names} - {""}
    bare = fold(text)
    if not any(fold(form.split()[end]) in bare for form in forms for end in (0, -1)):
        return []  # cheaper to check than the speakers
    folded = all(form.isascii() for form in forms)
    return [
        quotation
        for quotation in quotations(text, turns)
        if (speaker := _form(quotation.speaker)) in forms or (folded and fold(speaker) in forms)
    ]


def _form(name: str) -> str:
    return " ".join(name.split()).casefold()


def _in_marks(text: str) -> Iterator[Quotation]:
    """Return the quotes between marks. Letters of two or more code points (`e` and accent) are read as one each, and
    hyphens that do not break as others."""
    if is_normalized("NFC", text):
        for quotation in _Reading(text.replace("\u2011", "-")).found():
            words = " ".join(text[start:end] for start, end in quotation.parts)
            yield replace(quotation, words=words) if "\u2011" in words else quotation
        return
    pieces, ends, longer, at = list[str](), list[int](), [0], 0
    for match in _DECOMPOSED.finditer(text):
        letter = normalize("NFC", match[0])
        pieces += [text[at : match.start()], letter]
        at = match.end()
        longer.append(longer[-1] + len(match[0]) - len(letter))
        ends.append(at - longer[-1])
    pieces.append(text[at:])

    def original(span: Span) -> Span:
        start, end = (place + longer[bisect_right(ends, place)] for place in span)
        return start, end

    for quotation in _Reading("".join(pieces)).found():
        parts = tuple(map(original, quotation.parts))
        words = " ".join(text[start:end] for start, end in parts)
        at_clause = original(quotation.attribution)
        yield Quotation(quotation.speaker, parts[0][0], parts[-1][1], words, parts, at_clause)


_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class _Group:
    """The parts of one quote, and its speaker."""

    quoted: tuple[Quoted, ...]
    attribution: Attribution


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marked = MarkedText(text)
        self.marked.quoted = list(self._separated())
        self.speakers = Speakers(self.marked)

    def found(self) -> Iterator[Quotation]:
        count = 0
        for group in self._groups():
            speaker = self.speakers.of(group.attribution)
            if speaker is None:
                continue
            self.speakers.said.append((group.attribution, speaker))
            parts = tuple(part for quoted in group.quoted for part in quoted.parts)
            words = " ".join(self.text[start:end] for start, end in parts)
            of_another = group.attribution.sort is not Sort.NAME and " " in speaker and speaker in words
            if _is_speech(words) and not of_another:
                at = group.attribution.start, group.attribution.end
                yield Quotation(speaker, parts[0][0], parts[-1][1], words, parts, at)
                count += 1
            if count == MOST:
                return

    def _separated(self) -> Iterator[Quoted]:
        """Yield the quotes. One whose clause names a speaker, and which seems to go on from a quote with its own clause
        in an earlier paragraph, is two: the mark at the end of that paragraph was forgotten."""
        previous: Quoted | None = None
        for one in self.marked.quoted:
            first, last = one.paragraphs
            goes_on = previous is not None and previous.paragraphs[1] == first and len(one.parts) > 1
            if goes_on and not begins_paragraph(self.marked, one):
                _, end = self.marked.paragraphs[last]
                given = clause_behind(self.text, one.outer[1], end) or clause_after(self.text, one.outer[1], end)
                if given is not None and given.sort is Sort.NAME:
                    *earlier, final = one.parts
                    _, ends = self.marked.paragraphs[last - 1]
                    yield replace(one, parts=tuple(earlier), outer=(one.outer[0], ends), paragraphs=(first, last - 1))
                    one = replace(one, parts=(final,), outer=(final[0] - 1, one.outer[1]), paragraphs=(last, last))
            yield one
            previous = one

    def _groups(self) -> Iterator[_Group]:
        """Join quotes that share one attribution: `"We will," Lee said, "do it."`."""
        quoted = self.marked.quoted
        group: _Group | None = None  # the previous one
        earlier: _Group | None = None  # the one before that
        n = 0
        while n < len(quoted):
            at = quoted[n].outer[0]
            if _TITLED.search(self.text, max(0, at - _INTRODUCTION), at):
                n += 1
                continue
            ahead = self._ahead(n)
            behind = self._behind(n)
            if ahead is not None and behind is not None and Sort.UNKNOWN not in {ahead.sort, behind.sort}:
                if not self._agree(n, ahead, behind):
                    n += 1
                    continue
                ahead = ahead if ahead.sort is Sort.NAME and behind.sort is not Sort.NAME else None
            given = behind if ahead is None or ahead.sort is Sort.UNKNOWN else ahead
            if given is None:
                given = self._amid(n)
            if given is None and (group_inside := self._inside(n)):
                earlier, group = group, group_inside
                yield group
                n += 1
                continue
            if given is None and not self._is_dialogue(earlier, group):
                given = self._inherited(n, group)
            if given is None:
                n += 1
                continue
            last = n
            while last + 1 < len(quoted) and self._continues(last, last + 1, given if last == n else None):
                last += 1
            earlier, group = group, _Group(tuple(quoted[n : last + 1]), given)
            yield group
            n = last + 1

    def _inside(self, n: int) -> _Group | None:
        """The quote without the clause that is within its marks."""
        one = self.marked.quoted[n]
        start, end = one.parts[0][0], one.parts[-1][1]
        given = clause_inside(self.text, start, end) if self.text[one.outer[0]] == "«" and len(one.parts) == 1 else None
        if given is None:
            return None
        parts = [(start, given.start + 1)]
        rest = self.text[given.end : end]
        if rest.strip():
            parts.append((end - len(rest.lstrip()), end))
        return _Group((replace(one, parts=tuple(parts)),), given)

    def _agree(self, n: int, ahead: Attribution, behind: Attribution) -> bool:
        """Whether the clauses ahead of a quote and behind it are of one person: by the same name or a shorter one, or
        one is a pronoun in the same sentence. What stands behind a whole sentence may be of the next one."""
        if Sort.PRONOUN in {ahead.sort, behind.sort}:
            return ahead.sort is not behind.sort and self.text[self.marked.quoted[n].parts[-1][1] - 1] == ","
        words, others = set(ahead.words.split()), set(behind.words.split())
        return words <= others or others <= words

    def _amid(self, n: int) -> Attribution | None:
        """Who is said to speak in a sentence that a quote of some words ends or goes on with."""
        one = self.marked.quoted[n]
        start, _ = self.marked.paragraphs[one.paragraphs[0]]
        if n:
            start = max(start, self.marked.quoted[n - 1].outer[1])
        words = self.text[one.parts[0][0] : one.parts[-1][1]]
        if len(words.split()) < LEAST_AMID or not _is_speech(words.rstrip(",.")) or begins_paragraph(self.marked, one):
            return None
        return clause_around(self.text, start, one.outer[0])

    def _ahead(self, n: int) -> Attribution | None:
        one = self.marked.quoted[n]
        start, _ = self.marked.paragraphs[one.paragraphs[0]]
        end = one.outer[0]
        if begins_paragraph(self.marked, one):
            if one.paragraphs[0] == 0:
                return None
            start, end = self.marked.paragraphs[one.paragraphs[0] - 1]
            if not self.text[max(start, end - 4) : end].rstrip().endswith(":"):
                return statement_before(self.text, start, end)
        if n:
            start = max(start, self.marked.quoted[n - 1].outer[1])
        if found := clause_ahead(self.text, start, end):
            return found
        ends = self.text[max(start, end - 4) : end].rstrip().endswith(".")
        return statement_before(self.text, start, end) if ends else clause_before(self.text, start, end)

    def _behind(self, n: int) -> Attribution | None:
        one = self.marked.quoted[n]
        _, end = self.marked.paragraphs[one.paragraphs[1]]
        start = one.outer[1]
        number = one.paragraphs[1] + 1
        if not self.text[start : min(end, start + WINDOW)].strip() and number < len(self.marked.paragraphs):
            begin, end = self.marked.paragraphs[number]
            signed = clause_after(self.text, begin, end) if self.text[begin : begin + 1] in "-–—" else None
            return signed if signed is not None and signed.sort is Sort.NAME else None
        following = self.marked.quoted[n + 1] if n + 1 < len(self.marked.quoted) else None
        next_begins = (
            following is not None and following.paragraphs[0] == number and begins_paragraph(self.marked, following)
        )
        if following is not None and (following.outer[0] < end or next_begins):
            end = min(end, following.outer[0])
            ahead = self.text[max(start, end - 4) : end].rstrip()
            last = self.text[one.parts[-1][1] - 1]
            leads = ahead.endswith(":" if last != "," else ()) or (last in ".!?…" and ahead.endswith(","))
            if leads and end - start < WINDOW and _is_one_sentence(self.text[start:end]):
                return None  # `"So it is." Lee said: "We will."`, `a "sea dog", Lee said: "Me?"`: of the next one
        given = clause_behind(self.text, start, end) or clause_after(self.text, start, end)
        return replace(given, sort=Sort.UNKNOWN) if given and self._is_cut(given.end, number) else given

    def _is_cut(self, end: int, number: int) -> bool:
        """Whether a clause ends without a stop at the end of a paragraph and the next one, of this number, begins with
        an office: a line of a page cut it."""
        if number == len(self.marked.paragraphs) or self.text[end : self.marked.paragraphs[number - 1][1]].strip():
            return False
        begin, _ = self.marked.paragraphs[number]
        reading = NameReading(flat(self.text[begin : begin + WINDOW]))
        count = next(
            (n for n, word in enumerate(reading.words) if not word.text[0].isupper() or (n and word.gap != " ")), 0
        )
        return any(names_office(reading, n) for n in range(count))

    def _inherited(self, n: int, before: _Group | None) -> Attribution | None:
        """Return the speaker of whole sentences without their own clause: the speaker of the sentence before them, or
        of the quote that ends the previous paragraph."""
        one = self.marked.quoted[n]
        start, _ = self.marked.paragraphs[one.paragraphs[0]]
        words = self.text[one.parts[0][0] : one.parts[-1][1]]
        rest = self.text[one.outer[1] : min(self.marked.paragraphs[one.paragraphs[1]][1], one.outer[1] + 40)]
        ended = words.endswith(_SENTENCE_ENDS) or rest.startswith(".")
        rest = rest.lstrip(". ")
        if not (ended and words[0].isupper() and len(words.split()) >= LEAST_SENTENCE):
            return None
        if begins_paragraph(self.marked, one):
            last = before.quoted[-1] if before is not None else None
            if last is None or before is None or rest or last.paragraphs[1] != one.paragraphs[0] - 1:
                return None
            _, ends = self.marked.paragraphs[last.paragraphs[1]]
            given = before.attribution
            since = given.end if given.start >= last.outer[1] and self._is_statement(last) else last.outer[1]
            return given if _tells_no_more(self.text[since:ends]) else None
        ahead = self.speakers.without_quotes(max(start, one.outer[0] - WINDOW), one.outer[0])
        base = one.outer[0] - len(ahead)
        if not ahead.rstrip().endswith(_SENTENCE_ENDS) or (rest and not rest[0].isupper()):
            return None
        begins = [match.end() for match in _SENTENCE_END.finditer(ahead.rstrip())]
        if not begins and base > start:
            return None
        begin = begins[-1] if begins else 0
        sentence = NameReading(ahead[begin:])
        return told_last(sentence, base + begin) if ";" not in sentence.text else None

    def _is_dialogue(self, earlier: _Group | None, group: _Group | None) -> bool:
        """Whether one asks in the paragraph before that of the last quote, whose speaker is another."""
        if earlier is None or group is None or earlier.quoted[-1].paragraphs[1] != group.quoted[0].paragraphs[0] - 1:
            return False
        one, other = earlier.attribution, group.attribution
        names = one.sort is Sort.NAME and other.sort is Sort.NAME and not are_alike(one.words, other.words)
        return names and self._asks(earlier.quoted[-1])

    def _is_statement(self, quoted: Quoted) -> bool:
        """Whether a quote begins its paragraph and asks nothing."""
        return begins_paragraph(self.marked, quoted) and not self._asks(quoted)

    def _asks(self, quoted: Quoted) -> bool:
        return "?" in self.text[quoted.parts[-1][1] - 2 : quoted.outer[1]]

    def _continues(self, n: int, following: int, given: Attribution | None) -> bool:
        """Return whether the next quote continues this one: only the attribution is between."""
        one, other = self.marked.quoted[n], self.marked.quoted[following]
        if one.paragraphs[1] != other.paragraphs[0] or other.outer[0] - one.outer[1] > _BETWEEN:
            return False
        between = self.text[one.outer[1] : other.outer[0]]
        if between.strip() and (given is None or given.start < one.outer[1] or not _is_one_sentence(between)):
            return False
        if not between.rstrip().endswith((",", ".", ";", ":", "–", "—")) and between.strip():
            return False
        comma = between.rstrip().endswith((",", "–", "—"))
        first = "".join(self.text[other.parts[0][0] : other.parts[0][1]].lstrip(" .…[(").split(None, 1)[:1])
        if not comma and not _CAPITAL.search(first):
            words = self.text[other.parts[0][0] : other.parts[-1][1]]
            _, end = self.marked.paragraphs[other.paragraphs[1]]
            alone = not self.text[other.outer[1] : end].strip() and words.endswith(_SENTENCE_ENDS)
            if not (alone and len(words.split()) >= LEAST_SENTENCE):  # `said Lee. “and so it is.”`
                return False
        after = self._behind(following)
        if after is not None:
            again = after.sort in {Sort.PRONOUN, Sort.OFFICE}
            return again and comma and bool(between.strip()) and first.islower()
        _, end = self.marked.paragraphs[other.paragraphs[1]]
        rest = self.text[other.outer[1] : min(end, other.outer[1] + 40)].lstrip()
        ended = self.text[other.parts[-1][0] : other.parts[-1][1]].endswith(_SENTENCE_ENDS)
        return not rest or (ended and not rest[0].islower()) or (rest[0] in ".!?")


_INTRODUCTION = 24  # code points ahead of a title of a work
_TITLED = lazy_regex(rf"(?<!\w)(?:{any_of(TITLED)}):?\s\Z", re.IGNORECASE)
_BETWEEN = 260  # code points of an attribution inside a quote
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")  # `We`, `eBoats`


def _is_one_sentence(between: str) -> bool:
    words = NameReading(between).words
    return not any(set(word.gap) & set(".!?…;:\n") for word in words[1:])


_CIRCUMSTANCE = 60  # code points behind a name


def _tells_no_more(rest: str) -> bool:
    """Return whether what follows an attribution to the end of its paragraph is only when and where it was said, and
    names nobody: `on Tuesday in Ambon`."""
    if not rest.strip(" ."):
        return True
    rest = rest.rstrip(" .")
    return len(rest) < _CIRCUMSTANCE and not _STOP.search(rest) and not names_in(NameReading(rest))


_STOP = re.compile(r"[.!?…:;](?:\s|\Z)|[\n\"“”„«»]")
_SMALL_WORDS = frozenset(
    phrases(
        """
a, an, the, of, in, on, at, to, and, or, for, with, by, from, dan, di, ke, dari, yang, untuk, và, của
"""
    )
)


def _is_speech(words: str) -> bool:
    """Return whether words are speech, and not a term or a title of a work: four of them, or a whole sentence."""
    listed = words.split()
    if len(listed) < 2:
        return False
    weighty = [word for word in listed if word.casefold() not in _SMALL_WORDS and word[0].isalpha()]
    if all(word[0].isupper() for word in weighty) and not words.endswith(_SENTENCE_ENDS):
        return False  # `The Man in the Iron Mask`
    whole = words[0].isupper() and words.endswith((*_SENTENCE_ENDS, ","))
    return len(listed) >= LEAST_WORDS or whole


def _turns(text: str, turns: Iterable[Mapping[str, Any]]) -> Iterator[Quotation]:
    """Return the words of labelled turns, up to _TURN code points, if the label is a name."""
    names = FullerNames(text, has_title_names=True)
    for turn in turns:
        label, start, end = str(turn.get("speaker") or ""), turn.get("start"), turn.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            continue
        name = _labelled(label)
        speaker = names.fuller(name, start) if name else None
        if speaker is None or len(text[start:end].split()) < LEAST_WORDS:
            continue
        parts = tuple(_paragraphs(text, start, end))
        at = text.rfind("\n", 0, start) + 1, start
        words = " ".join(text[begin:stop] for begin, stop in parts)
        yield Quotation(speaker, parts[0][0], parts[-1][1], words, parts, at)


def _labelled(label: str) -> str | None:
    """Return the name in the label of a turn, as printed; None for a role (`Question`)."""
    label = " ".join(label.split("(")[0].split())
    name = bare_name(label.title() if label.isupper() else label)
    at = label.casefold().find(name.casefold()) if name else -1
    return label[at : at + len(name)] if name and at >= 0 and is_person(name) else None


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Return the paragraphs of a turn that begin in its first _TURN code points, the last one cut at a sentence."""
    stop = min(end, start + _TURN)
    if stop < end:
        stop = max(text.rfind(mark, start, stop) for mark in (". ", "? ", "! ", ".\n")) + 1 or stop
    at = start
    while at < stop:
        gap = text.find("\n\n", at, stop)
        close = stop if gap < 0 else gap
        words = text[at:close]
        if words.strip():
            begin = at + len(words) - len(words.lstrip())
            yield begin, at + len(words.rstrip())
        at = close + 2
