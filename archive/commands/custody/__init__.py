"""Subcommands that keep, prove or take away what the archive has, one subject per module."""
