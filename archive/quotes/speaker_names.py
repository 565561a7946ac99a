"""Names of speakers: whole, without offices, and not names of bodies or places or common words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.authority.persons.name_parser import PARTICLES, FoundName, NameReading
from archive.authority.persons.name_words import BODY_WORDS, PHRASES, SURNAMES, TAKES_ONE, PhraseKind
from archive.authority.persons.non_persons import INSTITUTIONS, NO_NAMES, PLACES, phrases
from archive.authority.persons.tokens import NameWord, last_before
from archive.quotes.european_words import BODIES as EUROPEAN_BODIES
from archive.quotes.european_words import GERMAN_BODY, GERMAN_OFFICE, RANKS, SUBJECTLESS
from archive.quotes.european_words import OFFICES as EUROPEAN_OFFICES
from archive.quotes.european_words import OPENERS as EUROPEAN_OPENERS
from archive.quotes.speaker_words import BODIES, FIELDS, FIRM_ENDS, GROUPS, NOBODY, OFFICES, STATES
from archive.quotes.speech_words import (
    AND,
    ARTICLES,
    ENGLISH_VERBS,
    KIN,
    NOT_SPEAKING,
    OF_A_THING,
    OPENERS,
    TAKES_FIELD,
)
from archive.text.patterns import lazy_regex

DOUBTFUL = "?"  # title of a name that counts only if the text has it elsewhere


_WIDE = re.compile(r"[ \t\u00a0]{2,}")
_HONORED = re.compile(r"(?<=[^\W\d_])\s(?=(?:Ông|Bà)\s[^\W\d_a-z])")
_NO_BLANK = re.compile(r"(?<=[a-zà-ỹ]{2})\.(?=[A-ZÀ-Ỹ][a-zà-ỹ]+(?:\s|,))")  # `kata Nunung.Dia menjelaskan`
_PLURAL_OWNER = re.compile(r"(?<=[^\W\d_])s([’'])(?=\s[^\W\d_])")
_IN_TITLE = re.compile(r"(?<=[^\W\d_])\s[Ii]n\s(?=(?:Charge|Chief|Residence)(?!\w))")
_FIRM_END = re.compile(r"(?<=\w)(?<=Inc|Ltd|orp|.Co|Cos|bhd|ros)\.(?=,)")  # `Lee Boats, Inc., said`
_SHORT_LINE = re.compile(r"(?<=\n)[^\n]{1,40}\n(?=[^\n])")


def flat(window: str) -> str:
    """Return a stretch of a text on one line, of the same length. Wide gaps, which stand for lost line breaks, and
    short lines end a sentence."""
    if "\n" in window:
        window = _SHORT_LINE.sub(lambda line: line[0][:-1] + ";", window)
    if "Ông " in window or "Bà " in window:
        window = _HONORED.sub(";", window)  # `Ảnh: Văn Hải Ông Trần Văn Mai`
    if "." in window:
        window = _NO_BLANK.sub(";", window)
    if "s’ " in window or "s' " in window:
        window = _PLURAL_OWNER.sub(r"\1s", window)  # `Lee Boats’ chair Jane Reed`
    if ".," in window:
        window = _FIRM_END.sub(" ", window)
    window = _IN_TITLE.sub("-in-", window)  # `Special Agent in Charge Jane Lee`
    one_line = window.replace("\n", " ").replace("\r", " ").replace("\u00a0", " ").replace("\u2011", "-")
    return _WIDE.sub(lambda gap: " ;".ljust(len(gap[0])) if gap.start() else gap[0], one_line)


def plain_name(reading: NameReading, last: int, verb: str) -> FoundName | None:
    """Return the words up to word `last` that may be a name although they look like other words: two or more after an
    office (`Chief Visionary Officer Tammy Cohen`), one alone (`Miller`), or two next to an English verb that resemble
    Indonesian words (`Tim Reed`)."""
    words = reading.words
    first = last
    while (
        first > 0 and words[first].gap == " " and _is_given(reading, first - 1) and not names_office(reading, first - 1)
    ):
        first -= 1
    behind = first > 0 and words[first].gap == " " and names_office(reading, first - 1)
    if first > 1 and words[first].gap == " " and reading.sorts[first - 1] is PhraseKind.FIELD:
        behind = names_office(reading, 0)  # `Deputi Penindakan dan Eksekusi KPK Asep Guntur`
    alone = first == last == 0
    if last == 1 and words[1].gap == " " and words[0].text == "Tim" and verb.casefold() in ENGLISH_VERBS:
        first, behind = 0, True
    if not words[last].text[0].isupper() or not (alone or (behind and 0 < last - first < 4)):
        return None
    start, end = words[first].start, words[last].end
    name = reading.text[start:end].removesuffix("'s").removesuffix("’s")
    return FoundName(name, DOUBTFUL if alone else None, start, start + len(name), (), words[0].start)


def names_office(reading: NameReading, n: int) -> bool:
    """Return whether word `n` is an office or a role."""
    word = reading.words[n]
    return word.low in OFFICES or reading.phrase(n)[1] in _OFFICE_SORTS or bool(_SHORT_TITLE.fullmatch(word.text))


def whole_name(reading: NameReading, found: FoundName | None, verb: str) -> FoundName | None:
    """Return a name without leading offices (`Founder Jane Lee`) and trailing degrees. After an English verb it keeps
    given names that look like other words (`Will Lee`, `H. G. Wells`)."""
    if found is None:
        return None
    words = reading.words
    first = last_before(words, found.start) + 1
    last = last_before(words, found.end)
    if last + 1 < len(words) and words[last + 1].start < found.end:
        last += 1  # `Lee's`
    if last < first:
        return found
    start = first
    english = verb.casefold() in ENGLISH_VERBS
    if english:
        given = False
        for n in range(first - 1, max(-1, first - 4), -1):
            initial = len(words[n].text) == 2 and words[n].text[1] == "."
            if words[start].gap != " " or not (initial or (not given and _is_given(reading, n))):
                break
            start, given = n, given or not initial
    cut = [n for n in range(start, last) if words[n].low in OFFICES or (english and names_office(reading, n))]
    cut += [n for n in range(start, last) if words[n].text in _SHORT_OFFICES or words[n].text.endswith(("'s", "’s"))]
    cut += [n for n in range(start, last - 1) if words[n].low in FIRM_ENDS]
    cut += [n for n in range(start, last) if _SHORT_BODY.fullmatch(words[n].text) or _GLUED.match(words[n].text)]
    cut += [n for n in range(start, last) if _SHORT_TITLE.fullmatch(words[n].text)]
    cut += [n for n in range(start, last) if GERMAN_OFFICE.fullmatch(words[n].text) or _is_german_body(words, n)]
    cut += [n for n in range(start, last) if words[n].low in FIELDS or words[n].low in GROUPS]
    start = max((n + 1 for n in cut), default=start)
    while (
        start < last
        and not (len(words[start].text) == 2 and words[start].text[1] == ".")
        and (
            words[start].text in _SHORT_FORMS
            or _is_short_field(reading, start)
            or (names_body(words[start].text) and not words[last].text.isupper())
            or reading.phrase(start)[1] in (_OFFICE_SORTS if english else _SORTS_OF_OFFICES)
            or words[start].low in _BEFORE_NAMES
            or (start and words[start].low in _DIRECTIONS and words[start - 1].text.isupper())  # `OKU Selatan Popo Ali`
            or (start > first and words[start].text in _FIELD_LINKS)
            or (words[start].low in _PLACES and (start > first or _is_place_ahead(reading, start, last, english)))
        )
    ):
        start += 1
    if start and words[start - 1].low in _TAKE_ONE and last - start > 1:
        start += 1  # `PT Laut Budi Santoso`, `Yayasan Laut Lampung Budi Santoso`
        start += last - start > 1 and words[start].low in PLACES
    if start == last and start > first and names_body(words[start - 1].text):
        return None  # `Polres Polman`
    start += _field_words(reading, start, last)
    while last > start and _DEGREE.fullmatch(words[last].text) and (last > start + 1 or words[last].text != "MD"):
        last -= 1  # not of `Mahfud MD`
    last -= last > start and words[last].low in {"minister", "senator"}  # `Jane Lee Minister`
    if english and sum(len(word.text) > 2 and word.text not in PARTICLES for word in words[start : last + 1]) > _MOST:
        return None  # `Acme Boats Terminal Something Jane Lee`
    begin, end = words[start].start, min(found.end, words[last].end)
    if (begin, end) == (found.start, found.end):
        return found
    return replace(found, name=reading.text[begin:end], start=begin, end=end, begin=min(found.begin, begin))


_MOST = 4  # words of a name in English, but initials and particles


def _is_german_body(words: Sequence[NameWord], n: int) -> bool:
    return words[n].text[0].isupper() and bool(GERMAN_BODY.fullmatch(words[n].text))


def _field_words(reading: NameReading, n: int, last: int) -> int:
    """How many words from `n` on are what an office is for, where two more are a name: `Minister for Trade and
    Citizenship Jane Lee`, `a ex-diretora da Lagoa Joana Pires`, `o coronel da Polícia Militar Otávio Pires`."""
    words = reading.words
    link = n - 1
    while link > 1 and words[link + 1].gap == " " and has_capital(reading, link) and not names_office(reading, link):
        link -= 1  # `Minister for Trade and Border Protection Jane Lee`
    if link < 1 or last - n < 2 or words[n].gap != " " or words[link].low not in _FIELD_LINKS:
        return 0
    for at in range(link - 1, max(-1, n - 8), -1):
        if words[at + 1].gap != " ":
            return 0
        european = words[at].low.removeprefix("ex-").partition("-")[0].removesuffix("s") in EUROPEAN_OFFICES
        if european or (has_capital(reading, at) and names_office(reading, at)):
            two = words[n].low in EUROPEAN_BODIES or f"{words[n].low} {words[n + 1].low}" in PLACES
            count = 1 + two if words[at + 1].low in _FIELD_LINKS - AND else 0
            return count if last - n > count else 0
    return 0


_FIELD_LINKS = frozenset(["for", "of", "and", "de", "da", "do", "dos", "das", "del"])


def _is_short_field(reading: NameReading, n: int) -> bool:
    """Whether word `n` is the short form of a body: `Kementerian PU Budi Santoso`."""
    word = reading.words[n]
    short = n > 0 and len(word.text) == 2 and word.text.isupper() and word.gap == " "
    return short and (reading.words[n - 1].low in TAKES_FIELD or reading.words[n - 1].low in {"kementerian", "dinas"})


def _is_place_ahead(reading: NameReading, n: int, last: int, english: bool) -> bool:
    """Whether word `n` is the place of an office: a name of two words follows, or in other languages than English one
    word, behind a word with a capital: `bang Hawaii Brian Schatz`, `Kepala Dikbud Kendari Saemina`."""
    if n == 0 or reading.words[n].gap != " " or reading.words[n].low in _ALSO_GIVEN:
        return False
    return last - n > 1 + english or (not english and reading.is_capital(n - 1))


_ALSO_GIVEN = frozenset(phrases("georgia, virginia, carolina, paris, sydney, chelsea, jordan, ari, bima, solo, ambar"))
_TAKE_ONE = TAKES_ONE | {"kelurahan", "kecamatan", "cabang", "miền", "phía"}
_GLUED = re.compile(r"(?:[A-Z]+[a-z]+){2,}[A-Z]|[A-Z]{2,}[a-z]+[A-Z]")  # `CEOApriliaRacing`
_OF_OFFICE = frozenset([PhraseKind.OFFICE, PhraseKind.OPEN])
_OFFICE_SORTS = frozenset([PhraseKind.OFFICE, PhraseKind.OPEN, PhraseKind.ROLE, PhraseKind.SOMEBODY])
_SHORT_OFFICES = frozenset(phrases("DA, DDA, SA, ASA, ADA, AG, PM, MP, TS, GS, VP, SVP, EVP, AVP"))
_NETWORKS = frozenset(["FB", "IG", "TV", "US", "UK", "EU", "UN"])
_SHORT_FORMS = _SHORT_OFFICES | _NETWORKS
_BEFORE_NAMES = OFFICES | GROUPS | OPENERS | EUROPEAN_OPENERS | RANKS
_SORTS_OF_OFFICES = _OFFICE_SORTS - {PhraseKind.SOMEBODY}
_SHORT_TITLE = lazy_regex(  # Indonesian offices in short form: `Kasatreskrim`, `Wakapolres`, `Sesmenko`
    r"(?:Wa|wa)?[Kk]a(?:pol(?:da|ri|sek|res|resta|restabes)|sat(?:reskrim|lantas|narkoba|resnarkoba)?|"
    r"nit(?:reskrim|lantas|intel|ppa)?|sub(?:dit|nit|bag|bid|si|kor)[a-z]{0,10}|bid[a-z]{0,8}|bag(?:ops|ren|hum)?|"
    r"pus[a-z]{0,12}|dis[a-z]{0,12}|din(?:kes|sos)|div[a-z]{0,8}|kanwil|lapas|rutan|sintel|sipid(?:sus|um)|sidatun)|"
    r"[Dd]an(?:dim|ramil|rem|lanal|lanud|sat|yon)|(?:Ses|Wa|ses|wa)men[a-z]{2,12}|Dir(?:res?)?(?:krim|lantas|narkoba)[a-z]{0,4}|Karo[a-z]{3,10}|Kasubag|Kaban|Pan?it|(?:Wa)?[Ww]al[ik]kot"
)
_SHORT_BODY = lazy_regex(
    r"Kemen[a-z]{2,}|Pem(?:kab|kot|prov|da|des)|Pol(?:da|res|sek|restabes|resta|tabes)|Bap(?:peda|penda|penas)|Kom(?:info|digi|nas)|Ba(?:sarnas|znas|waslu|reskrim)"
)


def names_body(word: str) -> bool:
    """Return whether a word is the short form of a body: `Kemenhub`, `BNPB`."""
    return word not in _SHORT_OFFICES and ((len(word) > 2 and word.isupper()) or bool(_SHORT_BODY.fullmatch(word)))


_DEGREE = re.compile(r"Ph\.D\.?|[MJ]\.D\.?|Ed\.D\.?|Esq\.?|Sp[A-Z]+|[MS][A-Z][A-Za-z]?|PhD|MBA|SE|SH|MD")
_ALSO_NAMES = frozenset(phrases("will, may, mark, bill, rich, art, hope, faith, grace, dawn, rose, frank"))


def given_before(reading: NameReading, n: int) -> str:
    """Return the first name before surname `n` of an English text, where no other capital is ahead of it: `teacher
    Helen Carroll`."""
    word = reading.words[n - 1] if n and reading.words[n].gap == " " else None
    ahead = reading.words[n - 2].text if n > 1 and word and word.gap == " " else ""
    if word is None or ahead[:1].isupper() or not (word.low in _ENGLISH_NAMES or _is_given(reading, n - 1)):
        return ""
    return word.text if word.text[0].isupper() and word.low not in GROUPS | OPENERS else ""


_ENGLISH_NAMES = frozenset(["tim", "dan", "dean", "pat", "april", "june"])  # other words of other languages


def _is_given(reading: NameReading, n: int) -> bool:
    """Return whether a word before an English name is part of it."""
    word = reading.words[n]
    return (
        word.text[0].isupper()
        and word.text[1:].islower()
        and reading.sorts[n] is None
        and (word.low in _ALSO_NAMES or not (word.low in NO_NAMES or word.low in NOBODY or word.low in PLACES))
        and reading.phrase(n)[1] is None
    )


def behind_body(reading: NameReading, last: int) -> FoundName | None:
    """Return the two to four words up to word `last` that follow the name of a body or country in one run of
    capitalised words; `begin` is where the run begins."""
    words = reading.words
    first = last
    while first > 0 and words[first].gap == " " and last - first < 4 and _is_given(reading, first - 1):
        first -= 1
    begin = first
    while (
        begin > 0 and words[begin].gap == " " and (words[begin - 1].text[0].isupper() or words[begin - 1].low == "of")
    ):
        begin -= 1
    if not 0 < last - first < 4 or begin == first or not words[last].text[0].isupper():
        return None
    ahead = words[first - 1]
    if words[last].low in PLACES:
        return None  # `TÜV Rheinland Vietnam`
    of_one = first > 1 and words[first - 2].low in TAKES_ONE
    if not (of_one or _is_body(ahead.low) or names_body(ahead.text) or ahead.low in PLACES):
        return None
    start, end = words[first].start, words[last].end
    name = reading.text[start:end]
    return FoundName(name, None, start, end, (), words[begin].start) if is_person(name) else None


def _is_body(low: str) -> bool:
    return low in BODY_WORDS or low in INSTITUTIONS or low in BODIES


def names_in(reading: NameReading) -> list[FoundName]:
    """Return the likely persons in a text: of two or more words, or with a title."""
    found: list[FoundName] = []
    at = 0
    while (found_name := reading.within(at, len(reading.text))) is not None:
        name = whole_name(reading, found_name, "")
        at = found_name.end + 2  # after an `'s`
        if name is None:
            continue
        short_form = (not name.sorts or " " not in name.name) and _in_brackets(reading.text, name.start)
        if (" " in name.name or name.sorts) and not short_form and is_person(name.name):
            found.append(name)
    return found


def office_ahead(text: str, begin: int) -> str:
    """Return the office that ends before a name, ignoring a comma, a short form in brackets and initials: `Wakil
    Presiden (Wapres) K. H. ` of Budi Santoso; or empty."""
    reading = NameReading(_BEFORE_NAME.sub("", text[max(0, begin - _AHEAD) : begin]))
    first = len(reading.words)
    while first > 0 and (reading.sorts[first - 1] is not None or reading.words[first - 1].low in AND | {"of", "the"}):
        first -= 1
        if first and not reading.words[first].gap.isspace():
            break
    return " ".join(word.text for word in reading.words[first:]) if any(reading.sorts[first:]) else ""


_AHEAD = 80  # code points of an office
_BEFORE_NAME = re.compile(r"(?:\s?\([^()]{1,24}\))?,?\s{0,2}(?:[A-Z]\.\s?){0,3}\Z")


def _in_brackets(text: str, at: int) -> bool:
    ahead = text[max(0, at - 60) : at]
    return ahead.rfind("(") > ahead.rfind(")")


def is_initials(word: str) -> bool:
    """Return whether a word may be the initials of a person: `AHY`."""
    return 1 < len(word) < 5 and word.isupper() and word.isalpha()


def has_person(words: str) -> bool:
    """Return whether words likely contain a person's name."""
    return bool(names_in(NameReading(words)))


