"""Decide whether a line, field or name is an embargo, and until when.

One grammar for all languages. `embargo_words` splits a line into phrases of a class (`embargo`, `not`, `before`). The
patterns below say which sequences of phrases are an embargo: `<a|b>` is a phrase of one of these classes, `<~>` any
phrase of the same sentence. No pattern is tried on more than LONGEST characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from unicodedata import normalize

from archive.text.embargo import embargo_words, instants
from archive.text.embargo.embargo_words import Scope
from archive.text.patterns import lazy_regex
from ingest.extract.embargo import standing
from ingest.extract.embargo.phrases import PhraseLine, read_phrases, shape

LABEL = 40  # characters before an embargo, such as `Note to editors: `
LONGEST = 300  # characters of a line or name that may be an embargo
_LONGEST_LABEL = 90  # characters of a label of release with its day
MOST_WORDS = 45

_BETWEEN = lazy_regex(
    r"\s{1,4}[-–—|•·/]{1,3}\s{1,4}|\t{1,4}|\s{0,4}\|\s{0,4}|(?<=[.;!]) {1,4}(?=[A-ZÀ-ỸĐ])|; {1,4}|:\s{1,4}(?=\S)"
    r"|(?<=[\])])\s{0,4}|\s[(\[]"
)
# Words that a line mentions: quoted inside it, not after a colon.
_IN_QUOTES = lazy_regex(r"""(?:(?<=[^\W\d_] )|(?<=[^\W\d_][,.] ))["“«][^"“”«»]{3,200}["”»]""")
_EXAMPLES = [words for language in embargo_words.languages() for words in language["clock"].get("example", [])]
_EXAMPLE = lazy_regex(
    rf"""(?<!\w)(?:{"|".join(map(re.escape, _EXAMPLES))})[ :,]{{1,3}}["“«][^"“”«»]{{3,200}}["”»]""",
    re.IGNORECASE,
)
_QUOTED = lazy_regex(r"""["“«][^"”»]{3,200}(?:["”»][,.]?|\s[^"”»]{1,200}["”»]:)\s+[^\W\d_]""")


class OrderKind(Enum):
    """What an order says: until when, that there is an embargo, not to publish, a level of secrecy, that it is not
    final (an ambiguous word: it counts only where marks are usually placed)."""

    UNTIL = "until"
    MARK = "mark"
    ORDER = "order"
    SECRET = "secret"  # noqa: S105
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class EmbargoOrder:
    """An order that a line is, or contains from `start` (in the clean line). `labelled`: a field of a letter."""

    kind: OrderKind
    start: int = 0
    labelled: bool = False


_PRE = "(?:<lead|polite|text|check|sign|colon|copy|urgent>){0,12}?"
_SUBJECT = f"(?:{_PRE}|(?:<~>{{0,10}}?<text>)<~>{{0,9}}?|<polite><~>{{0,9}}?)"
_FILL = "(?:<lead|text|sign|colon|copy|polite|may|check|publish|zone|when>){0,8}?"
_WHEN = "<day|clock|weekday|dayword|event|indefinite>"
_DAY = "<day|clock|weekday|dayword>"
_TIME = "<day|clock|weekday>"
_NOT_USE = "<use>(?:<~>{0,3}?<text>|(?=<lead|sign>{0,2}<before>))"
_NOT_PUBLISH = f"(?:<order>|<not><lead|only|text|may|month>{{0,5}}(?:<publish|public>|{_NOT_USE}))"
_PUBLISH_THEN = "(?:(?:<only>{0,2}<may><only>?|<only>)<publish>|<publish_later>)<lead|text|sign|colon>{0,3}"
_ONLY_USE = "<only>(?:<use><~>{0,6}?<text>|<~>{0,3}?<publish>)<~>{0,6}?"

TILL = "(?!<weak>)<before>"
_NO_SOONER = "(?:<not|without><before>|<not_before>)"
_UNTIL_LIFTED = "<before|after><~>{0,3}?<embargo><lead|sign>{0,3}<over|ends>"

