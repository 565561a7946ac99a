"""Which texts belong together, worked out again at the end of each batch for all that it may concern.

`clues.py` says of each text by what others are found; `deciding.py` asks one rule a kind of relation. What is found
hangs on what the catalogue holds, never on the order in which it came.
"""

from archive.catalogue.relating.deciding import find
from archive.catalogue.relating.origins import REASONS, reason_of

__all__ = ["REASONS", "find", "reason_of"]
