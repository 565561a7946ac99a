"""The import rule: webui -> ingest -> archive, one chain, and layers inside archive."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "ingest", "webui")

# Lower layers first; a module may import from its own layer and those before it. "cli" and "commands" are the top.
LAYERS = [
    {"record", "errors", "access", "durable", "plurals", "room", "messages", "media_types", "months", "listed_date"}
    | {"time_zones"},
    {"analysis", "query", "settings", "config", "contradiction", "ledger", "authorities", "credits", "persons"}
    | {"shown", "titles", "page_letters", "permissions", "rights"},
    {"names"},
    {"catalogue", "store", "worker", "engines", "pictures", "pixels", "pdf_pages", "pruning", "snippets"}
    | {"recognition"},
    {"renditions", "fixity", "locks", "documents", "index_folders"},
    {"passages"},
    {"archive"},
    {"editing", "deciding"},
    {"catching_up"},
    {"indexing"},
    {"watching"},
    {"asking"},
    {"searcher"},
    {"suggest", "similar"},
    {"cli", "starting"},
    {"commands"},
]


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the three packages, as (dotted name, tree). Parsed once, which takes seconds."""
    return tuple(_modules())


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(name: str, tree: ast.AST) -> set[str]:
    """Dotted names of our own modules that a tree imports, anywhere in it."""
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
    """The modules from which a tree takes something that is no module: of a package, its front."""
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
        if target.split(".")[0] == "ingest" and target.split(".")[:2] != ["ingest", "pipeline"]
    ]
    assert not wrong


def test_archive_keeps_its_layers() -> None:
    level = {part: n for n, parts in enumerate(LAYERS) for part in parts}
    wrong = []
    for name, tree in modules():
        parts = name.split(".")
        if parts[0] != "archive" or len(parts) == 1:
            continue
        assert parts[1] in level, f"{name} stands in no layer: add it to LAYERS and to ARCHITECTURE.md"
        for target in imported(name, tree):
            inner = target.split(".")
            if len(inner) > 1 and inner[1] in level and level[inner[1]] > level[parts[1]]:
                wrong.append(f"{name} imports {target}")
    assert not wrong


def test_no_import_inside_a_function() -> None:
    """It would get round the rule, and hide a cycle. Alembic is the exception: an archive needs it once in its life."""
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
                # `from package import module` names both; the package's own __init__ is no step of its own.
                if not name.startswith(target + ".") or target in fronts[name]:
                    visit(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    assert done, "there is no module to look at"


BY_NAME = ("importlib.import_module", "import_module", "__import__")
MAY_BY_NAME = ("archive.worker.__main__", "archive.starting", "archive.engines.table", "ingest.readers.table")


def test_only_a_few_import_by_name() -> None:
    """A module named in a string would get round the rule. The worker is told what to run, the command loads after it
    has taken care of Ctrl-C, an engine where it is chosen, and a reader with the first file that it reads."""
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
    assert imported("archive.store", ast.parse(source)) & {"webui", "ingest.readers"}