_SOME_TIME = (
    "(?:(?!<colon>)<~>){1,10}<stop|sign>{0,2}\\Z"  # the end of a line, in words without a day: `Q1 2027`, `the bell`
)

_UNTIL = {  # orders with an end
    "embargo until": f"{_PRE}<embargo>(?:<stop>+(?=<before>))?(?!<goods>){_FILL}<before><~>{{0,9}}?{_WHEN}",
    "embargo until some time": f"{_PRE}<embargo><sign|colon|lead>{{0,3}}<lasts>?{TILL}{_SOME_TIME}",
    "embargo at some time": f"{_PRE}<embargo><sign>?<colon><sign>?(?=<~>{{0,6}}<before|after>){_SOME_TIME}",
    "embargo: some year": f"{_PRE}<embargo><sign>?<colon><~>{{0,2}}<number><stop|sign>{{0,2}}\\Z",
    "hold until some time": f"<tag|stamp>{TILL}{_SOME_TIME}",
    "text held until some time": f"<text><wait|quiet>{TILL}{_SOME_TIME}",
    "only after some time": f"{_PRE}<only><may>?<publish><lead>{{0,2}}<after|when>{_SOME_TIME}",
    "not before some time": f"{_PRE}{_NOT_PUBLISH}<lead|text|sign>{{0,2}}{TILL}{_SOME_TIME}",
    "under embargo until": f"{_PRE}<under><before>(?!<goods>)<~>{{2,}}",
    "embargo when": f"{_PRE}<embargo>(?!<goods>){_FILL}(?:<after><~>{{0,4}}?{_WHEN}|<at>?<lead>{{0,2}}{_DAY})",
    "sanction until": f"{_PRE}<sanction>(?!<goods|about>){_FILL}<before><lead|sign|at>{{0,3}}{_TIME}",
    "sanction when": f"{_PRE}<sanction>(?!<goods|about>){_FILL}<lasts>?<before|at|after>?<lead>{{0,2}}{_TIME}",
    "ends": f"{_PRE}<embargo><lead|sign>{{0,3}}<ends><~>{{0,4}}?{_DAY}",
    "ended": f"{_PRE}<embargo><lead|sign>{{0,3}}<over><~>{{0,4}}?{_DAY}",
    "end of": f"{_PRE}<ends|over><lead>{{0,2}}<embargo><lead>{{0,2}}<colon><~>{{0,12}}?{_DAY}",
    "lasts": f"{_PRE}<embargo><lead|sign>{{0,4}}<lasts><before><~>{{0,9}}?{_WHEN}",
    "not before": f"{_SUBJECT}{_NOT_PUBLISH}<~>{{0,14}}?<before><~>{{0,12}}?{_WHEN}",
    "order before": f"{_PRE}<order><lead|sign>{{0,2}}<before><~>",
    "only after": f"{_SUBJECT}{_PUBLISH_THEN}<after><~>{{0,8}}?(?:{_DAY}|<event|indefinite>)",
    "only at": f"{_SUBJECT}{_PUBLISH_THEN}<at>{{0,3}}<lead>{{0,2}}<dayword>?<at|sign>{{0,2}}{_TIME}",
    "use after": f"{_SUBJECT}<only>{{0,2}}<may><only>?<use><after><~>{{0,4}}?<day|clock>",
    "only use after": f"{_SUBJECT}{_ONLY_USE}<after><~>{{0,4}}?<day|clock>",
    "published after": f"{_PRE}<publish><sign|colon|lead>{{0,3}}<may><lead|sign>{{0,2}}<after><~>{{0,4}}?<day|clock>",
    "only then": f"{_SUBJECT}<after><lead>{{0,2}}{_TIME}<~>{{0,6}}?<only>+<may>?<lead>?<publish>",
    "after": f"{_PRE}<publish><after><~>{{0,4}}?{_TIME}",
    "hold until": f"{_PRE}<wait|stamp|soft|draft>(?:<text|lead|publish|sign>){{0,4}}?<before><~>{{0,8}}?{_WHEN}",
    "please hold until": f"<polite><~>{{0,12}}?<wait|stamp><~>{{0,5}}?<before><~>{{0,8}}?{_WHEN}",
    "hold for": f"{_PRE}<hold_for><sign|colon|stop|before|at|lead>{{0,4}}{_DAY}",
    "advance for": f"<sign>?<advance>{_TIME}",
    "until lifted": f"{_SUBJECT}(?:{_NOT_PUBLISH}|<wait|stamp|soft|draft|only>)<~>{{0,14}}?{_UNTIL_LIFTED}",
    "no sooner": f"<lead|sign|text|urgent|copy>{{0,8}}?{_NO_SOONER}<lead|at>{{0,2}}{_TIME}",
    "then hold": f"{_PRE}<before><lead>{{0,2}}{_WHEN}<zone|sign|colon|clock|lead>{{0,4}}<wait|order|stamp>",
    "label": f"{_PRE}<timelabel><lead>{{0,2}}<colon><~>{{0,4}}?{_TIME}",
}
_WITH_CLOCK = frozenset(("sanction when", "ended", "after", "label", "no sooner"))  # only with a day and a time
_OF_TEXTS = frozenset(("publish", "text", "embargo", "this", "day"))
# Rules that people, seats and tickets match, too.
_OF_OTHERS = frozenset(("hold until", "please hold until", "not before", "not before some time", "order before"))
# Rules that reported speech and plans match, too.
_REPORTABLE = frozenset(("not before", "lasts", "only after", "only at", "hold until", "only use after", "only then"))
_REPORTED = "<sign><reported>|<asks>"

