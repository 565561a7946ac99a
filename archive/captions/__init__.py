"""Whether two captions of one picture, in one language, contradict each other in facts: dates, numbers, sides, names,
or by a `not`. Captions that only tell it in other words do not."""

from archive.captions.contradictions import CaptionFacts, contradict

__all__ = ["CaptionFacts", "contradict"]
