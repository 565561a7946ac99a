"""Pages and JSON over an archive."""
