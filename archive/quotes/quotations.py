"""Find direct speech in releases, speeches and transcripts, with who said it.

A quote needs a named speaker: in the clause behind it or ahead of it, or in the label of a turn. Scare quotes, terms
and titles of works are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unicodedata import is_normalized, normalize

from archive.authority.persons.name_parser import NameReading, bare_name
from archive.authority.persons.non_persons import phrases
from archive.quotes.antecedents import Around, Named, is_of_gender
from archive.quotes.attributions import (
    WINDOW,
    Attribution,
    Sort,
    clause_after,
    clause_around,
    clause_before,
    name_behind_office,
    statement_before,
    told,
    told_last,
)
from archive.quotes.fuller_names import FullerNames
from archive.quotes.marks import MarkedText, Quoted, Span, begins_paragraph
from archive.quotes.offices import holds_office
from archive.quotes.speaker_names import flat, is_person, names_in, office_ahead, whole_name
from archive.quotes.speech_words import ENGLISH_PRONOUNS, INDONESIAN_PRONOUNS, OPENERS, TAKES_FIELD
from archive.text.fold import fold

MOST = 2_000  # quotes of a text
LEAST_WORDS = 4  # of a quote that is no whole sentence
LEAST_AMID = 5  # words of a quote in the midst of a sentence
LEAST_SENTENCE = 6  # words of sentences that have no clause of their own
_BACK = 1_600  # code points ahead of a pronoun in which its person is looked for
_HEADING = 100  # code points of a heading
_MOST_BACK = 4  # paragraphs
_MOST_PRONOUNS = 200  # that are looked up
_TURN = 3_000  # code points of a turn that are quoted
_SENTENCE_ENDS = (".", "!", "?", "…")
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")
_RUN = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s(?:of|the|for|and|[^\W\d_a-z][\w.'’-]*))*")  # of capitals
_TOLD_END = re.compile(r"[.!?…]\s|;\s+(?=[^\W\d_a-z])|\Z")  # of a sentence that quotes may interrupt
_SAID_THAT = 8  # code points behind a verb, of ` that `
_LEAD = re.compile(r"(?:On|In|At|During|After|Last|Earlier|Later|This|Also)(?:\s[^,;]{1,40})?,\s")
_CAPITAL = re.compile(r"(?<![\w’'-])[^\W\d_a-z][^\W\d_]+")
_FIRST_WORDS = re.compile(r"\s*([^\W\d_]+)(?:,?\s([^\W\d_]+))?")
_STOPS = frozenset([*".!?…;:", ""])
_ENDS_SENTENCE = frozenset(".!?…;:")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text gives as somebody's own. `speaker` is the fullest form of the name up to there; `words` are
    those of all parts, without the marks; [start, end) and the parts are code points of the text. `attribution` is the
    clause that names the speaker, or the label of a turn."""

    speaker: str
    start: int
    end: int
    words: str
    parts: tuple[Span, ...]
    attribution: Span


def quotations(text: str, turns: Iterable[Mapping[str, Any]] = ()) -> list[Quotation]:
    """Return the quotes of a text in its order, at most MOST. `turns` are those of a transcript as records have them:
    {speaker, start, end}. The words of English, Indonesian and Vietnamese that attribute speech are known. Pure; linear
    in the length of the text."""
    found = [*_turns(text, turns), *_in_marks(text)]
    return sorted(found, key=lambda quotation: quotation.start)[:MOST]


def quotations_by(names: Iterable[str], text: str, turns: Iterable[Mapping[str, Any]] = ()) -> list[Quotation]:
    """Return those quotes of a text whose speaker has one of these names, whole. `names` are all forms of the name of
    one person. Marks count only where a form has some: then they tell people apart."""
    forms = {_form(name) for name in names} - {""}
    bare = fold(text)
    if not any(fold(form.split()[end]) in bare for form in forms for end in (0, -1)):
        return []  # sooner said than who speaks
    folded = all(form.isascii() for form in forms)
    return [
        quotation
        for quotation in quotations(text, turns)
        if (speaker := _form(quotation.speaker)) in forms or (folded and fold(speaker) in forms)
    ]


def _form(name: str) -> str:
    return " ".join(name.split()).casefold()


