"""May I print this? One line of answer, from what the record says of its rights: it never says more than was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.credits import Credit
from archive.credits.flags import FILE_PHOTO, ILLUSTRATION, OWNER_UNKNOWN
from archive.record import Record
from webui import labels
from webui.words import _

Level = Literal["credited", "limited", "ask"]

_MADE_BY_MACHINE = re.compile(r"trainedAlgorithmicMedia|algorithmicMedia|compositeSynthetic", re.IGNORECASE)
_LIMITS = re.compile(
    r"\bno (?:sales?|resale|archiv\w+|commercial|internet|web|mags?|magazines?|tv|print|(?:re-?)?use|third part\w+)\b"
    r"|\bnot for (?:sale|resale|publication|commercial|distribution|print)"
    r"|\b(?:editorial|press|one[- ]time|single) use only\b|\bonly for (?:editorial|press)\b|\bmandatory credit\b"
    r"|\b\w+ out\b(?=[,;/.]|\Z)|\bexcept\b|\brestricted\b|\bpermission\b|\ball rights reserved\b"
    r"|\bhanya untuk\b|\btidak (?:untuk|boleh) (?:dijual|diperjualbelikan|disebarluaskan|dipublikasikan|komersial)"
    r"|\bdilarang\b|\bizin\b|\bhak cipta dilindungi\b"
    r"|\bkhông (?:được )?(?:bán|lưu trữ|sử dụng|phát hành|sao chép)|\bchỉ (?:dùng|sử dụng)\b|\bxin phép\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\bpublic domain\b|\bcc0\b|creativecommons\.org/publicdomain|\bdomain publik\b|\bphạm vi công cộng\b",
    re.IGNORECASE,
)
_LONGEST = 160  # characters of terms in the line


@dataclass(frozen=True, slots=True)
class Answer:
    """`level`: `credited`, when nothing but a credit is asked for; `limited`, when terms say how it may be used; `ask`,
    when nobody knows, or it has expired. `words`: the line, a sentence or two."""

    level: Level
    words: str


def may_print(record: Record, credit: Credit | None, flags: Iterable[str], today: date) -> Answer:
    """The answer for a photo, by the credit to show and the flags of all its credits."""
    answer = _answer(record, credit, set(flags), today)
    told = [answer.words, *_also(record, set(flags))]
    return Answer(answer.level, " ".join(told))


def _answer(record: Record, credit: Credit | None, flags: set[str], today: date) -> Answer:
    expired = _text(record, "expiry_date")[:10]
    if expired and expired < today.isoformat():
        return Answer("ask", _("Ask first: its use expired on %(day)s.", day=labels.date(expired)))
    terms = [words for key in ("usage_terms", "instructions") if (words := _text(record, key))]
    limits = next((words for words in terms if _LIMITS.search(words)), None)
    if limits is not None:
        said = _quoted(limits)
        return Answer("limited", _("Only under its terms: “%(terms)s”.", terms=said))
    if OWNER_UNKNOWN in flags:
        return Answer("ask", _("Ask first: its credit does not say whose it is."))
    copyright_ = _text(record, "copyright")
    if any(_FREE.search(words) for words in (*terms, copyright_)):
        return Answer("credited", _("It is said to be in the public domain."))
    line = labels.name(credit.words, 120) if credit is not None else ""
    if not line and not copyright_:
        return Answer("ask", _("Ask first: it has no credit and no copyright line."))
    if terms:
        said = _quoted(terms[0])
        return Answer(
            "limited",
            _("With the credit “%(credit)s”, under its terms: “%(terms)s”.", credit=line or copyright_, terms=said),
        )
    return Answer(
        "credited",
        _(
            "With the credit “%(credit)s”. No terms of use are recorded.",
            credit=line or labels.shorten(copyright_, 120),
        ),
    )


def _also(record: Record, flags: Sequence[str] | set[str]) -> list[str]:
    """What else whoever prints it must say or know."""
    told = []
    if _MADE_BY_MACHINE.search(_text(record, "digital_source")):
        told.append(_("It was made or changed by software, not taken: say so."))
    if FILE_PHOTO in flags:
        told.append(_("It is a file photo: say of which day."))
    if ILLUSTRATION in flags:
        told.append(_("It is an illustration, not the event: say so."))
    return told


def _quoted(terms: str) -> str:
    """Terms within quotation marks, behind which a full stop follows."""
    return labels.shorten(" ".join(terms.split()), _LONGEST).removesuffix(".")


def _text(record: Record, key: str) -> str:
    value = record.values.get(key)
    if isinstance(value, list | tuple):
        value = "; ".join(str(one) for one in value if isinstance(one, str))
    return value.strip() if isinstance(value, str) else ""
