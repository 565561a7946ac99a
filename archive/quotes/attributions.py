"""Who is said to speak in the clause behind a quote. Windows of a text are read, never the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from archive.authority.persons.name_parser import FoundName, NameReading
from archive.authority.persons.non_persons import PLACES
from archive.authority.persons.tokens import last_before
from archive.quotes.offices import office_alone, office_first
from archive.quotes.speaker_names import (
    DOUBTFUL,
    behind_body,
    flat,
    has_capital,
    has_person,
    is_initials,
    is_speaker,
    names_body,
    names_in,
    names_office,
    plain_name,
    whole_name,
)
from archive.quotes.speech_words import (
    AFTER_NAME,
    AND,
    ARTICLES,
    AT_QUOTE,
    BEFORE_NAME,
    BETWEEN,
    ENGLISH_VERBS,
    PRONOUNS,
    SMALL_TITLES,
    WITH_PRONOUN,
)
from archive.text.patterns import lazy_regex

WINDOW = 320  # code points of a clause that are read
OFFICE = 80  # of one that is an office alone


class Sort(Enum):
    """How a clause names the speaker: by name, by pronoun, by office; UNKNOWN: it says only that somebody speaks."""

    NAME = auto()
    PRONOUN = auto()
    OFFICE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Attribution:
    """`words` are the name, the pronoun or the office; [start, end) is the clause in the text."""

    sort: Sort
    words: str
    start: int
    end: int
    title: str = ""
    doubtful: bool = False  # begins a sentence and may not be a name: `Timidity asks`


def any_of(words: Iterable[str]) -> str:
    """An alternation of words and phrases, the longer ones first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_EMOTION = r"không\s(?:giấu|khỏi|kìm|nén)\w*(?:\s\w+){1,4}"  # `không giấu được vui mừng:`
_TONGUE = r"(?!\stiếng\s[^\W\d_a-z])"  # `nói tiếng Anh`
VERB = lazy_regex(
    rf"(?<![\w-])(?:(?:{any_of(BETWEEN)})\s){{0,2}}(?P<verb>{any_of(AFTER_NAME)})(?![\w-]){_TONGUE}", re.IGNORECASE
)
VERB_AT_QUOTE = lazy_regex(
    rf"(?<![\w-])(?:(?:{any_of(BETWEEN)})\s){{0,2}}(?P<verb>{any_of((*AFTER_NAME, *AT_QUOTE))}|{_EMOTION})(?![\w-])",
    re.IGNORECASE,
)
VERB_FIRST = lazy_regex(rf"[\s,–—-]{{0,6}}(?P<verb>{any_of(BEFORE_NAME)})(?![\w-])\s", re.IGNORECASE)
_WITH_PRONOUN = lazy_regex(rf"[\s,–—-]{{0,6}}(?P<verb>{any_of(WITH_PRONOUN)})(?![\w-])", re.IGNORECASE)
_SIGNED = lazy_regex(r"\s{0,4}(?:[–—]|--?)\s?(?=[^\W\d_])")
_STOP = re.compile(r"[.!?…;:\n(\[“”\"«»]")
_NEW_LINE = re.compile(r"[.!?…][”\"»’'][ \t]*\n\s*[^\W\d_a-z]")
_AFTER_WHOLE = re.compile(r"[.!?…][”\"»’'][ \t\u00a0]{2}")


def clause_after(text: str, start: int, end: int) -> Attribution | None:
    """Return the speaker named in the clause that begins at `start`, after a quote; None if it names none."""
    window = flat(text[start : min(end, start + WINDOW)])
    if _AFTER_WHOLE.match(text, max(0, start - 2)):
        return None  # a wide gap behind a whole sentence stands for a lost line break
    if _NEW_LINE.match(text, max(0, start - 2)):
        return None
    if match := _WITH_PRONOUN.match(window):
        return Attribution(Sort.PRONOUN, "-nya", start + match.start("verb"), start + match.end())
    if match := VERB_FIRST.match(window):
        return verb_first(window, match.start("verb"), match.end(), start)
    lead = len(window) - len(window.lstrip(" ,–—-"))
    if window[lead : lead + 1] == ";":
        return None  # behind a wide gap begins something else
    verb = VERB_AT_QUOTE.search(window, lead)
    stop = _stop(window, lead)
    if (match := _CITED.search(window, lead, stop)) is not None:
        return _cited(window, match, stop, start)
    if verb is None or verb.start() >= stop:
        return _signature(text, start, end)
    subject = window[lead : verb.start()].rstrip(" ,")
    return _subject(window, subject, lead, verb, start)


