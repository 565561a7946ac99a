"""What the archivist looks through and decides about; held records are among it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from archive.access import instant, is_public
from archive.catalogue import (
    change_sets,
    closed,
    custody,
    decisions,
    labels,
    mention_lists,
    mentions,
    relation_lists,
    relations,
    revising,
    suggesting,
    undoing,
)
from archive.catalogue.change_sets import ChangedValue, ChangeSet
from archive.catalogue.decisions import Decision
from archive.catalogue.finding import MEANT
from archive.catalogue.labels import Label
from archive.catalogue.mention_lists import Tie
from archive.catalogue.mentions import Naming, Unnamed
from archive.catalogue.opened import Opened
from archive.catalogue.relation_lists import Trust, WantedRelations
from archive.catalogue.relations import Related
from archive.catalogue.revising import Plan, Revised
from archive.catalogue.suggesting import Suggested
from archive.catalogue.undoing import Undone
from archive.record import Status


class ForTheArchivist(Opened):
    """The part of a catalogue that the archivist's commands and pages ask."""

    def of_status(self, status: Status) -> list[str]:
        """The ids of the records that have this status now: held ones by the hour at which they come out, those without
        one last, others the newest first; for the archivist."""
        with self._read() as conn:
            return custody.of_status(conn, status, instant(self._clock()))

    def closed_files(self, ids: Collection[str]) -> dict[str, int]:
        """How many files of each of these records stay closed when it is released, because another took their place
        while the public did not see it; of those that have such files."""
        with self._read() as conn:
            marks = closed.marks_of(conn, ids)
        now = instant(self._clock())
        hidden = {
            id_: [m for m in some if not is_public(Status(m["status"]), m["release_at"], now)]
            for id_, some in marks.items()
        }
        return {id_: len(some) for id_, some in hidden.items() if some}

    def held_names(self, ids: Collection[str]) -> dict[str, dict[str, str | None]]:
        """Return, by id, the names under which copies of a record's files came held, each with the hour at which it
        opens, None until someone decides. They stay closed when the record is released."""
        with self._read() as conn:
            return closed.shown_held_names(conn, ids, instant(self._clock()))

    def namings(self, article: str | None = None) -> list[Naming]:
        """Every mention of a photo, or those of one article, and what became of it; for the archivist, since held
        records are among them."""
        with self._read() as conn:
            return mentions.every(conn, article)

    def mentions(self, tie: Tie, skip: int, most: int) -> list[Naming]:
        """At most so many mentions of that standing, after `skip` of them; for the archivist."""
        with self._read() as conn:
            return mention_lists.some(conn, tie, skip, most)

    def mention_counts(self) -> dict[Tie, int]:
        """How many mentions there are of each standing; for the archivist."""
        with self._read() as conn:
            return mention_lists.counted(conn)

    def suggestions(self, namings: Collection[Naming]) -> dict[tuple[str, int], Suggested]:
        """By (article, n), which photo is probably meant by those that are tied to none, and which have that name where
        several do; for the archivist."""
        with self._read() as conn:
            return suggesting.suggestions(conn, namings)

    def labels(self, ids: Collection[str]) -> dict[str, Label]:
        """What these records are called in lists, held ones too; for the archivist."""
        with self._read() as conn:
            return labels.labels_of(conn, ids)

    def unnamed_photos(self) -> list[Unnamed]:
        """The photos that no article names, by path; for the archivist."""
        with self._read() as conn:
            return mentions.photos_unnamed(conn)

    def worked_out(self, ids: Iterable[str], plan: Plan) -> Iterator[Revised]:
        """What would become of these records by a plan, for a preview; held ones are among them."""
        with self._read() as conn:
            yield from revising.worked_out(conn, ids, plan)

    def meant(self, column: str, given: str) -> list[str]:
        """The ids of the records that are meant by an `id`, a `sha256` or a `filename`; for the archivist."""
        with self._read() as conn:
            return MEANT[column](conn, given)

    def change_sets(self) -> list[ChangeSet]:
        """What the archivist did to values, act by act, the newest first."""
        with self._read() as conn:
            return change_sets.all_sets(conn)

    def changed_values(self, change_set: int, after: str = "") -> Iterator[ChangedValue]:
        """What a change set did to values, by record and key, of the records after that one; for the archivist."""
        with self._read() as conn:
            yield from change_sets.values_of(conn, change_set, after)

    def rehearse_undo(self, n: int | None) -> Undone:
        """What taking change set `n` back would come to, by default the last that stands. Raises CannotUndo."""
        with self._read() as conn:
            return undoing.rehearse(conn, n)

    def related(self, record: str | None = None) -> list[Related]:
        """All relations, or those of one record, each once; for the archivist, since held records are among them."""
        with self._read() as conn:
            return relations.every(conn, record)

    def relations(self, wanted: WantedRelations, skip: int, most: int) -> list[Related]:
        """At most so many of the relations asked for, the least certain first, after `skip` of them; for the
        archivist."""
        with self._read() as conn:
            return relation_lists.some(conn, wanted, skip, most)

    def relation_counts(self) -> dict[tuple[Trust, str], int]:
        """How many relations there are of each trust and type; for the archivist."""
        with self._read() as conn:
            return relation_lists.counted(conn)

    def decision(self, n: int) -> Decision | None:
        """One of the archivist's acts about a relation or a mention, None when there is none of that number."""
        with self._read() as conn:
            return decisions.one(conn, n)

    def decisions(self, ids: Collection[str]) -> list[Decision]:
        """Of each relation and each mention of these records the act that stands."""
        with self._read() as conn:
            return decisions.standing(conn, ids)

    def done_to(self, record: str, before: int | None, most: int) -> list[dict[str, Any]]:
        """At most so many events of a record, the newest first, of those before number `before`."""
        with self._read() as conn:
            return custody.done_to(conn, record, before, most)
