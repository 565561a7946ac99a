"""An installation on servers, parts of which are killed during ingests, and the required state afterwards."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from archive.errors import PressArchiveError
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.distributed.opensearch.nodes import Node, cluster
from tests.support import impatient
from tests.support.commands import clean_environment, json_lines, run
from tests.support.disturbing import assert_same, told
from tests.support.killing import SYLLABLES
from tests.support.object_server import ACCESS_KEY, SECRET, ObjectServer, object_server
from tests.support.postgresql import Server, started
from tests.support.queued import Queued, until
from tests.support.remote_machines import Network, RemoteMachine, network

NODES, MACHINES = 3, 2
TEXTS, PHOTOS = 24, 4
AWAY_SECONDS = 3.0  # maximum downtime of a server

SECTIONS = """
[originals]
url = "s3://originals/kills"
endpoint = "{endpoint}"
access_key = "{access_key}"
secret_file = "{secret}"

[index]
engine = "opensearch"
urls = [{urls}]
name = "kills"
shards = 2
replicas = 1
"""


class Installation:
    """A catalogue, a bucket and an index on servers, an indexer, and machines that ingest. For comparison, an archive
    in a folder ingests the same files undisturbed."""

    def __init__(self, net: Network, catalogue: Server, store: ObjectServer, nodes: list[Node], folder: Path) -> None:
        self._catalogue, self._store, self._nodes = catalogue, store, nodes
        self._folder, self._accession, self._commands = folder, 0, 0
        catalogue.execute("CREATE SCHEMA kills")
        store.make_bucket("originals/kills")
        (secret := folder / "secret").write_text(SECRET, encoding="utf-8")
        urls = ", ".join(f'"{node.url}"' for node in nodes)
        sections = SECTIONS.format(endpoint=store.endpoint, access_key=ACCESS_KEY, secret=secret, urls=urls)
        self.archive, self._plain = Queued(catalogue, folder, "kills", sections), folder / "plain"
        self.archive.run("receipts")  # creates the tables
        run("init", "--archive", self._plain)
        self._workers = [net.machine() for _ in range(MACHINES)]
        self._indexer = net.machine()
        self._follow()
        for machine in self._workers:
            self._work(machine)
        self.kinds: Mapping[str, Callable[[random.Random], Callable[[], object]]] = {
            "worker machine": self._kill_machine,
            "index node": self._kill_node,
            "catalogue": self._kill_catalogue,
            "store": self._kill_store,
            "indexer": self._kill_indexer,
        }

    def survive(self, number: int) -> str:
        """Kill something while a folder is ingested, and return what. Fail unless the result is as if nothing had
        happened."""
        chance = random.Random(number)
        kind = [*self.kinds][number % len(self.kinds)]
        disk = make_part(self._folder / f"part{number:03}", number)
        self._accession += 1
        self.archive.enqueue(disk)
        lines = chance.randint(1, TEXTS + PHOTOS - 6)
        asked = f"SELECT count(*) FROM receipt_lines WHERE accession = {self._accession}"
        until(lambda: self.archive.value(asked) >= lines)
        come_back = self.kinds[kind](chance)
        if kind == "worker machine":  # it stays down until others have done its work
            until(self._is_done)
            come_back()
        else:
            time.sleep(chance.uniform(0, AWAY_SECONDS))
            come_back()
            until(self._is_done)
        self._assert_whole(disk, f"{kind} killed after {lines} lines (number {number})")
        return f"{kind} killed after {lines} of {TEXTS + PHOTOS} lines"

    def close(self) -> None:
        """Stop its commands."""
        for machine in (*self._workers, self._indexer):
            machine.close()

    def _is_done(self) -> bool:
        try:
            return any(one == (self._accession, "done") for one in self._states())
        except AssertionError:
            return False  # the server may still be restarting

    def _states(self) -> list[tuple[int, str]]:
        return [(one["accession"], one["state"]) for one in json_lines(self.archive.run("receipts", "--json"))]

    def _is_indexed(self) -> bool:
        try:
            with Archive.open_to_read(self.archive.folder) as archive:
                return bool(index_sync.status(archive)["state"] == "current")
        except PressArchiveError:
            return False

    def _assert_whole(self, disk: Path, what: str) -> None:
        run("ingest", "--archive", self._plain, disk)
        outcomes = self.archive.outcomes(self._accession)  # one per file
        lines = json_lines(run("receipts", "show", "--archive", self._plain, "--json", self._accession))
        assert outcomes == {line["path"]: line["outcome"] for line in lines}, what
        until(self._is_indexed)
        for command in (["verify"], ["log", "--verify"]):
            self.archive.run(*command)
        assert_same(self.archive.folder, told(self._plain), what)
        words = (word_of(disk), f"{word_of(disk)} dermaga", f"kind:photo {word_of(disk)}")
        for query in words:
            assert self._answer(self.archive.folder, query) == self._answer(self._plain, query), (what, query)

    def _answer(self, archive: Path, query: str) -> list[Any]:
        (found,) = json_lines(run("search", "--archive", archive, "--json", "--held", "--limit", 100, query))
        assert found["total"], query
        kept = ("title", "kind", "status", "date", "filename")
        return sorted(str([one[key] for key in kept]) for one in found["results"])

    def _kill_machine(self, chance: random.Random) -> Callable[[], object]:
        machine = chance.choice(self._workers)
        machine.kill()

        def back() -> None:
            machine.join()
            self._work(machine)

        return back

    def _kill_node(self, chance: random.Random) -> Callable[[], object]:
        node = chance.choice(self._nodes)
        node.kill()

        def back() -> None:
            node.start()
            for one in self._nodes:  # an incomplete copy could not replace the next node that is killed
                one.wait("green")

        return back

    def _kill_catalogue(self, _chance: random.Random) -> Callable[[], object]:
        self._catalogue.stop()
        return self._catalogue.start_again

    def _kill_store(self, _chance: random.Random) -> Callable[[], object]:
        self._store.kill()
        return self._store.start

    def _kill_indexer(self, _chance: random.Random) -> Callable[[], object]:
        self._indexer.kill()

        def back() -> None:
            self._indexer.join()
            self._follow()

        return back

    def _work(self, machine: RemoteMachine) -> None:
        self._start(machine, "ingest", "--work", "--no-index", "--json")

    def _follow(self) -> None:
        self._start(self._indexer, "index", "follow")

    def _start(self, machine: RemoteMachine, *words: str) -> None:
        self._commands += 1
        here = self._folder / f"command{self._commands:03}"  # the folder of a machine has only settings
        here.mkdir()
        for name in ("archive.toml", "authorities.toml"):
            (here / name).write_bytes((self.archive.folder / name).read_bytes())
        told_there = here.with_suffix(".out")
        machine.start(impatient.command(*words, "--archive", here), clean_environment(), told_there)


def word_of(part: Path) -> str:
    """Return the word that all texts of a part, and no others, contain."""
    return "bagian" + "".join(SYLLABLES[int(digit)] for digit in part.name[-3:])


def make_part(folder: Path, number: int) -> Path:
    """Write unique texts, and photographs that some of them name."""
    source = random.Random(number)
    folder.mkdir()
    for n in range(TEXTS):
        words = " ".join("".join(source.choices(SYLLABLES, k=3)) for _ in range(80))
        photo = f"P{number:03}_{n % PHOTOS:04}.jpg"
        mention = f"\n\n{photo}\nKapal {word_of(folder)} nomor {n} di dermaga.\n" if n < PHOTOS else ""
        text = f"Siaran {number} nomor {n}\n\n{word_of(folder)} {words}.{mention}\n"
        (folder / f"text-{number:03}-{n:04}.txt").write_text(text, encoding="utf-8")
    for n in range(PHOTOS):
        Image.frombytes("L", (16, 12), source.randbytes(192)).resize((640, 480)).save(
            folder / f"P{number:03}_{n:04}.jpg"
        )
    return folder


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Yield an installation whose servers run."""
    with ExitStack() as stack:
        net = stack.enter_context(network())
        catalogue = stack.enter_context(started(net.addresses[0]))
        (folder / "objects").mkdir()
        store = stack.enter_context(object_server(folder / "objects", net.addresses[1]))
        nodes = stack.enter_context(cluster(NODES, net.addresses[2]))
        made = Installation(net, catalogue, store, nodes, folder)
        stack.callback(made.close)
        yield made
