"""A record is never public during an ingest if it is held at its end, in whatever order the files of one name, or those
beside a note, are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import permutations
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.storage.archive import Archive
from ingest.pipeline import pipeline
from tests.builders.container_disk import put
from tests.builders.embargo_carriers import CARRIERS
from tests.builders.packed_files import photo, zipped
from tests.builders.photo_builders import alternatives, jpeg, packet, xmp_segment
from tests.ingest.pipeline.test_held_together import ORDER, TALK, mail, public
from tests.ingest.pipeline.test_intake import FIRST, SECOND, THIRD, Intake, intake

__all__ = ["intake"]


def page(words: str) -> bytes:
    return f"<html><body><p>{words}</p><p>{SECOND}</p></body></html>".encode()


def picture(words: str) -> bytes:
    return jpeg(xmp_segment(packet(alternatives("dc:description", x_default=words))), base=photo())


FORMS: dict[str, Callable[[str], bytes]] = {
    "a.txt": lambda words: f"{words}\n\n{FIRST}".encode(),
    "a_id.html": page,
    "a.eml": lambda words: mail(b_txt=f"{words}\n\n{THIRD}".encode()),
    "a.csv": lambda words: f"Title,Text\nA,{words.replace(',', ' ')}\n".encode(),
    "a.docx": lambda words: CARRIERS["docx", "company"](words),
    "a-fr.md": lambda words: f"# {words}\n\n{THIRD}".encode(),
    "a.jpg": picture,
    "a.zip": lambda words: zipped({"b.txt": f"{words}\n\n{THIRD}", "c.jpg": picture(words.replace(ORDER, TALK))}),
}


@contextmanager
def watched(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Write each file in a transaction of its own, unless it must be written with others. Yields the ids of the records
    that were public after any of these."""
    catalogue, seen = archive.catalogue, set[str]()
    write = catalogue.write

    @contextmanager
    def observed(agent: str = "press-archive") -> Iterator[Any]:
        with write(agent) as w:
            yield w
        seen.update(catalogue.visible_ids(PUBLIC))

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "BATCH_FILES", 1)
        patched.setattr(pipeline, "BATCH_SECONDS", 60.0)
        patched.setattr(catalogue, "write", observed)
        yield seen


def check(intake: Intake, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, bytes]) -> list[str]:
    """Ingest files, check that none is public which is held later, and return those that are public at the end."""
    for path, content in files.items():
        put(intake, path, content)
    with watched(intake.archive, monkeypatch) as seen:
        found = public(intake)
    held = seen - intake.archive.catalogue.visible_ids(PUBLIC)
    assert [path for path, line in intake.lines.items() if line.record in held] == []
    for line in intake.lines.values():  # what was printed stays true
        if line.record is not None:
            record = intake.archive.catalogue.get(line.record, ARCHIVIST)
            assert record is not None
            assert record.status is line.status, line
    return found


def pairs() -> dict[str, bytes]:
    """Return two files of one name for every two forms, in a folder of their own. The first has an order, except in
    folders called "free": each form is in some of these."""
    files: dict[str, bytes] = {}
    for n, (ordering, other) in enumerate(permutations(FORMS, 2)):
        for place, words in (("held", ORDER), ("free", TALK))[: 1 + (n % 5 == 0)]:
            folder = f"{place} {ordering} {other}"
            files[f"{folder}/{ordering}"] = FORMS[ordering](f"{words} No. {place} {n}")
            files[f"{folder}/{other}"] = FORMS[other](f"{TALK} Other {place} {n}")
    return files


def beside_notes() -> dict[str, bytes]:
    """Return a file of each form beside a note, in a folder of its own."""
    files: dict[str, bytes] = {}
    for form in FORMS:
        for place, words in (("held", ORDER), ("free", TALK)):
            files[f"{place} {form}/{form}"] = FORMS[form](f"{TALK} {place} {form}")
            files[f"{place} {form}/readme.txt"] = f"{words} {form}\n".encode()
    return files


def packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    folders: dict[str, dict[str, str | bytes]] = {}
    for path, content in files.items():
        folder, _, name = path.partition("/")
        folders.setdefault(folder, {"other/y.txt": f"{THIRD} {folder}"})[f"in/{name}"] = content
    return {f"{folder}.zip": zipped(found) for folder, found in folders.items()}


@pytest.mark.parametrize("laid", [pairs, beside_notes])
@pytest.mark.parametrize("pack", [dict, packed])
def test_what_is_held_at_the_end_was_never_public(
    intake: Intake,
    monkeypatch: pytest.MonkeyPatch,
    laid: Callable[[], dict[str, bytes]],
    pack: Callable[[Mapping[str, bytes]], dict[str, bytes]],
) -> None:
    files = laid()
    found = check(intake, monkeypatch, pack(files))
    related = [path for path in found if pack is dict or "!/in/" in path]  # not the ZIP of several texts itself
    assert [path for path in related if path.startswith("held")] == []
    folders = {path.partition("/")[0].removesuffix(".zip!") for path in found}
    assert {path.partition("/")[0] for path in files if path.startswith("free")} <= folders