def is_person(name: str) -> bool:
    """Return whether no part of a name is a body's, a place's or a common word."""
    lows = [word.casefold().strip(".") for word in name.split()]
    whole = " ".join(lows)
    if (
        not lows
        or len(lows) > 7
        or whole in PLACES
        or lows[0] in EUROPEAN_BODIES
        or (lows[0] in _NO_FIRST and name.split()[0][-1] != ".")  # not `A. Carvalho`
        or any(char.isdigit() for char in name)
    ):
        return False
    first = name.split()[0]
    if {*lows[:2]} & _ADDRESSED and (lows[0] in _ADDRESSED or first in PARTICLES):
        return False  # `ein Anruf von Frau Lee`
    if (
        first[0].islower()
        and (first not in PARTICLES or first in _NO_PARTICLES)
        and "-" not in first
        and "’" not in first
    ):
        return False  # `aus Syrien`, `y Ana Paz`
    surname = len(lows) > 1 and lows[0] in SURNAMES  # `Đoàn`, otherwise a delegation
    if (
        _is_glued(name)
        or _ELIDED.match(name)
        or (len(lows) > 5 and any(low in SURNAMES for low in lows[2:-1]) and not surname)
    ):
        return False  # `Văn HảiÔng Trần Mai`, `Hải Việt Anh Trần Văn Mai`
    if any(_is_body(low) for low in lows[surname:]):
        return False
    if lows[-1] in PLACES and len(lows) == 2 and first.isupper() and len(first) < 5 and first.isalpha():
        return False  # `TR Sumsel`
    if lows[-1] in _DIRECTIONS or _NUMERAL.fullmatch(name.split()[0]) or _ADDRESS.search(name):
        return False
    if len(lows) == 1 and (
        PHRASES.get((whole,)) in _OF_OFFICE or _SHORT_BODY.fullmatch(name) or _SHORT_TITLE.fullmatch(name)
    ):
        return False  # `Wapres`, `Kemenhub`, `Kanit`
    if any(_ABSTRACT_NOUN.fullmatch(low) for low in lows) or len(whole) < 2:
        return False
    if name.count('"') % 2 or _OPEN_MARK.search(name) or any(_SHORT_BODY.fullmatch(word) for word in name.split()[:-1]):
        return False
    short = name.isupper() and len(name) > 1  # `TMC`
    return len(lows) > 1 or not (short or whole in _NO_PERSON or whole.endswith(_ABSTRACT))


