"""The import rule: webui -> ingest -> archive, and layers of folders within each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.commands import some

ROOT = Path(__file__).parents[2]
PACKAGES = ("archive", "ingest", "webui")

# Lower layers first. A folder imports from itself and from earlier layers.
LAYERS: list[set[str]] = [
    {"archive.messages", "archive.text"},
    {
        "archive",
        "archive.authority.persons",
        "archive.catalogue.schema.migrations",
        "archive.catalogue.schema.migrations.versions",
        "ingest",
    },
    {
        "archive.authority",
        "archive.catalogue.schema",
        "archive.pictures",
        "archive.quotes",
        "archive.sandbox",
        "archive.text.dates",
    },
    {
        "archive.authority.credits",
        "archive.catalogue.relations",
        "archive.text.embargo",
        "ingest.extract",
        "ingest.extract.language",
    },
    {
        "archive.captions",
        "archive.catalogue.accounts",
        "archive.catalogue.receipts",
        "archive.search.query",
        "ingest.extract.boilerplate",
        "ingest.extract.embargo",
    },
    {"archive.catalogue.image_links", "archive.search.engines", "ingest.extract.captions", "ingest.extract.dates"},
    {
        "archive.catalogue.restrictions",
        "archive.search.engines.opensearch",
        "archive.search.engines.tantivy",
        "archive.search.engines.whoosh",
        "ingest.extract.kind",
        "ingest.readers.base",
    },
    {
        "archive.catalogue.records",
        "ingest.extract.title",
        "ingest.photo",
        "ingest.readers",
        "ingest.readers.containers",
        "ingest.readers.text",
    },
    {"archive.catalogue.photos", "archive.catalogue.rules", "ingest.readers.office", "ingest.readers.web"},
    {
        "archive.catalogue.events",
        "archive.catalogue.history",
        "ingest.readers.mail",
        "ingest.readers.news",
        "ingest.readers.pdf",
        "ingest.readers.tables",
    },
    {"archive.catalogue"},
    {"archive.storage"},
    {"archive.custody", "archive.edits", "archive.search.index", "ingest.files"},
    {"archive.search.snippets", "ingest.identity", "ingest.ocr"},
    {"archive.search.execution", "ingest.description", "ingest.pipeline"},
    {"archive.search.assist", "ingest.watch"},
    {"archive.search"},
    {"archive.alerts", "webui.services"},
    {"archive.commands"},
    {"archive.commands.custody"},
    {"ingest.commands", "webui.i18n"},
    {"webui.identity"},
    {"webui.http"},
    {"webui.desk.forms", "webui.presentation"},
    {"webui.citations"},
    {"webui.export"},
    {"webui.api"},
    {"webui.pages"},
    {"webui.desk.records", "webui.feeds"},
    {"webui.desk.accounts", "webui.desk.links", "webui.desk.rules"},
    {"webui.desk.ingest"},
    {"webui.desk"},
    {"webui"},
    {"webui.mcp"},
]
MOST_MODULES = 25  # modules in a folder


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Return every module of the three packages as (dotted name, tree). Parsed once, because it takes seconds."""
    return tuple(_modules())


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(name: str, tree: ast.AST) -> set[str]:
    """Return the dotted names of our own modules that a tree imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} uses a relative import; write it out"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {target for target in found if target.split(".")[0] in PACKAGES}


def known_modules() -> set[str]:
    return {name for name, _ in modules()}


def from_fronts(tree: ast.AST, names: set[str]) -> set[str]:
    """Return the modules from which a tree imports something other than a module: for a package, its __init__."""
    taken = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {str(node.module) for node in taken for alias in node.names if f"{node.module}.{alias.name}" not in names}


def test_packages_form_one_chain() -> None:
    allowed = {"archive": {"archive"}, "ingest": {"ingest", "archive"}, "webui": set(PACKAGES)}
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules()
        for target in imported(name, tree)
        if target.split(".")[0] not in allowed[name.split(".")[0]]
    ]
    assert not wrong


def test_webui_uses_only_the_front_door_of_ingest() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules()
        if name.startswith("webui")
        for target in imported(name, tree)
        if target.split(".")[0] == "ingest" and not target.startswith("ingest.pipeline")
    ]
    assert not wrong


def folder_of(name: str) -> str:
    """Return the folder of a module. A package is its own folder."""
    is_folder = (ROOT / name.replace(".", "/")).is_dir()
    return name if is_folder else name.rpartition(".")[0]


def test_folders_keep_their_layers() -> None:
    level = {folder: n for n, folders in enumerate(LAYERS) for folder in folders}
    names = known_modules()
    wrong = []
    for name, tree in modules():
        here = folder_of(name)
        assert here in level, f"{here} stands in no layer: add it to LAYERS and to ARCHITECTURE.md"
        for target in from_modules(tree, names):
            there = folder_of(target)
            if there != here and level[there] >= level[here] and not is_migration(name):
                wrong.append(f"{name} imports {target}")
    assert not wrong


def is_migration(name: str) -> bool:
    """Return whether a module is a schema migration, which is run by Alembic and uses modules that build on the
    schema."""
    return name.startswith("archive.catalogue.schema.migrations.")


def from_modules(tree: ast.AST, names: set[str]) -> set[str]:
    """Return the modules that a tree imports, or imports something from."""
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    pairs = [(str(node.module), f"{node.module}.{alias.name}") for node in taken for alias in node.names]
    return {whole if whole in names else module for module, whole in pairs} & names


def test_no_folder_is_missing_or_too_full() -> None:
    found: dict[str, int] = {}
    for name, _ in modules():
        found[folder_of(name)] = found.get(folder_of(name), 0) + (folder_of(name) != name)
    assert sorted(found) == sorted(folder for folders in LAYERS for folder in folders)
    full = {folder: n for folder, n in found.items() if n > MOST_MODULES and not is_migration(f"{folder}.")}
    assert not full


def test_each_folder_says_what_is_in_it_and_where_to_begin() -> None:
    for package in PACKAGES:
        for path in some(sorted((ROOT / package).rglob("__init__.py"))):
            if "migrations" not in path.parts:
                said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
                assert said, f"{path.relative_to(ROOT)} has no docstring"


def test_no_import_inside_a_function() -> None:
    """It would bypass the rule, and hide a cycle. Alembic is the exception: an archive needs it once in its
    lifetime."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if not (name.startswith("archive.catalogue") and "alembic" in ast.unparse(node))
    ]
    assert not wrong


