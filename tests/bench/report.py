"""The tables of the search benchmark, and missed goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.bench.measuring import percentile, row
from tests.bench.questions import QUESTION

OURS, RIVAL = "our Whoosh", "SQLite FTS5"
FEW_WORDS_GOAL = 50.0  # ms, p95 of our Whoosh, warm, for up to three words; nor more than FTS5 takes
QUESTION_GOAL = 300.0

Results = Mapping[str, Mapping[str, Any]]


def report(results: Results) -> None:
    """Print everything, in the order of the systems."""
    for state in ("warm", "cold"):
        print(f"\n{state}, CPU ms: p50 / p95 (of so many questions, where fewer than others)")
        row("", list(results))
        most = max(len(times) for told in results.values() for times in told[state].values())
        for kind in next(iter(results.values()))[state]:
            row(kind, [_cell(told[state].get(kind), most) for told in results.values()])
    print("\nanswers to a question, median (each system reads words in its own way)")
    for kind in next(iter(results.values()))["warm"]:
        row(kind, [str(told["answers"].get(kind, "-")) for told in results.values()])
    print("\nthe index")
    row("built in, CPU s", [f"{told['seconds']:.1f}" for told in results.values()])
    row("on disk, MB", [f"{told['megabytes']:.0f}" for told in results.values()])
    row("memory, MB", [f"{told['memory']:.0f}" for told in results.values()])
    row("... not of files", [f"{told['own']:.0f}" for told in results.values()])
    if OURS in results:
        _goals(results)


def _cell(times: list[float] | None, most: int) -> str:
    if not times:
        return "none"
    fewer = f" ({len(times)})" if len(times) < most else ""
    return f"{percentile(times, 0.5):.2f} / {percentile(times, 0.95):.2f}{fewer}"


def _goals(results: Results) -> None:
    print(f"\ngoals of {OURS}, p95 warm: {FEW_WORDS_GOAL:g} ms and no more than {RIVAL} takes, for up to three words;")
    print(f"{QUESTION_GOAL:g} ms for a {QUESTION}")
    ours, theirs = results[OURS]["warm"], results.get(RIVAL, {}).get("warm", {})
    for kind, times in ours.items():
        if kind == QUESTION:
            _goal(kind, times, {"goal": QUESTION_GOAL})
        else:
            _goal(kind, times, {"goal": FEW_WORDS_GOAL}, theirs.get(kind))
    shared = [kind for kind in ours if kind in theirs and kind != QUESTION]
    together = ([time for kind in shared for time in side[kind]] for side in (ours, theirs))
    if shared:
        _goal("all of these", next(together), {"goal": FEW_WORDS_GOAL}, next(together))


def _goal(kind: str, times: list[float], bounds: dict[str, float], theirs: list[float] | None = None) -> None:
    took = percentile(times, 0.95)
    if theirs:
        bounds[RIVAL] = percentile(theirs, 0.95)
    beside = ", ".join(f"{name} {bound:.1f}" for name, bound in bounds.items())
    missed = [name for name, bound in bounds.items() if took > bound]
    print(f"  {kind:18}{took:8.1f}   {beside:34}{'MISSING: over ' + ' and '.join(missed) if missed else 'reached'}")
