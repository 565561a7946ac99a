"""Messages of the rules of collections, legal holds and disposals."""

from __future__ import annotations

from collections.abc import Mapping

RULE_MESSAGES: Mapping[str, str] = {
    "hold-rule": "closed until %(instant)s by the rule of collection %(collection)s",
    "hold-rule-undated": (
        "closed until %(instant)s by the rule of collection %(collection)s, counted from the day it came in, for it"
        " has no date"
    ),
    "hold-rule-endless": (
        "closed by the rule of collection %(collection)s, which ends after the last year of the calendar; someone"
        " decides"
    ),
    "hold-rule-over": ("by its new date the rule of collection %(collection)s closes it no longer; someone decides"),
    "hold-rule-lifted": (
        "the rule of collection %(collection)s was lifted, but something else held it too; someone decides"
    ),
    "rule-unknown": "There is no rule %(n)s: `press-archive collections rules` lists them.",
    "rule-lifted-already": "Rule %(n)s was lifted already.",
    "rule-collection-malformed": (
        "Give the name of a collection, of at most %(most)s characters, without control characters."
    ),
    "rule-years": "Give a whole number of years from %(least)s to %(most)s.",
    "collection-unknown": (
        "No record is in the collection %(collection)s. `press-archive collections list` lists those that there are."
        " For one that has no records yet, add --new, or tick the box at the desk."
    ),
    "rule-there": "The collection has this rule already: rule %(n)s.",
    "rule-reason-missing": "Give a reason: it stays on record.",
    "none-meant": "No record is meant: give ids, a query that finds some, or a collection.",
    "legal-hold-unknown": "There is no legal hold %(n)s: `press-archive legal-hold list` lists them.",
    "legal-hold-lifted-already": "Legal hold %(n)s was lifted already.",
    "legal-hold-case-malformed": "Give the name of the case, of at most %(most)s characters.",
    "legal-hold-stands": (
        "%(record)s is under legal hold %(n)s (%(case)s), which %(by)s set on %(at)s. Nothing removes it while that"
        " stands. An archivist or admin lifts it: `press-archive legal-hold lift %(n)s --reason WHY`, or at the desk."
    ),
    "reread-legal-hold": (
        "it is under legal hold %(n)s (%(case)s): what was read stays as it is until the hold is lifted"
    ),
    "disposal-unknown": "There is no disposal %(n)s: `press-archive collections disposals` lists them.",
    "disposal-nothing-due": "Nothing in %(collection)s is due on %(on)s: no disposal was requested.",
    "disposal-not-yet": "%(on)s has not come yet: only what is due today can be disposed of.",
    "disposal-done": "Nothing of disposal %(n)s is left to carry out.",
    "disposal-not-due": "%(record)s is not due any more: its date, its collection or the rule changed.",
}
