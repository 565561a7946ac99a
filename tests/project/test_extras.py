"""Packages that only an extra installs are used only by the folder of that extra."""

from __future__ import annotations

import ast
import sys

import pytest

from archive.errors import ConfigError
from archive.search.engines.engine import ENGINES, engine_named
from tests.project.test_layers import modules

EXTRAS = {"tantivy": "tantivy", "opensearch": "urllib3"}
"""Each extra with the name of its engine and its folder in archive/search/engines, and the package that it installs."""


def imported(tree: ast.Module) -> set[str]:
    """Return the modules that a module imports, internal and external."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


ALONE = {"webui.mcp": {"mcp", "mcp_types"}, "ingest.readers.mail.pst": {"pypff"}}
LIBRARY = "ingest.readers.containers.libarchive_library"  # which others import, and which is None without the extra
ALONE |= {LIBRARY: {"libarchive"}}
"""Each other folder or module that an extra is for, with the packages that it installs."""
NEEDS = {f"archive.search.engines.{extra}": {package} for extra, package in EXTRAS.items()} | ALONE


@pytest.mark.parametrize("own", NEEDS)
def test_no_other_module_imports_it(own: str) -> None:
    needing = {
        module
        for module, tree in modules()
        if any(
            name.split(".")[0] in NEEDS[own] or (own != LIBRARY and f"{name}.".startswith(f"{own}."))
            for name in imported(tree)
        )
    }
    assert needing
    assert {module for module in needing if not f"{module}.".startswith(f"{own}.")} == set()


def test_no_module_imports_the_reader_of_content_credentials_before_a_photo_needs_it() -> None:
    assert not {module for module, tree in modules() if any(name.split(".")[0] == "c2pa" for name in imported(tree))}


@pytest.mark.parametrize("extra", sorted(EXTRAS.keys() & ENGINES.keys()))
def test_without_it_the_engine_says_what_to_install(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*sys.modules]:
        if name.startswith(f"archive.search.engines.{extra}") or name.split(".")[0] == EXTRAS[extra]:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, EXTRAS[extra], None)
    with pytest.raises(ConfigError, match=f"press-archive\\[{extra}\\]"):
        engine_named(extra)
