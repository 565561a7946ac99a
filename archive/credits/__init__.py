"""Credits: who made a picture, for whom, who passed it on, and words that are no name, read from what was printed."""

from archive.credits.flags import FLAGS, flags_in
from archive.credits.model import Credit
from archive.credits.of_record import GivenCredit, canonical, credits_of, flagged
from archive.credits.parser import parse

__all__ = ["FLAGS", "Credit", "GivenCredit", "canonical", "credits_of", "flagged", "flags_in", "parse"]
