"""The documents are correct: the commands, formats, dependencies, layers and links in them exist."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from archive.access import ARCHIVIST
from archive.catalogue.relations.relations import ALSO_AS, INVERSE
from archive.cli import main
from archive.commands.relations import relations
from archive.record import Outcome
from archive.search.query.fields import field_name
from tests.project.test_layers import LAYERS
from tests.support.commands import some
from tests.tools import documents
from tests.tools.messages import in_source, messages
from webui.api.service import document as openapi
from webui.http.parameters import RecordsQuery

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
ARCHITECTURE = TEXTS["ARCHITECTURE.md"]


@pytest.mark.parametrize("name", documents.PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert TEXTS[name] == documents.PAGES[name](), "run `make docs`"


def test_every_command_and_every_option_has_a_help_text() -> None:
    for point in some(entry_points(group="press_archive.commands")):
        command: click.Command = point.load()
        assert command.help
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        assert all(option.help for option in options), f"{point.name} has an option without help"


def test_no_help_names_a_fixed_default_where_a_setting_gives_it() -> None:
    loaded = {point.name: point.load() for point in entry_points(group="press_archive.commands")}
    every = [(name, one) for name, command in loaded.items() for one in command.params if isinstance(one, click.Option)]
    unset = [(name, one) for name, one in every if one.default is None and one.name != "folder"]
    for name, option in some(unset):
        assert "default: " not in (option.help or "").replace("Default: ", ""), f"{name} {option.opts[0]}"


def test_the_help_of_relations_names_each_type_that_can_be_added() -> None:
    named = set(re.findall(r"[a-z]+(?:-[a-z]+)+|corrects|replaces|withdraws", relations.help or ""))
    assert set(INVERSE) - {ALSO_AS} <= named


def test_the_lock_that_the_operators_guide_gives_for_an_extra_has_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra, packages in some(project["optional-dependencies"].items()):
        block = next(
            one for one in TEXTS["operator.md"].split("```")[1::2] if re.search(rf'"\.\[(\w+,)*{extra}(,\w+)*\]"', one)
        )
        (lock,) = re.findall(r"\S+\.lock", block)
        assert {re.split(r"[^\w-]", package)[0] for package in packages} <= documents.locked(lock).keys()


def test_what_is_installed_without_a_lock_builds_a_model_in_one_thread_at_a_time() -> None:
    """Request models are built at the first request, and the first requests arrive in several threads."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pydantic,) = (one for one in map(Requirement, project["dependencies"]) if one.name == "pydantic")
    assert RecordsQuery.model_config.get("defer_build")
    assert "2.13.5" not in pydantic.specifier  # the last version whose `model_rebuild` has no lock


def test_no_package_is_copyleft_alone_at_run_time() -> None:
    licences = {name: documents.licence(name) for name in documents.locked("requirements.lock")}
    copyleft = re.compile(r"\bA?GPL")
    assert licences
    assert not [name for name, told in licences.items() if all(map(copyleft.search, re.split(r" OR ", told)))]


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.MULTILINE), f"{name} holds an option of pip"
        for block in re.split(r"\n(?=[A-Za-z])", text.strip()):
            assert "--hash=sha256:" in block, f"{block.splitlines()[0]} has no hash in {name}"


def test_what_is_installed_with_hashes_is_the_lock_alone() -> None:
    """Otherwise pip asks for the newest release of what a package wants with an extra, which has no hash here."""
    texts = [ROOT / "Makefile", ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "docs/deploy").iterdir()]
    lines = [line for text in texts if text.is_file() for line in text.read_text(encoding="utf-8").splitlines()]
    installs = [line for line in lines if "--require-hashes" in line]
    assert len(installs) > 4
    assert [line for line in installs if "--no-deps" not in line] == []


