"""The persons to whom quotes are given: the fullest name in the text, and who `he` or `the minister` is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from archive.authority.persons.name_parser import NameReading
from archive.quotes.antecedents import Around, Named, is_of_gender
from archive.quotes.attributions import Attribution, Sort, name_behind_office
from archive.quotes.clauses_ahead import told
from archive.quotes.european import ASKED, SOURCE, VERB, runs_in
from archive.quotes.european import told as told_in
from archive.quotes.european_words import PRONOUNS
from archive.quotes.fuller_names import FullerNames
from archive.quotes.marks import MarkedText
from archive.quotes.offices import holds_office
from archive.quotes.speaker_names import flat, is_person, names_in, office_ahead, whole_name
from archive.quotes.speech_words import ENGLISH_PRONOUNS, INDONESIAN_PRONOUNS, OPENERS, TAKES_FIELD
from archive.text.patterns import lazy_regex

_BACK = 1_600  # code points ahead of a pronoun in which its person is looked for
_HEADING = 100  # code points of a heading
_MOST_BACK = 4  # paragraphs
_MOST_PRONOUNS = 200  # that are looked up
_RUN = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s(?:of|the|for|and|[^\W\d_a-z][\w.'’-]*))*")  # of capitals
_TOLD_END = re.compile(r"[.!?…]\s|;\s+(?=[^\W\d_a-z])|\Z")  # of a sentence that quotes may interrupt
_SAID_THAT = 8  # code points behind a verb, of ` that `
_APPOSED = 24  # code points of the beginning of an apposition
_INTRODUCES = lazy_regex(r",\s(?:an?|eine?|seorang|một|une?|una|uma?|um|salah\s(?:satu|seorang))\s[^\W\d_]")
_LEAD = re.compile(r"(?:On|In|At|During|After|Last|Earlier|Later|This|Also)(?:\s[^,;]{1,40})?,\s")
_CAPITAL = re.compile(r"(?<![\w’'-])[^\W\d_a-z][^\W\d_]+")
_FIRST_WORDS = re.compile(r"\s*([^\W\d_]+)(?:,?\s([^\W\d_]+))?")
_STOPS = frozenset([*".!?…;:", ""])
_ENDS_SENTENCE = frozenset(".!?…;:")
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")


class Speakers:
    """The speakers of a text: a name in full, who a pronoun or an office stands for. `said` are the clauses so far with
    their speakers; whoever reads the quotes adds to it."""

    def __init__(self, marked: MarkedText) -> None:
        self.text = marked.text
        self.marked = marked
        self.names = FullerNames(marked.text)
        self.said: list[tuple[Attribution, str]] = []
        self.starts = [quoted.outer[0] for quoted in marked.quoted]
        self.pronouns = 0  # that were looked up
        self._persons: list[tuple[int, str, str]] | None = None  # (end, name, title) of those with a title
        self.holders: dict[str, dict[str | None, int]] = {}  # of each office, with the first place

    def of(self, given: Attribution) -> str | None:
        """Return the fullest form of the name of whoever a clause names; None where it is not sure."""
        if given.sort is Sort.NAME and self.names.is_pair(given.words):
            return None
        if given.sort is Sort.NAME:
            name = self.names.fuller(given.words, given.start)
            if name and not name.endswith(given.words) and self._is_introduced(given):
                return given.words
            if name != given.words:
                return name
            known = {speaker for _, speaker in self.said[-20:] if set(name.split()) <= set(speaker.split())}
            if len(known) == 1:
                return known.pop()
            if known or _is_field(given):
                return None
            is_sure = not given.doubtful or (" " in name and all(map(self.names.recurs, name.split())))
            return name if is_sure else None
        if given.sort is Sort.UNKNOWN:
            return None
        self.pronouns += 1
        if self.pronouns > _MOST_PRONOUNS:
            return None
        if given.words in PRONOUNS:
            return self._of_last(given)
        return (self._of_office(given) if given.sort is Sort.OFFICE else None) or self._of_pronoun(given)

    def _is_introduced(self, given: Attribution) -> bool:
        """Whether a clause says who the person with that one name is, who is then no other one: `said Jane, a
        carpenter`."""
        at = self.text.find(f"{given.words},", given.start, given.end + 1)
        behind = at + len(given.words)
        return " " not in given.words and at >= 0 and bool(_INTRODUCES.match(self.text, behind, behind + _APPOSED))

    def _told(self, given: Attribution) -> str | None:
        """Whoever speaks in the sentence ahead of a quote, where nobody else is named there: `Lee dijo que zarpa. «Es
        hora», añadió.`"""
        number = bisect_right(self.marked.paragraphs, given.start, key=lambda span: span[0]) - 1
        begin, _ = self.marked.paragraphs[max(0, number - 1)]
        begin = max(begin, given.start - _BACK)
        ahead = self.without_quotes(begin, given.start).rstrip(" ;,")
        starts = [word.start for word in NameReading(ahead).words if set(word.gap) & _ENDS_SENTENCE]
        sentence = ahead[starts[-1] :] if starts else ahead
        one = told_in(sentence) if ahead.endswith((".", ":")) and (starts or begin > given.start - _BACK) else None
        if one is None:
            return None
        at = begin + len(ahead) - len(sentence)
        speaker = self.of(replace(one, start=at, end=at + one.end))
        others = _CAPITAL.finditer(sentence) if speaker else ()
        return None if any(self._is_other_person(match[0], at, speaker or "") for match in others) else speaker

    def _of_last(self, given: Attribution) -> str | None:
        """Whoever speaks in the sentence ahead; else whoever spoke last, at most one paragraph ahead, where nobody else
        is named or speaks since."""
        if speaker := self._told(given):
            return speaker
        if not self.said:
            return None
        last, speaker = self.said[-1]
        if ASKED.search(self.text, last.start, last.end):
            return None  # another answers
        number, before = (
            bisect_right(self.marked.paragraphs, at, key=lambda span: span[0]) for at in (given.start, last.start)
        )
        told = _TOLD_END.search(self.text, last.end, given.start)
        between = self.without_quotes(told.end() if told else last.end, given.start)
        if number - before > 1 or len(between) > _BACK or VERB.search(between) or SOURCE.search(between):
            return None
        if any(self._is_other_person(match[0], last.end, speaker) for match in _CAPITAL.finditer(between)):
            return None
        words = {word for part in speaker.split() for word in part.split("-")}
        return speaker if all(set(run.split()) <= words for run in runs_in(between)) else None

    def _titled(self) -> list[tuple[int, str, str]]:
        """(end, name, title) of the persons with one."""
        if self._persons is None:
            reading = NameReading(self.without_quotes(0, len(self.text)))
            heading = self.names.heading_end
            self._persons = [
                (name.end, name.name, title)
                for name in names_in(reading)
                if name.end > heading or self.names.recurs(name.name.split()[-1])  # `Mayor Welcomes Sailors`
                for title in {name.title or "", office_ahead(reading.text, name.begin)} - {""}
            ]
        return self._persons

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
        reading = NameReading(self.without_quotes(start, end))
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
        text = self.without_quotes(begin, given.start)
        if not text.strip(" ;") and number:
            begin, end = self.marked.paragraphs[number - 1]
            text = self.without_quotes(begin, end)
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

    def without_quotes(self, start: int, end: int) -> str:
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


def _begins_sentence(text: str, at: int) -> bool:
    """Whether nothing is ahead of a place in its sentence, or a word such as `yesterday` alone."""
    before = text[max(0, at - _BACK) : at].rstrip()
    opener = before.split()[-1] if before else ""
    if opener.casefold().rstrip(",") in OPENERS:
        before = before.removesuffix(opener).rstrip()
    return before[-1:] in _STOPS