_CITED = lazy_regex(r"(?<!\w)(?:dẫn lời|trích lời|quoted|quotes|mengutip)\s", re.IGNORECASE)


_SMALL_NEXT = re.compile(r"\s[^\W\dA-Z_]")


def _cited(window: str, match: re.Match[str], stop: int, base: int) -> Attribution:
    """`Reuters quoted Lee as saying`: somebody passes on the words of another."""
    reading = NameReading(window[match.end() : stop].partition(" as ")[0])
    found = name_behind_office(reading, "said") or whole_name(reading, reading.within(0, len(reading.text)), "")
    span = base + match.start(), base + stop
    if (
        found
        and (last := last_before(reading.words, found.end) + 1) < len(reading.words)
        and names_office(reading, last)
    ):
        return Attribution(Sort.UNKNOWN, "", *span)
    if found is None or found.begin != reading.words[0].start or not is_speaker(reading, found):
        return Attribution(Sort.UNKNOWN, "", *span)
    if " " not in found.name and not found.title and _SMALL_NEXT.match(reading.text, found.end):
        return Attribution(Sort.UNKNOWN, "", *span)  # `dẫn lời Thư ký Ủy ban`
    return Attribution(Sort.NAME, found.name, *span, found.title or "")


def verb_first(window: str, at: int, end: int, base: int) -> Attribution | None:
    """`said Lee`, `kata Ketua DPR Budi Santoso dalam rapat`."""
    unknown = Attribution(Sort.UNKNOWN, "", base + at, base + end)
    pronoun = re.match(r"\w+", window[end:])
    if pronoun and pronoun[0].casefold() in PRONOUNS and pronoun[0].islower():
        two = re.match(r"\w+ (?:ấy|này)", window[end:])
        if two or not re.match(r"\w+ [^\W\d_]", window[end:]) or not window[end + len(pronoun[0]) + 1].isupper():
            return Attribution(Sort.PRONOUN, pronoun[0].casefold(), base + at, base + end + len(pronoun[0]))
    reading = NameReading(_SHORT_FORM.sub(lambda match: " " * len(match[0]), window[end:]))
    words, last = reading.words, _last_of_run(reading)
    if words and words[0].low in ARTICLES:
        return unknown
    if apposed := _apposed(window, at, end, base):
        return apposed
    if (match := _POINTED.match(window, end)) and names_office(reading, 0) and not has_person(match[0]):
        return Attribution(Sort.PRONOUN, "-nya", base + at, base + match.end())
    if match := _SMALL_BODY.match(window, end):
        named = NameReading(match["name"])
        found = whole_name(named, named.within(0, len(named.text)), window[at:end].strip())
        if found and found.name == match["name"] and (names_office(reading, 0) or names_office(reading, 1)):
            return Attribution(Sort.NAME, found.name, base + at, base + match.end("name"))
    if office := office_first(reading):
        return Attribution(Sort.OFFICE, office, base + at, base + end)
    if last < 0:
        return unknown
    read = reading.before(words[last].end)
    if read is None or read.end != words[last].end:
        owned = next((n for n in range(2, last) if words[n].low in _OF_BODY), last + 1) - 1
        if owned < last and (of_body := reading.before(words[owned].end)) is not None and " " in of_body.name:
            read, last = of_body, owned  # `said Jane Lee of Lee Boats`
    found = whole_name(reading, read, window[at:end].strip())
    if last == 0 and is_initials(words[0].text):
        return Attribution(Sort.NAME, words[0].text, base + at, base + end + words[0].end, "", doubtful=True)
    if read is None:
        found = read = plain_name(reading, last, window[at:end].strip())
    if read is None and names_office(reading, 0):
        found = read = behind_body(reading, last)
    if found is None or read is None or read.end != words[last].end or not is_speaker(reading, found):
        return unknown
    if found.name.isupper() and " " in found.name:
        return unknown  # `kata Ketua DPD KSPSI DIY, Budi Santoso`
    following = words[last + 1] if last + 1 < len(words) else None
    if following is not None and following.gap == " " and following.low in _POINTS and found.start > words[0].start:
        return unknown  # `kata mantan pelatih Persija itu`
    if following is not None and following.gap.isspace() and following.low in AND and has_capital(reading, last + 2):
        return unknown
    if following is not None and following.gap == " " and names_office(reading, last + 1):
        return unknown  # `said Vayu Robotics co-founder, Jane Lee`
    span = base + at, base + end + found.end
    return Attribution(Sort.NAME, found.name, *span, found.title or "", found.title == DOUBTFUL)


