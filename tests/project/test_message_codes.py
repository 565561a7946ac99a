"""Messages are created from codes, with the parameters that their text names; no error has plain text."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from archive.messages import MESSAGES
from tests.cases.pattern_texts import patterns_in
from tests.project.test_layers import modules
from tests.support.commands import some

WORDING = {"_", "ngettext", "many", "str"}  # functions that return words without a code
PARAMETER = re.compile(r"%\((\w+)\)s")


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def parameters(code: str) -> set[str]:
    words = MESSAGES[code]
    several = (words,) if isinstance(words, str) else words
    return {name for one in several for name in PARAMETER.findall(one)}


def misused(tree: ast.AST) -> list[str]:
    """Return the messages of a module whose code does not exist, or whose parameters do not match its text."""
    found = []
    for call in calls(tree, "Message"):
        code = call.args[0] if call.args else None
        if not isinstance(code, ast.Constant):
            continue
        given = {keyword.arg for keyword in call.keywords}
        if code.value not in MESSAGES:
            found.append(f"{code.value}: no such code")
        elif None not in given and given - {"count"} != parameters(code.value) - {"count"}:
            found.append(f"{code.value}: {sorted(given ^ parameters(code.value), key=str)}")
        elif None not in given and isinstance(MESSAGES[code.value], tuple) and "count" not in given:
            found.append(f"{code.value}: no count, which chooses its words")
    return found


def test_each_message_has_the_parameters_of_its_words() -> None:
    assert {name: found for name, tree in modules() if (found := misused(tree))} == {}


def test_each_code_is_used() -> None:
    used = {
        node.value
        for name, tree in modules()
        if not name.startswith("archive.messages") or name == "archive.messages.message"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in MESSAGES if code not in used] == []


def test_words_have_no_other_signs_to_be_filled_in() -> None:
    every = [(code, one) for code, words in MESSAGES.items() for one in ((words,) if isinstance(words, str) else words)]
    filled = some((code, one) for code, one in every if "%(" in one)
    assert [code for code, one in filled if "%" in PARAMETER.sub("", one)] == []


@cache
def errors() -> set[str]:
    """Return the names of all errors of the project."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"PressArchiveError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def plain(tree: ast.AST, names: set[str]) -> list[int]:
    """Return the lines on which an error is created with text that is not a Message."""
    nodes = [*ast.walk(tree)]
    made: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            made.setdefault(node.targets[0].id, []).append(node.value)
    return sorted(
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call) and _name(node.func) in names
        for first in node.args[:1]
        if in_words(first) or any(map(in_words, made.get(_name(first), [])))
    )


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def in_words(node: ast.AST) -> bool:
    """Return whether a value is built from text. The result of a function is checked by its type."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in WORDING:
        return False
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return True
    return any(map(in_words, ast.iter_child_nodes(node)))


def test_no_error_is_made_in_plain_words() -> None:
    assert len(errors()) > 30
    where = [f"{name}:{line}" for name, tree in modules() for line in plain(tree, errors())]
    assert where == [], "make these with a Message"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('raise StoreError("no space")', [1]),
        ('def a():\n    text = f"{b} is full"\n    raise StoreError(text) from None', [3]),
        ('raise QueryError("x" + y, 1, 2)', [1]),
        ('raise StoreError(Message("group-unknown", group="x"))', []),
        ('def a():\n    text = Message("group-unknown", group="x")\n    raise StoreError(text)', []),
        ('def a():\n    return ArchiveBusy(f"{b} waits")', [2]),
        ('raise NotEditable(_("Write a value."))', [1]),
        ('raise ValueError("x")', []),
        ("raise StoreError(error.message)", []),
    ],
)
def test_the_rule_finds_errors_in_plain_words(source: str, lines: list[int]) -> None:
    assert plain(ast.parse(source), errors()) == lines


def recognizers(values: Iterable[tuple[str, object]]) -> list[str]:
    """Return the sorted names of values with a pattern that contains words of a message."""
    chunks = [(chunk, set(chunk.split(" ")[1:-1])) for chunk in _chunks() if chunk.count(" ") > 2]
    seen: dict[int, bool] = {}
    for _, value in values:
        if id(value) not in seen:
            patterns = "\0".join(re.sub(r"\\(.)", r"\1", str(one.pattern)) for one in patterns_in(value))
            words = set(patterns.split(" "))  # those between two spaces of a chunk stand whole in its pattern
            seen[id(value)] = any(inner <= words and chunk in patterns for chunk, inner in chunks)
    return sorted(name for name, value in values if seen[id(value)])


def _chunks() -> Iterator[str]:
    for words in MESSAGES.values():
        for one in (words,) if isinstance(words, str) else words:
            yield from (chunk.strip() for chunk in re.split(r"%\(\w+\)s", one))


def test_no_pattern_recognizes_a_message() -> None:
    """Only a migration parses sentences of earlier versions."""
    values = [
        (f"{name}.{variable}", value)
        for name, _ in modules()
        if not name.rpartition(".")[2].startswith("_") and ".migrations" not in name
        for variable, value in list(vars(importlib.import_module(name)).items())
    ]
    assert recognizers(values) == []


def test_the_rule_finds_patterns_of_messages() -> None:
    made = [re.compile(re.escape(MESSAGES["photo-none"])), re.compile("no photo")]
    assert recognizers([("both", made), ("other", re.compile("no photo"))]) == ["both"]


def test_the_rule_finds_messages_that_are_made_amiss() -> None:
    source = 'Message("group-unknown")\nMessage("no-such-code")\nMessage("requests-waiting", count=1)\nMessage(code)'
    assert misused(ast.parse(source)) == ["group-unknown: ['group']", "no-such-code: no such code"]
    assert misused(ast.parse('Message("hidden-slides")')) == ["hidden-slides: no count, which chooses its words"]