def test_no_import_cycles() -> None:
    names = known_modules()
    graph = {name: {t for t in imported(name, tree) if t in names and t != name} for name, tree in modules()}
    fronts = {name: from_fronts(tree, names) for name, tree in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            pytest.fail(" -> ".join((*trail[trail.index(name) :], name)))
        if name not in done:
            for target in sorted(graph[name]):
                # `from package import module` names both; the package's __init__ is not a separate step.
                if not name.startswith(target + ".") or target in fronts[name]:
                    visit(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    assert done, "there is no module to look at"


BY_NAME = ("importlib.import_module", "import_module", "__import__")
MAY_BY_NAME = (
    "archive.sandbox.__main__",
    "archive.startup",
    "archive.search.engines.engine",
    "archive.text",
    "ingest.extract.language.language_detection",
    "ingest.photo.content_credentials",
    "ingest.readers.registry",
)


def test_only_a_few_import_by_name() -> None:
    """A module named in a string would bypass the rule. Exceptions: a worker gets the name of what to run; the command
    loads after Ctrl-C is handled; an engine when it is selected; a reader with its first file; the language model with
    the first text that needs it; the code that makes terms with the first terms; and the library for content
    credentials with the first photo that has some."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in BY_NAME
        if name not in MAY_BY_NAME
    ]
    assert not wrong


@pytest.mark.parametrize("source", ["import webui", "from ingest.readers import READERS"])
def test_the_rule_would_catch_a_breach(source: str) -> None:
    assert imported("archive.storage.originals", ast.parse(source)) & {"webui", "ingest.readers"}
