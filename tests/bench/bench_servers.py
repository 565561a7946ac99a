"""An archive of generated records on servers: PostgreSQL and three nodes of OpenSearch, all on this machine.

python -m tests.bench.bench_servers [--documents 100000] [--varied] [--rounds 20] [--folder DIR] [--keep DIR]

The records are written to PostgreSQL; with --folder, they are copied there from an archive that
`tests.bench.bench_serve --folder DIR` made, which stays as it is. A million takes hours: with --keep, the catalogue
and the index stay in a folder with a short path, and what was stopped goes on where it stood; an index that was not
finished is made again.

Times are by the clock, since most of the work is done by servers; beside them, the CPU seconds of each. Those of
requests are of one visitor, through the application in process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.record import Status
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.bench.corpus import Corpus
from tests.bench.made_archive import add, fill
from tests.bench.measuring import peak_memory, percentile
from tests.bench.questions import questions
from tests.bench.serve_parts import written
from tests.distributed.opensearch.nodes import LASTING, Node, cluster
from tests.support.postgresql import Server, started_in
from webui import create_app

NODES = 3
_NEW_RECORDS = 20


def main() -> None:
    """Move the archive, build its index, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="an archive to copy")
    parser.add_argument("--keep", type=Path, help="a folder for the files of the servers, for a later run")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument(
        "--varied", action="store_true", help="texts of 100 to 400 words, each tenth a photo's metadata"
    )
    parser.add_argument("--rounds", type=int, default=20, help="questions of each class")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        Path(scratch).chmod(0o711)  # for PostgreSQL's account
        kept = options.keep or Path(scratch)
        (kept / "pg").mkdir(parents=True, exist_ok=True)
        with started_in(kept / "pg") as database:
            _write(options, kept / "archive", database)
            with cluster(NODES, home=kept / "opensearch", java=LASTING) as nodes:
                _measure(options, kept / "archive", nodes)


def _write(options: argparse.Namespace, folder: Path, database: Server) -> None:
    if options.folder and not folder.exists():
        _copy(options.folder, folder, database)
    os.environ["PRESS_ARCHIVE_CATALOGUE_URL"] = _url(database)
    with Archive.open(folder) if folder.exists() else Archive.create(folder) as archive:
        there = sum(archive.catalogue.counts(ARCHIVIST).values())
        if there < options.documents:
            with _measured(f"records {there:,} to {options.documents:,} written to PostgreSQL"):
                fill(archive, Corpus(varied=options.varied), there, options.documents)
    _tell_sizes(database)


def _measure(options: argparse.Namespace, folder: Path, nodes: list[Node]) -> None:
    os.environ["PRESS_ARCHIVE_INDEX_ENGINE"] = "opensearch"
    os.environ["PRESS_ARCHIVE_INDEX_URLS"] = ",".join(node.url for node in nodes)
    _allow_long_queries(nodes[0])
    with Archive.open(folder) as archive:
        _build(archive, nodes[0])
        _visible(archive, options.documents)
    _ask(folder, options.documents, options.rounds)


@contextmanager
def _measured(what: str) -> Iterator[None]:
    began, before = time.monotonic(), _used()
    yield
    used = {name: seconds - before.get(name, 0) for name, seconds in _used().items()}
    told = ", ".join(f"{name} {seconds:.0f}" for name, seconds in sorted(used.items()))
    _tell(what, f"{time.monotonic() - began:.0f} s; CPU seconds: {told}")


def _used() -> dict[str, float]:
    """Return the CPU seconds so far of the program with its child processes, of PostgreSQL and of OpenSearch."""
    times = os.times()
    used = {"program": times.user + times.system + times.children_user + times.children_system}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            name, _, told = path.read_text(encoding="utf-8").partition("(")[2].rpartition(") ")
            if server := {"postgres": "PostgreSQL", "java": "OpenSearch"}.get(name):
                ticks = sum(map(int, told.split()[11:15]))  # its own, and those of its ended children
                used[server] = used.get(server, 0) + ticks / os.sysconf("SC_CLK_TCK")
    return used


def _tell_sizes(database: Server) -> None:
    with closing(PostgresqlDatabase(database.url)) as opened, opened.engine.connect() as conn:
        [(held,)] = conn.exec_driver_sql("SELECT pg_database_size(current_database())")
    _tell("catalogue", f"{held / 2**20:.0f} MB")