def _is_glued(name: str) -> bool:
    """Return whether a blank is lost in a Vietnamese text: `Thanh TùngÔng`, `MỹWilliam`."""
    return any(
        before.islower() and letter.isupper() and not (before.isascii() and letter.isascii())
        for before, letter in pairwise(name)
    )


_PLACE_SORTS = frozenset(phrases("quận, huyện, tỉnh, xã, phường, phố, trấn, thôn, ấp, làng, đường"))
_ELIDED = re.compile(r"[Ll]['’](?=[a-zà-ÿ])")  # `L’ambassadeur Jean Leroy`
_NO_PARTICLES = frozenset(["y", "e", "der", "den", "zum"])
_OPEN_MARK = re.compile(r"\s['‘“](?!.*['’”](?:\s|\Z))")  # `Munafri 'Appi`
_NUMERAL = re.compile(r"[IVX]{2,}")
_ADDRESS = re.compile(r"[a-z]\.[a-z]|[@/]")  # `Boats.com`
_ADDRESSED = frozenset(["frau", "herr", "herrn"])
_DIRECTIONS = frozenset(["timur", "barat", "utara", "selatan", "tengah", "tenggara"])  # `Seram Barat`
_ABSTRACT_NOUN = re.compile(r"(?:pe[mnlr]|per|ke)[a-z]{3,}(?:an|annya)")  # `Penambahan Nilai`
_ABSTRACT = ("ity", "ness", "ism", "tion", "haknya", "rinya", "duanya", "iganya", "muanya")  # `Timidity`, `Pihaknya`


