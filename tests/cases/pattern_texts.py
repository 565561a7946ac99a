"""The regular expressions of the three packages, what they are used with, and texts on which a bad one is slow."""

from __future__ import annotations

import ast
import importlib
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from archive.text.patterns import LazyPattern
from tests.project.test_layers import modules

METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
_NOT_IMPORTED = (".versions.", ".env", ".__main__")
_FLAGS_AT = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2, "split": 3}


@dataclass(slots=True)
class Used:
    """A pattern, where it is made or kept, the methods it is used with, and the modules whose import compiles it."""

    pattern: re.Pattern[Any]
    places: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)
    importing: set[str] = field(default_factory=set)


class Collected:
    """The patterns of the packages: those that modules keep, in whatever holds them, and those of each call of `re` in
    their source. `missed` names the functions with a call whose pattern is made of what the function is given."""

    def __init__(self) -> None:
        self.used: dict[tuple[Any, int], Used] = {}
        self.missed: set[str] = set()
        self._within: dict[int, list[re.Pattern[Any]]] = {}
        self._trees = dict(modules())
        self._importing = _imports(self._trees)
        for name, tree in self._trees.items():
            if not any(part in f"{name}." for part in _NOT_IMPORTED):
                self._of_module(name, tree)

    def _of_module(self, name: str, tree: ast.Module) -> None:
        module = importlib.import_module(name)
        for variable, value in list(vars(module).items()):
            if id(value) not in self._within:  # a table may stand in many modules
                self._within[id(value)] = list(patterns_in(value))
            for pattern in self._within[id(value)]:
                self._add(pattern, f"{name}.{variable}", self._methods_of(name, variable))
        calls = list(filter(_is_re_call, ast.walk(tree)))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)} if calls else {}
        for call in calls:
            assert isinstance(call, ast.Call)
            made = list(_made(call, parents, vars(module)))
            if not made:
                self.missed.add(f"{name}.{_function(call, parents)}")
            within = _function(call, parents)
            for pattern in made:
                used = self._add(pattern, f"{name}:{within}", {_re_function(call)} & METHODS)
                used.importing |= {name} if within == "module" and isinstance(call.func, ast.Attribute) else set()

    def _add(self, pattern: re.Pattern[Any], place: str, methods: set[str]) -> Used:
        used = self.used.setdefault((pattern.pattern, pattern.flags), Used(pattern))
        used.places.append(place)
        used.methods |= methods
        return used

    def _methods_of(self, name: str, variable: str) -> set[str]:
        """The methods that are called on a variable of a module; where it is handed on, all that are called there."""
        found: set[str] = set()
        for other in (name, *self._importing.get((name, variable), ())):
            direct, handed_on, any_name = _calls(self._trees[other])
            found |= direct.get(variable, set())
            found |= any_name if variable in handed_on else set()
        return found or set(METHODS)


def _imports(trees: Mapping[str, ast.Module]) -> dict[tuple[str, str], list[str]]:
    """Return, for each name that a module imports from another, the modules that do."""
    found: dict[tuple[str, str], list[str]] = {}
    for importing, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found.setdefault((node.module or "", alias.name), []).append(importing)
    return found


@cache
def _calls(tree: ast.Module) -> tuple[dict[str, set[str]], set[str], set[str]]:
    """The methods of patterns that are called on each name, the names that stand elsewhere, and all those methods."""
    direct: dict[str, set[str]] = {}
    any_name: set[str] = set()
    called: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS | {"pattern", "flags"}:
            any_name |= {node.attr} & METHODS
            if isinstance(node.value, ast.Name):
                direct.setdefault(node.value.id, set()).update({node.attr} & METHODS)
                called.add(node.value)
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called)
    handed_on = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return direct, handed_on, any_name - {"split"}  # of a str, mostly


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Return the patterns in a value: a container, an object or class of ours, what a function of ours encloses."""
    inner: list[Any] = []
    if isinstance(value, str | bytes | int | float | Enum | None):
        return
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, LazyPattern):
        yield value.compiled
    elif isinstance(value, Mapping):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = [*value]
    elif isinstance(value, types.FunctionType):
        inner = [cell.cell_contents for cell in value.__closure__ or ()] if _is_ours(value.__module__) else []
    elif _is_ours(type(value).__module__) or (isinstance(value, type) and _is_ours(value.__module__)):
        slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        inner = [getattr(value, name, None) for name in {*getattr(value, "__dict__", ()), *slots}]
    for one in inner if depth < 5 else ():
        yield from patterns_in(one, depth + 1)


def _is_ours(module: str | None) -> bool:
    return str(module).split(".")[0] in ("archive", "ingest", "webui")


def _is_re_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _re_function(node) in METHODS | {"compile"}


def _re_function(call: ast.Call) -> str:
    """The name of the function of `re` that is called; empty for another call."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=name):
            return name
        case ast.Name(id="lazy_regex"):
            return "compile"
    return ""


