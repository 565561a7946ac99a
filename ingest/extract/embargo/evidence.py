"""Decide by evidence whether a paragraph is an embargo, if no rule matches.

Each class of phrases has points. A paragraph with enough points holds the text: it mentions the text or addresses the
press, asks to wait or to keep it internal, and names a day, in any grammar. The points come from a logistic regression
on the cases in tests/cases and on real texts, rounded to halves. Words that the rules cover (`embargo`, secrecy stamps)
are left to the rules, so that text about embargoes holds nothing.
"""

from __future__ import annotations

from unicodedata import normalize

from archive.text.embargo import embargo_words
from archive.text.embargo.embargo_words import Scope
from ingest.extract.embargo.matcher import LONGEST, is_reported_speech, without_quotes
from ingest.extract.embargo.phrases import read_phrases

_ENOUGH, _LITTLE = 10, 5
_POINTS = {
    # in an embargo
    "signal": 5,
    "day": 3,
    "quiet": 3,
    "restraint": 3,
    "before": 2,
    "frees": 2,
    "hold_for": 2,
    "hush": 2,
    "nosooner": 2,
    "not": 2,
    "publish": 2,
    "request": 2,
    "self": 2,
    "after": 1,
    "event": 1,
    "forbid": 1,
    "just": 1,
    "only": 1,
    "penalty": 1,
    "polite": 1,
    "this": 1,
    "unlock": 1,
    "weekday": 1,
    "zone": 1,
    # in an event, a rule for others or an open text
    "actor": -2,
    "agenda": -3,
    "attend": -4,
    "colon": -1,
    "ends": -2,
    "free": -2,
    "footer": -1,
    "kept": -1,
    "lasts": -2,
    "offer": -1,
    "other": -2,
    "rights": -1,
    "weak": -2,
    "will": -1,
}
_ADDRESSED = frozenset(("self", "polite", "outlet", "request"))
_WAITING = frozenset(("restraint", "quiet", "hush", "nosooner", "early", "penalty", "wait", "signal", "just"))
_WAITING_ROOM = frozenset(("wait", "restraint", "polite", "before", "day", "clock", "zone", "weekday"))
_RELEASED = frozenset(("unlock", "frees"))
_OWN = frozenset(("self", "embargo", "quiet", "hush", "signal", "forbid", "order", "penalty"))
_FORBIDDING = frozenset(("not", "forbid"))
_HURRIED = frozenset(("early", "nosooner", "penalty"))
_ORDERING = frozenset((  # without all of these nothing is held, for nothing is forbidden and nothing awaited
    "day", "clock", "weekday", "dayword", "event", "signal", "quiet", "hush", "nosooner", "early", "not", "forbid",
    "only", "just", "penalty", "request", "unlock", "frees", "hold_for", "wait", "self", "order",
))  # fmt: skip
_OF_RULES = (  # what the rules read
    "embargo", "sanction", "stamp", "secrecy", "label", "taken_back", "no_more", "goods", "freed",
)  # fmt: skip


def adds_up(paragraph: str) -> bool:
    """Return whether the words of a paragraph at the head or foot of a text are enough evidence for an embargo."""
    if not 0 < len(paragraph) <= LONGEST or paragraph.rstrip().endswith("?"):
        return False
    clean = _clean(paragraph)
    if not _may_add_up(clean):
        return False
    line = read_phrases(clean, Scope.EVIDENCE)
    classes = line.classes
    if not classes.isdisjoint(_OF_RULES) or is_reported_speech(line):
        return False
    if _is_of_event(classes) and "attend" in classes:
        return False
    addressed = not classes.isdisjoint(_ADDRESSED)
    released = not classes.isdisjoint(_RELEASED)
    waits = not classes.isdisjoint(_WAITING)
    if not (addressed and (waits or not classes.isdisjoint(_FORBIDDING))) and not (released and waits):
        return False
    if classes.isdisjoint(_ORDERING):  # `all who have appeared before him`
        return False
    if "wait" in classes and classes <= _WAITING_ROOM:  # `please wait until 9 December` asks nobody to hold a text
        return False
    return weigh(classes) >= _ENOUGH


def speaks_against(sentence: str, *, sure: bool) -> bool:
    """Return whether a sentence is about an event, or about others, rather than an embargo. `sure`: for one that
    matches an embargo pattern, so that it must also ask people to come or register."""
    clean = _clean(sentence)
    if not _may_name(frozenset(("agenda",)), clean):
        return False
    classes = read_phrases(clean, Scope.EVIDENCE).classes
    return _is_of_event(classes) and ("attend" in classes or (not sure and weigh(classes) <= _LITTLE))


def _may_add_up(clean: str) -> bool:
    """Return whether a clean paragraph has any of the classes required for an embargo."""
    addressed, released = _may_name(_ADDRESSED, clean), _may_name(_RELEASED, clean)
    if not (addressed or released):
        return False
    return _may_name(_WAITING, clean) or (addressed and _may_name(_FORBIDDING, clean))


def _may_name(classes: frozenset[str], clean: str) -> bool:
    return embargo_words.may_name(" ".join(sorted(classes)), clean, Scope.EVIDENCE)


def _is_of_event(classes: frozenset[str]) -> bool:
    return "agenda" in classes and classes.isdisjoint(_OWN)


def _clean(words: str) -> str:
    return embargo_words.clean_line(normalize("NFC", without_quotes(words)))


def weigh(classes: frozenset[str]) -> int:
    """Return the points of the phrase classes in a paragraph."""
    points = sum(_POINTS.get(one, 0) for one in classes)
    if not (classes.isdisjoint(_ADDRESSED) or classes.isdisjoint(_WAITING)):
        points += 2
    if {"day", "clock"} <= classes:
        points += 2
    if "day" in classes and not classes.isdisjoint(_HURRIED):
        points += 3
    if {"day", "will"} <= classes and classes.isdisjoint(_WAITING):
        points -= 1
    return points
