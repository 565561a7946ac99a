"""Every reason for not ingesting a file says what to do next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.messages import MESSAGES

ROOT = Path(__file__).parents[3]
CALLS = {"Unreadable", "Encrypted", "SourceChanged", "SourceUnreadable", "rejected", "_rejected"}
KEYWORDS = {"skip", "reject"}  # for a file found by the walk
MAY_SAY = re.compile(rf"\b(?:(?:{'|'.join(sorted(CALLS))})\(|(?:{'|'.join(sorted(KEYWORDS))})=)")
ADVICE = re.compile(
    r"\b(add|again|ask|change|check|choose|copy|convert|divide|export|free|give|ingest|install|look|make|mend|move|"
    r"open|pack|print|put|raise|remove|repack|save|see|split|unpack)\b|press-archive|doctor says",
    re.IGNORECASE,
)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every literal reason for refusing or skipping a file."""
    for path in [*sorted((ROOT / "ingest").rglob("*.py")), ROOT / "archive" / "storage" / "originals.py"]:
        text = path.read_text(encoding="utf-8")
        if not MAY_SAY.search(text):
            continue
        tree = ast.parse(text)
        constants = {
            target.id: _words(node.value, {})
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            said = [word.value for word in call.keywords if word.arg in KEYWORDS]
            if isinstance(call.func, ast.Name) and call.func.id in CALLS:
                said += call.args
            words = " ".join(_words(node, constants) for node in said)
            if len(words.split()) > 2:  # otherwise it passes on another message
                yield f"{path.relative_to(ROOT)}:{call.lineno}", words


def _words(node: ast.expr, constants: dict[str, str]) -> str:
    """Return the text of an expression, with constants of the module by value, and those of other modules by name."""
    found = []
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            words = MESSAGES.get(part.value, part.value)  # the text of a code
            found.append(words if isinstance(words, str) else words[1])
        elif isinstance(part, ast.Name):
            found.append(constants.get(part.id, part.id.replace("_", " ") if part.id.isupper() else ""))
    return " ".join(found)


@pytest.mark.parametrize(("where", "words"), [pytest.param(*one, id=one[0]) for one in sentences()])
def test_a_reason_says_what_to_do_next(where: str, words: str) -> None:
    assert ADVICE.search(words), f"{where}: {words}"


def test_the_rule_finds_the_reasons_there_are() -> None:
    found = dict(sentences())
    assert len(found) > 25
    assert {where.split(":")[0] for where in found} >= {
        "ingest/files/walk.py",
        "archive/storage/originals.py",
        "ingest/readers/pdf/pdf.py",
    }


def test_a_reason_without_advice_would_be_found() -> None:
    assert not ADVICE.search("it is damaged and of no use")
