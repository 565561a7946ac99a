"""Credit lines: photographer, client, distributor, and remarks that are not names."""

from archive.authority.credits.flags import FLAGS, flags_in
from archive.authority.credits.parser import Credit, parse
from archive.authority.credits.photo_credits import GivenCredit, canonical, collect_flags, credits_of

__all__ = ["FLAGS", "Credit", "GivenCredit", "canonical", "collect_flags", "credits_of", "flags_in", "parse"]