def _last_of_run(reading: NameReading) -> int:
    """Return the position of the last capitalised word of the run that begins a text, -1 if there is none."""
    last, capital = -1, False
    for n, word in enumerate(reading.words[:18]):
        if n and not word.gap.isspace() and word.gap != " & ":
            break
        small = word.text[0].islower()
        if small and capital and not reading.goes_on(n) and reading.sorts[n] is None and word.low not in IN_TITLES:
            break
        capital |= not small
        last = n
    while last >= 0 and not reading.is_capital(last):
        last -= 1
    return last


_POINTS = frozenset(["itu", "ini", "tersebut"])
_POINTED = lazy_regex(  # `kata Gubernur asal Ambon itu`
    r"(?:[^\W\d_][\w'’-]*\s){1,7}(?:ini|itu|tersebut)(?=[.,(]|\s(?:di|dalam|saat|usai|pada|kepada|ketika)\s|\s*\Z)"
)
_SMALL_BODY = lazy_regex(  # `kata Direktur Utama bank laut syariah Budi Santoso dalam rilis`
    r"(?<!\w)(?:[A-Z]\w{1,24}\s){1,4}(?!(?:dalam|di|saat|usai|kepada|pada|yang|dan|and|or|và|serta|ketika|itu|ini|in|at|on)\s)(?:[a-z]\w{0,24}\s){1,4}"
    r"(?P<name>[A-Z]\w{1,24}(?:\s[A-Z]\w{0,24}\.?){1,3})(?=[,.(]|\s(?:dalam|di|saat|usai|kepada|pada|ketika)\s)"
)
_SHORT_FORM = lazy_regex(r"\([^\W\d_][\w ]{1,24}\)")  # `Direktorat Jenderal Pajak (DJP)`


def _apposed(window: str, at: int, end: int, base: int) -> Attribution | None:
    """Match `said the group's chair, Jane Lee, in Ambon`: an office and a comma before the name. Indonesian and
    Vietnamese offices may have commas too."""
    verb = window[at:end].strip()
    english = verb.casefold() in ENGLISH_VERBS
    text = _SHORT_FORM.sub(lambda match: " " * len(match[0]), window)
    for comma in list(_COMMA.finditer(text, end))[: 1 if english else _MOST_COMMAS]:
        office = text[end : comma.start()]
        reading = NameReading(office)
        if not reading.words or len(office) > (OFFICE if english else 2 * OFFICE):
            return None
        persons = names_in(reading)
        of_body = not any(" " in name.name for name in persons) and any(names_body(word.text) for word in reading.words)
        led = names_office(reading, 0) and (not persons or of_body or not english)
        if not led and not names_office(reading, len(reading.words) - 1):
            return None
        if any(set(word.gap) & set(".!?;:()") for word in reading.words[1:]):
            return None
        if not led and english and text[comma.end() : comma.end() + 1].islower() and has_capital(reading, 0):
            return None  # `said Jane Pope, president of Lee Boats`
        start = comma.end()
        place, behind, following = text[start:].partition(", ")
        if behind and place.casefold() in PLACES:
            start = len(text) - len(following)
        named = NameReading(text[start:])
        found = whole_name(named, named.within(0, len(named.text)), verb)
        whole = found is not None and not found.begin and " " in found.name and is_speaker(named, found)
        if found is not None and whole and ENDS_NAME.match(named.text, found.end):
            return Attribution(Sort.NAME, found.name, base + at, base + start + found.end, found.title or "")
    return None


