"""What a search finds, or a list names, to take away: as a table, and as a ZIP of previews with their captions."""
