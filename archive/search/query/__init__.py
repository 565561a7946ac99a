"""The query language: `parse` turns text into a tree, `compile_query` a tree into a plan."""

from archive.search.query.compiler import compile_query
from archive.search.query.dates import day_span
from archive.search.query.parser import parse_query
from archive.search.query.plan import Plan
from archive.search.query.tree import Query

__all__ = ["Plan", "Query", "compile_query", "day_span", "parse_query"]