_DRAFT_AND_ORDER = "(?:<lead|text|sign|draft|document>)*<draft>(?:<lead|text|sign|document>)*<order><~>{0,4}"

_VETO = (
    "<without><lead>{0,2}<embargo|sanction>|<goods><embargo>|<embargo><lead>{0,2}<goods>"
    "|<embargo><about>(?!<at|lead|day|clock|weekday>)|<publish><about|lead>{1,2}<polls>"
)
_NONE = "<embargo><sign|colon|lead>{0,3}<none|over|without>|<embargo><at|about><lead|text>{1,3}<past>"
_FILLING = "lead|text|polite|sign|colon|stop|copy|check|yes|status|urgent|document|only"
_NOT_THESE = "<not><lead|only>{0,2}<publish|public|use>(?:<lead|sign>{0,2}<publish|public|use>)*"
_WHOLE = (
    f"(?:<{_FILLING}|embargo|draft|wait|soft|stamp|order|may|number|nth|held_status>|{_NOT_THESE}|<embargo><publish>)+"
)
_HAS_ORDER = f"<order>|{_NOT_THESE}"
_DRAFT_LINE = f"(?:<{_FILLING}|nth|draft|soft|wait|order|number|day|clock|zone|weekday|at|stamp>)+"
_LABELLED = (
    "<label><lead|sign|colon>{0,6}<colon|sign><sign|lead>{0,4}<stamp|secrecy|order>"
    "|<status><lead|sign>{0,6}<colon|sign><sign>{0,4}<stamp|secrecy|order|draft|wait|soft|embargo>"
)
_MOMENT = "<day|clock|zone|weekday|sign|colon|stop|lead|when>"
_ONLY_WHEN = f"(?:{_MOMENT}|<before|at|number>)*<day|clock|zone|weekday>{_MOMENT}*"
_OF_ITS_OWN = frozenset(
    [
        "before",
        "after",
        "day",
        "clock",
        "weekday",
        "dayword",
        "indefinite",
        "order",
        "not",
        "stamp",
        "wait",
        "soft",
        "only",
        "zone",
    ]
)

