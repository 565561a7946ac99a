"""Parts of the ingest benchmark: the unavoidable work on its own, and the time until a new file is visible."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

from archive.access import PUBLIC, instant, utc_now
from archive.search.engines.engine import Document, Engine, State, engine_named
from archive.search.index.documents import document
from archive.storage.archive import Archive
from archive.text import VERSION
from ingest.description.file_description import describe
from ingest.pipeline.pipeline import ingest
from tests.bench.measuring import timed

EVERY = 10  # one file in this many is read
COMMIT = 500
READ = 50
NEW_FILES = 5
LOOK_SECONDS = 0.02
SETTLE = 0.5  # seconds, the default of `watch`


def bare(folder: Path, archive: Path, scratch: Path) -> dict[str, float]:
    """Return the CPU seconds for reading all files, with enrichment and thumbnails, extrapolated from every tenth; and
    for analysing and indexing all records, in one index or in the two that some engines need."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    some = files[::EVERY]
    _read(some[:20], folder)  # what each worker loads once
    with Archive.open(archive) as opened:
        return {
            "readers": timed(_read, some, folder)[0] / 1000 * len(files) / len(some),
            "engine": _engine(opened, scratch),
        }


def _read(files: Sequence[Path], folder: Path) -> None:
    for file in files:
        with tempfile.TemporaryDirectory() as job:
            json.dumps(describe(str(file), file.name, job, str(file.relative_to(folder))))


def _engine(archive: Archive, scratch: Path) -> float:
    state = State(archive.catalogue.revision(), instant(utc_now()), VERSION, authorities=archive.authorities().digest)
    make = engine_named(archive.settings.index.engine).create
    ids, spent = archive.catalogue.changes(0), 0.0
    with closing(make(scratch / "public", state)) as public, closing(make(scratch / "held", state)) as held:
        engines = (public,) if public.joins else (public, held)
        for start in range(0, len(ids), COMMIT):
            spent += _indexed(archive, ids[start : start + COMMIT], engines, state)
    return spent / 1000


def _indexed(archive: Archive, ids: Sequence[str], engines: Sequence[Engine], state: State) -> float:
    """Return CPU milliseconds without reading the catalogue."""
    records = archive.catalogue.get_many(ids, PUBLIC)
    texts, furniture = archive.catalogue.texts(ids, PUBLIC), archive.catalogue.furniture(ids, PUBLIC)
    cards = archive.authorities()

    def made() -> list[Document]:
        return [document(r, texts[r.id], furniture.get(r.id, ()), cards) for r in records]

    spent, documents = timed(made)
    return spent + sum(timed(engine.update, documents, (), state)[0] for engine in engines)


# The text around the rare word of a new file: the language of the first is detected by function words, of the second by
# the model.
TOLD = "Kapal tiba di {word} pada pagi hari karena angin yang kuat, kata kepala kantor pelabuhan dalam rapat itu."
UNTOLD = "Kapal tiba di {word} pada pagi hari."


def again_in_process(folder: Path, archive: Path) -> float:
    """Return the seconds of an ingest of the unchanged folder in this process."""
    with Archive.open(archive) as opened:
        began = time.monotonic()
        ingest([folder], opened)
        return time.monotonic() - began


def visible(command: str, archive: Path, folder: Path, sentence: str) -> list[float]:
    """Return the seconds from the start of an ingest of one new file until the server finds it, a few times."""
    folder.mkdir()
    with _running(command, "serve", "--archive", archive, "--port", "0") as server:
        address = _address(server)
        return [_found_after(command, archive, file, address, sentence) for file in _new_files(folder)]


def visible_by_watch(command: str, archive: Path, folder: Path) -> list[float]:
    """Return the seconds from the end of settling of one new file in a watched folder until the server finds it, a few
    times."""
    folder.mkdir()
    with (
        _running(command, "serve", "--archive", archive, "--port", "0") as server,
        _running(command, "watch", "--archive", archive, "--settle", str(SETTLE), folder),
    ):
        address, times = _address(server), []
        for file in [folder / "first.txt", *_new_files(folder)]:
            word = _write_file(file, TOLD)
            times.append(_wait_for(address, word, time.monotonic()) - SETTLE)
        return times[1:]  # until the first is found, the command may still be starting


@contextmanager
def _running(*command: str | Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        try:
            yield child
        finally:
            child.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    address = re.search(r"http://[\w.:]+", server.stdout.readline())
    assert address is not None
    return address[0]


def _new_files(folder: Path) -> list[Path]:
    return [folder / f"new{n}.txt" for n in range(NEW_FILES)]


def _write_file(file: Path, sentence: str) -> str:
    """Write a file, and return the unique word in it."""
    word = f"pelabuhan{file.stem}x{time.time_ns()}"
    file.write_text(f"Berita {word}\n\n{sentence.format(word=word)}\n", encoding="utf-8")
    return word


def _found_after(command: str, archive: Path, file: Path, address: str, sentence: str) -> float:
    word = _write_file(file, sentence)
    began = time.monotonic()
    nothing = subprocess.DEVNULL
    with subprocess.Popen([command, "ingest", "--archive", archive, file], stdout=nothing, stderr=nothing) as intake:
        after = _wait_for(address, word, began)
        intake.wait()
    return after


def _wait_for(address: str, word: str, began: float) -> float:
    """Return the seconds from `began` until the server finds a word."""
    while time.monotonic() - began < 60:
        with urlopen(f"{address}/api/v1/search?q={word}") as answer:
            if json.load(answer)["total"]:
                return time.monotonic() - began
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"{word} was not found within a minute")
