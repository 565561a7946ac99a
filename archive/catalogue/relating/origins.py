"""The rules by which relations are found: the origin each writes, how sure it is, and why in words of a closed set."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """What spoke for a relation, as its origin has it."""

    NUMBER = "rule:same-number"
    NAME = "rule:same-name"
    FACTS = "rule:same-facts"
    NUMBER_NAMED = "rule:number-named"
    TITLE_NAMED = "rule:title-named"
    TITLE = "rule:same-title"
    WORDS = "rule:same-words"
    FOLDER = "rule:same-folder"
    OCCASION = "rule:same-occasion"
    TEXT = "rule:nearly-same-text"


# Why, for people. These sentences tell nothing of any other record, so that everyone may read them.
REASONS = {
    Rule.NUMBER: "both have the same number, in two languages",
    Rule.NAME: "both have the same file name, but for what marks their part",
    Rule.FACTS: "both give the same names and figures, in two languages",
    Rule.NUMBER_NAMED: "it gives the number of the other",
    Rule.TITLE_NAMED: "it gives the title of the other",
    Rule.TITLE: "both have the same title",
    Rule.WORDS: "both have most of their words in common",
    Rule.FOLDER: "it stands in the same folder",
    Rule.OCCASION: "both are of the same day and speaker, and share their words",
    Rule.TEXT: "their words are nearly the same",
    "rule:attachment": "it came in the same message or document",
    "rule:name": "one came under the file name of the other",
    "rule:difference-hash": "the pictures look the same",
    "archivist": "the archivist says so",
}


def reason_of(origin: str) -> str | None:
    """Why a relation of this origin holds; None for an origin that has no words."""
    return REASONS.get(origin)
