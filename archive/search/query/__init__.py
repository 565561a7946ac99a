"""The query language: `parse` makes a tree of the text, `compile_query` a plan of the tree."""

from archive.search.query.compiler import compile_query
from archive.search.query.dates import day_span
from archive.search.query.parser import parse_query
from archive.search.query.plan import Plan
from archive.search.query.tree import Query

__all__ = ["Plan", "Query", "compile_query", "day_span", "parse_query"]