def test_the_architecture_names_each_folder_and_stays_short() -> None:
    told = set(re.findall(r"(?:`|^#+ )((?:archive|ingest|webui)(?:/[a-z0-9_]+)*)/?(?:`|$)", ARCHITECTURE, re.MULTILINE))
    folders = {folder.replace(".", "/") for layer in LAYERS for folder in layer if ".migrations" not in folder}
    assert folders - told == set()
    assert len(ARCHITECTURE.encode()) <= 15_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_folders_that_are_named_exist(page: Path) -> None:
    text = TEXTS[page.name]
    linked = [name for name in re.findall(r"\]\(([^)#:]+)\)", text) if not (page.parent / name).exists()]
    named = re.findall(r"`((?:\.ci|archive|ingest|webui|tests|sample_corpus)/[a-z_/.0-9]+)`", text)
    assert linked + [name for name in named if not (ROOT / name).exists()] == []


def test_every_target_of_the_makefile_is_told_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    told = re.findall(r'@echo "make ([a-z0-9-]+)', makefile)
    assert set(told) == set(phony[1].split()) - {"help"}


def test_commands_and_options_that_are_named_exist() -> None:
    points = {point.name: point for point in entry_points(group="press_archive.commands")}
    called = [line for text in TEXTS.values() for line in re.findall(r"press-archive ([a-z][^`#\n|]*)", text)]
    for line in some(called):
        name, *rest = line.split()
        if name not in points:
            assert not any(word.startswith("--") for word in rest), line
            continue
        command: click.Command = points[name].load()
        options = set(command.params and [option for one in command.params for option in one.opts])
        if (
            isinstance(command, click.Group)
            and rest
            and (below := command.get_command(click.Context(command), rest[0]))
        ):
            options |= {option for one in below.params for option in one.opts}
        used = {word for word in rest if re.fullmatch(r"--[a-z-]+", word)}
        assert used - options <= {"--help"}, line


def test_make_targets_that_are_named_exist() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    named = re.findall(r"(?:^|`)make (?:[A-Z]+=\S+ )?([a-z0-9-]+)", "\n".join(TEXTS.values()), re.MULTILINE)
    assert set(named) <= set(phony[1].split())
    assert {"demo", "test"} <= set(named)


def test_every_outcome_is_told_and_every_field_that_is_named_can_be_asked() -> None:
    table = TEXTS["archivist.md"].split("| outcome |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` ", table, re.MULTILINE)) == {one.value for one in Outcome}
    fields = re.findall(r"`([a-z]+):", TEXTS["researcher.md"].split("### Fields")[1].split("\n#")[0])
    assert len(fields) > 5
    assert [field for field in fields if field_name(field, ARCHIVIST) is None] == []


def test_what_the_researchers_guide_has_in_quotation_marks_stands_on_the_pages() -> None:
    marked = {str(message.id) for message in messages(in_source())}
    prose = " ".join(re.sub(r"`[^`]*`", "", TEXTS["researcher.md"]).split())
    for label in some(re.findall(r'"([^"]+)"', prose)):
        assert re.sub(r"\d+", "%(page)d", label) in marked, label


def test_a_shell_completes_commands_as_the_guide_says() -> None:
    (variable,) = re.findall(r"(_[A-Z_]+)=bash_source press-archive", TEXTS["script.md"])
    typed = {variable: "bash_complete", "COMP_WORDS": "press-archive re", "COMP_CWORD": "1"}
    done = CliRunner().invoke(main, [], env=typed, prog_name="press-archive")
    assert done.stdout.split() == [
        f"plain,{name}" for name in ("receipts", "records", "relations", "reread", "restore")
    ]


def test_the_addresses_for_scripts_are_those_of_the_openapi_document() -> None:
    addresses = TEXTS["script.md"].split("```")[1]
    named = {address for line in addresses.splitlines() for address in re.findall(r"(/[^\s?]+)", line)}
    paths = openapi()["paths"]
    assert named <= {*paths, "/openapi.json"}
    for address, query in some(re.findall(r"(/[^\s?]+)[?](\S+)", addresses)):
        taken = {parameter["name"] for parameter in paths[address]["get"]["parameters"]}
        assert {pair.partition("=")[0] for pair in query.split("&")} <= taken, address
