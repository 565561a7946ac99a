"""Metadata of picture files, each value with its origin."""
