"""The word embargo standing as a heading or a label, denials that deny nothing, and labels that say when to release.

`matcher` asks this if none of its patterns fits. A line counts only if all its words belong to such lines: one word of
news in it, or of trade, and it is none. In doubt, the line holds.
"""

from __future__ import annotations

import re
from datetime import date

from archive.access import utc_now
from archive.text.embargo import instants
from ingest.extract.embargo.phrases import PhraseLine, shape

MOST_WORDS = 16
_MOST_UNKNOWN = 2  # words of no class in a line that denies an embargo and takes it back

_MOMENT = "day|clock|weekday|dayword|event|indefinite"
_AROUND = (
    f"{_MOMENT}|zone|number|nth|year|before|after|at|when|lead|text|polite|sign|colon|stop|asks|copy|check|document"
    "|only|may|this|urgent|month|beside|yes"
)
_STANDING = f"(?:<embargo|under|lasts|status|publish|not_before|prohibit|forbidden|stamp|{_AROUND}>)+"
_LABEL = "\\A<lead|polite|text|sign|copy|urgent|beside>{0,6}<embargo><~>{0,5}?<colon>"
_THEN = (  # in this order the moment is the end
    f"<embargo>.*<{_MOMENT}>|<{_MOMENT}>.*<before|after>.*<embargo>|<day>.*<prohibit>|<before>.*<{_MOMENT}>.*<embargo>|<duelabel>.*<day>.*<clock>.*<embargo>"
)
_DUE = f"(?:<duelabel|timelabel|due|free|not_before|publish_later|{_AROUND}>)+"
_LABELS = frozenset(("duelabel", "timelabel", "publish_later", "due"))
_NAMED_MOMENT = "<day|clock|weekday|dayword>|<after|before|at|when><lead|beside>{0,3}<event|indefinite>"
# The day of the news itself, and a label that more words follow: `Publication date: 5 May 2051. Hardback, 288 pages.`
_AT_ONCE = "<free><duelabel>?<sign|colon>+<lead|weekday|sign|at|when>*<day>|<colon>.*<day>.*<stop>\\Z"
_DECIMAL = re.compile(r"\d,\d")  # `EMBARGO: Inflation of November 2,84 per cent`
_NEWS = ("goods", "ban", "other", "offer", "scheme", "kept", "reported", "withdrawn")

# A phrase that forbids to publish, a word that forbids near one for publishing, or a request to publish only then.
_FORBIDDEN = (
    "<prohibit>|<publish><~>{0,14}?<forbidden>|<forbidden><~>{0,9}?<publish>"
    f"|<{_MOMENT}><~>{{0,4}}?<after><~>{{0,9}}?<publish><~>{{0,6}}?<polite>"
)
_ONLY_FORBIDDEN = f"(?:<prohibit|forbidden|publish|stamp|{_AROUND}>)+"
_HEADING = "\\A<lead|polite|text|sign|urgent>*<prohibit>"
_MOST_UNKNOWN_BESIDE_A_DAY, _MOST_UNKNOWN_BEHIND = 6, 3

_DENIAL = (
    "<embargo><sign|colon|lead|beside|text|status|asks>{0,5}<none|over|without|ends|soft|not|yet>"
    "|<without|none|not><lead>{0,2}<embargo>"
)
_NOT_OVER = "<not|without|soft|yet><lead|beside|yet>{0,2}<over|ends>|<still><~>{0,2}<embargo>"
_MORE = f"(?:{_DENIAL}).*(?!<weak>)<before|after|not_before|unless|day|clock|weekday|dayword>"


def stands(line: PhraseLine) -> bool | None:
    """Return whether the word embargo stands in a line as a heading or a label; None if not, False without an end."""
    if not line.names("embargo") or _is_of_news(line) or line.names("over", "none", "without", "free"):
        return None
    labelled = line.has(_LABEL) and line.names("day", "clock", "weekday", "dayword") and not _DECIMAL.search(line.text)
    if not labelled and shape(_STANDING).fullmatch(line.said) is None:
        return None
    return line.names("day") and line.has(_THEN) and not line.names("put_off")


def forbids(line: PhraseLine) -> bool | None:
    """Return whether a line forbids publication in any order of its words, as in `10日まで報道禁止`; None if not,
    False without a day. In doubt it does: few words may be unknown, unless nothing else says when."""
    if not line.has(_FORBIDDEN) or _is_of_news(line):
        return None
    unknown = sum(not token.classes for token in line.tokens)
    if line.names(*_MOMENT.split("|")):
        return line.names("day") if unknown <= _MOST_UNKNOWN_BESIDE_A_DAY else None
    told = line.names("number", "before", "after") and unknown <= _MOST_UNKNOWN
    begins = line.has(_HEADING) and unknown <= _MOST_UNKNOWN_BEHIND
    return False if told or begins or shape(_ONLY_FORBIDDEN).fullmatch(line.said) else None


def falls_due(line: PhraseLine) -> bool | None:
    """Return whether a line is a label of release with a moment to come; None if not, False without a day."""
    if not line.names(*_LABELS) or not line.has(_NAMED_MOMENT) or _is_of_news(line):
        return None
    if shape(_DUE).fullmatch(line.said) is None or line.has(_AT_ONCE) or not is_to_come(line):
        return None
    return line.names("day")


def denies_nothing(line: PhraseLine) -> bool:
    """Return whether a line denies an embargo and takes that back: `Embargo not yet lifted`, `Embargo lifts Friday`,
    `No embargo exceptions: strictly until Friday`."""
    if not line.has(_DENIAL) or _is_of_news(line):
        return False
    if sum(not token.classes for token in line.tokens) > _MOST_UNKNOWN:
        return False
    if line.has(_NOT_OVER):
        return True
    if line.names("begins") or (line.names("past") and not line.has("<past>.*<before>")):
        return False
    return line.names("none", "over", "without") and line.has(_MORE) and is_to_come(line)


def is_to_come(line: PhraseLine) -> bool:
    """Return whether the days in a line are to come. One without a year may be, and so may a day of the week."""
    days = instants.days_of(line.text)
    last: date | None = max(days) if days else instants.last_day(line.text)
    return last is None or last > utc_now().date()


def _is_of_news(line: PhraseLine) -> bool:
    return len(line.tokens) > 2 * MOST_WORDS or line.names(*_NEWS)