def _in_marks(text: str) -> Iterator[Quotation]:
    """The quotes between marks. Letters of two and more code points (`e` and accent) are read as one each."""
    if is_normalized("NFC", text):
        yield from _Reading(text).found()
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
    """The parts of one quote, and who is said to have spoken it."""

    quoted: tuple[Quoted, ...]
    attribution: Attribution


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marked = MarkedText(text)
        self.names = FullerNames(text)
        self.starts = [quoted.outer[0] for quoted in self.marked.quoted]
        self.pronouns = 0  # that were looked up
        self.said: list[tuple[Attribution, str]] = []  # who spoke so far
        self.titled: list[tuple[int, str, str]] | None = None  # (end, name, title) of the persons with one
        self.holders: dict[str, dict[str | None, int]] = {}  # of each office, with the first place

    def found(self) -> Iterator[Quotation]:
        count = 0
        for group in self._groups():
            speaker = self._speaker(group.attribution)
            if speaker is None:
                continue
            self.said.append((group.attribution, speaker))
            parts = tuple(part for quoted in group.quoted for part in quoted.parts)
            words = " ".join(self.text[start:end] for start, end in parts)
            if _is_speech(words):
                at = group.attribution.start, group.attribution.end
                yield Quotation(speaker, parts[0][0], parts[-1][1], words, parts, at)
                count += 1
            if count == MOST:
                return

    def _groups(self) -> Iterator[_Group]:
        """Quotes that one attribution holds together are one: `"We will," Lee said, "do it."`."""
        quoted = self.marked.quoted
        group: _Group | None = None  # the last one
        n = 0
        while n < len(quoted):
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
            if given is None:
                given = self._inherited(n, group)
            if given is None:
                n += 1
                continue
            last = n
            while last + 1 < len(quoted) and self._continues(last, last + 1, given if last == n else None):
                last += 1
            group = _Group(tuple(quoted[n : last + 1]), given)
            yield group
            n = last + 1

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
        if n + 1 < len(self.marked.quoted) and self.marked.quoted[n + 1].outer[0] < end:
            end = min(end, self.marked.quoted[n + 1].outer[0])
            ahead = self.text[max(start, end - 4) : end].rstrip()
            last = self.text[one.parts[-1][1] - 1]
            leads = ahead.endswith(":" if last != "," else ()) or (last in ".!?…" and ahead.endswith(","))
            if leads and end - start < WINDOW and _is_one_sentence(self.text[start:end]):
                return None  # `"So it is." Lee said: "We will."`, `a "sea dog", Lee said: "Me?"`: of the next one
        return clause_after(self.text, start, end)

    def _inherited(self, n: int, before: _Group | None) -> Attribution | None:
        """Who speaks in whole sentences that have no clause of their own: whoever spoke in the sentence ahead of them,
        or in the quote that ends the paragraph before."""
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
            return given if not self.text[since:ends].strip(" .") else None
        ahead = self._without_quotes(max(start, one.outer[0] - WINDOW), one.outer[0])
        base = one.outer[0] - len(ahead)
        if not ahead.rstrip().endswith(_SENTENCE_ENDS) or (rest and not rest[0].isupper()):
            return None
        begins = [match.end() for match in _SENTENCE_END.finditer(ahead.rstrip())]
        if not begins and base > start:
            return None
        begin = begins[-1] if begins else 0
        sentence = NameReading(ahead[begin:])
        return told_last(sentence, base + begin) if ";" not in sentence.text else None

    def _is_statement(self, quoted: Quoted) -> bool:
        """Whether a quote begins its paragraph and asks nothing."""
        return begins_paragraph(self.marked, quoted) and "?" not in self.text[quoted.parts[-1][1] - 2 : quoted.outer[1]]

    def _continues(self, n: int, following: int, given: Attribution | None) -> bool:
        """Whether the next quote goes on with the words of this one: nothing but the attribution is between."""
        one, other = self.marked.quoted[n], self.marked.quoted[following]
        if one.paragraphs[1] != other.paragraphs[0] or other.outer[0] - one.outer[1] > _BETWEEN:
            return False
        between = self.text[one.outer[1] : other.outer[0]]
        if between.strip() and (given is None or given.start < one.outer[1] or not _is_one_sentence(between)):
            return False
        if not between.rstrip().endswith((",", ".", ";", ":", "–", "—")) and between.strip():
            return False
        comma = between.rstrip().endswith((",", "–", "—"))
        if not comma and not self.text[other.parts[0][0] : other.parts[0][1]].lstrip(" .…[(")[:1].isupper():
            return False
        after = self._behind(following)
        if after is not None:
            return False
        _, end = self.marked.paragraphs[other.paragraphs[1]]
        rest = self.text[other.outer[1] : min(end, other.outer[1] + 40)].lstrip()
        ended = self.text[other.parts[-1][0] : other.parts[-1][1]].endswith(_SENTENCE_ENDS)
        return not rest or (ended and not rest[0].islower()) or (rest[0] in ".!?")

    def _speaker(self, given: Attribution) -> str | None:
        if given.sort is Sort.NAME and self.names.is_pair(given.words):
            return None
        if given.sort is Sort.NAME:
            name = self.names.fuller(given.words, given.start)
            if name != given.words:
                return name
            known = {speaker for _, speaker in self.said[-20:] if set(name.split()) <= set(speaker.split())}
            if len(known) == 1:
                return known.pop()
            return None if known or given.doubtful or _is_field(given) else name
        if given.sort is Sort.UNKNOWN:
            return None
        self.pronouns += 1
        if self.pronouns > _MOST_PRONOUNS:
            return None
        return (self._of_office(given) if given.sort is Sort.OFFICE else None) or self._of_pronoun(given)

    def _titled(self) -> list[tuple[int, str, str]]:
        """(end, name, title) of the persons with one."""
        if self.titled is None:
            reading = NameReading(self._without_quotes(0, len(self.text)))
            self.titled = [
                (name.end, name.name, title)
                for name in names_in(reading)
                for title in {name.title or "", office_ahead(reading.text, name.begin)} - {""}
            ]
        return self.titled

    def _of_office(self, given: Attribution) -> str | None:
        """The one person who is named so far with the office that is named alone."""
        holders = self.holders.get(given.words)
        if holders is None:
            holders = self.holders[given.words] = {}
            for end, name, title in self._titled():
                if holds_office(title, given.words):
                    holders.setdefault(self.names.fuller(name, end), end)
        found = {self.names.fuller(name, given.start) for name, end in holders.items() if name and end < given.start}
        return found.pop() if len(found) == 1 else None

    def _of_pronoun(self, given: Attribution) -> str | None:
        """Who `he` or `the minister` is: the one who spoke last in this paragraph or the one before, where nobody is
        named and nobody else speaks since; or the one person who is named there. Where neither has anybody, whoever
        spoke in those before that."""
        number = bisect_right(self.marked.paragraphs, given.start, key=lambda span: span[0]) - 1
        if given.words in ENGLISH_PRONOUNS and (subject := self._subject(number, given)):
            return subject
        cut = _SENTENCE_END.search(self.text, max(0, given.start - _BACK), given.start)
        nearest = max(0, given.start - _BACK)
        nearest = cut.end() if cut and nearest else nearest
        for back in range(1, 3 if given.words in ENGLISH_PRONOUNS else _MOST_BACK + 1):
            begin, _ = self.marked.paragraphs[max(0, number - back)]
            start = max(begin, nearest)
            around = self._around(start, given.start, given.words not in ENGLISH_PRONOUNS)
            if (
                around is None
                or around.unknown
                or (given.words in ENGLISH_PRONOUNS and self._has_other(around, given.words))
            ):
                return None
            if given.words in INDONESIAN_PRONOUNS:
                around.named = [one for one in around.named if not one.is_weak]
            if around.named or around.spoke:
                return around.choose(given) if back == 1 or around.spoke else None
            if number <= back or start > begin:
                return None
        return None

    def _around(self, start: int, end: int, has_mentions: bool) -> Around | None:
        """The persons in a stretch; None where a name there is that of several. `has_mentions`: whoever spoke last
        counts as speaking where a sentence begins with a part of the name."""
        reading = NameReading(self._without_quotes(start, end))
        begins = [start, *(start + word.start for word in reading.words if set(word.gap) & _ENDS_SENTENCE)]
        found = Around(reading.text, start, begins)
        found.spoke = [(said.start, name, said.title) for said, name in self.said[-3:] if start <= said.start < end]
        if has_mentions:
            found.spoke += self._mentions(found)
        for name in names_in(reading):
            if not name.sorts and self._is_in_heading(start + name.start):
                continue
            full = self.names.fuller(name.name, start + name.end)
            if full is None:
                return None
            place = start + name.start
            is_subject = _begins_sentence(reading.text, name.begin)
            is_weak = not (name.sorts or is_subject or self.names.recurs(name.name.split()[-1]))
            is_weak = is_weak and not office_ahead(reading.text, name.begin)
            sentence = bisect_right(begins, place) - 1
            found.named.append(Named(place, full, name.title or "", sentence, is_subject, is_weak))
        unknown = -1
        for one in told(reading, start):
            speaker = None
            if one.sort is Sort.NAME:
                speaker = self.names.fuller(one.words, one.start)
                if speaker == one.words and (_is_field(one) or (one.doubtful and not self.names.recurs(one.words))):
                    speaker = None
            elif one.sort is Sort.OFFICE:
                speaker = self._of_office(one)
            if speaker is not None:
                found.spoke.append((one.end, speaker, one.title))
            elif one.sort in {Sort.NAME, Sort.UNKNOWN}:
                unknown = max(unknown, one.start)
        found.unknown = unknown > max((at for at, _, _ in found.spoke), default=-1)
        return found

    def _mentions(self, around: Around) -> Iterator[tuple[int, str, str]]:
        """The sentences that begin with a part of the name of whoever spoke last."""
        last = self.said[-1][1] if self.said else ""
        for begin in around.sentences if last else ():
            match = _FIRST_WORDS.match(around.text, begin - around.start)
            words = [word for word in match.groups() if word and word.casefold() not in OPENERS] if match else []
            if words and len(words[0]) > 2 and words[0] in last.split():
                yield begin, last, ""

    def _has_other(self, around: Around, pronoun: str) -> bool:
        """Whether a person who is fully named before is named by one word after whoever spoke last, neither in what
        the same sentence says of something else nor in one that begins with the pronoun."""
        if not around.spoke:
            return False
        at, speaker, _ = max(around.spoke)
        end = _TOLD_END.search(around.text, max(0, at - around.start))
        for match in _CAPITAL.finditer(around.text, max(0, at - around.start)):
            number = bisect_right(around.sentences, around.start + match.start()) - 1
            begin = around.sentences[number] - around.start
            told_of = end is not None and at - around.start + _SAID_THAT < match.start() < end.start()
            if told_of or around.text[begin : begin + len(pronoun) + 1].casefold() == pronoun + " ":
                continue
            if self._is_other_person(match[0], around.start + match.start(), speaker):
                return True
        return False

    def _is_other_person(self, word: str, at: int, name: str) -> bool:
        if word in name.split() or word.isupper() or not self.names.recurs(word):
            return False
        full = self.names.fuller(word, at)
        return full is None or (full != word and is_person(full))

    def _subject(self, number: int, given: Attribution) -> str | None:
        """The one person with whom, or with the pronoun, every sentence ahead of a quote in its paragraph begins, else
        of the paragraph before: `On Monday, Lee came. “I am glad,” he said.` None where the last sentence has another
        person."""
        begin, _ = self.marked.paragraphs[number]
        text = self._without_quotes(begin, given.start)
        if not text.strip(" ;") and number:
            begin, end = self.marked.paragraphs[number - 1]
            text = self._without_quotes(begin, end)
        if len(text) > _BACK:
            return None
        subject = ""
        words = NameReading(text).words
        begins = [word.start for n, word in enumerate(words) if not n or set(word.gap) & _ENDS_SENTENCE]
        for at, end in pairwise((*begins, len(text))):
            sentence = _LEAD.sub("", text[at:end])
            if sentence.casefold().startswith(given.words + " "):
                continue
            at = end - len(sentence)
            name = self._first_name(sentence, begin + at, given.words)
            if not name or name != (subject or name):
                return None
            subject = name
            is_last = end == len(text)
            others = _CAPITAL.finditer(sentence) if is_last else ()
            if any(self._is_other_person(match[0], begin + at + match.start(), name) for match in others):
                return None
            if is_last and any(
                self.names.fuller(one.name, begin + at) != name for one in names_in(NameReading(sentence))
            ):
                return None
        return subject or None

    def _is_known(self, name: str) -> bool:
        """Whether somebody of a name speaks ahead, or has a title: `Sandy Hook` is a place."""
        return any(speaker == name for _, speaker in self.said) or any(one == name for _, one, _ in self._titled())

    def _first_name(self, sentence: str, at: int, pronoun: str) -> str | None:
        """The full name of the person with whom a sentence begins, whose title does not tell another pronoun."""
        run = _RUN.match(sentence)
        reading = NameReading(run[0] if run and " " in run[0] else sentence)
        if not reading.words:
            return None
        found = name_behind_office(reading, "said") or whole_name(reading, reading.within(0, len(reading.text)), "said")
        if found is None or found.begin or sentence[found.end :].startswith((" and ", "'s", "’s")):
            return None
        full = self.names.fuller(found.name, at + found.end)
        fits = is_of_gender(found.title or "", pronoun)
        return full if full and " " in full and is_person(full) and fits else None

    def _is_in_heading(self, at: int) -> bool:
        """Whether a place is in a short paragraph that does not end as a sentence does."""
        start, end = self.marked.paragraphs[bisect_right(self.marked.paragraphs, at, key=lambda span: span[0]) - 1]
        return end - start < _HEADING and self.text[start:end].rstrip()[-1:].isalnum()

    def _without_quotes(self, start: int, end: int) -> str:
        """The words of [start, end) on one line, with nothing but a semicolon in the place of each quote."""
        pieces: list[str] = []
        for n in range(max(0, bisect_left(self.starts, start) - 1), bisect_left(self.starts, end)):
            quoted = self.marked.quoted[n]
            if quoted.outer[1] > start:
                pieces += [self.text[start : quoted.outer[0]], ";".ljust(quoted.outer[1] - max(start, quoted.outer[0]))]
                start = quoted.outer[1]
        pieces.append(self.text[start:end])
        return flat("".join(pieces))


