"""The query language: `parse` says what was asked, `compile_query` says it again as a plan over an engine's fields."""

from archive.query.compiler import compile_query
from archive.query.dates import day_span
from archive.query.parser import parse
from archive.query.plan import Plan
from archive.query.tree import Query

__all__ = ["Plan", "Query", "compile_query", "day_span", "parse"]