_NO_FIRST = (
    EUROPEAN_OPENERS
    | SUBJECTLESS
    | frozenset(
        phrases(
            """
for, of, by, to, with, from, at, in, on, about, across, as, but, and, when, while, after, before, during, should,
under, behind, beside, since, until, unlike, like, per, over, between, among, despite, because, although, though, now,
even, only, both, without, once, asked, according, whether, what, why, how, if, the, a, an, i, i've, we, our, my, his,
her, their, its, this, that, sikap, tanggapan, pernyataan, keputusan, langkah, usulan, permintaan, rencana, ucapan,
komentar, pandangan, untuk, dari, dalam, pada, kepada, saat, ketika, oleh, bersama, menurut, selain, seperti,
bagi, atas, antara, terhadap, tentang, negeri, kabupaten, provinsi, theo, của, tại, khi, trong, với
"""
        )
    )
)


_NICKNAME = re.compile(r"\w[”\"] \Z")  # `Tom “GT” Lee`
_GOES_ON = re.compile(r" (?:in ['’‘]t\b|[a-z]{1,3}[A-Z][a-z]+)")  # `Sophie in 't Veld`, `Ana deLeon`
_PLACES = PLACES | STATES
_NO_PERSON = STATES | NO_NAMES | NOBODY | OPENERS | GROUPS | OFFICES  # no name alone
_PROSECUTES = frozenset(["state", "commonwealth", "people", "crown", "king", "queen"])  # `State's Attorney`