# Phrases of which one alone may hold something; pairs that must both be on a line; and adjacent pairs.
_ALONE_HOLD = (
    "embargo sanction order stamp draft wait soft timelabel label status holdoff hold_for publish_later held_status "
    "not_before advance prohibit"
)
_HOLDING = frozenset(("embargo", "sanction", "order", "stamp", "secrecy", "draft", "wait", "soft", "hold_for"))
_TOGETHER = (("not", "publish use public"), ("forbidden", "publish"), ("only may", "publish use"), ("publish", "after"))
_SIDE_BY_SIDE = ("not without", "before")


# `PRIORITY=3;EMBARGO=2026-12-22T15:00(GMT+7)`, as written by programs among other fields.
_FIELD = lazy_regex(r"(?<![^\W_])embargo\w{0,20} ?= ?[\"']?(?=\d)", re.IGNORECASE)


def may_hold(words: str) -> bool:
    """Return whether words may contain an order: a fast test for many lines."""
    return may_hold_clean(embargo_words.clean_line(words))


def may_hold_clean(line: str) -> bool:
    """Return the same of a clean line."""
    may_name = embargo_words.may_name
    return (
        may_name(_ALONE_HOLD, line)
        or any(may_name(one, line) and may_name(other, line) for one, other in _TOGETHER)
        or embargo_words.may_follow(*_SIDE_BY_SIDE, line)
        or (len(line) <= _LONGEST_LABEL and may_name("duelabel due", line))
        or ("=" in line and _FIELD.search(line) is not None)
    )


def may_hold_among(lines: str) -> bool:
    """Return whether one of several lines, joined by blanks, may contain an order, or a label with its day."""
    clean = embargo_words.clean_line(lines)
    return may_hold_clean(clean) or embargo_words.may_name("duelabel due", clean)


@lru_cache(maxsize=512)
def cut(line: str) -> PhraseLine | None:
    """Return a line as phrases; None if it cannot contain an order."""
    if not line or len(line) > 2 * LONGEST:
        return None
    line = embargo_words.clean_line(normalize("NFC", line))
    return read_phrases(line) if len(line) <= LONGEST and may_hold_clean(line) else None


def without_quotes(line: str) -> str:
    """Return the line with blanks for quoted words and examples, which it only mentions."""
    if not any(sign in line for sign in '"“«'):
        return line
    return _EXAMPLE.sub(_blank, _IN_QUOTES.sub(_blank, line))


def _blank(quoted: re.Match[str]) -> str:
    return " " * len(quoted[0])


_STOP_LAST = lazy_regex(r"[^\W_][^\W_mM][.!?]\Z")


@lru_cache(maxsize=512)
def read_order(line: str) -> EmbargoOrder | None:
    """Return the order that a line is or contains; None if it only mentions embargoes, drafts and secrets."""
    found = cut(without_quotes(line))
    if found is None or len(line.split()) > MOST_WORDS or line.rstrip().endswith("?") or _QUOTED.match(line):
        return None
    if field := _FIELD.search(found.text):
        return EmbargoOrder(OrderKind.UNTIL, field.start())
    if is_labelled(found):
        return EmbargoOrder(OrderKind.SECRET if found.names("stamp", "secrecy") else OrderKind.ORDER, labelled=True)
    if _is_lifted(found) or _is_ban(found):
        return None
    for start in _starts(found):
        if _waits(found, start) and not is_reported_speech(found):
            kind = OrderKind.ORDER if found.names("put_off") else OrderKind.UNTIL  # its day is no longer the end
            return EmbargoOrder(kind, found.tokens[start].start)
    stands = whole(found) or _standing(found)
    return EmbargoOrder(stands) if stands is not None else None


def _standing(line: PhraseLine) -> OrderKind | None:
    """Return which order the word embargo, or a label of release, is that stands in a line."""
    if standing.denies_nothing(line):
        return OrderKind.ORDER
    dated = standing.stands(line)
    dated = standing.forbids(line) if dated is None else dated
    dated = standing.falls_due(line) if dated is None else dated
    return None if dated is None else OrderKind.UNTIL if dated else OrderKind.ORDER


def moments(line: str) -> set[str]:
    """Return which of day, clock, zone and weekday are in a line."""
    return {kind for token in _whole_line(line).tokens for kind in token.classes} & {"day", "clock", "zone", "weekday"}


