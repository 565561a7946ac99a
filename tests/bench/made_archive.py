"""A real archive of generated records: they are written through the catalogue, and indexed by both engines.

A million takes hours. What was stopped goes on where it stood, with a new index from its beginning.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from functools import partial
from itertools import islice
from pathlib import Path

from archive.access import ARCHIVIST
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.records.record_writes import NewAsset
from archive.catalogue.writer import Writer
from archive.record import Description, Outcome, Status
from archive.search.index import index_sync
from archive.search.index.index_folders import IndexFolder, IndexFolders
from archive.storage.archive import ORIGINALS, Archive
from tests.bench.corpus import Corpus, Text
from tests.bench.measuring import peak_memory, size, timed

BATCH = 200  # records per transaction, as in an ingest
DONE = "made"  # prefix of files in the archive's folder, for a later run


def make(folder: Path, documents: int, engines: tuple[str, ...], corpus: Corpus, *, originals: bool = False) -> None:
    """Create the archive in `folder`, with an index by each engine in `derived/index/1`, `2`, ..., or complete it.
    `originals`: also write the files."""
    with Archive.open(folder) if folder.exists() else Archive.create(folder) as archive:
        there = sum(archive.catalogue.counts(ARCHIVIST).values())
        if there < documents:
            took, _ = timed(fill, archive, corpus, there, documents, originals)
            megabytes, each = size(folder / "catalogue.sqlite"), took / (documents - there)
            print(f"catalogue: {each:.2f} CPU ms a record with the making of its text, {megabytes:.0f} MB", flush=True)
        for number, engine in enumerate(engines, 1):
            if not (done := folder / f"{DONE}-{engine}").exists():
                shutil.rmtree(archive.derived / "index" / str(number), ignore_errors=True)
                _index(archive, engine, documents)
                done.touch()


def description(text: Text) -> Description:
    """Return the description that ingest makes of a file with this text."""
    if text.kind == "photo" and text.short:
        return _photo(text)
    made = Description("text/plain", "text", 1, text=text.body)
    said = {"title": text.title, "language": text.language, "kind": text.kind, "source": text.source}
    if text.day:
        said["date"] = f"{text.day // 10_000}-{text.day // 100 % 100:02}-{text.day % 100:02}"
    for key, value in (*said.items(), ("places", [text.place])):
        made.offer(key, value, "generated")
    return made


def _photo(text: Text) -> Description:
    """Return the description that ingest makes of a photo's metadata."""
    made = Description("image/jpeg", "photo", 1)
    said = {"kind": text.kind, "title": text.title, "caption": text.body, "language": text.language}
    said |= {"credit": text.source, "city": text.place, "keywords": text.title.split()}
    if text.day:
        said["date_created"] = f"{text.day // 10_000}-{text.day // 100 % 100:02}-{text.day % 100:02}"
    for key, value in said.items():
        made.offer(key, value, "generated")
    return made


def add(writer: Writer, text: Text, accession: int) -> str:
    """Add a record of a file that is not in the store, and return its id."""
    content = text.body.encode()
    digest = hashlib.sha256(content).hexdigest()
    record = writer.add_record(description(text), NewAsset(digest, len(content), "text/plain"))
    path = f"{text.id[:-3]}/{text.id}.txt"  # a thousand per folder, because texts of one folder and day are compared
    name = NamedFile("generated", path, "", digest, record, Outcome.ADDED, len(content), 0, 0)
    writer.put_name(name, accession)
    return record


def _place(archive: Archive, content: bytes) -> None:
    """Write an original, without the care that ingest takes."""
    sha256 = hashlib.sha256(content).hexdigest()
    folder = archive.folder / ORIGINALS / sha256[:2]
    folder.mkdir(exist_ok=True)
    (folder / sha256).write_bytes(content)


def use(archive: Archive, number: int) -> None:
    """Make this index the current one."""
    IndexFolders(archive.derived).make_current(IndexFolder(archive.derived / "index" / str(number)))


def fill(archive: Archive, corpus: Corpus, done: int, documents: int, originals: bool = False) -> None:
    """Write the missing records, as ingest writes them to the catalogue. `originals`: also write the files."""
    texts = map(corpus.text, range(done, documents))
    with archive.catalogue.write() as writer:
        writer.root("/generated", "generated")
        accession = writer.open_accession({}, Status.RELEASED)
    while some := list(islice(texts, BATCH)):
        for text in some if originals else ():
            _place(archive, text.body.encode())
        with archive.catalogue.write() as writer:
            for text in some:
                add(writer, text, accession)
        done += len(some)
        _tell(done, "records written to the catalogue")


def _index(archive: Archive, engine: str, documents: int) -> None:
    """Build an index like `press-archive index rebuild`."""
    folders = IndexFolders(archive.derived)
    made = folders.fresh(engine)
    took, _ = timed(index_sync.build, archive, made, archive.authorities(), partial(_tell_given, engine))
    folders.make_current(made)
    held = peak_memory()
    print(
        f"{engine}: {took / documents:.2f} CPU ms a record, {size(made.path):.0f} MB, at most {held:.0f} MB of memory",
        flush=True,
    )


def _tell_given(engine: str, done: int, _of: int) -> None:
    _tell(done, f"given to {engine}")


def _tell(done: int, what: str) -> None:
    if done % 10_000 == 0:
        print(f"{done:,} {what}, {time.process_time():.0f} CPU s", file=sys.stderr, flush=True)
