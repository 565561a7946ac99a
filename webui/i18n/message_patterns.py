"""The patterns by which English messages are known.

What pages say in place of sentences of the archive that tell of commands alone, or of keys.

The sentences that the archive says, as messages: what changes in each has a name, and `said_` begins the name of
what is a sentence itself. Of several that fit, the first is taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from webui.i18n.words import marked

_BY_HAND: Mapping[str, str] = {
    "held until someone decides: press-archive access": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`"
    ),
    "held until someone decides (press-archive access): %(words)s": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`: %(words)s"
    ),
    "to hide it: press-archive access held %(record)s": marked(
        "to hide it, hold it back on its page at the desk, or by `press-archive access held %(record)s`"
    ),
    "nothing was changed by it, though it differs in %(keys)s: `press-archive records edit` and `records import` "
    "change values": marked(
        "nothing was changed by it, though it differs in %(keys)s: values are changed on its page at the desk, or by "
        "`press-archive records edit` and `records import`"
    ),
    "receipt %(receipt)s says why, --retry %(again)s tries again": marked(
        "receipt %(receipt)s says why, and `press-archive ingest --retry %(again)s` tries again, as does handing it in "
        "at the desk once it is mended"
    ),
}

_AT_FIELDS: Mapping[str, str] = {
    "%(typed)s is no date for %(key)s: write %(said_forms)s.": marked(
        "%(key)s: %(typed)s is no date; write %(said_forms)s."
    ),
    "%(key)s is a whole number, not %(typed)s.": marked("%(key)s: %(typed)s is no whole number."),
}

INSTEAD: Mapping[str, str] = {**_BY_HAND, **_AT_FIELDS}
"""By the message of the sentence."""


_QUERIES = (
    marked("A quotation mark is not closed; everything after it was read as one phrase."),
    marked("At most %(most)s other words may stand between the words of a phrase; ~%(read)s was read."),
    marked('"…"~ needs a number, the words that may stand between: "…"~5. It was left out.'),
    marked("A * does nothing at quotation marks; the phrase was searched as it stands."),
    marked("“%(typed)s” was read as -%(word)s, without this word."),
    marked("%(typed)s was read as OR."),
    marked("“%(typed)s” was read as %(read)s; a colon belongs behind the name of a field."),
    marked(
        "There is no field “%(typed)s”; “%(words)s” was searched as text. A date is written date:>=2025-10 or "
        "date:..2024."
    ),
    marked("There is no field “%(typed)s”; “%(words)s” was searched as text."),
    marked("A query may have %(most)s characters; leave out what stands here, or ask for a part of it."),
    marked("There is nothing here for an operator to join; it was searched as a word."),
    marked("There is no word to search for in this query; to see everything, leave the box empty."),
    marked("Brackets stand more than %(most)s deep here; leave some out."),
    marked("A closing bracket has no opening one; it was left out."),
    marked("A bracket is not closed; it was closed at the end."),
    marked("OR needs something on both sides; it was left out where there is nothing."),
    marked("AND needs something on both sides; it was left out where there is nothing."),
    marked("NOT has nothing after it; it was left out."),
    marked("NOT and - say the same; several in a row were read as one."),
    marked("“%(typed)s:” was read as words. %(said_why)s"),
    marked("%(typed)s: has nothing after it; it was searched as a word."),
    marked("%(typed)s: has no word after it; it was left out."),
    marked("[… TO …] was read as words; a span is written date:2025-10..2025-12."),
    marked("Only the first of these years was read as a date; for either, write date:(2024 OR 2025)."),
    marked("! leaves nothing out; to leave a word out, write -word."),
    marked('Single quotation marks make no phrase; write "these words" for words side by side.'),
    marked("“%(word)s” was searched as a word; for either of two, write OR in capitals."),
    marked("“%(word)s” was searched as a word; all words are asked for anyway, so leave it out."),
    marked("“%(word)s” was searched as a word; to leave a word out, write -word or NOT in capitals."),
    marked('NOT leaves out the word after it; in quotation marks, "NOT", it is a word.'),
    marked("A * can only stand at the end of a word: write the beginning of the word, such as presid*."),
    marked("A * needs at least %(fewest)s letters before it."),
    marked("~ stands for one letter that may differ; “~%(typed)s” was read as ~."),
    marked("~ needs a word of at least %(fewest)s letters; “%(word)s” was searched as it is."),
    marked("Of “%(typed)s” the name of the file was searched, %(name)s."),
    marked("A pair of quotation marks holds no word; it was left out."),
    marked("“%(typed)s” is no %(field)s: write %(name)s: and %(said_values)s."),
    marked("a language tag such as id, vi or en"),
    marked("a value"),
    marked(
        "This query has more than %(most)s words (in Chinese, Japanese and Thai each character is one); leave some out."
    ),
    marked("This query has more than %(most)s words with a * or a ~; leave some out, or write them whole."),
    marked(
        "The words in quotation marks may stand apart in too many ways (more than %(most)s places in all); make the "
        "number behind ~ smaller, or quote fewer words."
    ),
    marked(
        "“%(words)s” was read as a wish for photos, which count more; to ask for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
    marked(
        "“%(words)s” was read as a wish for speeches, which count more; to ask for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
    marked(
        "“%(words)s” was read as a wish for press releases, which count more; to ask for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
    marked(
        "“%(words)s” was read as a date too: records of that date are found beside those that say so; to ask for the "
        'words alone, write "%(again)s" in quotation marks.'
    ),
)

_DATES = (
    marked("“%(typed)s” was read as %(days)s; no brackets are needed."),
    marked("“%(typed)s” was read as a span, %(days)s."),
    marked("“%(typed)s” was read as %(days)s."),
    marked("There is no day beyond %(typed)s; write 2025, 2025-10 or 2025-10-25."),
    marked("The time of day in “%(typed)s” was left out: records are dated by the day."),
    marked("The dates in “%(typed)s” were in the wrong order and have been turned round."),
    marked("“%(typed)s” is not a date: there is no month %(month)s; %(said_instead)s."),
    marked("“%(typed)s” is not a date: %(month)s has %(days)s days; %(said_instead)s."),
    marked("“%(typed)s” is not a date yet: write its year too, such as “%(words)s 2025” or %(month)s."),
    marked("“%(typed)s” is not a date: write the year in four digits, such as 25/10/2025 or 2025-10-25."),
    marked(
        "“%(typed)s” is not a date: of days counted from today write today, yesterday, this week, last month, last "
        "year or last 7 days; else %(said_instead)s."
    ),
    marked("“%(typed)s” is not a date: %(said_instead)s."),
    marked("write the day first, %(day)s, or %(iso)s"),
    marked("write 2025, 2025-10, 2025-10-25 or a span such as 2025-10..2025-12"),
)

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

# As pydantic says them of a parameter, with a small letter at the beginning.
_PARAMETERS = (
    marked("string should match pattern '%(pattern)s'"),
    marked("string should have at most %(most)s characters"),
    marked("string should have at least %(fewest)s character"),
    marked("value should have at most %(most)s items after validation, not %(given)s"),
    marked("value should have at least %(fewest)s item after validation, not %(given)s"),
    marked("list should have at most %(most)s items after validation, not %(given)s"),
    marked("input should be greater than or equal to %(least)s"),
    marked("input should be less than or equal to %(most)s"),
    marked("input should be a valid boolean"),
    marked("input should be %(values)s"),
)

# Of what the archivist types.
_EDITS = (
    marked("%(key)s is longer than a value may be, %(most)s characters: shorten it."),
    marked("%(key)s holds characters that cannot be shown: type it again."),
    marked("%(typed)s is no kind: it is one of %(kinds)s."),
    marked("%(typed)s is no language: give its code, like id, vi or en."),
    marked("%(typed)s is no address: it begins with https:// or http://."),
    marked("%(key)s is a whole number, not %(typed)s."),
    marked("%(typed)s is no date for %(key)s: write %(said_forms)s."),
    marked("2025, 2025-10 or 2025-10-25, or 2025-10-25T10:00:00+07:00"),
    marked("2025, 2025-10 or 2025-10-25, or from 2025-10-25/2025-10-26"),
    marked("2025, 2025-10 or 2025-10-25"),
    marked("Change set %(n)s has been taken back by %(by)s: `%(command)s` does it again."),
    marked("Change set %(n)s took back a %(act)s, which is not done again by itself: `%(command)s` does it again."),
    marked(
        "Nothing was taken back: what change set %(n)s changed was merged since by change set %(by)s. Take that back "
        "first."
    ),
)

# Why records of these kinds are not related so.
_UNFIT = (
    marked("Only texts are related so, and a photo is none: choose another relation."),
    marked("Only photos are related so: choose another relation."),
    marked("A photo and a text do not replace each other: choose another relation."),
    marked("A photo has no annexes: turn the two round, or choose another relation."),
    marked("A photo corrects or takes back no text: turn the two round, or choose another relation."),
)

SENTENCES = (*_EDITS, *_UNFIT, *_QUERIES, *_DATES, *_MATCHES, *_CHOICES, *_SUGGESTED, *_PARAMETERS)
