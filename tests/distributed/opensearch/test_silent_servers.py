"""A server that falls silent, as behind a cable that was pulled: a command ends in order, and names the part."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.distributed.opensearch.nodes import Node, cluster
from tests.support import killing
from tests.support.commands import COMMAND, clean_environment, json_lines
from tests.support.killing import PHOTOS, make_disk
from tests.support.object_server import object_server
from tests.support.postgresql import Server, started
from tests.support.queued import until
from tests.support.remote_machines import WITHOUT_LINKS, Network, RemoteMachine, links_allowed, network

pytestmark = pytest.mark.skipif(not links_allowed(), reason=f"{WITHOUT_LINKS}, so no server can fall silent")
PARTS = ("catalogue", "store", "index")
TEXTS = 24
# Each record takes so long to write that whoever has seen a line finds the next batch under way.
SLOWER = (
    "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(.2); RETURN NEW; END $$",
    "CREATE TRIGGER wait BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION wait()",
)
NAMES = {
    "catalogue": "postgresql+psycopg://archive@{}",
    "store": "s3://originals/silent did not do what was asked: check that the object store runs",
    "index": "The search server does not answer (http://{}",
}


class Site:
    """A machine with an archive, all parts of which are on servers at addresses of their own."""

    def __init__(
        self, net: Network, machine: RemoteMachine, settings: dict[str, str], catalogue: Server, node: Node
    ) -> None:
        self.net, self.machine, self.settings = net, machine, settings
        self.catalogue, self.node = catalogue, node

    def address(self, part: str) -> str:
        return self.net.addresses[PARTS.index(part)]

    def command(self, archive: Path, *words: object) -> tuple[list[str], dict[str, str]]:
        name, *others = map(str, words)
        return [str(COMMAND), name, "--archive", str(archive), *others], clean_environment() | self.settings

    def run(self, archive: Path, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, which comes."""
        return self.machine.run(*self.command(archive, *words))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with (
        network() as net,
        started(net.addresses[0]) as catalogue,
        object_server(tmp_path_factory.mktemp("objects"), net.addresses[1]) as store,
        cluster(1, net.addresses[2]) as nodes,
    ):
        store.make_bucket("originals/silent")
        machine = net.machine()
        settings = {
            "PRESS_ARCHIVE_CATALOGUE_URL": catalogue.url.render_as_string(hide_password=False),
            **store.environment("originals/silent"),
            "PRESS_ARCHIVE_INDEX_ENGINE": "opensearch",
            "PRESS_ARCHIVE_INDEX_URLS": nodes[0].url,
            "PRESS_ARCHIVE_INDEX_REPLICAS": "0",
        }
        yield Site(net, machine, settings, catalogue, nodes[0])
        machine.close()


@pytest.fixture(scope="module")
def archive(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that has a file, and whose records are slow to write."""
    folder = tmp_path_factory.mktemp("silent")
    (folder / "disk").mkdir()
    (folder / "disk" / "a.txt").write_text("Siaran pers\n\nKapal tiba.\n", encoding="utf-8")
    assert site.run(folder / "archive", "init").returncode == 0
    site.catalogue.execute(*SLOWER)
    done = site.run(folder / "archive", "ingest", folder / "disk")
    assert done.returncode == 0, done.stderr
    return folder / "archive"


@pytest.fixture
def heard_again(site: Site) -> Iterator[None]:
    yield
    for part in PARTS:
        site.net.hear(site.address(part))


@pytest.mark.usefixtures("heard_again")
@pytest.mark.parametrize("part", PARTS)
def test_a_command_that_begins_names_the_server_that_is_silent(
    site: Site, archive: Path, part: str, tmp_path: Path
) -> None:
    (tmp_path / "b.txt").write_text(f"Siaran pers {part}\n\nKapal tiba di {part}.\n", encoding="utf-8")
    site.net.silence(site.address(part))
    done = site.run(archive, "ingest", tmp_path) if part != "index" else site.run(archive, "search", "kapal")
    assert done.returncode == 1, done.stdout
    assert NAMES[part].format(site.address(part)) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("heard_again")
@pytest.mark.parametrize("part", PARTS)
def test_an_ingest_ends_when_a_server_falls_silent_and_nothing_told_is_lost(
    site: Site, archive: Path, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(killing, "TEXTS", TEXTS)
    disk = make_disk(tmp_path / "disk", seed=PARTS.index(part))
    command, environment = site.command(archive, "ingest", "--json", disk)
    told = tmp_path / "told"
    process = site.machine.start(command, environment, told)
    until(lambda: told.read_text(encoding="utf-8").count("\n") > 0)
    site.net.silence(site.address(part))
    until(lambda: process.poll() is not None)
    said = told.with_suffix(".err").read_text(encoding="utf-8")
    if part == "index":  # which follows when it can
        said += told.read_text(encoding="utf-8").splitlines()[-1]
    assert process.returncode == (0 if part == "index" else 1), said
    assert NAMES[part].format(site.address(part)) in said
    assert "Traceback" not in said
    site.net.hear(site.address(part))
    assert site.node.runs()
    done = site.run(archive, "ingest", "--json", disk)
    assert done.returncode == 0, done.stderr
    *lines, summary = json_lines(done)
    assert summary["complete"]
    assert len(lines) == TEXTS + PHOTOS
    for command in (["check"], ["verify"], ["log", "--verify"]):
        done = site.run(archive, *command)
        assert done.returncode == 0, done.stdout
