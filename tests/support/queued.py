"""An archive with its catalogue on a server and an ingest waiting in its queue, and functions to query it."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import text

from archive.catalogue.schema.postgresql import PostgresqlDatabase
from tests.support.commands import COMMAND, Run, clean_environment, json_lines, run
from tests.support.postgresql import Server

LONGEST = 240.0  # seconds until a state must be reached

# A batch with this file takes so long that its worker can be interrupted in the middle of it.
SLOW_FILE = "text-0025.txt"
SLOWER = (
    "CREATE FUNCTION {0}.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$",
    "CREATE TRIGGER wait BEFORE INSERT ON {0}.receipt_lines FOR EACH ROW WHEN (NEW.path LIKE '%%"
    + SLOW_FILE
    + "') EXECUTE FUNCTION {0}.wait()",
)
SLEEPING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


class Queued:
    """An archive with a catalogue on the server, and queries on it."""

    def __init__(self, server: Server, folder: Path, name: str, sections: str = "") -> None:
        """`name`: an existing schema; `sections`: appended to the settings."""
        self.server, self.folder, self.name = server, folder / "archive", name
        self.told: dict[int, Path] = {}
        self.url = server.schema(name).render_as_string(hide_password=False)
        run("init", "--archive", self.folder)
        (self.folder / "catalogue.sqlite").unlink()
        self.settings = self.folder / "archive.toml"
        self.settings.write_text(f'[catalogue]\nurl = "{self.url}"\n{sections}', encoding="utf-8")

    def enqueue(self, *arguments: object) -> dict[str, Any]:
        (told,) = json_lines(self.run("ingest", "--enqueue", "--json", *arguments))
        return told

    def slow(self) -> subprocess.Popen[str]:
        """Start a worker, and return it in the middle of a batch."""
        self.server.execute(*(one.format(self.name) for one in SLOWER))
        worker = self.worker()
        until(lambda: self.value(SLEEPING))
        self.server.execute(f"ALTER TABLE {self.name}.receipt_lines DISABLE TRIGGER wait")
        return worker

    def run(self, command: str, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        return run(command, "--archive", self.folder, *arguments, code=code)

    def beside(self) -> Path:
        """Return the folder of another machine with settings and the same originals."""
        folder = self.folder.with_name("beside")
        folder.mkdir()
        for name in ("archive.toml", "authorities.toml"):
            shutil.copy(self.folder / name, folder)
        (folder / "originals").symlink_to(self.folder / "originals")
        return folder

    def worker(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a worker whose lines go into a file, because nobody reads a pipe while waiting for another worker."""
        command = [str(COMMAND), "ingest", "--archive", str(self.folder), "--work", "--json", *map(str, arguments)]
        told = self.folder.parent / f"told-{len(self.told)}"
        with told.open("w") as file:
            started = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE, text=True, env=clean_environment())
        self.told[started.pid] = told
        return started

    def lines_of(self, worker: subprocess.Popen[str]) -> list[dict[str, Any]]:
        """Wait until a worker succeeds, and return its lines about files."""
        _, said = worker.communicate()
        assert worker.returncode == 0, said
        told = self.told[worker.pid].read_text(encoding="utf-8")
        return [line for line in map(json.loads, told.splitlines()) if "outcome" in line]

    def value(self, asked: str) -> Any:
        """Return the first value of a statement on the catalogue."""
        with closing(PostgresqlDatabase(self.url)) as database, database.reading() as conn:
            return conn.execute(text(asked)).scalar()

    def outcomes(self, number: int = 1) -> dict[str, str]:
        """Return the outcome of each line of a receipt. Fail if a path has two."""
        lines = json_lines(run("receipts", "show", "--archive", self.folder, "--json", str(number)))
        assert Counter(line["path"] for line in lines).most_common(1)[0][1] == 1
        return {line["path"]: line["outcome"] for line in lines}

    def state(self, number: int = 1) -> str:
        (told,) = (one for one in json_lines(self.run("receipts", "--json")) if one["accession"] == number)
        return str(told["state"])


def until(holds: Callable[[], Any]) -> None:
    """Wait for a state."""
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, "the state did not come"
        time.sleep(0.1)


def answers(folder: Path, ask: Run = run) -> list[Any]:
    """Return search results without values that differ between archives. `ask` runs the command."""
    found = []
    for query in ("", "kapal dermaga", "kind:photo"):
        for page in (1, 2):
            asked = ("--json", "--held", "--limit", 100, "--page", page, query)
            (told,) = json_lines(ask("search", "--archive", folder, *asked))
            for one in told["results"]:
                kept = {key: one[key] for key in ("title", "kind", "status", "date", "filename")}
                found.append((query, told["total"], sorted(map(str, kept.items()))))
    return sorted(found)
