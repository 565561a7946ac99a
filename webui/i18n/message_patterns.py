"""Patterns of the sentences about photo links, which have no codes yet, and words that only pages use for some codes.

Each value in a sentence has a name; `said_` begins the name of a value that is a sentence itself. Of several patterns
that fit, the first is taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from webui.i18n.words import marked

# What pages say of messages that name commands alone, or keys within a sentence, by their code.
BY_CODE: Mapping[str, str] = {
    "held": marked("held until someone decides, on its page at the desk or by `press-archive access`"),
    "held-because": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`: %(words)s"
    ),
    "hide": marked("to hide it, hold it back on its page at the desk, or by `press-archive access held %(record)s`"),
    "export-not-used": marked(
        "nothing was changed by it, though it differs in %(keys)s: values are changed on its page at the desk, or by "
        "`press-archive records edit` and `records import`"
    ),
    "earlier-receipt": marked(
        "receipt %(receipt)s says why, and `press-archive ingest --retry %(again)s` tries again, as does handing it in "
        "at the desk once it is mended"
    ),
    "date-malformed": marked("%(key)s: %(typed)s is no date; write %(forms)s."),
    "number-malformed": marked("%(key)s: %(typed)s is no whole number."),
}

_MATCHES = (
    marked("it has that name, which others may have too"),
    marked("it has that name and is another type of file"),
    marked("its name is the same but for marks of a copy"),
    marked("its name has the same words, parted otherwise"),
    marked("its name is the same but for the number of a copy"),
    marked("its name has the same words without their accents"),
    marked("its number is the same, its words are not"),
)

# Why the archivist is told that a photo was taken for one that an article names, or that none was.
_CHOICES = (
    marked("no photo by this name is here"),
    marked("the same name, written otherwise"),
    marked("the same name, another type of file"),
    marked("the same name but for marks of a copy"),
    marked("the same words, parted otherwise"),
    marked("the same name but for the number of a copy"),
    marked("the same words without their accents"),
    marked("the same number, in other words"),
    marked("the nearest has %(said_what)s, but %(said_why)s"),
    marked("nothing but %(digits)s is the same"),
    marked("without accents other words may look the same"),
    marked("several pictures of one moment are numbered so"),
    marked("the number %(mark)s may be that of another picture"),
    marked("beside it lie others that only their numbers tell from it"),
    marked("such names are given again and again, and nothing else speaks for this one"),
    marked("such names are given again and again, and %(said_why)s"),
    marked("such names are given again and again"),
    marked("it was made after the article came out"),
    marked("it was made months away from the article's day"),
    marked("%(count)s photos have this name, and nothing else tells which of them is meant"),
    marked("%(count)s photos have %(said_what)s, and nothing else tells which of them is meant"),
    marked("of %(count)s such photos, %(said_one)s and %(said_two)s and %(said_three)s"),
    marked("of %(count)s such photos, %(said_one)s and %(said_two)s"),
    marked("of %(count)s such photos, %(said_one)s"),
    marked("it lies in the same folder"),
    marked("its caption says the same"),
    marked("its caption has the same words (%(words)s)"),
    marked("it was made on the day that the caption gives"),
    marked("it was made on that day"),
    marked("it lies nearest to the article"),
)

# What speaks for a photo that is suggested.
_SUGGESTED = (
    marked("the same name, cut short"),
    marked("the same name"),
    marked("the same digits"),
    marked("the same frame number"),
    marked("a similar name"),
    marked("its caption, which says the same"),
    marked("words that its caption has too (%(words)s)"),
    marked("the same folder"),
    marked("a folder near by"),
    marked("the day that the caption gives"),
    marked("the same day"),
)


SENTENCES = (*_MATCHES, *_CHOICES, *_SUGGESTED)
