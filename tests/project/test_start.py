"""What a process loads before its first answer: each of these modules would cost every start of every one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import clean_environment, run

LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)))"
COMMAND = """
import sys
sys.argv = {arguments!r}
from archive.startup import main
try:
    main()
finally:
    {loaded}
"""
NOT_FOR_COMMANDS = {"PIL", "alembic", "ingest", "lxml", "rich", "waitress", "webui.api", "webui.app"}
NOT_FOR_WORKERS = {"PIL", "archive.catalogue", "archive.search", "click", "flask", "pydantic", "sqlalchemy", "webui"}


def loaded_by(program: str) -> set[str]:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=clean_environment())
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start")
    (folder / "pidato.txt").write_text("Pidato Bupati Gianyar\n\nKapal tiba di pelabuhan.\n", encoding="utf-8")
    run("init", "--archive", folder / "archive")
    run("ingest", "--archive", folder / "archive", folder / "pidato.txt")
    return folder / "archive"


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (("search", "kapal or pidato"), {*NOT_FOR_COMMANDS, "babel.messages.pofile", "flask", "werkzeug"}),
        (("receipts",), {*NOT_FOR_COMMANDS, "flask", "pydantic", "webui", "whoosh"}),
    ],
)
def test_a_command_loads_only_what_it_needs(archive: Path, arguments: tuple[str, ...], unwanted: set[str]) -> None:
    given = ["press-archive", *arguments, "--archive", str(archive)]
    loaded = loaded_by(COMMAND.format(loaded=LOADED, arguments=given))
    assert "archive.storage.archive" in loaded
    assert loaded & unwanted == set()


def test_a_worker_loads_only_what_describes_files() -> None:
    loaded = loaded_by(f"import archive.sandbox.__main__, ingest.description.file_description\n{LOADED}")
    assert loaded & NOT_FOR_WORKERS == set()
