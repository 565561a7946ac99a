"""Find tests that cannot fail, because they only assert in a loop that may be empty, and tests that fail on a slow
machine, because they measure seconds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
_CHECKS = ("assert", "check", "expect", "fail", "agreed")  # names of functions that assert
_AS_MANY = frozenset({"enumerate", "sorted", "list", "reversed", "zip", "set", "tuple", "dict", "permutations"})
_AS_MANY_METHODS = frozenset({"items", "values", "keys", "splitlines", "split"})


def vacuous(source: str) -> list[str]:
    """Return the names of tests in a module that assert nothing if a loop or an `all` is empty. `some` of
    tests/support/commands.py fails if it is empty; a literal with values is never empty."""
    tree = ast.parse(source)
    filled = _assigned(tree.body, {})
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return [
        test.name
        for test in tests
        if any(map(_asserts, ast.walk(test))) and not _firm(test.body, _assigned(ast.walk(test), filled))
    ]


def _assigned(nodes: Iterable[ast.AST], known: dict[str, bool]) -> dict[str, bool]:
    """Return for each name whether its value is certainly not empty."""
    filled = dict(known)
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                filled[target.id] = _filled(node.value, filled)
    return filled


def _filled(node: ast.expr, known: dict[str, bool]) -> bool:
    match node:
        case ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]) | ast.Set(elts=[_, *_]):
            return any(not isinstance(one, ast.Starred) or _filled(one.value, known) for one in node.elts)
        case ast.Dict(keys=[_, *_]):
            return True
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name):
            return known.get(name, False)
        case ast.BinOp(left=left, right=right):
            return _filled(left, known) or _filled(right, known)
        case ast.IfExp(body=body, orelse=other):
            return _filled(body, known) and _filled(other, known)
        case ast.ListComp(generators=[one]) | ast.SetComp(generators=[one]) | ast.DictComp(generators=[one]):
            return not one.ifs and _filled(one.iter, known)
        case ast.Call(func=ast.Name(id="some" | "range")):
            return True
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _AS_MANY:
            return bool(arguments) and all(_filled(one, known) for one in arguments)
        case ast.Call(func=ast.Attribute(attr=name, value=of)) if name in _AS_MANY_METHODS:
            return _filled(of, known)
    return False


def _asserts(node: ast.AST) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=called)):
            return ast.unparse(called).rpartition(".")[2].startswith(_CHECKS)
    return False


def _firm(body: list[ast.stmt], known: dict[str, bool]) -> bool:
    """Return whether something is asserted even if all loops are empty."""
    return any(_is_firm(node, known) for node in body)


def _is_firm(node: ast.stmt, known: dict[str, bool]) -> bool:
    match node:
        case ast.Assert(test=test):
            return not _may_hold_of_nothing(test, known)
        case ast.For(iter=items, body=body):
            return _filled(items, known) and _firm(body, known)
        case ast.With(items=items, body=body):
            expects = any(word in ast.unparse(one) for one in items for word in ("raises", "warns"))
            return expects or _firm(body, known)
        case ast.If(body=body) | ast.While(body=body):
            return _firm(body, known)
        case ast.Try(body=body, finalbody=last):
            return _firm([*body, *last], known)
    return _asserts(node)


def _may_hold_of_nothing(test: ast.expr, known: dict[str, bool]) -> bool:
    match test:
        case ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp(generators=[one, *_])]):
            return bool(one.ifs) or not _filled(one.iter, known)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_may_hold_of_nothing(value, known) for value in values)
    return False


def modules() -> Iterator[Path]:
    yield from sorted(path for path in TESTS.rglob("test_*.py") if "shared" not in path.parts)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("for hit in search(): assert hit", True),
        ("for hit in [h for h in (1, 2) if h > 3]: assert hit", True),
        ("assert all(hit for hit in search())", True),
        ("for a in (1, 2):\n        for b in found(a): assert b", True),
        ("for hit in some(search()): assert hit", False),
        ("hits = search()\n    assert hits\n    for hit in hits: assert hit", False),
        ("for n in (1, 2): assert n", False),
        ("for name, kind in {'a': 1}.items(): assert kind", False),
        ("with pytest.raises(ValueError): search()", False),
    ],
)
def test_a_test_that_may_assert_nothing_is_told(body: str, says: bool) -> None:
    assert vacuous(f"def test_it():\n    {body}\n") == (["test_it"] if says else [])


def test_every_test_asserts_something_whatever_it_goes_through() -> None:
    found = {path.name: names for path in modules() if (names := vacuous(path.read_text(encoding="utf-8")))}
    assert found == {}


CLOCKS = frozenset({"thread_time", "process_time", "perf_counter", "getrusage"} | {"thread_time_ns", "process_time_ns"})
# Modules that may measure time: growth in general and of patterns, and a job that uses up its time.
MEASURE = {"support/growth.py", "project/test_pattern_growth.py", "hostile/jobs.py"}
MINUTE = 60


def timed(source: str) -> list[int]:
    """Return the lines of a module that measure time, or time out after less than a minute."""
    return sorted(
        {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.expr) and _is_timed(node)}
    )


def _is_timed(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in CLOCKS
        case ast.Call(func=ast.Name(id="least")):  # how two pieces of work compare differs from machine to machine
            return True
        case ast.BinOp(
            left=ast.Call(func=ast.Attribute(attr="monotonic")), op=ast.Add(), right=ast.Constant(value=value)
        ):
            return bool(value < MINUTE)
        case ast.Call(func=called, args=arguments, keywords=keywords):
            waits = isinstance(called, ast.Attribute) and called.attr in ("wait", "join")
            given = [*(arguments if waits else ()), *(word.value for word in keywords if word.arg == "timeout")]
            values = [one.value for one in given if isinstance(one, ast.Constant)]
            return any(isinstance(value, int | float) and value < MINUTE for value in values)
    return False


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("began = time.process_time()", True),
        ("assert run(clock=perf_counter) < 3", True),
        ("assert least(page) < 60 * least(front)", True),
        ("until = time.monotonic() + 2", True),
        ("until = time.monotonic() + seconds", False),
        ("process.communicate(timeout=5)", True),
        ("process.communicate(timeout=300)", False),
        ("process.communicate(timeout=None)", False),
        ("thread.join(20)", True),
        ("' '.join('20')", False),
    ],
)
def test_a_test_that_measures_seconds_is_told(line: str, says: bool) -> None:
    assert timed(line) == ([1] if says else [])


def test_no_test_measures_seconds() -> None:
    """Assert instead that time grows in proportion, and that hostile input terminates: tests/support/growth.py has both
    assertions."""
    paths = (path.relative_to(TESTS) for path in TESTS.rglob("*.py"))
    own = [path.as_posix() for path in paths if path.parts[0] not in ("soak", "bench", "shared")]
    found = {path: timed((TESTS / path).read_text(encoding="utf-8")) for path in own if path not in MEASURE}
    assert {path: lines for path, lines in found.items() if lines} == {}


def kept_threads(source: str) -> list[int]:
    """Return the lines of a module that start a thread which outlives a test that fails."""
    made = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in made if _called(call) == "Thread" and not _daemon(call)]


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _daemon(call: ast.Call) -> bool:
    return any(word.arg == "daemon" and ast.unparse(word.value) == "True" for word in call.keywords)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("threading.Thread(target=ask).start()", True),
        ("Thread(target=ask, daemon=False)", True),
        ("Thread(target=ask, daemon=True)", False),
    ],
)
def test_a_thread_that_outlives_its_test_is_told(line: str, says: bool) -> None:
    assert kept_threads(line) == ([1] if says else [])


def test_no_thread_keeps_the_process_of_a_test_that_failed() -> None:
    found = {path.name: kept_threads(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}