def _made(call: ast.Call, parents: Mapping[ast.AST, ast.AST], names: dict[str, Any]) -> Iterator[re.Pattern[Any]]:
    """What a call of `re` compiles, worked out in its module: alone, or with the comprehension it stands in."""
    at = _FLAGS_AT.get(_re_function(call), 4)
    flags = call.args[at : at + 1] or [word.value for word in call.keywords if word.arg == "flags"]
    compiled = ast.Call(ast.parse("__import__('re').compile", mode="eval").body, [call.args[0], *flags], [])
    tried: ast.AST = call
    while not isinstance(tried, ast.FunctionDef | ast.Lambda | ast.Module):
        if tried is call or isinstance(tried, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            try:
                found = eval(ast.unparse(compiled if tried is call else tried), names)
                found = list(found) if isinstance(tried, ast.GeneratorExp) else found
            except NameError:
                pass
            else:
                yield from patterns_in(found)
                return
        elif tried is call:
            return
        tried = parents[tried]


def _function(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> str:
    while not isinstance(node, ast.FunctionDef | ast.Module):
        node = parents[node]
    return node.name if isinstance(node, ast.FunctionDef) else "module"


_PLAIN = " \n\tAa1_-.,:;/()[]\"'<>*#@&=|+é\u00a0\u3000đ中"
_LONG = 60  # times: what is repeated less often costs the same whatever follows
_PAIRS = ("a ", "1.", "-- ", " \n", "a\n", "A. ", "a-", "a,", "1 ", "a.", "(a", "\n\n ", "a: ")


def texts(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return (before, what is repeated, after) of texts that a pattern may be slow on: runs of each sort of character
    that it tells apart, also behind what it matches before a repeat, and runs of that."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    repeats = list(_repeats(list(tree)))
    if not repeats:
        return []
    flags = int(pattern.flags & ~re.DEBUG)
    sets = list(dict.fromkeys(_sets(tree)))
    sorts: dict[tuple[bool, ...], str] = {}
    literals = "".join(dict.fromkeys(_literals(tree)))
    for char in dict.fromkeys(_PLAIN + literals):
        sorts.setdefault(tuple(_in(char, *one, flags) for one in sets), char)
    chars = list(sorts.values())
    found: dict[tuple[str, str, str], None] = {}
    pumps = [*chars, *_PAIRS]
    for pump in pumps:
        for after in ("", "\0"):
            found["", pump, after] = None
    for before, body in repeats:
        repeated = list(dict.fromkeys(_sets(body)))
        bodies = [char for char in chars if any(_in(char, *one, flags) for one in repeated)]
        sample = _sample(list(body))
        for pump in dict.fromkeys([sample, *bodies, *(sample + char for char in bodies)]):
            if pump:
                found[before, pump, "\0"] = None
                found[before, pump, ""] = None
        if before:
            found["", before, ""] = None
            found["", before + " ", ""] = None
            found["", before + (sample or "a"), ""] = None
    return list(found)


def _sets(tree: Any) -> Iterator[tuple[Any, Any]]:
    for op, value in tree:
        if op in (parser.IN, parser.NOT_LITERAL, parser.LITERAL, parser.ANY):
            yield op, tuple(value) if op is parser.IN else value
        else:
            for inner in _inner(op, value):
                yield from _sets(inner)


def _inner(op: Any, value: Any) -> list[Any]:
    if op in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is parser.SUBPATTERN:
        return [value[3]]
    if op is parser.BRANCH:
        return list(value[1])
    if op in (parser.ASSERT, parser.ASSERT_NOT):
        return [value[1]]
    if op is parser.ATOMIC_GROUP:
        return [value]
    if op is parser.GROUPREF_EXISTS:
        return [one for one in value[1:] if one]
    return []


def _literals(tree: Any) -> Iterator[str]:
    for op, value in _sets(tree):
        if op is parser.LITERAL or op is parser.NOT_LITERAL:
            yield chr(value)
        elif op is parser.IN:
            for kind, one in value:
                if kind is parser.LITERAL:
                    yield chr(one)
                elif kind is parser.RANGE:
                    yield chr(one[0])


@cache
def _set_pattern(op: Any, value: Any, flags: int) -> re.Pattern[str]:
    """One character set of a parsed pattern, as a pattern of its own."""
    data = parser.SubPattern(parser.State())
    data.state.flags = flags
    data.append((op, list(value) if op is parser.IN else value))
    return compiler.compile(data, flags)


@cache
def _in(char: str, op: Any, value: Any, flags: int) -> bool:
    return _set_pattern(op, value, flags).match(char) is not None


def _repeats(tree: list[Any], before: str = "", times: int = 1) -> Iterator[tuple[str, Any]]:
    """(what matches all before it, its body) of each repeat that may go on, also by those that it stands in."""
    for op, value in tree:
        if op in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
            inside = times * max(int(value[1]), 1)
            if inside > _LONG:
                yield before, value[2]
            yield from _repeats(list(value[2]), before, inside)
        else:
            for inner in _inner(op, value):
                yield from _repeats(list(inner), before, times)
        before += _sample([(op, value)])


def _sample(tree: list[Any]) -> str:
    """A short text that it matches, but for what it looks ahead and behind."""
    made = ""
    for op, value in tree:
        if op is parser.LITERAL:
            made += chr(value)
        elif op in (parser.IN, parser.NOT_LITERAL, parser.ANY):
            made += _first_in([(op, value)])
        elif op in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
            made += _sample(list(value[2])) * min(value[0], 8)
        elif op is parser.BRANCH:
            made += _sample(list(value[1][0]))
        elif op in (parser.SUBPATTERN, parser.ATOMIC_GROUP):
            made += _sample(list(value[3] if op is parser.SUBPATTERN else value))
    return made


def _first_in(tree: list[Any]) -> str:
    """A character of a set, "" where none is known."""
    ((op, value),) = _sets(tree)
    return next((char for char in "a 1" + _PLAIN + "".join(_literals(tree)) if _in(char, op, value, 0)), "")
