"""What the archivist does: change sets, and words on mentions and relations; and what rules say of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.catalogue import change_sets, decisions, joining, mentions, parting, relations, resolving, undoing
from archive.catalogue.finding import MEANT
from archive.catalogue.in_batch import InBatch
from archive.catalogue.joining import Joined
from archive.catalogue.kept_back import KeptBack, keep_back
from archive.catalogue.parting import Part
from archive.catalogue.revising import Plan, Revised
from archive.catalogue.undoing import Undone
from archive.record import Description, Mention


class WritesDecisions(InBatch):
    """The part of a writer for what belongs together, and for what is taken back as one."""

    def open_changes(self, action: str, what: str, by: str) -> int:
        """Begins a change set, which is taken back as one; gives its number. `what` says it in words."""
        return change_sets.open_set(self._batch, action, what, by)

    def meant(self, column: str, given: str) -> list[str]:
        """As `Catalogue.meant`, within this transaction."""
        return MEANT[column](self._batch.conn, given)

    def revise(self, change_set: int, ids: Iterable[str], plan: Plan) -> Iterator[Revised]:
        """The archivist's word on these records, by the plan; what became of each is written as it is given out."""
        return change_sets.revise_in(self._batch, change_set, ids, plan)

    def close_changes(self, change_set: int) -> int:
        """Ends a set; gives how many records it changed. One that changed none is forgotten, and so is its number."""
        return change_sets.close_set(self._batch, change_set)

    def undo(self, n: int | None, by: str, *, skip: bool = False) -> Undone:
        """Takes change set `n` back, by default the last that stands. Raises CannotUndo when records were changed again
        since, unless `skip` says to leave these."""
        return undoing.undo(self._batch, n, by, skip=skip)

    def merge(self, ids: Sequence[str], by: str) -> Joined:
        """Makes these records one, the first, as one change set. Raises UnknownRecord, CannotMerge."""
        return joining.merge(self._batch, ids, by)

    def split(self, part: Part, said: Description, by: str) -> tuple[str, int]:
        """Makes a file of a record one of its own that says this of itself; gives its id and the number of the change
        set, which is to be sealed."""
        return parting.split(self._batch, part, said, by)

    def seal(self, change_set: int) -> None:
        """All is said of what this set split off."""
        parting.seal(self._batch, change_set)

    def add_mentions(self, record: str, given: Sequence[Mention]) -> None:
        """The mentions of an article in place of those it had (`add_record` and `new_version` do so themselves)."""
        mentions.put(self._batch, record, given)

    def decide_mention(self, record: str, n: int, photo: str | None) -> None:
        """The archivist's word on which photo the n-th mention of an article means, None for none. ValueError when
        that is no photo."""
        mentions.decide(self._batch, record, n, photo)

    def refuse_mention(self, record: str, n: int, photo: str | None = None) -> str:
        """The archivist's word that the n-th mention does not mean that photo, by default the one it is tied to; gives
        its id, and looks for another. ValueError when it is tied to none and none is given, or that is no photo."""
        return mentions.refuse(self._batch, record, n, *filter(None, [photo]))[0]

    def refuse_photos(self, record: str, n: int, photos: Sequence[str]) -> None:
        """The same of several photos, as one act. Raises as above."""
        mentions.refuse(self._batch, record, n, *photos)

    def resolve_mentions(self) -> None:
        """Finds the photos of all mentions that this batch so far brought or changed (also done at its end)."""
        resolving.resolve(self._batch)

    def keep_back(self) -> list[KeptBack]:
        """Holds the photos whose row of a table says so, and the tables about photos that are held, as far as this
        batch tied or held them (also done at its end); what was held."""
        resolving.resolve(self._batch)
        return keep_back(self._batch)

    def relate(self, subject: str, type: str, other: str, origin: str, certainty: float = 1.0) -> None:  # noqa: A002
        """`subject` is `type` (`annex-of`, ...) of `other`. ValueError when there is no such relation."""
        relations.relate(self._batch, subject, type, other, origin, certainty)

    def decide_relation(self, subject: str, type: str, other: str) -> None:  # noqa: A002
        """The archivist's word that `subject` is `type` of `other`. KeyError: no such record; ValueError: no such
        relation, or a record with itself."""
        relations.decide(self._batch, subject, type, other)

    def refuse_relation(self, subject: str, type: str, other: str) -> None:  # noqa: A002
        """The archivist's word that `subject` is not `type` of `other`: no rule says so again. Raises as above."""
        relations.refuse(self._batch, subject, type, other)

    def take_back(self, decision: int) -> None:
        """Puts back what was before one of the archivist's acts about a relation or a mention, of what rules say as
        they say it now. KeyError: there is no such act; CannotUndo when it is not the last that was said of it."""
        decisions.take_back(self._batch, decision)
