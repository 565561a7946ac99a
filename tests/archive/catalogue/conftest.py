"""The fixtures of the catalogue's tests."""

from tests.archive.catalogue.shelf import catalogue, clock

__all__ = ["catalogue", "clock"]
