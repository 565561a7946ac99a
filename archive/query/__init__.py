"""The query language: `parse` says what was asked, `compile_query` says it again as a plan over an engine's fields."""