def is_speaker(reading: NameReading, found: FoundName, least: int = 0) -> bool:
    """Return whether a name is that of the speaker, not of somebody whose spokesman or wife speaks, and of one
    person."""
    text = reading.text
    if (
        not is_person(found.name)
        or text[found.end : found.end + 2] in {"'s", "’s"}
        or text[found.start - 1 : found.start] in {"[", "("}
        or text[found.end : found.end + 1] == "]"
        or _BROKEN.match(text, found.end)
        or _NUMBER.search(text, max(0, found.start - 8), found.start)
        or _is_of_body(reading, found)
        or _OF_BODY.search(text, max(0, found.start - 24), found.start)
        or (" " not in found.name and _NICKNAME.search(text, max(0, found.start - 3), found.start))
    ):
        return False
    before = text[least : found.begin]
    lows = [word.casefold().strip(".,") for word in before.split()[-6:]]
    if lows and lows[-1] in NOT_SPEAKING | AND and not before.rstrip().endswith(","):
        of_offices = last_before(reading.words, found.begin) - 1  # `Founder and Chief Officer Jane Lee`
        without = not found.title and found.begin == found.start
        if lows[-1] in NOT_SPEAKING or without or of_offices < 0 or not names_office(reading, of_offices):
            return False
    if any(low.endswith(("'s", "’s")) and low[:-2] not in _PROSECUTES for low in lows[-1:]):
        return False
    title = [word.casefold() for word in (found.title or "").split()]
    if title and title[-1] in _PLACE_SORTS:
        return False  # `Phó chủ tịch UBND xã Vân Nội`
    if _GOES_ON.match(text, found.end) or (" " not in found.name and {*title, *lows[-1:]} & GROUPS):
        return False
    if title and (title[0] in KIN or (len(title) > 1 and title[0] in NOT_SPEAKING) or set(title) <= OF_A_THING):
        return False
    return not (set(lows[-4:]) & ARTICLES and set(lows[-3:]) & NOT_SPEAKING)


