"""The fixtures of the catalogue's tests."""

from tests.catalogue.shelf import catalogue, clock

__all__ = ["catalogue", "clock"]
