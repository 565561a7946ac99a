"""Text to terms, the same for every engine: one entry per language, one form per engine field."""
