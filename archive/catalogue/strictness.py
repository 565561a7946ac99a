"""Which of two ways of keeping a record back lets fewer see it."""

from __future__ import annotations

from archive.access import is_public
from archive.catalogue.records import Access
from archive.record import Status


def stricter(before: Access, after: Access, now: str) -> Access:
    """The one of the two that lets fewer see it, and lets them later, at the instant `now`; `before` when they do the
    same."""
    return after if _strictness(after, now) > _strictness(before, now) else before


def _strictness(access: Access, now: str) -> tuple[int, str]:
    if is_public(access.status, access.release_at, now):
        return 0, ""
    if access.status is Status.WITHDRAWN:
        return 3, ""
    return (2, "") if access.release_at is None else (1, access.release_at)
