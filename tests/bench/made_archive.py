"""A real archive of generated records: they are written through the catalogue, and indexed by both engines."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archive.access import PUBLIC, instant, utc_now
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.records.record_writes import NewAsset
from archive.catalogue.writer import Writer
from archive.record import Description, Outcome, Status
from archive.search.engines.engine import Document, State, engine_named
from archive.search.index import index_folders
from archive.search.index.documents import document
from archive.storage.archive import Archive
from archive.text import VERSION
from tests.bench.corpus import Corpus, Text

BATCH = 200  # records a transaction, as in intake
READ = 50
DONE = "made"  # a file in the archive's folder, for a later run


def make(folder: Path, documents: int, engines: tuple[str, ...]) -> None:
    """The archive in `folder`, with an index by each engine in `derived/index/1`, `2`, ..., unless it is there."""
    if (folder / DONE).exists():
        return
    with Archive.create(folder) as archive:
        _fill(archive, documents)
        for engine in engines:
            _index(archive, engine, documents)
    (folder / DONE).touch()


def description(text: Text) -> Description:
    """What intake makes of a file with this text."""
    made = Description("text/plain", "text", 1, text=text.body)
    said = {"title": text.title, "language": text.language, "kind": text.kind, "source": text.source}
    if text.day:
        said["date"] = f"{text.day // 10_000}-{text.day // 100 % 100:02}-{text.day % 100:02}"
    for key, value in (*said.items(), ("places", [text.place])):
        made.offer(key, value, "generated")
    return made


def add(writer: Writer, text: Text, accession: int) -> str:
    """A record of a file that no store holds; gives its id."""
    digest = hashlib.sha256(text.id.encode()).hexdigest()
    record = writer.add_record(description(text), NewAsset(digest, len(text.body), "text/plain"))
    name = NamedFile("generated", f"{text.id}.txt", "", digest, record, Outcome.ADDED, len(text.body), 0, 0)
    writer.put_name(name, accession)
    return record


def use(archive: Archive, number: int) -> None:
    """From now on that index answers."""
    index_folders.make_current(archive.derived / "index" / str(number))


def _fill(archive: Archive, documents: int) -> None:
    texts = Corpus().texts(documents)
    with archive.catalogue.write() as writer:
        writer.root("/generated", "generated")
        accession = writer.open_accession({}, Status.RELEASED)
    done = 0
    while some := list(islice(texts, BATCH)):
        with archive.catalogue.write() as writer:
            for text in some:
                add(writer, text, accession)
        done += len(some)
        _tell(done, "records written to the catalogue")


def _index(archive: Archive, engine: str, documents: int) -> None:
    """Nothing is held: one index is made, in one commit, and that of what is held is empty or a copy."""
    folder = index_folders.fresh(archive.derived)
    index_folders.note_engine(folder, engine)
    cards = archive.authorities().digest
    state = State(archive.catalogue.revision(), instant(utc_now()), VERSION, authorities=cards)
    made = engine_named(engine).create(folder / "public", State(0, "", VERSION, authorities=cards))
    made.update(_documents(archive, engine), (), state)
    made.tidy(lambda: False)  # as `serve` does in idle time
    made.close()
    if made.joins:
        engine_named(engine).create(folder / "held", state).close()
    else:
        shutil.copytree(folder / "public", folder / "held")
    index_folders.make_current(folder)


def _documents(archive: Archive, engine: str) -> Iterator[Document]:
    ids = archive.catalogue.changes(0)
    for start in range(0, len(ids), READ):
        some = ids[start : start + READ]
        texts, furniture = archive.catalogue.texts(some, PUBLIC), archive.catalogue.furniture(some, PUBLIC)
        for record in archive.catalogue.get_many(some, PUBLIC):
            yield document(record, texts[record.id], furniture.get(record.id, ()), archive.authorities())
        _tell(start + len(some), f"given to {engine}")


def _tell(done: int, what: str) -> None:
    if done % 10_000 == 0:
        print(f"{done:,} {what}, {time.process_time():.0f} CPU s", file=sys.stderr, flush=True)
