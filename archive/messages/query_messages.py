"""Messages of queries: how a query was read, why one is refused, what a date or a value may be."""

from __future__ import annotations

from collections.abc import Mapping

_SYNTAX: Mapping[str, str] = {
    "query-too-long": "A query may have %(most)s characters; leave out what stands here, or ask for a part of it.",
    "query-too-many-words": (
        "This query has more than %(most)s words (in Chinese, Japanese and Thai each character is one); leave some out."
    ),
    "query-too-long-for-server": (
        "This search is too long for the search server: leave some words out, or search names as typed only. The "
        "operator can allow more (indices.query.bool.max_clause_count)."
    ),
    "query-too-many-wildcards": (
        "This query has more than %(most)s words with a * or a ~; leave some out, or write them whole."
    ),
    "query-phrases-too-loose": (
        "The words in quotation marks may stand apart in too many ways (more than %(most)s places in all); make the "
        "number behind ~ smaller, or quote fewer words."
    ),
    "query-without-words": "There is no word to search for in this query; to see everything, leave the box empty.",
    "quotes-unclosed": "A quotation mark is not closed; everything after it was read as one phrase.",
    "quotes-empty": "A pair of quotation marks holds no word; it was left out.",
    "quotes-single": 'Single quotation marks make no phrase; write "these words" for words side by side.',
    "phrase-gap-limited": ("At most %(most)s other words may stand between the words of a phrase; ~%(read)s was read."),
    "phrase-gap-missing": '"…"~ needs a number, the words that may stand between: "…"~5. It was left out.',
    "phrase-star": "A * does nothing at quotation marks; the phrase was searched as it stands.",
    "brackets-too-deep": "Brackets stand more than %(most)s deep here; leave some out.",
    "bracket-unopened": "A closing bracket has no opening one; it was left out.",
    "bracket-unclosed": "A bracket is not closed; it was closed at the end.",
    "operators-alone": "There is nothing here for an operator to join; it was searched as a word.",
    "or-incomplete": "OR needs something on both sides; it was left out where there is nothing.",
    "and-incomplete": "AND needs something on both sides; it was left out where there is nothing.",
    "not-incomplete": "NOT has nothing after it; it was left out.",
    "not-repeated": "NOT and - say the same; several in a row were read as one.",
    "not-in-capitals": 'NOT leaves out the word after it; in quotation marks, "NOT", it is a word.',
    "bar-read-as-or": "%(typed)s was read as OR.",
    "dash-read-as-minus": "“%(typed)s” was read as -%(word)s, without this word.",
    "word-or": "“%(word)s” was searched as a word; for either of two, write OR in capitals.",
    "word-and": "“%(word)s” was searched as a word; all words are asked for anyway, so leave it out.",
    "word-not": "“%(word)s” was searched as a word; to leave a word out, write -word or NOT in capitals.",
    "exclamation-mark": "! leaves nothing out; to leave a word out, write -word.",
    "star-misplaced": "A * can only stand at the end of a word: write the beginning of the word, such as presid*.",
    "star-too-short": "A * needs at least %(fewest)s letters before it.",
    "tilde-number": "~ stands for one letter that may differ; “~%(typed)s” was read as ~.",
    "tilde-too-short": "~ needs a word of at least %(fewest)s letters; “%(word)s” was searched as it is.",
    "path-read-as-name": "Only the file name of “%(typed)s” was searched, %(name)s.",
}

_FIELDS: Mapping[str, str] = {
    "field-unknown": "There is no field “%(typed)s”; “%(words)s” was searched as text.",
    "field-of-archivist": (
        "Only the archivist can search by “%(typed)s:”; “%(words)s” was searched as text. As the archivist, search at "
        "the desk."
    ),
    "field-unknown-date": (
        "There is no field “%(typed)s”; “%(words)s” was searched as text. A date is written date:>=2025-10 or "
        "date:..2024."
    ),
    "field-colon-added": "“%(typed)s” was read as %(read)s; a colon belongs behind the name of a field.",
    "field-read-as-words": "“%(typed)s:” was read as words. %(why)s",
    "field-without-value": "%(typed)s: has nothing after it; it was searched as a word.",
    "field-without-word": "%(typed)s: has no word after it; it was left out.",
    "field-value-unknown": "“%(typed)s” is no %(field)s: write %(name)s: and %(values)s.",
    "values-language": "a language tag such as id, vi or en",
    "values-any": "a value",
    "boost-photo": (
        "“%(words)s” was read as a request for photos, which rank higher; to search for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
    "boost-speech": (
        "“%(words)s” was read as a request for speeches, which rank higher; to search for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
    "boost-press-release": (
        "“%(words)s” was read as a request for press releases, which rank higher; to search for the word itself, write "
        '"%(again)s" in quotation marks.'
    ),
}

_DATES: Mapping[str, str] = {
    "date-in-words": (
        "“%(words)s” was read as a date too: records of that date are found beside those that say so; to ask for the "
        'words alone, write "%(again)s" in quotation marks.'
    ),
    "date-brackets": "“%(typed)s” was read as %(days)s; no brackets are needed.",
    "date-span": "“%(typed)s” was read as a span, %(days)s.",
    "date-compared": "“%(typed)s” was read as %(days)s.",
    "date-clock": "The time of day in “%(typed)s” was left out: records are dated by the day.",
    "date-turned": "The dates in “%(typed)s” were in the wrong order and have been turned round.",
    "date-square-span": "[… TO …] was read as words; a span is written date:2025-10..2025-12.",
    "date-second-year": "Only the first of these years was read as a date; for either, write date:(2024 OR 2025).",
    "date-last": "There is no day beyond %(typed)s; write 2025, 2025-10 or 2025-10-25.",
    "date-unknown": "“%(typed)s” is not a date: %(instead)s.",
    "date-month": "“%(typed)s” is not a date: there is no month %(month)s; %(instead)s.",
    "date-day": "“%(typed)s” is not a date: %(month)s has %(days)s days; %(instead)s.",
    "date-without-year": "“%(typed)s” is not a date yet: write its year too, such as “%(words)s 2025” or %(month)s.",
    "date-short-year": ("“%(typed)s” is not a date: write the year in four digits, such as 25/10/2025 or 2025-10-25."),
    "date-from-today": (
        "“%(typed)s” is not a date: of days counted from today write today, yesterday, this week, last month, last "
        "year or last 7 days; else %(instead)s."
    ),
    "date-day-first": "write the day first, %(day)s, or %(iso)s",
    "date-examples": "write 2025, 2025-10, 2025-10-25 or a span such as 2025-10..2025-12",
}

QUERY_MESSAGES: Mapping[str, str] = {**_SYNTAX, **_FIELDS, **_DATES}
