"""Who is said to speak: in the clause or the statement ahead of a quote, in the sentence around it, or in a sentence
without quotes. Windows of a text are read, never the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.authority.persons.name_parser import FoundName, NameReading
from archive.authority.persons.tokens import last_before
from archive.quotes.attributions import (
    ENDS_NAME,
    OFFICE,
    VERB,
    VERB_AT_QUOTE,
    VERB_FIRST,
    WINDOW,
    Attribution,
    Sort,
    any_of,
    name_behind_office,
    verb_first,
)
from archive.quotes.offices import office_alone
from archive.quotes.speaker_names import (
    are_alike,
    behind_body,
    flat,
    has_person,
    is_initials,
    is_speaker,
    names_in,
    names_office,
    plain_name,
    whole_name,
)
from archive.quotes.speech_words import (
    ACCORDING,
    ENGLISH_PRONOUNS,
    NOT_SPEAKING,
    PARTICIPLES,
    PRONOUNS,
    STATEMENT_VERBS,
    SUPPOSED,
    THAT,
    WHEN,
)
from archive.text.patterns import lazy_regex

_TAIL = 70  # between the verb and the mark
_SUBJECT = 250  # of a subject that begins its sentence
_ACCORDING = lazy_regex(rf"(?<![\w-])(?P<verb>{any_of(ACCORDING)})\s", re.IGNORECASE)
_PARTICIPLE = lazy_regex(rf",\s(?P<verb>{any_of(PARTICIPLES)})[^.!?\n]{{0,40}}\Z", re.IGNORECASE)
_LED = lazy_regex(rf"(?:[,:]|(?<!\w)(?:{'|'.join(THAT)}))\s{{0,3}}\Z", re.IGNORECASE)


def clause_before(text: str, start: int, end: int) -> Attribution | None:
    """Return who is said to speak in the clause that ends at `end`, ahead of a quote; None where the words there say
    nothing of it."""
    base = max(start, end - WINDOW)
    window = flat(text[base:end])
    if not _LED.search(window):
        return None
    cut = _sentence_start(window)
    if cut < 0:
        if base > start:
            return None
        cut = 0
    cut += len(window[cut:]) - len(window[cut:].lstrip())
    return _named_before(window[cut:], base + cut)


def _named_before(window: str, base: int) -> Attribution | None:
    reading = NameReading(window)
    if not reading.words or reading.words[0].low in SUPPOSED:
        return None
    if reading.words[0].low in WHEN:
        comma = window.rfind(", ", 0, len(window.rstrip()) - 1)
        return _named_before(window[comma + 2 :], base + comma + 2) if comma > 0 else None
    if match := _INTRODUCED.match(window):
        return _named_before(window[match.end() :], base + match.end())
    bare = window.rstrip()
    if bare.endswith(":") and (match := VERB_FIRST.match(window)):
        inverted = verb_first(bare[:-1] + ".", match.start("verb"), match.end(), base)
        if inverted is not None and inverted.sort is Sort.NAME and inverted.end == base + len(bare) - 1:
            return inverted  # `Continued Lee: “…”`
    if match := _ALREADY.match(window):
        return Attribution(Sort.PRONOUN, match[1], base, base + len(window))
    if statement := list(_STATEMENT.finditer(window)):
        return _stated(reading, window, statement[-1], base)
    if match := _PARTICIPLE.search(window):
        if (pronoun := reading.words[0].low) in ENGLISH_PRONOUNS and not names_in(reading):
            return Attribution(Sort.PRONOUN, pronoun, base, base + match.end())
        found = reading.within(0, match.start())
        if found is not None and found.begin == reading.words[0].start and is_speaker(reading, found):
            others = [name for name in names_in(reading) if not are_alike(name.name, found.name)]
            if not others:
                return Attribution(Sort.NAME, found.name, base + found.start, base + match.end(), found.title or "")
        return Attribution(Sort.UNKNOWN, "", base, base + len(window))
    if verbs := list(VERB_AT_QUOTE.finditer(window)):
        verb = verbs[-1]
        tail = window[verb.end() :]
        if len(tail) > _TAIL or has_person(tail):
            return Attribution(Sort.UNKNOWN, "", base + verb.start(), base + verb.end())
        return _named_at(reading, window, verb, base)
    for match in _ACCORDING.finditer(window):
        return _according(reading, window, match, base)
    return _label(reading, window, base)


_INTRODUCED = lazy_regex(  # `In a statement to the press, Jane Lee, the mayor, said`
    r"(?:in|on|at|during|after|following|before|dalam|pada|usai|trong|tại|sau)\s[^,.:;()“”\"]{1,120},\s"
    r"(?=[^\W\d_]+[^,]{0,120}[^\W\d_])",
    re.IGNORECASE,
)
_ALREADY = lazy_regex(
    r"(?<!\w)[A-Z]\w{1,20}ing\s[^,.;:“\"]{1,80},\s(he|she)\s[^.;:“\"]{1,80},\s(?:saying|adding|stating)[,:]\s?\Z"
)


def statement_before(text: str, start: int, end: int) -> Attribution | None:
    """Return who is said to make the statement that begins behind the paragraph [start, end): `Lee issued the following
    statement.`; None where its last sentence says nothing of one."""
    window = flat(text[max(start, end - WINDOW) : end])
    if not _STATEMENT.search(window):
        return None
    cut = max(_sentence_start(window), 0 if end - start <= WINDOW else -1)
    if cut < 0 or not _STATEMENT.search(window, cut):
        return None
    return _named_before(window[cut:], max(start, end - WINDOW) + cut)


_STATEMENT = lazy_regex(
    rf"(?<!\w)(?:today\s)?(?P<verb>{any_of(STATEMENT_VERBS)})\s(?:the\sfollowing|this|a|the\sbelow|his|her)\s"
    r"(?:\w+\s)?(?:statement|remarks?|comments?)(?!\w)(?:\s(?P<of>from|by)\s)?",
    re.IGNORECASE,
)


def _stated(reading: NameReading, window: str, statement: re.Match[str], base: int) -> Attribution:
    """`Congresswoman Lee (D-VA) released the following statement after the vote`."""
    if "joint" in statement[0].casefold():
        return Attribution(Sort.UNKNOWN, "", base + statement.start(), base + statement.end())
    if not statement["of"]:
        return _named_at(reading, window, statement, base)
    named = NameReading(window[statement.end() :])
    found = whole_name(named, named.within(0, len(named.text)), "said")
    if found is None or found.begin or not is_speaker(named, found) or named.text[found.end :].startswith(" and "):
        return Attribution(Sort.UNKNOWN, "", base + statement.start(), base + statement.end())
    span = base + statement.start(), base + statement.end() + found.end
    return Attribution(Sort.NAME, found.name, *span, found.title or "")


def clause_around(text: str, start: int, end: int) -> Attribution | None:
    """Return who is said to speak in the sentence in whose midst a quote begins at `end`: `Lee said that the plan is
    “good for all”`; None where more than one person may be meant."""
    base = max(start, end - WINDOW)
    if not (text[end - 1 : end].isspace() and text[end - 2 : end - 1].isalnum()):
        return None
    window = flat(text[base:end])
    if not (VERB.search(window) or _ACCORDING.search(window)):
        return None
    cut = max(_sentence_start(window), 0 if base == start else -1)
    sentence = window[max(0, cut) :]
    if cut < 0:
        return None
    found = list(told(NameReading(sentence), base + cut))
    if len(found) != 1 or found[0].sort not in {Sort.NAME, Sort.PRONOUN}:
        return None
    tail = sentence[found[0].end - base - cut :]
    wrote = found[0].end > 0 and _WROTE.search(text, max(0, found[0].end - 8), found[0].end)
    if len(tail) > _MIDST or has_person(tail) or _CALLS.search(tail) or (wrote and text[end + 1 : end + 2].isupper()):
        return None
    return found[0]


_WROTE = lazy_regex(r"(?<!\w)(?:wrote|writes|menulis|viết)\Z")  # the title of a work follows
_MIDST = 150  # between the verb and a quote in the midst of its sentence
_CALLS = lazy_regex(  # what others call something
    r"(?<!\w)(?:call(?:s|ed|ing)?|known|titled|entitled|named|dubbed|labell?ed|described|describes|so-called|term(?:s|ed)?|"
    r"words?|phrase|slogan|disebut|bernama|berjudul|bertajuk|bertema|dijuluki|istilah|tagar|program|gọi|mang\stên|cụm\stừ|"
    r"chủ\sđề|tựa)(?!\w)",
    re.IGNORECASE,
)


def _label(reading: NameReading, window: str, base: int) -> Attribution | None:
    """`Jane Lee: “…”`, `Jane Lee, chair of Lee Boats: “…”`, `Senator Jane Lee (D-VA): “…”`: a name that is all its
    sentence, but for an apposition."""
    bare = _BRACKETS.sub("", window.rstrip(" :"))
    if len(bare) < len(window.rstrip(" :")):
        window = bare + ":"
        reading = NameReading(window)
    found = name_behind_office(reading, "said") or whole_name(reading, reading.within(0, len(window)), "")
    if len(reading.words) == 1 and window.startswith(reading.words[0].text + ":"):
        found = plain_name(reading, 0, "said")  # `Lee: “…”`, if the text has the whole name
        return Attribution(Sort.NAME, found.name, base, base + len(window), "", doubtful=True) if found else None
    if found is None or " " not in found.name or not window.rstrip().endswith(":") or not is_speaker(reading, found):
        return None
    rest = window[found.end :].rstrip(" :")
    if found.begin != reading.words[0].start or (rest and (not rest.startswith(", ") or not _has_office(rest[2:]))):
        return None
    doubtful = not found.sorts and not rest  # `Maintain Humanity:` is a heading
    return Attribution(Sort.NAME, found.name, base + found.start, base + len(window), found.title or "", doubtful)


def _has_office(words: str) -> bool:
    reading = NameReading(words)
    return any(names_office(reading, n) for n in range(len(reading.words))) and not has_person(words)


def _named_at(reading: NameReading, window: str, verb: re.Match[str], base: int) -> Attribution:
    """The subject that ends at a verb, wherever it begins."""
    unknown = Attribution(Sort.UNKNOWN, "", base + verb.start(), base + verb.end())
    if window[: verb.start()].endswith(" which "):
        return unknown  # `Lee read the letter, which said`
    subject = _BRACKETS.sub("", window[: verb.start()].rstrip(" ,"))
    ends = subject[-24:].split()
    last = next((last for last in (" ".join(ends[-2:]), *ends[-1:]) if last.casefold() in PRONOUNS), "")
    if last and last[1:].islower() and (last[0].islower() or subject.strip() == last):
        begin = base + len(subject) - len(last)
        ahead = subject[: -len(last)].split()
        if ahead and ahead[-1].casefold() in NOT_SPEAKING:
            return unknown  # `con trai cô nói`
        return Attribution(Sort.PRONOUN, last.casefold(), begin, base + verb.end())
    if is_initials(subject.strip()):
        return Attribution(Sort.NAME, subject.strip(), base, base + verb.end(), "", doubtful=True)
    found = whole_name(reading, reading.before(len(subject)), verb["verb"]) or _at_start(window, verb)
    if found is None and (found := behind_body(reading, last_before(reading.words, len(subject)))) is not None:
        led = reading.text[found.begin : found.start]
        found = found if _has_office(led) else None
    if (first := _begins_with(reading, verb)) is not None and (found is None or found.begin > first.end):
        found = first  # `Jane Lee, Chief Executive, Lee Boats, said`
    elif window[: verb.start()].endswith((", ", ") ")) or _DASH.search(window, 0, verb.start()):
        found = _before_apposition(reading, subject, found, verb["verb"])
    if found is not None and not verb["verb"].isascii() and _is_place_behind_name(window, found):
        return unknown
    if found is not None and _says_more(window[found.end : verb.start()]):
        return unknown  # `Jane Lee, the chair, said that most people answered`
    if found is None and subject.endswith(" and") and (one := _doing_more(reading, subject, verb, base)):
        return one
    if found is None or not is_speaker(reading, found):
        office = office_alone(NameReading(subject[-OFFICE:].rpartition(",")[2]))
        if found is None and office:
            return Attribution(Sort.OFFICE, office, base + verb.start(), base + verb.end())
        return unknown
    if " " not in found.name and not found.sorts and _is_led(reading, found):
        return unknown
    between = subject[found.end :]
    if between and not between.startswith((",", " –", " —", " - ", " (")):
        return unknown
    doubtful = found.begin == 0 and " " not in found.name and not found.sorts
    return Attribution(Sort.NAME, found.name, base + found.start, base + verb.end(), found.title or "", doubtful)


def _is_place_behind_name(window: str, found: FoundName) -> bool:
    """Whether a name without a title stands behind a comma and a person: `bà Trần Mai, Ân Thi, nói`."""
    return not found.sorts and window[: found.begin].endswith(", ") and has_person(window[: found.begin])


def _says_more(words: str) -> bool:
    """Whether words between a name and a verb have a verb of their own that is not of `who`: another may be the
    subject of the last one."""
    return bool(VERB.search(words)) and not _RELATIVE.search(words)


_RELATIVE = lazy_regex(r"(?<!\w)(?:who|whose|which|yang|người)(?!\w)")


def _doing_more(reading: NameReading, subject: str, verb: re.Match[str], base: int) -> Attribution | None:
    """`She stood up and said`, `Lee stood up and said`: who begins the sentence, where nobody else is named."""
    first = reading.words[0].low
    span = base, base + verb.end()
    if first in ENGLISH_PRONOUNS:
        return None if has_person(subject) else Attribution(Sort.PRONOUN, first, *span)
    found = whole_name(reading, reading.within(0, len(subject)), verb["verb"])
    if found is None or found.begin or not is_speaker(reading, found) or " and" in subject[: -len(" and")]:
        return None
    others = [name for name in names_in(reading) if not are_alike(name.name, found.name)]
    doubtful = " " not in found.name and not found.sorts
    return None if others else Attribution(Sort.NAME, found.name, *span, found.title or "", doubtful)


def _before_apposition(reading: NameReading, subject: str, found: FoundName | None, verb: str) -> FoundName | None:
    """The name ahead of an apposition that names a place or a body at its end: `Jane Lee, who lives in Lee Town, said`;
    None where no name begins there."""
    commas = list(_APART.finditer(subject))[-_MOST_COMMAS:]
    if not commas or (found is not None and found.begin <= commas[-1].end()):
        return found
    if found is None and not _has_office(subject[commas[-1].end() :]):
        return None
    for comma in reversed(commas):
        ahead = whole_name(reading, reading.before(comma.start()), verb)
        if ahead is not None and (not ahead.begin or subject[: ahead.begin].rstrip().endswith((",", "."))):
            return ahead
    return None


_DASH = lazy_regex(r"\w\s[–—-]\s\w")
_APART = lazy_regex(r", | [–—-] ")
_MOST_COMMAS = 3  # of an apposition
_BRACKETS = lazy_regex(r"\s\([^()]{1,80}\)\Z")


def _at_start(window: str, verb: re.Match[str]) -> FoundName | None:
    """The name that begins a sentence whose subject is that alone, or with an apposition: `Miller said`, `Jane Lee, the
    harbour master, said`."""
    if verb.start() > _SUBJECT:
        return None
    apposed = window[: verb.start()].endswith(", ")
    reading = NameReading(window[: verb.start()].rstrip(" ,"))
    if not apposed and len(reading.words) == 1:
        return plain_name(reading, 0, verb["verb"])
    found = whole_name(reading, reading.within(0, len(reading.text)), verb["verb"])
    if found is None or found.begin or not reading.text.startswith(", ", found.end):
        return None
    return None if has_person(reading.text[found.end :]) else found


def _begins_with(reading: NameReading, verb: re.Match[str]) -> FoundName | None:
    """The whole name with which a sentence begins, ahead of a comma."""
    found = whole_name(reading, reading.within(0, verb.start()), verb["verb"])
    if found is None or found.begin or " " not in found.name or not reading.text.startswith(", ", found.end):
        return None
    led = any(names_office(reading, n) for n, word in enumerate(reading.words) if found.start <= word.start < found.end)
    return found if not led and is_speaker(reading, found) else None


def _is_led(reading: NameReading, found: FoundName) -> bool:
    """Whether a word of the sentence leads to a name that then need not be who speaks: `a worker of the Menamang area
    said`."""
    if not found.begin:
        return False
    before = reading.words[last_before(reading.words, found.begin)]
    near = reading.text[before.end : found.begin] == " "
    return near and before.text[0].islower() and before.low not in _LEADS


def _according(reading: NameReading, window: str, match: re.Match[str], base: int, led: bool = True) -> Attribution:
    unknown = Attribution(Sort.UNKNOWN, "", base + match.start(), base + match.end())
    end = window.find(",", match.end())
    found = reading.within(match.end(), len(window) if end < 0 else end)
    if found is None or window[match.end() : found.begin].strip() or not is_speaker(reading, found, match.end()):
        return unknown
    rest = window[found.end :]
    if not rest.startswith((",", ":")) or (led and has_person(rest)):
        return unknown
    return Attribution(Sort.NAME, found.name, base + match.start(), base + found.end, found.title or "")


def told(reading: NameReading, base: int) -> Iterator[Attribution]:
    """Yield who is said to speak in a stretch without quotes that begins at `base`: `Lee said that`, `menurut Budi`,
    `a resident said`."""
    begins = [0, *(word.start for word in reading.words[1:] if set(word.gap) & _ENDS)]
    for begin, end in pairwise((*begins, len(reading.text))):
        sentence, read = reading.text[begin:end], reading if len(begins) == 1 else None
        for verb in VERB.finditer(sentence):
            if _WISHED.search(sentence, max(0, verb.start() - 12), verb.start()):
                continue  # `to say`, `ingin memastikan`
            read = read or NameReading(sentence)
            following = _FIRST_WORD.match(sentence, verb.end())
            if (
                following
                and following[1] not in THAT
                and sentence[: verb.start()].endswith(", ")
                and VERB_FIRST.match(sentence, verb.start())
            ):
                inverted = verb_first(sentence, verb.start(), verb.end() + 1, base + begin)
                named = inverted is not None and inverted.sort is Sort.NAME
                if inverted and named and ENDS_NAME.match(sentence, inverted.end - base - begin):
                    yield inverted  # not `, said Lee is here`
                    continue
            yield _named_at(read, sentence, verb, base + begin)
    for match in _ACCORDING.finditer(reading.text):
        according = _according(reading, reading.text, match, base, led=False)
        if according.sort is Sort.NAME and (according.title or " " in according.words):
            yield according


_ENDS = frozenset(".!?…;:")
_FIRST_WORD = re.compile(r"\s(\w+)")
_WISHED = lazy_regex(
    r"(?<!\w)(?:to|will|would|can|could|should|untuk|ingin|guna|agar|dapat|bisa|akan|harus|perlu|terus|yang|để|sẽ|muốn|cần)"
    r"\s\Z",
    re.IGNORECASE,
)


def told_last(reading: NameReading, base: int) -> Attribution | None:
    """Return who is said to speak in one sentence that has no quote: the one who does, where no other is named behind
    the verb."""
    found = [one for one in told(reading, base) if one.sort is not Sort.UNKNOWN]
    if len(found) != 1 or has_person(reading.text[found[0].end - base :]):
        return None
    return found[0]


def _sentence_start(window: str) -> int:
    """Where the last sentence of a window begins; -1 where it begins before."""
    start = -1
    for word in NameReading(window).words:
        if re.search(r"[.!?…\n”\"»]", word.gap):
            start = word.start
    return start


_LEADS = frozenset(
    ["as", "what", "how", "that", "which", "and", "but", "then", "seperti", "sebagaimana", "dan", "như", "mà", "và"]
)
