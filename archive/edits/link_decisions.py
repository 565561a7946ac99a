"""Confirm, reject and undo relations and mentions, for commands and the desk.

Each decision is one transaction. Repeating a decision changes nothing. The caller updates the index.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.access import ARCHIVIST
from archive.catalogue import INVERSE, Decision, ResolvedMention, name_key
from archive.edits.edits import expecting
from archive.errors import Undecidable, UnknownRecord
from archive.messages import Message
from archive.record import Kind
from archive.storage.archive import Archive

Triple = tuple[str, str, str]
"""`(subject, type, object)`: that the subject is that of the object, by any of its names from either end."""
_OF_TEXTS = frozenset(["translation-of", "prepared-text-of", "transcript-of", "nearly-same-as"])
_OF_PHOTOS = frozenset(["crop-of", "also-as"])


def known(archive: Archive, record: str) -> str:
    """Return the id if such a record exists. Raise UnknownRecord."""
    if archive.catalogue.get(record, ARCHIVIST) is None:
        raise UnknownRecord(Message("record-unknown", record=record))
    return record


def stands(archive: Archive, said: Triple) -> bool:
    """Return whether that relation exists. Raise UnknownRecord."""
    subject, type_, other = said
    found = archive.catalogue.get(known(archive, subject), ARCHIVIST)
    return found is not None and any((one.type, one.record) == (type_, other) for one in found.relations)


def was_refused(archive: Archive, said: Triple) -> bool:
    """Return whether the archivist's latest decision on that relation is a refusal."""
    act = decided_of(archive, said)
    return act is not None and act.what == "refused"


def unfit(archive: Archive, said: Triple) -> Message | None:
    """Return why records of these kinds cannot have this relation, or None. Raise UnknownRecord."""
    subject, type_, other = said
    straight = next((name for name, inverse in INVERSE.items() if inverse == type_), type_)
    if straight != type_:
        subject, other = other, subject
    photo, of_photo = (_is_photo(archive, record) for record in (subject, other))
    if straight in _OF_TEXTS and (photo or of_photo):
        return Message("relation-texts")
    if straight in _OF_PHOTOS and not (photo and of_photo):
        return Message("relation-photos")
    if straight == "replaces" and photo != of_photo:
        return Message("relation-replaces")
    if straight == "annex-of" and of_photo:
        return Message("relation-annex")
    if straight in ("corrects", "withdraws") and photo and not of_photo:
        return Message("relation-corrects")
    return None


def _is_photo(archive: Archive, record: str) -> bool:
    found = archive.catalogue.get(record, ARCHIVIST)
    return found is not None and found.kind is Kind.PHOTO


def relate(
    archive: Archive,
    said: Triple,
    agent: str,
    *,
    holds: bool = True,
    previewed: str | None = None,
    reason: str | None = None,
) -> None:
    """Record the archivist's decision that a relation holds, or not. `reason` is the one given by the archivist. Raise
    UnknownRecord, or Undecidable for an unknown type, unsuitable kinds of records, or a record with itself;
    ChangedMeanwhile if the digest of the relation is not `previewed`, if given."""
    for record in said[::2]:
        known(archive, record)
    if holds and (why := unfit(archive, said)):
        raise Undecidable(why)
    with archive.catalogue.write(agent, reason) as writer:
        try:
            with expecting(previewed, lambda: writer.relation_digest(*said)):
                (writer.decide_relation if holds else writer.refuse_relation)(*said)
        except ValueError as error:
            raise Undecidable(*error.args) from None


def naming(archive: Archive, article: str, n: int) -> ResolvedMention:
    """Return the n-th mention of an article. The UnknownRecord it raises says which exist."""
    if archive.catalogue.get(article, ARCHIVIST) is None:
        raise UnknownRecord(Message("mention-article-unknown", record=article))
    namings = archive.catalogue.namings(article)
    for one in namings:
        if one.n == n:
            return one
    if namings:
        raise UnknownRecord(Message("mention-unknown", record=article, n=n, last=len(namings) - 1))
    raise UnknownRecord(Message("mention-none", record=article, n=n))


def mean(
    archive: Archive,
    mention: ResolvedMention,
    photo: str,
    agent: str,
    *,
    previewed: str | None = None,
    reason: str | None = None,
) -> None:
    """Record the archivist's decision which photo a mention means. `reason` is the one given by the archivist. Raise
    Undecidable if that is not a photo, ChangedMeanwhile if the digest of the mention is not `previewed`."""
    with archive.catalogue.write(agent, reason) as writer:
        try:
            with expecting(previewed, lambda: writer.mention_digest(mention.article, mention.n)):
                writer.decide_mention(mention.article, mention.n, photo)
        except ValueError as error:
            raise Undecidable(*error.args) from None


def reject_decision(
    archive: Archive,
    mention: ResolvedMention,
    photos: tuple[str, ...],
    agent: str,
    *,
    previewed: str | None = None,
    reason: str | None = None,
) -> None:
    """Record the archivist's decision which photos a mention does not mean. Otherwise like `mean`."""
    with archive.catalogue.write(agent, reason) as writer:
        try:
            with expecting(previewed, lambda: writer.mention_digest(mention.article, mention.n)):
                writer.refuse_mention(mention.article, mention.n, *photos)
        except ValueError as error:
            raise Undecidable(*error.args) from None


def take_back(archive: Archive, n: int, agent: str, reason: str | None = None) -> None:
    """Undo decision `n`, unless it was undone already. Raise UnknownRecord for an unknown decision, CannotUndo if
    something else was decided since."""
    with archive.catalogue.write(agent, reason) as writer:
        try:
            writer.take_back(n)
        except KeyError:
            raise UnknownRecord(Message("decision-unknown", n=n)) from None


def decided_of(archive: Archive, said: Triple) -> Decision | None:
    """Return the decision in force about a relation, named from either end."""
    ends, names = {said[0], said[2]}, {said[1], *(one for one, other in INVERSE.items() if other == said[1])}
    acts = archive.catalogue.decisions(ends)
    return next((one for one in acts if one.type in names and {one.record, one.other} == ends), None)


def decided_on(archive: Archive, mention: ResolvedMention) -> Decision | None:
    """Return the decision in force about a mention; after a new version of its article, the only one about that
    name."""
    return find_mention_decision(archive.catalogue.decisions([mention.article]), mention)


def find_mention_decision(acts: Iterable[Decision], mention: ResolvedMention) -> Decision | None:
    """Return the decision about a mention among these."""
    key = name_key(mention.mention.filename)
    of_article = (one for one in acts if one.record == mention.article and one.mention is not None)
    named = [one for one in of_article if name_key(one.filename) == key]
    return next((one for one in named if one.mention == mention.n), named[0] if len(named) == 1 else None)
