"""Captions of a photo, and whether two in one language contradict each other in dates, numbers, sides or names.

A different wording of the same facts is not a contradiction.
"""

from archive.captions.contradictions import CaptionFacts, contradict

__all__ = ["CaptionFacts", "contradict"]
