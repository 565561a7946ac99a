"""Subcommands that preserve, verify or delete the content of the archive, one subject per module."""
