"""Relations as the desk shows them: both records, certainty, reason and the archivist's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access import ARCHIVIST
from archive.catalogue import DOUBT, Decision, Related, Trust, reason_of
from archive.catalogue.history.shown_links import digest_of_relation
from archive.record import Kind
from webui.desk.forms.notices import RecordLink, ends
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, marked
from webui.pages.compare import TRANSLATIONS, VERSIONS
from webui.services import desk_links, links
from webui.services.services import services

_SURE = ((DOUBT, marked("Sure")), (0.75, marked("Likely")), (0.5, marked("Possible")), (0.0, marked("Unlikely")))
_COPIES = frozenset({"same-as-name", "nearly-same-as", "also-as"})  # types that may mean one record
_BEGINNING = 300  # characters of a text


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation as shown. `previewed` is the digest of it."""

    related: Related
    subject: RecordLink
    object: RecordLink
    label: str
    sure: str
    percent: str
    reason: str
    trust: Trust
    beside: str | None
    merge: str | None
    act: Decision | None
    subject_text: str
    object_text: str
    previewed: str


def rows(found: Sequence[Related], here: str, *, refused: bool) -> list[RelationRow]:
    """Return these relations as the list at the address `here` shows them; refused ones in the direction in which they
    were stated, whichever of the two is the subject."""
    of = ends(end for one in found for end in (one.subject, one.object))
    acts, texts = services().archive.catalogue.decisions(of), services().archive.catalogue.texts(of, ARCHIVIST)
    told = {(frozenset((act.record, act.other)), act.type): act for act in acts if act.mention is None}
    shown = []
    for one in found:
        act = told.get((frozenset((one.subject, one.object)), one.type))
        if refused and act is not None and act.other is not None:
            one = Related(act.record, one.type, act.other, one.origin, one.certainty)  # as stated
        if one.subject in of and one.object in of:
            shown.append(_row(one, of, act, texts, here, refused=refused))
    return shown


def _row(
    one: Related,
    of: Mapping[str, RecordLink],
    act: Decision | None,
    texts: Mapping[str, str],
    here: str,
    *,
    refused: bool,
) -> RelationRow:
    subject, other = of[one.subject], of[one.object]
    are_texts = Kind.PHOTO not in (subject.kind, other.kind) and one.type in TRANSLATIONS | VERSIONS
    trust = Trust.REFUSED if refused else Trust.CONFIRMED if one.origin == "archivist" else None
    return RelationRow(
        related=one,
        subject=subject,
        object=other,
        label=words.RELATIONS[one.type],
        sure=_(next(said for least, said in _SURE if one.certainty >= least)),
        percent=f"{round(one.certainty * 100)}%",
        reason=localised_message(reason_of(one.origin) or one.origin),
        trust=trust or (Trust.DOUBTFUL if one.certainty < DOUBT else Trust.SURE),
        beside=links.with_query(links.beside(one.subject, one.object), [("desk", here.partition("?")[2])])
        if are_texts and not (subject.held or other.held or refused)
        else None,
        merge=f"{desk_links.merge(one.subject)}?other={one.object}" if one.type in _COPIES and not refused else None,
        act=act,
        subject_text=labels.shorten(texts.get(one.subject, ""), _BEGINNING),
        object_text=labels.shorten(texts.get(one.object, ""), _BEGINNING),
        previewed=digest_of_relation(one, refused=refused),
    )