_COMMA = re.compile(r",\s")
_MOST_COMMAS = 4  # of an office
ENDS_NAME = lazy_regex(
    r"\s*(?:[.,;(]|\Z|(?:who|in|at|on|during|kepada|di|dalam|saat|usai|pada|ketika|melalui|lewat|seperti|tại|trong)\s)"
)
_OF_BODY = frozenset(["of", "from", "at", "with", "for"])
IN_TITLES = frozenset(["of", "the", "for", "dan", "sekaligus", "merangkap", "and", "và", "&"])


def _subject(window: str, subject: str, lead: int, verb: re.Match[str], base: int) -> Attribution | None:
    """Match `Lee said`, `Ms Lee, the chair, said`, `he added`."""
    span = base + lead, base + verb.end()
    unknown = Attribution(Sort.UNKNOWN, "", *span)
    if not subject:
        return unknown
    if subject.casefold() in PRONOUNS and (subject[1:].islower() or len(subject) == 1):
        return Attribution(Sort.PRONOUN, subject.casefold(), *span)
    reading = NameReading(window[lead : verb.start()].rstrip(" ,"))
    if not reading.words:
        return unknown
    if len(reading.words) == 1 and is_initials(subject):
        return Attribution(Sort.NAME, subject, *span, "", doubtful=True)
    found = name_behind_office(reading, verb["verb"]) or whole_name(
        reading, reading.within(0, len(reading.text)), verb["verb"]
    )
    if found is None:
        office = office_alone(reading)
        if office:
            return Attribution(Sort.OFFICE, office, *span)
        found = plain_name(reading, len(reading.words) - 1, verb["verb"])
    if found is None:
        return unknown
    rest = reading.text[found.end :]
    if (
        reading.text[: found.begin].strip(" “‘'").casefold() not in SMALL_TITLES
        or (rest and not rest.startswith((",", " –", " —", " - ", " (")) and not _is_of_body(rest))
        or (rest.startswith(",") and window[verb.start() - 2 : verb.start()] != ", ")
        or not is_speaker(reading, found)
    ):
        return unknown
    return Attribution(Sort.NAME, found.name, *span, found.title or "", found.title == DOUBTFUL)


def name_behind_office(reading: NameReading, verb: str) -> FoundName | None:
    """The name in `Orange County District Attorney Jane J. Lee`, `Kepala Bidang PT Bank ABC Indonesia Budi Santoso`: a
    run of capitals from an office's first word on, up to the end or the first comma, dash or bracket."""
    words = reading.words
    last = next((n for n in range(1, len(words)) if words[n].gap != " "), len(words)) - 1
    if last < 1 or not all(word.text[0].isupper() or word.low in IN_TITLES for word in words[: last + 1]):
        return None
    found = whole_name(reading, reading.before(words[last].end), verb)
    if found is None or found.end != words[last].end:
        found = behind_body(reading, last)
    if found is None or found.begin == words[0].start or words[last_before(words, found.start)].low in AND:
        return None  # `Senators Lee and Reed`
    led = any(names_office(reading, n) for n in range(last) if words[n].start < found.start)
    return replace(found, begin=words[0].start) if led else None


def _is_of_body(rest: str) -> bool:
    """Return whether what follows a name is only an affiliation: ` of Lee Boats`."""
    of, *body = rest.split()
    return of in _OF_BODY and bool(body) and all(word[0].isupper() or word in IN_TITLES for word in body)


def _signature(text: str, start: int, end: int) -> Attribution | None:
    """Match `- Jane Lee, Director` after the quote, up to the end of the line or paragraph."""
    match = _SIGNED.match(text, start)
    if match is None:
        return None
    line = text[match.end() : min(end, match.end() + 160)].split("\n")[0]
    reading = NameReading(line)
    found = reading.after(0)
    if found is None or " " not in found.name or found.start or not is_speaker(reading, found):
        return None
    rest = line[found.end :].strip()
    if rest and (rest[0] not in ",(" or _STOP.search(rest.rstrip(".)"), 1) or VERB.search(rest)):
        return None
    return Attribution(Sort.NAME, found.name, match.end(), match.end() + found.end, found.title or "")


def _stop(window: str, lead: int) -> int:
    """Return where the sentence that begins at `lead` ends: the first stop that does not belong to an abbreviation."""
    for word in NameReading(window[lead:]).words[1:]:
        if _STOP.search(word.gap):
            return lead + word.start
    return len(window)
