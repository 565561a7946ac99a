"""A restore drill: time of a backup while the archive is searched and ingested into, and of its restore; the restored
archive must give the same answers.

python -m tests.bench.bench_restore [--documents 100000] [--rounds 20] [--folder DIR]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from tests.bench.corpus import Corpus
from tests.bench.made_archive import make
from tests.bench.measuring import percentile, size
from tests.bench.serve_parts import typed
from tests.support.commands import COMMAND
from tests.support.serving import free_ports
from webui import create_app
from webui.services.services import OpenArchive

_FILES = 200  # of each ingest


def main() -> None:
    """Make the archive, back it up under load, restore it, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20, help="questions of each class")
    parser.add_argument("--folder", type=Path, help="keep everything here, and use the archive that is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        _drill(options.folder or Path(scratch), options.documents, options.rounds)


def _drill(folder: Path, documents: int, rounds: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept, backup, restored = folder / "archive", folder / "backup", folder / "restored"
    make(kept, documents, ("whoosh",), Corpus(), originals=True)
    asked = typed(documents, rounds)
    with _load(kept, folder / "disk", asked) as searches:
        _run("backup, under load", "backup", "create", backup, "--archive", kept)
    print(f"  {len(searches)} searches meanwhile, p95 {percentile(searches, 0.95):.0f} ms", flush=True)
    print(f"  backup: {size(backup):,.0f} MB", flush=True)
    _run("restore", "restore", backup, "--archive", restored)
    _run("check", "check", "--archive", restored)
    _run("verify", "verify", "--archive", restored)
    before, after = (list(_answers(one, asked)) for one in (kept, restored))
    told = sum(one != two for one, two in zip(before, after, strict=True))
    print(f"  {len(before)} questions, {told} answered differently", flush=True)
    sys.exit(told > 0)


def _run(what: str, *words: object) -> None:
    """Run a command and print its time on the clock."""
    began = time.monotonic()
    subprocess.run([COMMAND, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    print(f"  {what:24}{time.monotonic() - began:8.0f} s", flush=True)


@contextmanager
def _load(archive: Path, disk: Path, asked: list[str]) -> Iterator[list[float]]:
    """Serve the archive, search it and ingest into it without a pause. Yield the milliseconds of the searches, after
    the first. What is ingested is held, so the public answers stay the same."""
    (port,) = free_ports(1)
    times: list[float] = []
    over = threading.Event()
    serve = [COMMAND, "serve", "--archive", archive, "--port", str(port)]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        threads = [
            threading.Thread(target=_search, args=(port, asked, times, over), daemon=True),
            threading.Thread(target=_ingest, args=(archive, disk, over), daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            while not times:
                time.sleep(0.2)
            yield times
        finally:
            over.set()
            for thread in threads:
                thread.join()
            server.terminate()


def _search(port: int, asked: list[str], times: list[float], over: threading.Event) -> None:
    for n in count():
        if over.is_set():
            return
        began = time.monotonic()
        try:
            with urlopen(f"http://127.0.0.1:{port}/search?q={quote(asked[n % len(asked)])}") as answer:
                answer.read()
        except ConnectionRefusedError:  # it has not started yet
            time.sleep(0.2)
        except OSError:
            over.wait(0.2)
        else:
            times.append((time.monotonic() - began) * 1000)


def _ingest(archive: Path, disk: Path, over: threading.Event) -> None:
    corpus = Corpus(seed=2)
    for batch in count():
        if over.is_set():
            return
        folder = disk / f"{time.time_ns()}"
        folder.mkdir(parents=True)
        for n in range(_FILES):
            (folder / f"{n}.txt").write_text(corpus.text(batch * _FILES + n).body, encoding="utf-8")
        subprocess.run(
            [COMMAND, "ingest", "--archive", archive, "--access", "held", folder], check=True, stdout=subprocess.DEVNULL
        )


def _answers(archive: Path, asked: list[str]) -> Iterator[object]:
    """Yield total, ids and facets of each question, newest first: scores depend on what came after the backup, too."""
    services = OpenArchive(archive)
    client = create_app({"SERVICES": services}).test_client()
    for text in asked:
        told = client.get("/api/v1/search", query_string={"q": text, "sort": "-date"}).json
        yield told["total"], [one["id"] for one in told["results"]], told["facets"]
    services.close()


if __name__ == "__main__":
    main()
