"""Of two holds the stricter remains; if they are equal, the first, with its reason."""

from __future__ import annotations

import pytest

from archive.access import stricter
from archive.catalogue import Access
from archive.record import Status

NOW, SOON, LATE = "2026-05-03T10:00:00Z", "2026-05-03T11:00:00Z", "2026-05-09T10:00:00Z"
OPEN = Access(Status.RELEASED)
UNTIL_SOON = Access(Status.HELD, release_at=SOON, hold_reason="embargo until eleven")
UNTIL_LATE = Access(Status.HELD, release_at=LATE, hold_reason="embargo until Saturday")
UNDECIDED = Access(Status.HELD, hold_reason="the lawyer says so")
WITHDRAWN = Access(Status.WITHDRAWN, hold_reason="taken back")
ORDER = (OPEN, UNTIL_SOON, UNTIL_LATE, UNDECIDED, WITHDRAWN)


@pytest.mark.parametrize(("weaker", "stronger"), [(a, b) for n, a in enumerate(ORDER) for b in ORDER[n + 1 :]])
def test_the_stricter_stays_whichever_came_first(weaker: Access, stronger: Access) -> None:
    assert stricter(weaker, stronger, NOW) == stronger
    assert stricter(stronger, weaker, NOW) == stronger


@pytest.mark.parametrize("first", ORDER[1:])
def test_of_two_holds_as_strict_the_reason_of_the_first_stays(first: Access) -> None:
    second = Access(first.status, first.release_at, hold_reason="another reason")
    assert stricter(first, second, NOW).hold_reason == first.hold_reason
    assert stricter(second, first, NOW).hold_reason == "another reason"
