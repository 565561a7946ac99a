"""Export of search results or a list: a table, or a ZIP of previews with captions."""
