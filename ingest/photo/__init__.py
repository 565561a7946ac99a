"""Photographs: everything a picture file says of itself, each value with where it came from."""

from __future__ import annotations

from ingest.photo.read import IMAGE_TYPES, read_photo

__all__ = ["IMAGE_TYPES", "read_photo"]
