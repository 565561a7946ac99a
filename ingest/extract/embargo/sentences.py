"""Embargoes in free sentences at the head or foot of a text, for which `matcher` has no pattern.

Press officers write `please sit on this until you hear from us`. Such a sentence differs from news by its parts: a
subject (the press, `this release`, or none), a word for holding or not publishing, and usually an end. Its vocabulary
is wider (`[sentences]`), so only these lines are read this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from unicodedata import normalize

from archive.text.embargo import embargo_words
from archive.text.embargo.embargo_words import Scope
from ingest.extract.embargo.matcher import (
    LONGEST,
    MOST_WORDS,
    TILL,
    EmbargoOrder,
    OrderKind,
    is_lifted,
    is_reported_speech,
    without_quotes,
)
from ingest.extract.embargo.phrases import PhraseLine, read_phrases

_WHEN = "<day|clock|weekday|dayword|event|indefinite>"
_DAY = "<day|clock|weekday|dayword>"
_TIME = "<day|clock|weekday>"
_NOT = "<not|order|holdoff|forbid>"
_THIS = "(?:<this><lead>?<text>|<text><lead>?<this>)"
# May come before the order.
_OF_TEXTS = "<publish|order>|<not|forbid><lead|only|may>{0,2}<public>|<use><~>{0,4}?<text|this>|<text><~>{0,25}<use>"
_SPREAD = f"{_OF_TEXTS}|<tells>"
_RELEASED = "<public|frees|publish|tells>"
_SPREAD_OR_PUBLIC = "<publish|public|tells|frees|quiet|hush|early>"
_HERE = "<lead|sign|colon|polite|text|this|urgent|stop|number|may|check|wait|draft|quiet|document>"
_PRESS = f"<polite|request>|{_THIS}"
_TO_THE_PRESS = f"{_PRESS}|\\A{_HERE}{{0,6}}{_NOT}"

# All patterns of a rule must be in the sentence. Rules of sentences with an end, or a signal:
_ENDING = (
    (f"{_NOT}<~>{{0,25}}?{TILL}<~>{{0,8}}?{_WHEN}", _SPREAD, _TO_THE_PRESS),
    (f"{_NOT}<~>{{0,25}}?<before><~>{{0,4}}?{_TIME}", _OF_TEXTS, f"<text|polite>|\\A{_HERE}{{0,6}}{_NOT}"),
    (f"{TILL}<~>{{0,8}}?{_TIME}<~>{{0,25}}?{_NOT}", _SPREAD, "<text|polite|this>|\\A<before>"),
    (f"<quiet><~>{{0,25}}?<before|after><~>{{0,8}}?{_WHEN}", f"{_PRESS}|\\A{_HERE}{{0,6}}<quiet>"),
    (f"<wait><~>{{0,25}}?<before|after><~>{{0,8}}?{_WHEN}", "<text|this>", "<polite>"),
    (
        f"<quiet><~>{{0,25}}?<before|after><~>{{0,4}}?{_TIME}|<before><~>{{0,6}}?{_TIME}<~>{{0,25}}?<quiet>",
        "<polite|text|this>",
    ),
    ("<nosooner>|<not><~>{0,3}?<publish><~>{0,2}?<early>", _DAY, "<publish|frees|lift|polite|this>"),
    (
        f"\\A<lead|sign|colon|text|this|publish|polite|may>*<lift><lead|at|after|sign|colon>{{0,3}}{_TIME}",
        "<day|weekday>",
    ),
    (f"<frees><~>{{0,3}}?<at|after|sign>{{0,3}}{_TIME}", "<day>", f"{_PRESS}|\\A<text|sign|lead|this>*<frees>"),
    (
        f"<only|may|frees><~>{{0,5}}?<publish|use><~>{{0,4}}?<after|at>{{1,3}}<lead>{{0,2}}{_TIME}",
        "<day>",
        f"{_PRESS}|\\A<text|sign|lead|publish>+<only|may>",
    ),
    (
        f"{_NOT}<~>{{0,25}}<publish|use><~>{{0,25}}<clock>|<clock><~>*{_NOT}<~>{{0,25}}<publish|use>",
        "<day>",
        "<text|polite|this>",
    ),
    (
        f"{_NOT}<~>{{0,25}}<clock><~>{{0,25}}<publish|use>|<use|publish><~>{{0,25}}<clock><~>*{_NOT}",
        "<day>",
        "<text|polite|this>",
    ),
    ("<quiet|holdoff>", "<day>", "<clock>", _PRESS),
    (f"{_TIME}<~>{{0,4}}?<only>{{1,2}}<may>?<publish|use>", "<day>"),
    (f"<use><only>{{0,2}}<after><lead|at>{{0,2}}{_TIME}", "<day>", "<nosooner|early|not>"),
    ("<signal>", f"{_PRESS}|<quiet|wait|publish|frees>"),
)
# For separate lines, above or below the paragraphs of the news, where an order needs no addressee:
_HURRY = "<not|early|polite|nosooner>|<only><may>?<publish|lift|frees>|<publish|lift|frees><lead|sign>?<only>"
_APART = (
    (f"<only>{{1,2}}<may>?<publish|use><lead|at>{{0,2}}{_TIME}", "<day>"),
    (f"(?:\\A|<polite><~>{{0,4}}?)<lead>?<timelabel><sign|lead|at|colon>{{0,3}}{_TIME}", "<day>", "<clock>"),
    (f"(?:{_NOT}|<quiet|wait>)<~>{{0,10}}?<before><~>{{0,5}}?{_WHEN}", _SPREAD),
    (f"(?:<quiet|wait>|<only><may>?<publish|use>)<~>{{0,10}}?<after><~>{{0,5}}?{_WHEN}", _SPREAD),
    (f"<polite><~>{{0,6}}?<publish|use><~>{{0,2}}?<after><~>{{0,5}}?{_WHEN}",),
    (f"\\A<lead>?<timelabel><~>{{0,4}}?<colon><~>{{0,2}}?{_TIME}", "<day>", "<clock>"),
    (f"(?!<weak>)<before|after><~>{{0,5}}?{_WHEN}<~>{{0,10}}?<not|quiet|frees|wait>", _SPREAD),
    (f"<publish|lift|frees><~>{{0,6}}?{_TIME}", "<day|weekday>", _HURRY),
    (f"<use><~>{{0,2}}?<after|at>{{1,2}}{_TIME}", "<text|polite>", "<day>"),
    (f"{_THIS}<~>{{0,6}}?(?<!<lasts>)<before><~>{{0,3}}?{_TIME}", "<day>"),
    ("<quiet><before><at|when|lead>{0,3}" + _TIME, "<day>"),
    (f"<wait|quiet><~>{{0,10}}?<before|after><~>{{0,5}}?{_WHEN}", "<request>", "<this|text|quiet>"),
    (f"\\A<request><wait><~>{{0,3}}?<before|after><~>{{0,3}}?{_WHEN}",),
    (f"\\A<use|publish><after|at>{{1,2}}<lead|when>{{0,2}}{_TIME}", "<day>", "<clock>"),
    (f"\\A<lead|only|may|text>{{0,3}}<use><~>{{0,4}}?{_TIME}(?:(?!<colon>)<~>){{0,3}}<stop>?\\Z", "<day>", "<only>"),
    (f"<polite><~>{{0,3}}?<wait|quiet><~>{{0,2}}?{_TIME}", "<day>", "<clock|this|text|quiet|keep>"),
    (f"<day><~>{{0,8}}?{_NOT}<~>{{0,4}}?<publish|use|public><~>{{0,2}}?<before|early|nosooner>", "<text|this|polite>"),
    (f"{_TIME}<~>{{0,4}}?<frees>", "<day>", f"{_PRESS}|\\A<text>|\\A<~>{{0,3}}?{_TIME}"),
)
_APART_WAITING = (
    (f"\\A{_HERE}{{0,4}}<still>|<stamp|quiet|hush|still><lead>{{0,2}}<yet>",),
    ("\\A<lead|sign>{0,2}<embargo><about><lead>{0,2}<publish|text|tells><lead>{0,2}(?:<sign|stop>|\\Z)",),
    ("\\A<lead|text|polite|sign>{0,4}<only>{1,2}<may>?<publish|use><lead|text>{0,3}<after|before>",),
    ("<quiet>", "<this|text|order|request>"),
    (f"(?:{_NOT}<lead|only|text|this>{{0,3}}<publish|use>|<order>)<~>{{0,4}}?<unless>",),
    ("\\A<lead|text|copy|document>{1,3}<~>{0,1}?<sign><soft|order|draft>",),
    ("<signal>", "<text|order|not|forbid>"),
    (f"{_NOT}<lead|only|text|may|this|polite|tells>{{0,3}}?<publish|use>", _PRESS),
    ("(?:\\A|<sign|colon|stop>)<lead|polite|text|document|sign>{0,4}<forbid|order|holdoff><~>{0,2}?<publish|public>",),
    ("(?:\\A|<sign|colon|stop>)<lead|polite>{0,2}<text><~>{0,3}?<forbid><lead>{0,2}<publish|public>",),
    ("\\A<lead|sign|text|copy|number>{0,2}<draft><number|nth|document>{0,3}(?:<sign|stop>|\\Z)",),
    ("\\A<sign>{1,2}<draft><~>{0,12}?<signal|order|soft>",),
    ("\\A<lead|sign|text|document|this>{0,3}<stamp><lead>{0,2}(?:<sign|stop|not|forbid>|\\Z)",),
    (f"{_NOT}<~>{{0,6}}?<publish|use|tells><~>{{0,6}}?<before|after>", _PRESS),
    (
        f"(?:\\A{_HERE}{{0,8}}|<colon|stop>)<order><lead>{{0,2}}(?:<sign|stop|text|this|polite|yet>|\\Z)|<sign><order><sign|stop|lead>{{0,3}}\\Z",
    ),
    ("\\A<lead|sign>{0,2}<embargo><about><event|indefinite>",),
    ("<embargo><~>{0,8}?<event|signal|indefinite>",),
    (f"\\A{_HERE}{{0,5}}{_NOT}<lead>{{0,2}}<publish|tells><~>{{0,5}}?<before>",),
    ("<publish|use|frees|tells><~>{0,4}?<before|after><~>{0,8}?<event>", "<only|not|quiet|hush|nosooner>"),
    (f"(?:{_NOT}|<embargo>)<~>{{0,14}}?<before|after><~>{{0,6}}?<event>", "<publish|tells|embargo|public|frees>"),
    (f"{_NOT}<~>{{0,2}}?<early>|<early><~>{{0,2}}?{_NOT}", "<day|clock|polite>"),
)
_ABOVE = (  # for lines at the head beside the title, where all statements are about the text
    (f"<publish|lift|frees|tells><~>{{0,4}}?{_TIME}|{_TIME}<~>{{0,4}}?<publish|lift|frees|tells>", "<day>", "<clock>"),
)
_OF_EMBARGOES = (  # the same for sentences that mention an embargo
    (f"<embargo><~>{{0,8}}?<ends|lift><~>{{0,4}}?{_TIME}", "<day>", _PRESS),
    ("<embargo><~>{0,25}?<clock>|<clock><~>{0,25}?<embargo>",),
    ("<embargo><~>{0,4}?<before|at|may|after>{1,2}<lead|weekday|sign>{0,3}<day>", _PRESS),
    (f"\\A{_HERE}{{0,8}}<embargo><lead|sign|colon>{{0,4}}{_TIME}",),
)
# For separate lines that announce no coming event: anything that may not be done to the text before then.
_ANYTHING = (
    (
        f"{_NOT}<~>{{0,25}}?<before><~>{{0,8}}?{_TIME}|<before><~>{{0,8}}?{_TIME}<~>{{0,12}}?{_NOT}",
        "<day>",
        "<publish|tells|public|text|this|polite|use|quiet|hush|early>",
    ),
    (f"<quiet|hush><~>{{0,25}}?<before><~>{{0,8}}?{_TIME}|<before><~>{{0,8}}?{_TIME}<~>{{0,15}}?<quiet|hush>", "<day>"),
    (f"<just><~>{{0,6}}?<after|at|colon>{{0,3}}{_TIME}|{_TIME}<~>{{0,8}}?<just>", "<day>", _SPREAD_OR_PUBLIC),
    (f"{_RELEASED}<~>{{0,8}}?{_TIME}|{_TIME}<~>{{0,8}}?{_RELEASED}", "<day>", "<quiet|hush|early|nosooner|wait|just>"),
    (
        f"<whoever>(?!<may|frees>)<~>{{0,20}}?<before|early><~>{{0,5}}?{_TIME}|{_TIME}<~>{{0,6}}?<whoever><~>{{0,4}}?<early>",
        "<day>",
    ),
)
_EMBARGOED = (  # for lines beside the title or under the news
    (f"<embargo><~>{{0,25}}?{_TIME}|{_TIME}<~>{{0,25}}?<embargo>", "<day>"),
)
_OBJECT = "<lead|sign|yet|text|this|polite|only>{0,4}(?:<stop>|\\Z)|<lead>{0,2}<text|this|yet>"
_WAITING = (  # rules of sentences without an end
    ("<quiet>", f"{_PRESS}|\\A{_HERE}*<quiet>"),
    (f"\\A{_HERE}*<stamp>", "<polite>"),
    (f"<polite|lead|this|text>{_NOT}<lead|text|this>{{0,3}}<publish|use>(?:{_OBJECT})", _PRESS),
    (f"\\A{_HERE}{{0,8}}<embargo><lead|sign|polite>*(?:<stop>|\\Z)", "<text|this>"),
    ("<not><lead>{0,2}<publish|public|use><~>{0,2}?<yet>|<holdoff><publish|use>",),
    (f"{_THIS}<~>{{0,4}}?<not><lead|only>{{0,2}}<publish|use|public>",),
    (f"<not><lead>{{0,2}}<publish|use><lead|text>{{0,2}}{_THIS}",),
)
# Reports instead of requests; and that nothing is held.
_NEWS = (
    f"{_NOT}<lead>?<publish|use><lead|at>?<after><~>{{0,2}}?{_TIME}|"
    "<sign><~>{0,2}<reported>|<reported><lead>{0,2}<that>|<none|without><lead|polite>{0,2}<quiet|wait|embargo|order>"
)
# An order although it mentions a court, or others that forbid things.
_OF_A_TEXT = (
    f"{_PRESS}|\\A{_HERE}{{0,6}}{_NOT}<~>{{0,3}}?<publish>"
    f"|<text><~>{{0,4}}?{_NOT}<~>{{0,3}}?<publish><~>{{0,6}}?<before>|\\A<quiet|hush><before>"
)
_FIELD = f"\\A<lead>?<embargo><~>{{0,2}}?<colon><~>{{0,2}}?{_TIME}"  # an embargo even if it mentions rules or policies
_HELD_TOO = f"{_NOT}|<before|after|wait|quiet|hush|embargo|just|nosooner>"  # beside words that release a text
# Phrases of which each rule contains one; the other rules contain both of these.
_KEYS = "not forbid stamp draft soft order holdoff quiet hush wait still nosooner early lift frees embargo"
_KEYS += " signal whoever timelabel just publish use tells"
_KEYS_TOGETHER = ("this", "before")


class SentencePlace(Enum):
    """Where a sentence is: among the paragraphs of the news, separate from them (possibly as the title), at the head
    beside the title, or at the foot."""

    WITHIN = "within"
    APART = "apart"
    ABOVE = "above"
    UNDER = "under"


@lru_cache(maxsize=512)
def read_sentence(sentence: str, place: SentencePlace = SentencePlace.WITHIN) -> EmbargoOrder | None:
    """Return the order in a sentence at the head or foot of a text, or None."""
    if not 0 < len(sentence) <= LONGEST or len(sentence.split()) > MOST_WORDS:
        return None
    clean = embargo_words.clean_line(normalize("NFC", without_quotes(sentence)))
    if not _may_hold(clean):
        return None
    line = read_phrases(clean, Scope.SENTENCE)
    if is_lifted(sentence) or _is_news(line):
        return None
    if (line.names("footer") and not line.names("day", "clock")) or (line.names("freed") and not line.has(_HELD_TOO)):
        return None
    apart = place is not SentencePlace.WITHIN
    goods = line.names("goods") and line.names("embargo", "sanction")
    if _names_end(line, place):
        return EmbargoOrder(OrderKind.UNTIL)
    titled = clean.istitle() and not line.names("polite", "this", "text") and frozenset() in map(_classes, line.tokens)
    if titled and len(clean.split()) > 2:
        return None  # the headline `Ditahan Dulu, Tayang Kemudian`
    if line.names("reporting") and not line.names("polite", "this", "stamp"):
        return None  # `The chairman says the draft is not final`
    waits = _fits(line, _WAITING) or (apart and not line.names("attend") and _fits(line, _APART_WAITING))
    return EmbargoOrder(OrderKind.ORDER) if waits and not goods and not line.names("offer") else None


def _names_end(line: PhraseLine, place: SentencePlace) -> bool:
    """Return whether a line asks to hold something until then."""
    apart = place is not SentencePlace.WITHIN
    if _fits(line, _ENDING):
        return True
    invites = line.names("offer", "hiring", "attend")
    if apart and not invites and not line.names("embargo") and _fits(line, _APART):
        return True
    if apart and not invites and not line.names("actor", "goods", "free", "embargo") and _fits(line, _ANYTHING):
        return True
    others = ("offer", "hiring", "embargo", "free", "actor", "place", "will", "dated")
    if place is SentencePlace.ABOVE and not line.names(*others) and _fits(line, _ABOVE):
        return True
    if line.names("offer", "goods", "scheme") or (line.names("over") and not line.names("ends")):
        return False
    return _fits(line, _OF_EMBARGOES) or (
        place in (SentencePlace.ABOVE, SentencePlace.UNDER) and _fits(line, _EMBARGOED)
    )


def _may_hold(clean: str) -> bool:
    return any(
        all(embargo_words.may_name(classes, clean, Scope.SENTENCE) for classes in together)
        for together in ((_KEYS,), _KEYS_TOGETHER)
    )


def speaks_of_use(sentence: str) -> bool:
    """Return whether a sentence is about texts and pictures and their use, not an event."""
    clean = embargo_words.clean_line(normalize("NFC", sentence))
    line = read_phrases(clean, Scope.SENTENCE)
    return line.names("text", "publish", "use", "frees", "lift") and not line.names("event", "actor", "offer", "place")


def _classes(token: embargo_words.PhraseToken) -> frozenset[str]:
    return token.classes


def _fits(line: PhraseLine, rules: Iterable[tuple[str, ...]]) -> bool:
    return any(all(map(line.has, rule)) for rule in rules)


def _is_of_rules(line: PhraseLine) -> bool:
    """Return whether a sentence is about rules and policies: those for embargoes, or without a text that they hold."""
    if not line.names("scheme"):
        return False
    if line.names("embargo"):
        return not line.has(_FIELD)
    return not (line.names("whoever", "quiet", "hush") or line.has(_THIS))


def _names_people(line: PhraseLine) -> bool:
    """Return whether a sentence forbids, as the law does, to identify somebody, without an end, so that it holds no
    text."""
    if not line.names("lawful", "identity") or line.has(_THIS):
        return False
    return not line.names("day", "clock", "weekday", "before", "embargo")


def _is_news(line: PhraseLine) -> bool:
    """Return whether a sentence reports or asks something, or is about others: a court, visitors, a government."""
    if (
        line.has(_NEWS)
        or _names_people(line)
        or _is_of_rules(line)
        or (line.names("rights") and not line.names("stamp"))
        or (line.names("asks") and not line.names("request", "quiet", "hush"))
    ):
        return True
    if is_reported_speech(line):
        return True
    if line.has("<publish><about|lead>{1,2}<polls>"):
        return True  # `Publication of opinion polls is forbidden before 13 December`
    if line.has("<work><~>{0,4}?<colon>") or (line.names("kept") and not line.names("publish", "text", "embargo")):
        return True
    if line.names("other") and not line.has(_PRESS):
        return True
    return line.names("actor") and not line.has(_OF_A_TEXT)
