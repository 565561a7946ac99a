"""Messages that say why a photo is taken for the one a text names, why none is, what speaks for one, and why two
records are related."""

from __future__ import annotations

from collections.abc import Mapping

# How the name of a photo is like the one given.
_LEVELS: Mapping[str, str] = {
    "level-same": "the same name, written otherwise",
    "level-type": "the same name, another type of file",
    "level-marks": "the same name but for marks of a copy",
    "level-separators": "the same words, parted otherwise",
    "level-counted": "the same name but for the number of a copy",
    "level-accents": "the same words without their accents",
    "level-digits": "the same number, in other words",
}

# What those are told who do not see all: nothing of other photos, for some of these may be hidden.
_GUESSES: Mapping[str, str] = {
    "guess-same": "it has that name, which others may have too",
    "guess-type": "it has that name and is another type of file",
    "guess-marks": "its name is the same but for marks of a copy",
    "guess-separators": "its name has the same words, parted otherwise",
    "guess-counted": "its name is the same but for the number of a copy",
    "guess-accents": "its name has the same words without their accents",
    "guess-digits": "its number is the same, its words are not",
}

_CHOICES: Mapping[str, str] = {
    "photo-none": "no photo by this name is here",
    "photo-unlike": "the nearest has %(what)s, but %(why)s",
    "photos-named-so": "%(photos)s photos have this name, and nothing else tells which of them is meant",
    "photos-named-like": "%(photos)s photos have %(what)s, and nothing else tells which of them is meant",
    "photo-of-several": "of %(photos)s such photos, %(why)s",
    "both": "%(one)s and %(other)s",
    "digits-only": "nothing but %(digits)s is the same",
    "accents-mislead": "without accents other words may look the same",
    "moment-numbered": "several pictures of one moment are numbered so",
    "number-of-another": "the number %(mark)s may be that of another picture",
    "numbered-beside": "beside it lie others that only their numbers tell from it",
    "name-common": "such names are often reused",
    "name-common-alone": "such names are often reused, and there is no other evidence for this one",
    "name-common-against": "such names are often reused, and %(why)s",
    "made-after": "it was made after the article came out",
    "made-far": "it was made months away from the article's day",
    "lies-beside": "it lies in the same folder",
    "lies-nearest": "it lies nearest to the article",
    "caption-says-same": "its caption says the same",
    "caption-has-words": "its caption has the same words (%(words)s)",
    "made-on-day": "it was made on that day",
    "made-on-caption-day": "it was made on the day that the caption gives",
}

_SUGGESTIONS: Mapping[str, str] = {
    "same-name": "the same name",
    "same-digits": "the same digits",
    "same-name-cut": "the same name, cut short",
    "same-frame-number": "the same frame number",
    "similar-name": "a similar name",
    "same-caption": "its caption, which says the same",
    "same-words": "words that its caption has too (%(words)s)",
    "same-folder": "the same folder",
    "near-folder": "a folder near by",
    "same-day": "the same day",
    "caption-day": "the day that the caption gives",
}

# They tell nothing of any other record, so that everyone may read them.
_RELATIONS: Mapping[str, str] = {
    "related-by-number": "both have the same number, in two languages",
    "related-by-name": "file names that differ only in the language or part",
    "related-by-facts": "both give the same names and figures, in two languages",
    "related-by-number-named": "it gives the number of the other",
    "related-by-title-named": "it gives the title of the other",
    "related-by-title": "both have the same title",
    "related-by-words": "both have most of their words in common",
    "related-by-folder": "it stands in the same folder",
    "related-by-occasion": "both are of the same day and speaker, and share their words",
    "related-by-text": "their words are nearly the same",
    "related-by-attachment": "it came in the same message or document",
    "related-by-name-shared": "one came under the file name of the other",
    "related-by-looks": "the pictures look the same",
    "related-by-archivist": "the archivist says so",
    "event-printed": "photo printed in the text",
    "event-translation": "translation",
    "event-delivered": "the speech as prepared and as delivered",
    "event-correction": "correction, replacement or withdrawal",
    "event-annex": "annex",
    "event-same-text": "same words",
    "event-same-picture": "same picture",
    "event-same-name": "same day, same occasion",
    "event-same-persons": "same day and place, same people",
    "event-same-quotes": "the same words quoted",
    "event-same-news": "the same names and figures in the first paragraphs",
    "event-same-wording": "much of the same text",
    "event-same-in-script": "same day, and the same names and figures in another script",
    "event-same-subject": "of all texts of the day, the most words in common",
    "event-announced": "a release and the press conference that begins with it",
    "event-paper": "a fact sheet or readout, and the text it comes with",
    "event-doorstop": "a speech, and a doorstop at the same place",
    "event-same-meeting": "a meeting of the same people",
    "event-series": "photos of one series",
    "event-archivist": "confirmed by the archivist",
    "event-sign": "same day, and a name, place or person in common",
}

LINK_MESSAGES: Mapping[str, str] = {**_LEVELS, **_GUESSES, **_CHOICES, **_SUGGESTIONS, **_RELATIONS}
