"""Modules that a process loads before its first response: each one would slow down every start."""

from __future__ import annotations

import json
import shutil
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
NOT_FOR_COMMANDS = {"PIL", "alembic", "ingest", "lxml", "psycopg", "rich", "waitress", "webui.api", "webui.app"}
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


EXTRAS = {"c2pa", "mcp", "mcp_types", "obstore", "opensearchpy", "procrastinate", "psycopg"}  # needed by few archives
EVERY_MODULE = """
import importlib, pathlib, sys
sys.modules.update(dict.fromkeys({extras!r}))
for path in sorted(path for part in ("archive", "ingest", "webui") for path in pathlib.Path(part).rglob("*.py")):
    module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    if not module.endswith("__main__") and "migrations" not in module and ".tantivy" not in module:
        importlib.import_module(module)
"""


def test_every_module_can_be_imported_without_the_extras() -> None:
    loaded = loaded_by(EVERY_MODULE.format(extras=sorted(EXTRAS)) + LOADED)
    assert {"archive.storage.object_store", "archive.catalogue.schema.postgresql", "webui.cli"} <= loaded


@pytest.mark.parametrize(
    ("package", "variable", "said"),
    [
        (
            "obstore",
            "ORIGINALS_URL=s3://originals",
            "Originals in a bucket need obstore: pip install 'press-archive[s3]'.",
        ),
        (
            "psycopg",
            "CATALOGUE_URL=postgresql+psycopg://db/archive",
            "A catalogue on a server needs psycopg: pip install 'press-archive[postgresql]'.",
        ),
    ],
)
def test_what_an_extra_lacks_is_said(archive: Path, tmp_path: Path, package: str, variable: str, said: str) -> None:
    folder = shutil.copytree(archive, tmp_path / "archive", ignore=shutil.ignore_patterns("catalogue.sqlite*"))
    if package == "obstore":
        shutil.copy(archive / "catalogue.sqlite", folder)
    name, value = variable.split("=")
    arguments = ["press-archive", "verify", "--archive", str(folder)]
    program = f"import sys\nsys.modules[{package!r}] = None\n" + COMMAND.format(loaded="", arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", program.replace("finally:", "finally: pass")],
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment() | {f"PRESS_ARCHIVE_{name}": value},
    )
    assert done.returncode == 1
    assert said in done.stderr


def test_a_worker_loads_only_what_describes_files() -> None:
    loaded = loaded_by(f"import archive.sandbox.__main__, ingest.description.file_description\n{LOADED}")
    assert loaded & NOT_FOR_WORKERS == set()
