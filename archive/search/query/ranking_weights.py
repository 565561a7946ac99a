"""Weights of each way to match a word, tuned with tests/bench/bench_relevance.py.

Every second question of Cranfield (English), FacQA (Indonesian) and XQuAD (Vietnamese, with and without accents) chose
them; the others confirmed them. All forms of a word in all its fields are one word: the best counts, plus a fraction of
the rest.
"""

from __future__ import annotations

CONTENT = {"title": 1.2, "caption": 1.2, "names": 1.2, "filename": 2.0, "text": 1.0, "other": 0.5}
"""How much a match in each content counts. In short values words count more already: there they are rarer."""

REST = 0.3
"""How much every further match of the same word counts, against the best one."""

EXACT = 1.0
FOLDED = 1.0
FOLDED_BESIDE_EXACT = 0.5  # the folded form of a word typed with accents
FOLDED_UNPRINTED = 0.1  # the same in file names and other values that are never written with accents
BARE = 2.0  # a word typed without accents that occurs so among accented words, relative to any spelling
STEM = 1.5

PAIR = 6.0  # two adjacent words in both query and record, if all words are required: far above scattered ones
PAIR_BESIDE_EXACT = 0.3  # neighbours without the typed accents, if those with them count besides
PAIR_UNMARKED = 4.0  # two words typed with accents that occur next to each other without any: above these words apart
MOST_UNMARKED = 4  # neighbours in one run of words searched this way: each takes about a hundred terms
PAIR_OF_MANY = 0.7  # two adjacent words if any word may match
NEAR = 0.2  # a pair found as a phrase, relative to one with its own term
NEAR_AS_TYPED = 1.0  # the same for one with the typed accents, beside one with any
PAIR_AS_PHRASE = 1.5  # the term of a pair, whose rarity represents that of two words
FORM = 0.1  # another form of a name card, for each typed word: typed words rank above all other forms
FORM_OF_MANY = 0.3  # the same if any word may match, when a form is worth less than another word

WISH = 10.0  # bonus for records of the requested kind, relative to their score for the other words
WISH_WORDS = 0.2  # weight of the words that request the kind, relative to required words

LIGHT = 0.3  # weight of function words, relative to required words
DATED = 1.5  # bonus for records of the requested days, relative to their score for the other words

WHOLE_NUMBER = 4.0  # the exact identifier, relative to one that contains it
WHOLE_ALONE = 150.0  # the same without its field, relative to titles and texts that mention it
CLOSE = 0.6  # another word one letter away, relative to the word itself
EXPANSIONS = 64  # words for one prefix*, in each content
EDITED = 32  # words for one word~, in each content

MANY = 16
"""Words from which on, when any may match, a plan leaves out what brings a long question nothing."""

STEM_TERMS = 1_000
"""The most terms of stems in a plan, about: of an archive of many languages the most common ones are asked first."""
