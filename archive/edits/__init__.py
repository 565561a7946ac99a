"""The archivist's changes. Commands and the desk call the same functions."""
