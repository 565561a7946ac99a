"""Find the records released, held or withdrawn together with a record: its annexes, its translations, and the photos
they name.

Only relations and mentions that are certain or confirmed count. A record held or withdrawn for a reason of its own is
left unless the archivist names it, and the search does not continue through it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from archive.access import ARCHIVIST, Access, instant, stricter, utc_now
from archive.catalogue import Catalogue
from archive.catalogue.restrictions.record_access import access_by_words
from archive.messages import Message, has_code, messages_of
from archive.record import Kind, Record, Status

MOST = 500  # records in a bundle
_LONGEST = 80  # characters of a title in a reason
_BY_RELATION = {
    "has-annex": "bundle-annex",
    "has-translation": "bundle-translation",
    "translation-of": "bundle-translation",
}
_BY_HAND, _ON_INTAKE = "hold-archivist", "hold-ingest"


@dataclass(frozen=True, slots=True)
class BundleMember:
    """A record that goes with others, and `why`. `stays` is why it is left unless named; None if it goes."""

    record: Record
    why: Message
    stays: Message | None = None


def bundle_of(catalogue: Catalogue, ids: Sequence[str], status: Status) -> list[BundleMember]:
    """Return what goes with these records when they become `status`, nearest first, without records that would not
    change. At most MOST."""
    roots = catalogue.get_many(ids, ARCHIVIST)
    causes = _Causes(catalogue, roots)
    seen, waiting = {root.id for root in roots}, deque(roots)
    found: list[BundleMember] = []
    while waiting and len(seen) < MOST + len(roots):
        near = {id_: why for id_, why in _beside(waiting.popleft()) if id_ not in seen}
        for record in catalogue.get_many([*near], ARCHIVIST):
            seen.add(record.id)
            member = BundleMember(record, near[record.id], causes.of_its_own(record))
            if member.stays is None:
                waiting.append(record)
            if record.status is not status or status is Status.HELD:
                found.append(member)
    if status is Status.RELEASED:
        return found
    return [replace(one, stays=one.stays or _shown_elsewhere(catalogue, one.record, seen)) for one in found]


def _beside(record: Record) -> Iterator[tuple[str, Message]]:
    """Yield the records that go with one, each with its reason."""
    title = _short(record)
    for relation in record.relations:
        code = _BY_RELATION.get(relation.type)
        if code is not None and not relation.doubtful:
            yield relation.record, Message(code, title=title)
    for link in record.photos:
        if link.record is not None and not link.doubtful:
            yield link.record, Message("bundle-photo", title=title)


@dataclass(frozen=True, slots=True)
class _Causes:
    """The reasons for which the chosen records are held, for comparison with those of others."""

    catalogue: Catalogue
    roots: Sequence[Record]

    def of_its_own(self, record: Record) -> Message | None:
        """Return why a record may not follow the others, or None."""
        if record.status is Status.WITHDRAWN:
            return Message("bundle-withdrawn")
        if record.status is not Status.HELD or self._is_shared(record):
            return None
        order = _order_in(record)
        return _held(order.hold_reason, order.release_at) if order else _held(record.hold_reason, record.release_at)

    def _is_shared(self, record: Record) -> bool:
        """Return whether a record is held only for reasons that also hold a chosen one. A reason of the archive itself
        (a secret, a scan, a password) is never shared. That new records are held belongs to no record, but an embargo
        in a record's text, or in its row of a caption table, is its own."""
        why = record.hold_reason or ""
        if has_code(why, _ON_INTAKE):
            order = _order_in(record)
            is_alike = order is None or any(_is_same(order, _order_in(root)) for root in self.roots)
            return len(messages_of(why)) == 1 and is_alike
        by_hand = has_code(why, _BY_HAND)
        if not by_hand and any(one.code.startswith("hold-") for one in messages_of(why)):
            return False
        return any(self._is_alike(record, root, by_hand) for root in self.roots if root.status is Status.HELD)

    def _is_alike(self, record: Record, root: Record, by_hand: bool) -> bool:
        if record.release_at != root.release_at:
            return False
        if by_hand:
            return self._last_decision(record) == self._last_decision(root) is not None
        return record.release_at is not None or str(record.hold_reason).split() == str(root.hold_reason).split()

    def _last_decision(self, record: Record) -> object:
        """Return the latest change set by which somebody decided who may see a record."""
        details = (event["detail"] for event in reversed(self.catalogue.events(record.id)))
        return next((one["change_set"] for one in details if isinstance(one, Mapping) and one.get("change_set")), None)


def _shown_elsewhere(catalogue: Catalogue, record: Record, bundle: Collection[str]) -> Message | None:
    """Return that a photo is named in a public text that does not go with the others."""
    if record.kind is not Kind.PHOTO:
        return None
    texts = [link.record for link in record.articles if link.record is not None and link.record not in bundle]
    outside = next((one for one in catalogue.get_many(texts, ARCHIVIST) if one.status is Status.RELEASED), None)
    return Message("bundle-shown-elsewhere", title=_short(outside)) if outside is not None else None


def _order_in(record: Record) -> Access | None:
    """Return the access required by the embargo in a record's text, or in texts and tables that name it, whatever its
    present access; None if there is none."""
    orders = [record.values.get("embargo"), *(link.mention.embargo for link in record.articles if not link.doubtful)]
    now = instant(utc_now())
    found = [access_by_words({"embargo": order}, now) for order in orders if order]
    held = [access for access in found if access.status is Status.HELD]
    return reduce(lambda one, other: stricter(one, other, now), held) if held else None


def _is_same(order: Access, other: Access | None) -> bool:
    """Return whether two embargoes end at one instant, in any language; without an end, whether their words are
    equal."""
    if other is None or order.release_at != other.release_at:
        return False
    return order.release_at is not None or str(order.hold_reason).split() == str(other.hold_reason).split()


def _held(why: str | None, until: str | None) -> Message:
    words = why or Message("hold-archivist")
    return Message("held-until", instant=until, words=words) if until else Message("bundle-held", words=words)


def _short(record: Record) -> str:
    return record.title if len(record.title) <= _LONGEST else f"{record.title[: _LONGEST - 1]}…"