def only_when(line: str) -> bool:
    """Return whether a line only says when."""
    return shape(_ONLY_WHEN).fullmatch(_whole_line(line).said) is not None


def awaits_more(line: str) -> bool:
    """Return whether a line ends where it should say when: `EMBARGOED UNTIL`, `Embargo:`."""
    found = _whole_line(line)
    return bool(found.tokens) and bool(
        found.tokens[-1].classes & {"before", "after", "at", "colon", "zone", "clock", "weekday"}
    )


def says_some_end(line: str) -> bool:
    """Return whether a line gives an end in complete words without a day: `HOLD UNTIL Q1 2027`."""
    found = _whole_line(line)
    return found.has("<before|after><~>+") and not found.names("day") and not awaits_more(line)


def awaits_then(words: str) -> bool:
    """Return whether words refer only to a day named before: `until then`."""
    line = embargo_words.clean_line(normalize("NFC", words[:LONGEST]))
    if not embargo_words.may_name("then", line):
        return False
    found = read_phrases(line)
    return found.names("then") and not found.names("day")


def awaits_when(above: str, line: str) -> bool:
    """Return whether a line begins with the day, time or zone that the one above lacks."""
    if _ends_with_stop(above):
        return False
    last = _whole_line(above).tokens[-1:]
    if not any(token.classes & {"before", "after", "at", "clock"} for token in last):
        return False
    begins = shape("<sign>?<day|clock|zone|weekday>").match(said := _whole_line(line).said)
    ending = {"before", "after", "at"} | ({"clock"} if shape("<sign>?<zone>").match(said) else set())
    return begins is not None and any(token.classes & ending for token in last)


def breaks_off(line: str) -> bool:
    """Return whether a line ends within a sentence: `Not to be published or`."""
    if _ends_with_stop(line):
        return False
    found = _whole_line(line)
    return bool(found.tokens) and (
        bool(found.tokens[-1].classes & {"joins", "before"}) or line.rstrip().endswith((",", "/"))
    )


def _ends_with_stop(line: str) -> bool:
    """Return whether a line ends with a full stop that is a separate phrase, unlike that of `8 p.m.`."""
    return _STOP_LAST.search(embargo_words.clean_line(normalize("NFC", line))) is not None


def is_cut(above: str, line: str) -> bool:
    """Return whether a day, a time or a zone begins on one line and ends on the next: `8` above `Desember 2026`."""
    above = embargo_words.clean_line(normalize("NFC", above[-LABEL:]))
    spans = instants.spans(f"{above} {embargo_words.clean_line(normalize('NFC', line[:LABEL]))}")
    return any(start < len(above) < end - 1 for start, (end, _) in spans.items())


def says_withdrawn(line: str) -> bool:
    """Return whether a line has a sentence that withdraws a text, followed by another one."""
    found = cut(line)
    return found is not None and found.has("<withdrawn><~>{0,6}<stop><~>")


def says_lifted(words: str) -> bool:
    """Return whether words contain a sentence that revokes an order: `That request no longer stands.`"""
    line = read_phrases(embargo_words.clean_line(normalize("NFC", words[: 2 * LONGEST])), Scope.SENTENCE)
    return (
        shape("(?:\\A|<stop|asks>)(?:(?!<before|after|not|asks|stop>)<~>){0,25}?<taken_back>").search(line.said)
        is not None
    )


_NO_MORE = (
    "<day|clock>(?:(?!<day|clock|after|when|unless|signal>)<~>){0,12}<no_more>"
    "(?:<lead|sign|stop>*\\Z|<joins>(?!<day|clock|after|before|when|event|unless|signal>)(?:(?!<day|clock|after|before>)<~>)*<stop>?\\Z)"
)


def says_ended(words: str) -> bool:
    """Return whether words name an order with its end and revoke it: `The embargo until 5 May no longer applies.`"""
    clean = embargo_words.clean_line(normalize("NFC", words[: 2 * LONGEST]))
    return read_phrases(clean, Scope.SENTENCE).has(_NO_MORE)