def _is_field(given: Attribution) -> bool:
    """Whether what seems to be a name of one word may be what an office is for: `Dirjen Ilmate`."""
    title = given.title.casefold().split()
    return " " not in given.words and bool(title) and title[-1] in TAKES_FIELD


_BETWEEN = 260  # code points of an attribution inside a quote


def _is_one_sentence(between: str) -> bool:
    words = NameReading(between).words
    return not any(set(word.gap) & set(".!?…;:\n") for word in words[1:])


_SMALL_WORDS = frozenset(
    phrases(
        """
a, an, the, of, in, on, at, to, and, or, for, with, by, from, dan, di, ke, dari, yang, untuk, và, của
"""
    )
)


def _begins_sentence(text: str, at: int) -> bool:
    """Whether nothing is ahead of a place in its sentence, or a word such as `yesterday` alone."""
    before = text[max(0, at - _BACK) : at].rstrip()
    opener = before.split()[-1] if before else ""
    if opener.casefold().rstrip(",") in OPENERS:
        before = before.removesuffix(opener).rstrip()
    return before[-1:] in _STOPS


def _is_speech(words: str) -> bool:
    """Whether words are no term and no title of a work: four of them, or a whole sentence."""
    listed = words.split()
    if len(listed) < 2:
        return False
    weighty = [word for word in listed if word.casefold() not in _SMALL_WORDS and word[0].isalpha()]
    if all(word[0].isupper() for word in weighty) and not words.endswith(_SENTENCE_ENDS):
        return False  # `The Man in the Iron Mask`
    whole = words[0].isupper() and words.endswith((*_SENTENCE_ENDS, ","))
    return len(listed) >= LEAST_WORDS or whole


def _turns(text: str, turns: Iterable[Mapping[str, Any]]) -> Iterator[Quotation]:
    """What labelled turns say, up to _TURN code points, of those whose label is a name."""
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
    """The name in the label of a turn, as printed there; None for a role (`Question`)."""
    label = " ".join(label.split("(")[0].split())
    name = bare_name(label.title() if label.isupper() else label)
    at = label.casefold().find(name.casefold()) if name else -1
    return label[at : at + len(name)] if name and at >= 0 and is_person(name) else None


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """The paragraphs of a turn that begin in its first _TURN code points, the last one cut at a sentence."""
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