def _url(database: Server) -> str:
    return database.url.render_as_string(hide_password=False)


def _allow_long_queries(node: Node) -> None:
    """Set the limit as described in docs/operator.md."""
    allowed = json.dumps({"persistent": {"indices.query.bool.max_clause_count": 8192}}).encode()
    headers = {"Content-Type": "application/json"}
    urlopen(Request(f"{node.url}/_cluster/settings", allowed, headers, method="PUT")).close()


def _copy(source: Path, folder: Path, database: Server) -> None:
    folder.mkdir()
    for name in ("archive.toml", "authorities.toml"):
        shutil.copy(source / name, folder)
    (folder / "originals").mkdir()
    (folder / "derived").mkdir()
    program = str(Path(sys.executable).with_name("press-archive"))
    with _measured("catalogue copied, each table compared"):
        subprocess.run([program, "catalogue", "copy", "--archive", str(source), "--to", _url(database)], check=True)


def _build(archive: Archive, node: Node) -> None:
    if index_sync.status(archive)["state"] == "none":
        with _measured("index rebuild"):
            index_sync.rebuild(archive)
    records = index_sync.status(archive)["held"]["records"]
    _tell(f"... of {records:,} records", f"at most {peak_memory():.0f} MB of memory in the first process")
    with urlopen(f"{node.url}/_cat/indices/press-archive-*?format=json&bytes=mb&h=index,store.size") as answer:
        for row in sorted(json.loads(answer.read()), key=lambda row: str(row["index"])):
            _tell(f"... {row['index'].split('-', 3)[3]}, two copies", f"{row['store.size']} MB")


def _visible(archive: Archive, documents: int) -> None:
    """Measure the time from the commit of a new record to a search that finds it."""
    corpus, began, times = Corpus(), time.time_ns(), []
    with archive.catalogue.write() as writer:
        accession = writer.open_accession({}, Status.RELEASED)
    with closing(Searcher(archive)) as searcher:
        for n in range(_NEW_RECORDS):
            text, word = corpus.text(documents + began % 1_000_000 + n), f"fresh{began}n{n}"
            text = replace(text, id=f"new-{began}-{n}", body=f"{text.body} {word}")
            started = time.monotonic()
            with archive.catalogue.write() as writer:
                add(writer, text, accession)
            index_sync.update(archive)
            assert searcher.search(SearchRequest(word), PUBLIC).total == 1
            times.append((time.monotonic() - started) * 1000)
    _say("a new record visible", times)


def _ask(folder: Path, documents: int, rounds: int) -> None:
    client, corpus = create_app({"ARCHIVE": str(folder), "TESTING": True}).test_client(), Corpus()
    times: defaultdict[str, list[float]] = defaultdict(list)
    pages: list[str] = []
    for n, some in enumerate(questions(corpus, rounds + 1, documents)):
        for one in some:
            typed = quote(written(one))
            order = "&sort=-date" * one.newest + f"&page={one.offset // 20 + 1}" * bool(one.offset)
            for kind, address in (
                (one.kind, f"/api/v1/search?highlight=false&q={typed}{order}"),
                ("search page", f"/search?q={typed}{order}"),
            ):
                started = time.monotonic()
                answer = client.get(address)
                took = (time.monotonic() - started) * 1000
                if answer.status_code != 200:
                    _tell(kind, f"{answer.status_code} after {took:.0f} ms: {address}")
                    continue
                if n:  # the first of each class is not measured
                    times[kind].append(took)
                if kind == one.kind and (found := answer.json["results"]):
                    pages.append(found[0]["url"])
    for page in pages[:200]:
        started = time.monotonic()
        client.get(page)
        times["record page"].append((time.monotonic() - started) * 1000)
    for kind, measured in times.items():
        _say(kind, measured)


def _say(name: str, times: list[float]) -> None:
    _tell(name, f"{percentile(times, 0.5):.0f} / {percentile(times, 0.95):.0f} ms (p50 / p95 of {len(times)})")


def _tell(name: str, figure: str) -> None:
    print(f"  {name:44}{figure}", flush=True)


if __name__ == "__main__":
    main()
