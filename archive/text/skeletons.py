"""The consonants of a word, by which a name is found in another script: `Kumara`, කුමාර and குமார are all `KNR`.

AnyAscii maps each letter to its usual Latin one. Vowels are dropped, since many scripts do not write them and no two
spell them alike. Consonants that share a letter in some script are merged: Tamil writes `k` and `g` alike, Sinhala has
a sign for `m` or `n`.
"""

from __future__ import annotations

from anyascii import anyascii

_ALIKE = {"K": "kgqx", "T": "td", "P": "pbf", "S": "szj", "N": "nm", "L": "l", "R": "r", "V": "vw"}
_CLASS = {letter: sounds for sounds, letters in _ALIKE.items() for letter in letters}
_VOWELS = frozenset("aeiouy")


def skeleton(word: str) -> str:
    """Return the consonants of a word in any script, in classes of similar sounds, or "". A doubled letter counts
    once."""
    is_ascii = word.isascii()
    letters = (word if is_ascii else anyascii(word)).lower()
    found: list[str] = []
    before = ""
    for n, letter in enumerate(letters):
        follows = letters[n + 1 : n + 2]
        if letter == before or (letter in "gk" and before in ("n", "m")):  # `ng`, `nk`: one sound
            before = "" if letter != before else letter
            continue
        if letter == "c":
            found.append("K" if is_ascii and follows not in (*"heiy",) else "S")
        elif letter == "h":
            found += ["H"] if before in ("", *_VOWELS) else []  # not in `th`, `kh`
        elif letter in _CLASS:
            found.append(_CLASS[letter])
        before = letter
    return "".join(found)
