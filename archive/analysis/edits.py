"""Words that differ by one slip of the fingers."""

from __future__ import annotations


def one_edit(word: str, other: str) -> bool:
    """Whether two words are the same but for one letter more, less or another, or two neighbours swapped."""
    short, long = (word, other) if len(word) <= len(other) else (other, word)
    if len(long) - len(short) > 1 or (len(long) > 2 and short[:1] != long[:1] and short[-1:] != long[-1:]):
        return False  # one edit leaves the first letter as it is, or the last
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )
