"""The page for scripts: its programs run against a server and print the content of the archive."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright._impl._driver import compute_driver_executable

from tests.builders.web_photos import photographs
from tests.support.serving import serving
from tests.support.web_fakes import HELD_WORD
from webui import create_app
from webui.pages.api_help import LANGUAGES, TASKS, programs

NODE = str(compute_driver_executable()[0])
RUN = {
    "curl": lambda program: ["sh", "-c", program],
    "Python": lambda program: [sys.executable, "-I", "-c", program],
    "R": lambda program: ["Rscript", "--vanilla", "-e", program],
    "JavaScript": lambda program: [NODE, "--input-type=module", "-e", program],
}
WITHOUT_R = not os.environ.get("TESTS_NEED_ALL") and shutil.which("Rscript") is None
PRINTS = {
    "search": "Penandatanganan konvensi di Hanoi",
    "walk": r"[1-9]\d*",
    "record": "Penandatanganan konvensi di Hanoi",
    "text": "konvensi",
    "passages": r"[1-9]\d*",
    "export": "Penandatanganan konvensi di Hanoi",
    "changes": r"\d+",
}
"""What a program prints or contains."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app({"SERVICES": photographs(tmp_path_factory.mktemp("pictures"))})


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app, set()) as found:
        yield found


def written(app: Flask, address: str, task: str) -> dict[str, str]:
    with app.test_request_context(base_url=address):
        return programs(next(one for one in TASKS if one.name == task), "konvensi", "release1")


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(name, marks=pytest.mark.skipif(name == "R" and WITHOUT_R, reason="R is not installed"))
        for name in RUN
    ],
)
@pytest.mark.parametrize("task", PRINTS)
def test_a_program_prints_what_the_archive_has(app: Flask, address: str, task: str, language: str) -> None:
    program = written(app, address, task)[language]
    done = subprocess.run(RUN[language](program), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(PRINTS[task], done.stdout), done.stdout
    assert HELD_WORD not in done.stdout


@pytest.mark.parametrize("task", PRINTS)
def test_the_program_in_r_asks_the_same(app: Flask, address: str, task: str) -> None:
    made = written(app, address, task)
    asked = [re.search(r"http://[^\"'`&?]+", made[language]) for language in ("R", "Python")]
    assert all(asked)
    assert asked[0][0] == asked[1][0]  # type: ignore[index]
    assert all(made["R"].count(opened) == made["R"].count(closed) for opened, closed in ("()", "{}", "[]"))


def test_all_tasks_and_languages_are_tried() -> None:
    assert PRINTS.keys() == {task.name for task in TASKS}
    assert RUN.keys() == LANGUAGES.keys()


def test_the_page_has_the_programs_and_is_linked(app: Flask) -> None:
    client = app.test_client()
    shown = client.get("/help/api").text
    for language in LANGUAGES:
        assert language in shown
    for page in ("/", "/help/search", "/records/release1"):
        assert 'href="/help/api"' in client.get(page).text
    assert client.get("/api/v1").get_json()["help"] == "/help/api"
    assert "/help/api" in client.get("/openapi.json").get_json()["info"]["description"]


@pytest.mark.parametrize(("tag", "said"), [("id", "Untuk skrip"), ("vi", "Dành cho chương trình")])
def test_the_page_speaks_the_languages_of_the_interface(app: Flask, tag: str, said: str) -> None:
    assert f"<h1>{said}</h1>" in app.test_client().get(f"/help/api?lang={tag}").text