def _is_of_body(reading: NameReading, found: FoundName) -> bool:
    """Whether the name of a body has words that seem to be a person: `Bank Sentral Swiss`."""
    ahead = last_before(reading.words, found.start)
    if found.title or ahead < 0 or reading.words[ahead].start < found.begin or " " not in found.name:
        return False
    word = reading.words[ahead]
    return word.text[0].isupper() and _is_body(word.low) and word.low not in PLACES


_BROKEN = re.compile(r"[^\W\s]|[\u00a0-\u00bf&/+]")  # a name that is cut off: `BjÃ¶rn`
_NUMBER = re.compile(r"(?<!\w)\d{1,5}[A-Za-z]?\s\Z")  # `số 42 Nguyễn Huệ`, an address
_OF_BODY = lazy_regex(
    r"(?<!\w)(?i:kuasa hukum|tim hukum|ngân hàng|tập đoàn|công ty|nhà máy|bệnh viện|nhà hàng|khách sạn|vụ|vai|asal|"
    r"laporan) (?:[^\W\d_a-z]\w+ )?\Z"
)


def has_capital(reading: NameReading, n: int) -> bool:
    """Return whether the n-th word of a reading is capitalised."""
    return n < len(reading.words) and reading.words[n].text[0].isupper()


def are_alike(name: str, other: str) -> bool:
    """Return whether two names may be of one person: the first or last word is the same, or one contains all words of
    the other."""
    words, others = name.casefold().split(), other.casefold().split()
    return words[-1] == others[-1] or words[0] == others[0] or set(words) <= set(others) or set(others) <= set(words)