def says_none(words: str) -> bool:
    """Return whether a value means that there is no embargo: `none`, `tidak`, `0`, `-`."""
    words = words.strip()[:40]
    return words in ("", "-", "0") or bool(shape("<none|sign|without>+").fullmatch(_whole_line(words).said))


def asks_to_hold(label: str) -> bool:
    """Return whether the label of a form only asks whether something is held: `Embargo`, `Hold for approval`; not
    `Embargo lifted`."""
    line = _whole_line(label[:LONGEST])
    filling = set(_FILLING.split("|"))
    holding = line.names(*_HOLDING) and not line.names("not")
    return holding and all(token.classes & (filling | _HOLDING) for token in line.tokens)


def runs_over(line: str, follower: str) -> bool:
    """Return whether a line ends within words for another thing: `MẬT` above `ONG HOA NHÃN`."""
    above = line.strip()[-LABEL:]
    joined = f"{above} {follower[:LABEL]}"
    if not embargo_words.may_name("compound", embargo_words.clean_line(normalize("NFC", joined))):
        return False
    found = _whole_line(joined)
    return above.isupper() == follower.split(" ", 1)[0].isupper() and any(
        token.start < len(above) < token.end and "compound" in token.classes for token in found.tokens
    )


def is_greeting(line: str) -> bool:
    """Return whether a line greets the recipients of a letter: `Dear colleagues,`."""
    if len(line) > LABEL * 2 or not line.endswith((",", ":", "!")):
        return False
    return _whole_line(line).names("greeting", "polite")


def is_place(line: str) -> bool:
    """Return whether a line names the place of an event: `Tempat: Balai Kota`."""
    found = _whole_line(line[:LONGEST])
    return shape("<sign>*<place>").match(found.said) is not None


def is_one_word(words: str) -> bool:
    """Return whether words are only the one word for an embargo, possibly with punctuation."""
    alone = shape("<sign|stop|colon>*<embargo><sign|stop|colon>*").fullmatch(_whole_line(words).said)
    return alone is not None and " " not in words.strip()


def is_of_goods(words: str) -> bool:
    """Return whether words are about trade and its embargoes."""
    return _whole_line(words).names("goods", "sanction")


def is_held_status(words: str) -> bool:
    """Return whether the status of a text or picture forbids publication: `Killed`, `On hold`."""
    kind = read_words(words)
    if kind in (OrderKind.MARK, OrderKind.ORDER, OrderKind.SECRET):
        return True
    return (
        len(words) <= LONGEST
        and shape("<sign|stop>*<held_status><sign|stop>*").fullmatch(_whole_line(words).said) is not None
    )


def is_bare(words: str) -> bool:
    """Return whether words only say that there is an embargo, without an end or another order."""
    line = _whole_line(words[:LONGEST])
    return line.names("embargo") and not line.names(*_OF_ITS_OWN) and not re.search(r"\d{4,}", line.text)


def _whole_line(words: str) -> PhraseLine:
    return read_phrases(embargo_words.clean_line(normalize("NFC", words)))


def whole(line: PhraseLine) -> OrderKind | None:
    """Return which order the whole line is; None if it says anything else."""
    if line.has(_VETO) or line.has(_NONE) or line.names("goods", "over", "other", "offer"):
        return None
    if shape(_WHOLE).fullmatch(line.said):
        if line.names("stamp"):
            return OrderKind.SECRET
        if line.has(_HAS_ORDER):
            return OrderKind.ORDER
        if line.names("embargo") and not line.names("free"):
            return OrderKind.MARK
    if shape(_DRAFT_AND_ORDER).fullmatch(line.said):
        return OrderKind.ORDER
    if line.names("draft", "wait", "soft") and shape(_DRAFT_LINE).fullmatch(line.said):
        return OrderKind.SOFT
    return None


