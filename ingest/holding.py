"""Who may see what came in: what a description, the accession and what was decided before make of a record."""

from __future__ import annotations

from archive.access import instant, is_public, utc_now
from archive.catalogue import Access
from archive.record import Description, Status


def access_for(description: Description, default: Status) -> Access:
    """What a record with this description becomes: held while its embargo lasts or cannot be read, else the default.
    Where the default is to hold, an embargo's hour lets nothing out: someone decides."""
    if default is Status.HELD:
        return Access(Status.HELD, hold_reason="held on intake, until someone decides")
    embargo = description.values.get("embargo")
    if not embargo:
        return Access(Status.RELEASED)
    until, words = embargo.get("until"), str(embargo.get("words") or "embargo")
    if until is not None and until <= instant(utc_now()):
        return Access(Status.RELEASED)
    return Access(Status.HELD, release_at=until, hold_reason=words)


def stricter(before: Access, after: Access) -> Access:
    """The one of the two that lets fewer see it, and lets them later; `before` when they do the same."""
    return after if _strictness(after) > _strictness(before) else before


def _strictness(access: Access) -> tuple[int, str]:
    if is_public(access.status, access.release_at, instant(utc_now())):
        return 0, ""
    if access.status is Status.WITHDRAWN:
        return 3, ""
    return (2, "") if access.release_at is None else (1, access.release_at)
