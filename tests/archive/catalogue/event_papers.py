"""Papers of occasions for the tests of events: releases, speeches, photos, and the events that were found for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access, Catalogue, NewAsset, PressEvent, Writer
from archive.record import Description, Mention
from tests.archive.catalogue.shelf import put, sha


@dataclass
class Paper:
    """A record to add: its expected event ("" for none), kind, title, values, and the photos that it prints."""

    event: str
    name: str
    kind: str
    title: str = ""
    prints: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""


def release(of: str, name: str, title: str, date: str, /, *prints: str, **values: Any) -> Paper:
    return Paper(of, name, "press-release", title, prints, {"date": date, "language": "en"} | values)


def speech(of: str, name: str, title: str, date: str, /, **values: Any) -> Paper:
    return Paper(of, name, "speech", title, (), {"date": date, "language": "en"} | values)


def photo(of: str, name: str, created: str = "", /, **values: Any) -> Paper:
    made = {"created": created, "created_precision": "second"} if created else {}
    return Paper(of, name, "photo", "", (), made | values)


def report(
    name: str, title: str, text: str, date: str = "2024-02-01", kind: str = "press-release", **values: object
) -> Paper:
    return Paper("", name, kind, title, (), {"date": date, "language": "en"} | values, text)


def undated(title: str, text: str, kind: str = "press-release") -> Paper:
    return Paper("", "undated.txt", kind, title, (), {"language": "en"}, text)


def meeting(name: str, title: str, *persons: str, date: str = "2024-02-01") -> Paper:
    return release("", name, title, date, persons=list(persons) or ["Rendra Latuconsina", "Elena Marques"])


def each(cases: dict[str, list[Paper]]) -> pytest.MarkDecorator:
    """Return the mark that runs a test once for the `papers` of each case."""
    return pytest.mark.parametrize("papers", cases.values(), ids=cases)


def add(writer: Writer, paper: Paper, access: Access = Access()) -> str:  # noqa: B008
    media = "image/jpeg" if paper.kind == "photo" else "text/plain"
    mentions = [Mention(name) for name in paper.prints]
    text = paper.text or paper.title
    made = Description(media, "photo" if paper.kind == "photo" else "text", 1, text=text, mentions=mentions)
    made.offer("kind", paper.kind, "test")
    made.offer("title", paper.title, "test")
    for key, value in paper.values.items():
        made.offer(key, value, "test")
    record = writer.add_record(made, NewAsset(sha(paper.name), 4, media), access)
    put(writer, f"{paper.event or 'other'}/{paper.name}" if paper.kind == "photo" else paper.name, record, paper.name)
    return record


def arrive(catalogue: Catalogue, papers: list[Paper], batch: int = 7) -> dict[str, str]:
    """Add records in batches of this size. Return their ids by name."""
    ids: dict[str, str] = {}
    for start in range(0, len(papers), batch):
        with catalogue.write() as writer:
            ids |= {paper.name: add(writer, paper) for paper in papers[start : start + batch]}
    return ids


def _events(catalogue: Catalogue) -> list[PressEvent]:
    events = (catalogue.press_event(key, ARCHIVIST) for key in catalogue.press_event_keys(ARCHIVIST))
    return [event for event in events if event]


def found_in(catalogue: Catalogue, ids: dict[str, str]) -> set[frozenset[str]]:
    """Return the names of the papers of each event."""
    names = {record: name for name, record in ids.items()}
    return {frozenset(names[one.record] for one in event.members) for event in _events(catalogue)}


def possible_in(catalogue: Catalogue, ids: dict[str, str]) -> set[str]:
    """Return the names of the papers that are only proposed for an event."""
    names = {record: name for name, record in ids.items()}
    return {names[one.record] for event in _events(catalogue) for one in event.possible}


def reasons_in(catalogue: Catalogue) -> set[tuple[str, ...]]:
    """Return the reasons for which papers are in their events."""
    return {one.reasons for event in _events(catalogue) for one in event.members}
