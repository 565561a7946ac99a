"""When no record has all words: those that have some of them, the more the better."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from archive.asking.answers import SearchRequest
from archive.asking.clauses import side_by_side
from archive.asking.indexes import Opened
from archive.asking.plans import asking, plan_of
from archive.authorities import OFFICE
from archive.query.compiler import compile_query
from archive.query.plan import All, Node, Plan, Without, raised
from archive.query.tree import Almost, Beginning, Clause, Dated, Every, Named, Query, Word

MOST_PAIRED = 6  # words of which each two count as two; of a longer question all that it says is added up
WORTH = 10.0  # of two words in one record, against each of them alone


def relaxable(query: Query) -> bool:
    """Whether a query has two or more words of which one might do: quotations, fields and NOT are meant as they are."""
    return len(_words(_loosened(query))) > 1


def relaxed_plan(query: Query, request: SearchRequest, opened: Opened) -> Plan:
    """The plan that asks for any of its words, in which records with more of them come first."""
    query = _loosened(query)
    plan = plan_of(query, request, opened, any_word=True)
    words = _words(query)
    if not 2 < len(words) <= MOST_PAIRED:
        return plan  # of two words no record has both
    pairs = tuple(
        raised(compile_query(asking(Every(pair)), opened.languages()).node, WORTH) for pair in combinations(words, 2)
    )
    return replace(plan, node=_with_bonus(plan.node, pairs))


def _loosened(query: Query) -> Query:
    """The same query; of one that is an office and no more, the words typed: other years are better than none."""
    match query.clause:
        case Named(clause=Every() as typed, kind=kind) if kind == OFFICE:
            return replace(query, clause=typed)
    return query


def _words(query: Query) -> list[Clause]:
    return [clause for clause in side_by_side(query) if isinstance(clause, Word | Beginning | Almost | Named | Dated)]


def _with_bonus(node: Node, bonus: tuple[Node, ...]) -> Node:
    if isinstance(node, Without):
        return Without(_with_bonus(node.wanted, bonus), node.unwanted)
    return All((node,), bonus)
