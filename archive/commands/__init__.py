"""Subcommands that need only the archive, one subject per module."""
