"""Photographs: everything a picture file says of itself, each value with where it came from."""
