"""Make a file of a record a separate record, after a preview."""

from __future__ import annotations

from archive.catalogue import RecordReading, SplitFile
from archive.edits.edits import expect
from archive.errors import CannotMerge
from archive.login_name import get_login_name
from archive.media_types import is_picture_type
from archive.messages import Message
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.files.restrictions import access_for, hold_named, tighten_access
from ingest.files.roots import Roots
from ingest.ocr.scan_records import Scans
from ingest.pipeline.pipeline import Options, at_work
from ingest.pipeline.reread import read_stored


def describe_file(archive: Archive, part: SplitFile) -> Description:
    """Return the description of a file's bytes: the stored one, or by reading them now if there is none, or no
    miniature of a photo. Raise CannotMerge if there is none and the bytes cannot be read."""
    kept = part.said
    if kept is not None and (kept.miniature or not is_picture_type(kept.media_type)):
        return kept
    at = (part.asset.sha256, part.root, part.path, part.member)
    reading = RecordReading(part.record, "", 0, part.asset.media_type, *at)
    with at_work(archive, Options()) as (desk, _, _):
        found, why = read_stored(desk, Roots(archive.catalogue.roots()), reading)
    if found is None and kept is None:
        raise CannotMerge(Message("split-unreadable", record=part.record, n=part.n, why=why or ""))
    return found or kept  # type: ignore[return-value]


def title_of(part: SplitFile, said: Description) -> str:
    """Return the name of the new record: its title, or else the name of its file."""
    return str(said.values.get("title") or said.values.get("headline") or part.member or part.path)


def split_off(
    archive: Archive,
    part: SplitFile,
    said: Description,
    agent: str,
    previewed: str | None = None,
    reason: str | None = None,
) -> tuple[str, int]:
    """Split a file off its record, and return the new record and the number of the change set. The caller updates the
    index, and keeps an ingest from starting meanwhile. Raise ChangedMeanwhile if the digest of the record is not
    `previewed`."""
    scans = Scans(archive.settings.ocr)
    hold_named(said)  # older archives stored no embargo with the photos that a text names
    with archive.catalogue.write(agent, reason) as writer:
        expect(previewed, lambda: writer.record_digest([part.record]))
        made, n = writer.split(part, said, get_login_name())
        tighten_access(writer, made, access_for(said, Status.RELEASED))
        scans.settle(writer, made, said)
        writer.seal(n)
    return made, n
