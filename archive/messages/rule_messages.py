"""Messages of the rules of collections, legal holds and disposals."""

from __future__ import annotations

from collections.abc import Mapping

RULE_MESSAGES: Mapping[str, str] = {
    "hold-rule": "closed until %(instant)s by the rule of collection %(collection)s",
    "hold-rule-undated": (
        "closed until %(instant)s by the rule of collection %(collection)s, counted from the day it was added, because"
        " it has no date"
    ),
    "hold-rule-endless": (
        "closed by the rule of collection %(collection)s beyond the last year of the calendar: held until someone"
        " decides"
    ),
    "hold-rule-over": (
        "held until someone decides: by its new date, the rule of collection %(collection)s no longer closes it"
    ),
    "hold-rule-lifted": (
        "held until someone decides: the rule of collection %(collection)s was lifted, but something else held it too"
    ),
    "rule-unknown": "There is no rule %(n)s: `press-archive collections rules` lists them.",
    "rule-lifted-already": "Rule %(n)s has already been lifted: see `press-archive collections rules --all`.",
    "rule-collection-malformed": (
        "Give the name of a collection, of at most %(most)s characters, without control characters."
    ),
    "rule-years": "Give a whole number of years from %(least)s to %(most)s.",
    "collection-unknown": (
        "No record is in the collection %(collection)s. `press-archive collections list` lists those that there are."
        " For one that has no records yet, add --new, or tick the box at the desk."
    ),
    "rule-there": "The collection already has this rule: rule %(n)s. Set another number of years, or leave it.",
    "rule-reason-missing": "Give a reason: it stays on record.",
    "none-meant": "No records selected: give ids, a query that finds some, or a collection.",
    "legal-hold-unknown": "There is no legal hold %(n)s: `press-archive legal-hold list` lists them.",
    "legal-hold-lifted-already": "Legal hold %(n)s has already been lifted: see `press-archive legal-hold list --all`.",
    "legal-hold-case-malformed": "Give the name of the case, of at most %(most)s characters.",
    "legal-hold-stands": (
        "%(record)s is under legal hold %(n)s (%(case)s), set by %(by)s on %(at)s, and cannot be removed. An archivist"
        " or admin can lift the hold: `press-archive legal-hold lift %(n)s --reason WHY`, or at the desk."
    ),
    "reread-legal-hold": (
        "it is under legal hold %(n)s (%(case)s): what was read stays as it is until the hold is lifted"
    ),
    "disposal-unknown": "There is no disposal %(n)s: `press-archive collections disposals` lists them.",
    "disposal-nothing-due": "Nothing in %(collection)s is due on %(on)s: no disposal was requested.",
    "disposal-not-yet": "%(on)s is in the future: only records due by today can be disposed of.",
    "disposal-done": "Disposal %(n)s has nothing left to carry out: see `press-archive collections certificate %(n)s`.",
    "disposal-not-due": "%(record)s is no longer due: its date, its collection or the rule changed.",
}
