"""Weights of each way to match a word, tuned with tests/bench/bench_relevance.py.

Every second question of Cranfield (English), FacQA (Indonesian) and XQuAD (Vietnamese, with and without accents) chose
them; the others confirmed them. All forms of a word in all its fields are one word: the best counts, and a little of
the rest.
"""

from __future__ import annotations

CONTENT = {"title": 1.2, "caption": 1.2, "names": 1.2, "filename": 2.0, "text": 1.0, "other": 0.5}
"""How much a match in each content counts. In short values words count more already: there they are rarer."""

REST = 0.3
"""How much every further match of the same word counts, against the best one."""

EXACT = 1.0
FOLDED = 1.0
FOLDED_BESIDE_EXACT = 0.5  # the folded form of a word that was typed with its marks
FOLDED_UNPRINTED = 0.1  # the same in names of files and other values that no one writes marks in
BARE = 2.0  # a word typed without marks that stands so among words with marks, against one in any
STEM = 1.5

PAIR = (
    6.0  # two words side by side in the query and in the record, when all words must be there: far above scattered ones
)
PAIR_BESIDE_EXACT = 0.3  # neighbours without the marks that were typed, where those with them count besides
PAIR_UNMARKED = 4.0  # two words typed with marks where they stand side by side without any: above these words apart
MOST_UNMARKED = 4  # neighbours in one run of words that are looked for so: each takes some hundred terms
PAIR_OF_MANY = 0.7  # two words side by side when any word may match
NEAR = 0.2  # a pair that is found as a phrase, against one that has a term of its own
NEAR_AS_TYPED = 1.0  # the same of one with the marks that were typed, beside one of any marks
PAIR_AS_PHRASE = 1.5  # the term of a pair, whose rarity stands for that of two words
FORM = 0.1  # another form of a name card, for each word typed: what was typed stands above all other forms
FORM_OF_MANY = 0.3  # the same when any word may match, where a form is worth less than another word

WISH = 10.0  # what a record of the kind wished for gains, against all that it scores for the words beside the wish
WISH_WORDS = 0.2  # what the words of the wish count as, against words that must be there

LIGHT = 0.3  # what a word counts as that only joins others, against words that must be there
DATED = 1.5  # what a record of the days asked for gains, against all that it scores for the words beside the date

WHOLE_NUMBER = 4.0  # an identifier that is the one asked for, against one that holds it
WHOLE_ALONE = 150.0  # the same of one typed without its field, against titles and texts that mention it
CLOSE = 0.6  # another word one letter off, against the word itself
EXPANSIONS = 64  # words that one beginning* stands for, in each content
EDITED = 32  # words that one word~ stands for, in each content

MANY = 16
"""Words from which on, when any may match, a plan leaves out what brings a long question nothing."""

STEM_TERMS = 1_000
"""The most terms of stems in a plan, about: of an archive of many languages the most common ones are asked first."""
