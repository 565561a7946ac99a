"""The verdict on a photo's rights in words, for its page, for lists and for the desk."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from archive.access import utc_now
from archive.authority.credits import GivenCredit
from archive.authority.credits.flags import FILE_PHOTO, ILLUSTRATION
from archive.authority.credits.print_rights import PrintVerdict, Reason, verdict
from archive.record import Kind, Record
from webui.i18n import labels
from webui.i18n.words import MessageTable, _, marked
from webui.presentation.photos import credit_line, flags

_MADE_BY_MACHINE = re.compile(r"trainedAlgorithmicMedia|algorithmicMedia|compositeSynthetic", re.IGNORECASE)
_REASONS = MessageTable(
    {
        Reason.EXPIRED: marked("its use expired on %(day)s"),
        Reason.FORBIDDEN: marked("its terms forbid it"),
        Reason.PERMISSION: marked("it needs permission"),
        Reason.LIMITED: marked("its terms limit where, when or how often it may be used"),
        Reason.UNTIL: marked("its terms end on a day that no field says"),
        Reason.OWNER_UNKNOWN: marked("its credit does not say whose it is"),
        Reason.RESERVED: marked("all rights are reserved"),
        Reason.UNCLEAR: marked("its terms of use could not be understood"),
        Reason.NO_TERMS: marked("no terms of use are recorded"),
        Reason.NO_CREDIT: marked("it has no credit and no copyright line"),
    }
)
SHORT = MessageTable(
    {
        "yes": marked("May be printed"),
        "ask": marked("Ask before printing"),
        "no": marked("Not to be printed"),
    }
)


@dataclass(frozen=True, slots=True)
class PrintAnswer:
    """Whether a photo may be printed. `level`: yes, ask or no. `words`: a sentence or two. `terms`: the full terms that
    the verdict is based on."""

    level: str
    words: str
    terms: tuple[str, ...]


def rights_verdict(record: Record, given: Sequence[GivenCredit]) -> PrintVerdict | None:
    """Return the verdict on a photo with these credits as of today (UTC), or None if the record is not a photo."""
    if record.kind is not Kind.PHOTO:
        return None
    line = credit_line(record, given)
    return verdict(record, line.words if line else "", flags(record, given), utc_now().date())


def may_print(record: Record, given: Sequence[GivenCredit]) -> PrintAnswer:
    """Return the answer for a photo with these credits."""
    found = rights_verdict(record, given)
    assert found is not None
    told = [_answer(record, found), *_also(record, flags(record, given))]
    return PrintAnswer(found.verdict, " ".join(told), found.terms)


def _answer(record: Record, found: PrintVerdict) -> str:
    first = found.reasons[0]
    if found.verdict == "yes":
        if first is Reason.PUBLIC_DOMAIN:
            return _("Yes: it is said to be in the public domain.")
        return _("Yes, with the credit “%(credit)s” and under its terms.", credit=labels.name(found.credit, 120))
    why = _REASONS[first]
    if first is Reason.EXPIRED:
        why = _("its use expired on %(day)s", day=labels.date(str(record.values.get("expiry_date"))))
    return _("No: %(why)s.", why=why) if found.verdict == "no" else _("Ask first: %(why)s.", why=why)


def _also(record: Record, flagged: Collection[str]) -> list[str]:
    """Return what else must be printed with the photo or known about it."""
    told = []
    source = record.values.get("digital_source")
    if isinstance(source, str) and _MADE_BY_MACHINE.search(source):
        told.append(_("It was made or changed by software, not taken: say so."))
    if FILE_PHOTO in flagged:
        told.append(_("It is a file photo: say of which day."))
    if ILLUSTRATION in flagged:
        told.append(_("It is an illustration, not the event: say so."))
    return told
