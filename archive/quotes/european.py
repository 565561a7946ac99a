"""Who is said to speak next to a quote in French, German, Spanish and Portuguese. A few plain patterns: where none
fits, nobody is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.authority.persons.name_parser import NameReading
from archive.authority.persons.non_persons import PLACES
from archive.authority.persons.tokens import NameWord
from archive.quotes.attributions import WINDOW, Attribution, Sort, any_of
from archive.quotes.european_words import (
    ACCORDING,
    ARTICLES,
    AWAY,
    CLITICS,
    FOLLOWING,
    FRENCH,
    GERMAN,
    GERMAN_OFFICE,
    LINKS,
    MEDIA,
    OFFICES,
    OPENERS,
    PARTICIPLES,
    PARTICLES,
    PRONOUNS,
    RANKS,
    SUBJECTLESS,
    TIMES,
    TITLES,
    TO,
    VERBS,
)
from archive.quotes.speaker_names import flat, is_person
from archive.text.patterns import lazy_regex

_TAIL = 70  # code points between a verb and the quote behind it
_PHRASE = 120  # of an office ahead of a name
_SAID = (
    rf"(?:{any_of(VERBS)}|(?:a|ha|hat|ont|avait|había)\s(?:{any_of(PARTICIPLES)})|s['’](?:est|était)\s\w+(?:ée?|ie?)|"
    r"zeigte?\ssich\s\w+)"
)
VERB = lazy_regex(rf"(?<![\w’'-])(?P<verb>{_SAID})(?![\w’'])(?!-(?!t?-?(?:il|elle)\b))")
ASKED = lazy_regex(r"(?<!\w)(?:perguntou|questionou|questiona|preguntó|cuestionó|demande|demandé|fragt|fragte)(?!\w)")
SOURCE = lazy_regex(rf"(?<![\w’'-])(?:{any_of(set(ACCORDING) - {'so'})})(?![\w’'])", re.IGNORECASE)
_BEHIND = lazy_regex(rf"[\s,–—-]{{0,6}}(?:(?:{'|'.join(CLITICS)})\s)?(?P<verb>{_SAID}|{any_of(ACCORDING)})(?![\w’'])")
_INVERTED = lazy_regex(  # `a-t-il dit`, `explique-t-elle`
    rf"[\s,–—-]{{0,6}}(?:(?:a|avait)-(?:t-)?(?:il|elle)\s(?:{any_of(PARTICIPLES)})|(?:{any_of(VERBS)})-(?:t-)?(?:il|elle))(?!\w)"
)
_STOPS = frozenset('.!?…;:\n()[]«»“”"„')
_ENDS = re.compile(r"\s*(?:[.,;:!?…()«“\"„–—-]|\Z)")


class _Found(NamedTuple):
    """A name, its last word, and the last word of the title or office ahead of it."""

    name: str
    last: NameWord
    title: str


def clause_behind(text: str, start: int, end: int) -> Attribution | None:
    """Return the speaker in a clause that begins at `start`, behind a quote; None where it is in no such language."""
    window = flat(text[start : min(end, start + WINDOW)])
    if match := _INVERTED.match(window):
        return Attribution(Sort.PRONOUN, "il", start, start + match.end())
    match = _BEHIND.match(window)
    if match is None:
        return None
    span = start + match.start("verb"), start + match.end()
    reading = NameReading(window[match.end() :])
    words = _sentence(reading)
    while words and (words[0].low in TIMES or _is_to_paper(words)):
        words = words[1 if words[0].low in TIMES else 2 :]
        words = words[len(words) > 2 and words[0].low in PLACES :]  # `à BBC Brasil Jane Lee`
    verb = match["verb"]
    if words and words[0].text in PRONOUNS and verb not in ACCORDING:
        return Attribution(Sort.PRONOUN, words[0].text, span[0], span[1] + words[0].end)
    if not words or words[0].text in FOLLOWING - ARTICLES:
        is_subjectless = verb in SUBJECTLESS or verb.startswith("ha ")  # `ha añadido`
        return Attribution(Sort.PRONOUN if is_subjectless else Sort.UNKNOWN, "il", *span)
    found = _subject(reading, words, after_verb=True)
    if found is None:
        return None if verb in ACCORDING else Attribution(Sort.UNKNOWN, "", *span)
    return _named(found, (span[0], span[1] + found.last.end))


def _is_to_paper(words: Sequence[NameWord]) -> bool:
    """Whether the next words are to whom somebody spoke: `ao PÚBLICO`."""
    paper = words[1].text if len(words) > 1 else ""
    return words[0].low in TO and len(paper) > 1 and (paper.isupper() or paper.casefold() in MEDIA)


def clause_ahead(text: str, start: int, end: int) -> Attribution | None:
    """Return the speaker in the sentence that ends at `end`, ahead of a quote: `Lee explique : «…»`, `sagte Lee: „…“`,
    `Lee, Präsident des Bundes: „…“`."""
    base = max(start, end - WINDOW)
    window = flat(text[base:end])
    that = _THAT.search(window)
    if that is None and not window.rstrip().endswith(":"):
        return _cited(window, base, base == start)
    whole = NameReading(window[: that.start()] if that else window.rstrip(" :\u202f"))
    begins = [n for n, word in enumerate(whole.words) if n and set(word.gap) & _STOPS]
    if base > start and not begins:
        return None
    at = whole.words[begins[-1]].start if begins else 0
    if at < len(whole.text) and (opener := _ON_THIS.match(whole.text, at)):
        at = opener.end()
    sentence = whole.text[at:]
    reading = NameReading(sentence)
    verbs = list(VERB.finditer(sentence))
    if not verbs:
        return None if that else _labelled(reading, base + at, text[end : end + 1] in "„«")
    verb = verbs[-1]
    if that and verb.end() < len(sentence):
        return None
    span = base + at, base + at + verb.end()
    unknown = Attribution(Sort.UNKNOWN, "", *span)
    tail = NameReading(sentence[verb.end() :])
    subject = NameReading(_ADVERB.sub("", sentence[: verb.start()].rstrip()))
    if len(verbs) > 1 or len(tail.text) > _TAIL:
        return unknown
    if (inverted := _subject(tail, _sentence(tail), after_verb=True)) is not None:
        rest = tail.text[inverted.last.end :]
        if not rest or rest.startswith(", "):
            return _named(inverted, span)
    if runs_in(tail.text):
        return unknown
    if subject.words and subject.text.casefold() in PRONOUNS:
        return Attribution(Sort.PRONOUN, subject.text.casefold(), *span)
    found = _ahead_of_verb(subject)
    return _named(found, span) if found is not None else unknown


_THAT = re.compile(r"\s(?:que|qu['’])\s?\Z")
_ON_THIS = re.compile(r"(?:Dazu|Hierzu)\s(?=[^\W\d_a-z])")
_ADVERB = re.compile(r"\s(?:también|igualmente|asimismo|também|ainda|aussi|également|auch|zudem|ebenfalls)\Z")


def _cited(window: str, base: int, is_whole: bool) -> Attribution | None:
    """`Selon Jeanne Leroy, directrice du port, «…»`, `Laut Jana Lehmann „…“`: the name is the first of its sentence.
    `is_whole`: the window begins where its paragraph does, and not amid a sentence."""
    matches = list(_CITING.finditer(window))
    if not matches or not (matches[-1].start() or is_whole):
        return None
    ahead = matches[-1].end()
    reading = NameReading(window[ahead:].rstrip())
    found = _subject(reading, reading.words, after_verb=False)
    if found is None or not (found.title or " " in found.name):
        return None
    rest = reading.text[found.last.end :]
    if rest not in {"", ","} and not (
        rest.startswith(", ") and rest.endswith(",") and _is_apposition(rest.strip(", "))
    ):
        return None
    return _named(found, (base + matches[-1].start(), base + ahead + found.last.end))


def _is_apposition(words: str) -> bool:
    """Whether words say only what a person is: `directrice du port`."""
    read = NameReading(words).words
    return bool(read) and _is_office(read[0]) and not _STOP.search(words) and not runs_in(words)


_CITING = lazy_regex(r"(?:\A|(?<=[.!?]\s))(?:Selon|D['’]après|Pour|Según|Segundo|De acordo com|De acuerdo con|Laut)\s")


def clause_inside(text: str, start: int, end: int) -> Attribution | None:
    """Return the speaker in a clause within the marks of a French quote: `« C’est prêt, explique Jeanne Leroy,
    directrice du port. On ouvre lundi. »`; [start, end) of it is all that was not said."""
    for match in _INCISE.finditer(text, start, end):
        given = clause_behind(text, match.start() + 1, end)
        if given is None or given.sort is Sort.UNKNOWN:
            return None
        rest = text[given.end : min(end, given.end + _PHRASE)]
        close = given.end
        if rest.startswith(", "):
            behind = NameReading(rest[2:])
            stop = _STOP.search(rest, 2)
            if behind.words and _is_office(behind.words[0]) and stop:
                close += stop.start()
        elif rest[:1] != ".":
            return None
        return replace(given, start=match.start(), end=close + 1)
    return None


_INCISE = lazy_regex(rf"[,!?…]\s(?=(?:{any_of(FRENCH)})(?:\s|-t?-?(?:il|elle)(?!\w)))")
_STOP = re.compile(r"[.!?…,;:\n]")


def told(sentence: str) -> Attribution | None:
    """Return whom a sentence without quotes begins with as its subject, by name: `Lee dijo que zarpa`, `Además, Lee se
    refirió al puerto`, `Lee, Präsident des Bundes, sagte zu`; None where another may be named behind the verb."""
    verb = VERB.search(sentence)
    ahead, end = (sentence[: verb.start()].rstrip(), verb.end()) if verb else _with_subject(sentence)
    found = _ahead_of_verb(NameReading(ahead)) if ahead else None
    if found is None or VERB.search(sentence, end):
        return None
    others = [run for run in runs_in(sentence[end:]) if is_person(run)]
    return None if others else _named(found, (0, end))


def _with_subject(sentence: str) -> tuple[str, int]:
    """The words up to the first capitalised name that a word in small letters follows, and where they end; none where
    that word joins or places the name."""
    opener = _OPENER.match(sentence)
    match = _SUBJECT.match(sentence, opener.end() if opener else 0)
    if match is None or match["next"] in FOLLOWING | LINKS | PARTICLES | _JOINING:
        return "", 0
    if match["name"].split()[0].casefold() in FOLLOWING | LINKS | OPENERS | ARTICLES:
        return "", 0
    return sentence[: match.end("name")], match.end("name")


_OPENER = lazy_regex(r"(?:Asimismo|Además|Luego|Después|También|Também|Depois|Ainda assim),\s")
_SUBJECT = lazy_regex(
    r"(?P<name>[^\W\d_a-z][\w’'-]{1,30}(?:\s[^\W\d_a-z][\w’'-]{1,30}){0,3})\s(?P<next>[^\W\d_A-Z]\w{0,30})(?!\w)"
)
_JOINING = frozenset(("ni", "ou", "o", "und", "oder", "et", "que", "qui", "como", "comme", "wie", "mais", "pero"))


def _named(found: _Found, span: tuple[int, int]) -> Attribution:
    return Attribution(Sort.NAME, found.name, *span, found.title, not found.title and " " not in found.name)


def _labelled(reading: NameReading, base: int, takes_bare: bool) -> Attribution | None:
    """`Jane Lee, directrice de Lee Boats :`, `Die Präsidentin des Bundes, Jana Lee:`; a bare name (`Jana Lee:`) only if
    it is asked for."""
    words = reading.words
    led = _subject(reading, words, after_verb=False)
    if (
        led is not None
        and led.last.end == len(reading.text)
        and (led.title or words[0].low in ARTICLES)
        and " " in led.name
    ):
        return Attribution(Sort.NAME, led.name, base, base + len(reading.text), led.title)
    found = _run_from(reading, words, 0)
    if found is None or " " not in found.name:
        return None
    if takes_bare and found.last.end == len(reading.text):
        return Attribution(Sort.NAME, found.name, base, base + found.last.end, found.title, doubtful=True)
    if not reading.text.startswith(", ", found.last.end):
        return None
    behind = NameReading(reading.text[found.last.end :])
    if not behind.words or not _is_office(behind.words[0]) or any("," in word.gap for word in behind.words[1:]):
        return None
    return Attribution(Sort.NAME, found.name, base, base + len(reading.text))


def _ahead_of_verb(subject: NameReading) -> _Found | None:
    """The name that is the subject ahead of a verb: `Lee`, `Le directeur Jane Lee`, `Jane Lee, la directrice,`, `De son
    côté, Jane Lee`."""
    text = subject.text
    if text.endswith(","):
        found = _run_from(subject, subject.words, 0)
        if found is not None and text.startswith(",", found.last.end):
            return None if runs_in(text[found.last.end :]) else found
        led = _subject(subject, subject.words, after_verb=False)
        return led if led is not None and led.last.end == len(text) - 1 else None  # `La directrice du port, Jane Lee,`
    head, comma, last = text.rpartition(", ")
    part = NameReading(last)
    if comma and last.startswith(_RELATIVE):
        return None
    found = _subject(part, part.words, after_verb=False)
    if found is None or found.last.end != len(part.text) or (comma and runs_in(head)):
        return None
    return found


_RELATIVE = ("der ", "die ", "das ")  # `Jan Lee, der einst sang`


def runs_in(text: str) -> list[str]:
    """Return the pairs of capitalised words in a text."""
    words = NameReading(text).words
    return [f"{words[n].text} {words[n + 1].text}" for n in range(len(words) - 1) if _is_run(words, n)]


def _subject(reading: NameReading, words: Sequence[NameWord], after_verb: bool) -> _Found | None:
    """The name in a subject that begins with the first of these words: `Jane Lee`, `M. Lee`, `la directrice de Lee
    Boats, Jane Lee`, `der Vorsitzende Jan Lee`; None where it is not sure."""
    if not words:
        return None
    first = words[0]
    if first.text[0].isupper() and not (first.low in ARTICLES and len(words) > 1):
        found = _run_from(reading, words, 0)
        return found if found and _may_end(reading, found.last, after_verb) else None
    if first.low not in ARTICLES and first.low not in OFFICES:
        return None
    if first.low == "a" and len(words) > 1 and words[1].text[0].isupper():
        return None  # `precisó a La Voz`: to whom
    for n in range(1, len(words)):
        word, behind_comma = words[n], words[n].gap == ", "
        if word.start - first.start > _PHRASE or not (word.gap == " " or behind_comma):
            return None
        if first.low in GERMAN and words[n - 1].low in AWAY:
            return None
        if not word.text[0].isupper() or word.text in PARTICLES:
            if behind_comma:
                return None
            continue
        if not behind_comma and (
            words[n - 1].text[0].isupper() or (words[n - 1].low in LINKS and first.low not in GERMAN)
        ):
            continue
        noun = first.low in GERMAN and not behind_comma and not _is_title(word)  # `die kroatische Hebamme Jana Lee`
        start = n + noun
        found = _run_from(reading, words, start) if start < len(words) and words[start].gap in {" ", ", "} else None
        titled = found is not None and found.title.casefold().rstrip(".") in TITLES
        if found is not None and (" " in found.name or titled) and (behind_comma or n > 1 or titled):
            return found if _may_end(reading, found.last, after_verb) else None
    return None


def _is_office(word: NameWord) -> bool:
    return word.low in OFFICES or bool(GERMAN_OFFICE.fullmatch(word.text))


def _is_title(word: NameWord) -> bool:
    return word.low.rstrip(".") in TITLES | RANKS or _is_office(word)


def _sentence(reading: NameReading) -> Sequence[NameWord]:
    """The words up to the end of the sentence."""
    words = reading.words
    last = next((n for n, word in enumerate(words) if n and set(word.gap) & _STOPS), len(words))
    if words and set(words[0].gap) & (_STOPS | {","}):
        return ()
    return words[:last]


def _is_run(words: Sequence[NameWord], n: int) -> bool:
    return words[n].text[0].isupper() and words[n + 1].text[0].isupper() and words[n + 1].gap == " "


def _run_from(reading: NameReading, words: Sequence[NameWord], n: int) -> _Found | None:
    """The name in a run of capitalised words from word `n` on, behind offices, titles and short forms of bodies."""
    if not words:
        return None
    last = n
    while last + 1 < len(words) and words[last + 1].gap == " ":
        ahead = last + 1
        while ahead + 1 < len(words) and words[ahead].text in PARTICLES and words[ahead + 1].gap == " ":
            ahead += 1
        if not words[ahead].text[0].isupper() or (ahead > last + 1 and _is_away(words, last + 1, ahead)):
            break
        last = ahead
    first, title = n, ""
    for at in range(n, last + 1):
        word = words[at]
        if _is_title(word):
            first, title = at + 1, word.text
        elif at == first and word.low in TIMES:
            first = at + 1  # `Já Joana Pires`
        elif at < last and at == first and len(word.text) > 1 and word.text.isupper() and "." not in word.text:
            first = at + 1
    if first > last or not words[first].text[0].isupper():
        return None
    name = reading.text[words[first].start : words[last].end].rstrip(".,")
    count = sum(word.text not in PARTICLES for word in words[first : last + 1])
    good = count < 6 and is_person(name) and not name.isupper() and not any(char in name for char in "/&@")
    return _Found(name, words[last], title) if good else None


def _is_away(words: Sequence[NameWord], n: int, last: int) -> bool:
    """Whether the particles from word `n` to `last` are none of a name: `Lee den Vorgang`, `Lee zu Boote Heute`,
    `Lee de la OMS`."""
    alone = words[n].text in {"der", "den", "zu"}
    return alone or (len(words[last].text) > 1 and words[last].text.isupper())


def _may_end(reading: NameReading, last: NameWord, after_verb: bool) -> bool:
    rest = reading.text[last.end :]
    if not after_verb or _ENDS.match(rest):
        return True
    following = re.match(r"\s([^\W\d_]+)", rest)
    return bool(following and following[1] in FOLLOWING)
