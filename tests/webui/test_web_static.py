"""Styles and scripts: minified when sent, without changing their meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webui
from tests.support.commands import some
from webui.http.static_files import shorten

FILES = sorted((Path(webui.__file__).parent / "static").glob("*.*s"))


def test_lines_that_say_nothing_to_a_browser_are_not_sent() -> None:
    assert shorten('// Why.\n(() => {\n  a("//"); // b\n\n})();\n') == '(() => {\na("//"); // b\n})();'
    assert shorten("/* The box */\n.box {\n  color: red; /* as ink */\n}\n") == ".box {\ncolor: red; /* as ink */\n}"
    assert shorten("/* two\nlines */ a {}\n") == "/* two\nlines */ a {}"


def test_no_text_in_a_script_goes_over_lines() -> None:
    """Minifying would remove its indentation."""
    for path in some(path for path in FILES if path.suffix == ".js"):
        for line in some(path.read_text().splitlines()):
            code = re.sub(r"//.*", "", line) if "`" not in line else line
            assert code.count("`") % 2 == 0, f"{path.name}: {line}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_comment_begins_before_its_line_and_hides_code_of_others(path: Path) -> None:
    for line in some(shorten(path.read_text()).splitlines()):
        assert line.count("/*") == line.count("*/"), line
