"""The server stops in the middle of a batch, or the ingest is killed: nothing named in a receipt is lost."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support.commands import COMMAND, clean_environment, run, run_apart
from tests.support.killing import assert_whole, kill_after, make_disk, start_ingest
from tests.support.postgresql import Server, started

pytestmark = pytest.mark.usefixtures("on_postgresql")

# Writing each record takes so long that the next batch is in progress when a line appears.
SLOWER = (
    "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(.03); RETURN NEW; END $$",
    "CREATE TRIGGER wait BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION wait()",
)


@pytest.fixture
def own() -> Iterator[Server]:
    """A server that the test may stop."""
    with started() as server:
        yield server


@pytest.fixture
def archive(own: Server, tmp_path: Path) -> Path:
    """An archive with a catalogue that is slow to write."""
    folder = tmp_path / "archive"
    run_apart("init", "--archive", folder)
    (folder / "catalogue.sqlite").unlink()
    url = own.url.render_as_string(hide_password=False)
    (folder / "archive.toml").write_text(f'[catalogue]\nurl = "{url}"\n', encoding="utf-8")
    run("index", "status", "--archive", folder, code=1)
    own.execute(*SLOWER)
    return folder


def test_a_server_that_is_restarted_ends_the_ingest_and_loses_nothing(
    own: Server, archive: Path, tmp_path: Path, chance: Random
) -> None:
    disk = make_disk(tmp_path / "disk")
    command = [str(COMMAND), "ingest", "--archive", str(archive), "--json", str(disk)]
    with (
        (tmp_path / "errors").open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=clean_environment()) as process,
    ):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(chance.randint(1, 20))]
        own.stop()
        own.start_again()
        lines += process.stdout
    told = (tmp_path / "errors").read_text(encoding="utf-8")
    assert process.returncode == 1
    assert "broke: check that the database server runs, then run the command again" in told
    assert "Traceback" not in told
    said = [json.loads(line) for line in lines]
    assert not any("summary" in line for line in said)
    own.execute("DROP TRIGGER wait ON records")
    assert_whole(archive, disk, said)


def test_an_ingest_that_is_killed_is_finished_by_the_next(
    own: Server, archive: Path, tmp_path: Path, chance: Random
) -> None:
    disk = make_disk(tmp_path / "disk")
    said = kill_after(start_ingest(archive, disk), chance.randint(1, 20), 0.0)
    assert not any("summary" in line for line in said)
    own.execute("DROP TRIGGER wait ON records")
    assert_whole(archive, disk, said)


def test_an_ingest_without_its_server_says_so(own: Server, archive: Path, tmp_path: Path) -> None:
    own.stop()
    told = run("ingest", "--archive", archive, tmp_path, code=1).stderr
    assert "cannot be reached: check that the database server runs" in told
    own.start_again()
    run("check", "--archive", archive)