def read_words(words: str) -> OrderKind | None:
    """Return which order words are as a whole; None if they say anything else."""
    line = cut(words)
    if line is None:
        return None
    return None if _is_lifted(line) else whole(line)


def is_lifted(words: str) -> bool:
    """Return whether words say that there is no embargo, or not any more."""
    line = cut(words)
    return line is not None and _is_lifted(line)


def is_label(line: str) -> bool:
    """Return whether a line is a secrecy field of official letters: `Sifat: Rahasia`."""
    found = cut(line)
    return found is not None and is_labelled(found)


def _is_lifted(line: PhraseLine) -> bool:
    if not line.has(_NONE) or line.has(_UNTIL_LIFTED) or standing.denies_nothing(line):
        return False
    return not (line.names("day") and line.names("clock")) or line.has("<embargo><sign|colon>{0,3}<none>")


def _is_ban(line: PhraseLine) -> bool:
    """Return whether a line is about a trade embargo: `Embargo until 2028: council backs ban on arms`. Texts are
    `embargoed`, and marks are in capitals."""
    if line.has("\\A<lead|sign>*<sanction><~>*<goods>") and line.names("decree"):
        return not line.names("clock")
    named = {line.text[token.start : token.end] for token in line.tokens if "embargo" in token.classes}
    told = named <= {"Embargo", "embargo"} and line.names("goods") and line.names("ban")
    return told and not line.names("clock", "not", "order")


def is_labelled(line: PhraseLine) -> bool:
    """Return whether a line contains a secrecy field of official letters: `Sifat: Rahasia`."""
    for found in shape(_LABELLED).finditer(line.said):
        first, last = line.tokens[found.start()], line.tokens[found.end() - 1]
        before, after = line.text[: first.start], line.text[last.end :]
        follows = line.tokens[found.end()].classes if found.end() < len(line.tokens) else frozenset(("sign",))
        if (not before.strip(" *_#-•") or re.search(r"(?:[\t|]|  )\W*\Z", before)) and (
            follows & {"sign", "urgent", "stop", "lead"} or re.match(r"[\t|]|  |\s+\w+\s*:", after)
        ):
            return True
    return False


def _starts(line: PhraseLine) -> list[int]:
    """Return the phrases at which parts of a line begin: the first, and those after dashes, bars and full stops."""
    places = [0, *(gap.end() for gap in _BETWEEN.finditer(line.text))]
    firsts = [token.start for token in line.tokens]
    return sorted({next((n for n, at in enumerate(firsts) if at >= place), 0) for place in places}) if firsts else []


def _waits(line: PhraseLine, start: int) -> bool:
    """Return whether the part of a line from a phrase on is an order to hold something until then."""
    said = line.said[start:]
    if shape(_VETO).search(said):
        return False
    for name, template in _UNTIL.items():
        found = shape(template).match(said)
        if found is None:
            continue
        rest = line.tokens[start:]
        if name == "hold until some time" and not line.text[rest[0].start : rest[0].end].isupper():
            continue  # `Hold until the whistle, coach tells players`
        if name in _WITH_CLOCK and not ({"day", "clock"} <= {kind for token in rest for kind in token.classes}):
            continue
        if (name in _REPORTABLE and line.names("scheme")) or (name == "only at" and line.names("free")):
            continue  # `For immediate release - 8 May 2026`
        if name in _OF_OTHERS and line.names("kept") and not line.names("publish", "text", "embargo"):
            continue
        if name in ("ends", "lasts") and line.names("goods") and line.names("reported"):
            continue  # `The embargo will be lifted on 5 May, the minister said of beef imports`
        if name in _REPORTABLE and shape(_REPORTED).search(said, found.end()):
            continue
        return True
    return False


def is_reported_speech(line: PhraseLine) -> bool:
    """Return whether a line reports what someone asked for, and is not about a text: `The judge was told: hold him`."""
    told = shape("<reported><~>{0,3}?<colon>").search(line.said)
    rest = line.tokens[told.end() :] if told else []
    return told is not None and not any(token.classes & _OF_TEXTS for token in rest)
