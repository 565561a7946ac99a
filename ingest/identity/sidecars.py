"""Sidecars at ingest: assigned to their photos, or kept until these arrive, with their embargoes."""

from __future__ import annotations

import re
from pathlib import PurePath

from archive.captions.fallback_titles import SENTENCE
from archive.catalogue import Companion, SidecarMatch, is_sidecar_name, printable
from archive.catalogue import Writer as Transaction
from archive.messages import Message, join_messages
from archive.record import Description, Role, Status
from ingest.files.file_reading import FileInProgress
from ingest.files.restrictions import access_for, tighten_access
from ingest.files.roots import NameState, RootPath, Roots
from ingest.photo.derived_values import caption_title

READER = "sidecar"
MADE_OF_CAPTION = f"sidecar:{SENTENCE}"
_SUFFIXED = re.compile(r"\.[A-Za-z0-9]{2,5}\Z")


def is_sidecar(taken: FileInProgress) -> bool:
    """Return whether a file has a sidecar's name and content."""
    named = is_sidecar_name(taken.name)
    return named and taken.description is not None and taken.description.reader == READER


def make_companion(taken: FileInProgress, place: RootPath, role: Role, default: Status) -> Companion:
    """Return a file as a companion, about to be assigned to a photo. `default`: the access of new records in its
    accession."""
    assert taken.incoming is not None
    assert taken.description is not None
    said = fitting(taken.description) if role is Role.SIDECAR else taken.description
    held = default is Status.HELD
    incoming = taken.incoming
    return Companion(place.root, place.path, place.member, incoming.sha256, incoming.size, role, said, held)


def fitting(description: Description) -> Description:
    """Return a sidecar's description as applied to its photo. A title is generated from its headline or caption if it
    has none; without a caption it does not determine the language of the photo's."""
    fit = Description(description.media_type, description.reader, description.reader_version)
    fit.notes, fit.secrets = list(description.notes), list(description.secrets)
    fit.virus, fit.unscanned = description.virus, description.unscanned
    for key, offers in description.origins.items():
        if key not in ("language", "languages") or "caption" in description.origins:
            for offer in offers:
                fit.offer(key, offer.value, offer.origin, offer.confidence)
    if "title" not in fit.values:
        if headline := fit.origins.get("headline"):
            fit.offer("title", headline[0].value, headline[0].origin)
        elif isinstance(caption := fit.values.get("caption"), str):
            fit.offer("title", caption_title(caption), MADE_OF_CAPTION)
    return fit


def hold(w: Transaction, settled: SidecarMatch) -> None:
    """Hold every photo that a sidecar under embargo belongs to, and these while another photo with the same sidecar is
    held."""
    for record in settled.joined:
        tighten_companion_access(w, record, settled.companion)
        for other in dict.fromkeys(photo.record for photo in settled.photos):
            if other != record and w.status(other) is Status.HELD:
                tighten_access(w, record, w.access_once_scanned(other))


def tighten_companion_access(w: Transaction, record: str, brought: Companion) -> None:
    """Hold a record for its companion's embargo or accession; nothing is released."""
    tighten_access(w, record, access_for(brought.description, Status.HELD if brought.held else Status.RELEASED))
    if brought.description.unscanned:
        w.wait_for_virus_scan(record, brought.description.unscanned)


def update_moved_sidecar(w: Transaction, roots: Roots, taken: FileInProgress, settled: SidecarMatch) -> str | None:
    """Return the former path of a moved sidecar whose file is gone, and release that name."""
    moved = None
    for record in dict.fromkeys(photo.record for photo in settled.photos):
        for name in w.elsewhere(settled.companion, record):
            if not name.live or roots.now(name, taken.found.path, taken.within) is NameState.GONE:
                w.mark_gone(name.root, name.path, name.member)
                w.forget(record, name.root, name.path, name.member)
                moved = roots.shown(name)
    return moved


def describe_sidecar(settled: SidecarMatch) -> str:
    """Return what a sidecar belongs to, as text."""
    if not settled.photos:
        return waits_for(settled.companion.filename)
    names = list(dict.fromkeys(printable(photo.filename) for photo in settled.photos))
    whose = " and ".join(names)
    if settled.others:
        others = " and ".join(dict.fromkeys(printable(photo.filename) for photo in settled.others))
        reason = Message("sidecar-of-raw", names=whose, others=others)
    elif len({photo.record for photo in settled.photos}) > 1:
        reason = Message("sidecar-of-several", names=whose)
    else:
        reason = Message("sidecar", names=whose)
    return join_messages([reason, Message("sidecar-replaced")]) if settled.replaced else reason


def waits_for(path: str) -> Message:
    """Return what a sidecar waits for, as text."""
    stem = printable(PurePath(path).name)[: -len(".xmp")]
    return Message("sidecar-waits", name=stem if _SUFFIXED.search(stem) else Message("any-picture-named", stem=stem))


def describe_neighbour_sidecars(found: list[SidecarMatch], record: str) -> list[Message]:
    """Return how the sidecars beside a new photo relate to it."""
    joined = [printable(one.companion.filename) for one in found if record in one.joined]
    stay = [printable(one.companion.filename) for one in found if one.stays]
    said = [Message("described-by-sidecar", name=" and ".join(joined))] if joined else []
    return [*said, Message("sidecar-stays", names=" and ".join(stay))] if stay else said
