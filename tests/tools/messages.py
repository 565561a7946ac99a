"""The messages of the pages as they stand in the source. `python -m tests.tools.messages` (`make messages`) brings the
catalogues up to date: new messages come in empty, those that are gone leave, and what is translated stays."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from archive.messages import MESSAGES
from archive.messages.message import VERBATIM
from webui.i18n.languages import FOLDER, NAMES, SOURCE, path

TRANSLATED = tuple(tag for tag in NAMES if tag != SOURCE)
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_TEMPLATES = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
_HEADER = """# The words of the pages in {name}.
msgid ""
msgstr ""
"Project-Id-Version: press-archive\\n"
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def in_source() -> Catalog:
    """Return every message that `_`, `ngettext` or `marked` is given in modules and templates of the pages, and the
    words of every code. The two forms of a code are two messages: a language chooses neither, the code does."""
    found = Catalog()
    keywords = {**DEFAULT_KEYWORDS, "marked": None}
    said = extract_from_dir(FOLDER.parent, _METHODS, _TEMPLATES, keywords, ("Translators:",), strip_comment_tags=True)
    for _file, _line, message, comments, context in said:
        found.add(message, auto_comments=comments, context=context)
    for code, words in MESSAGES.items():
        for template in (words,) if isinstance(words, str) else words:
            if code != VERBATIM:
                found.add(template)
    return found


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Its messages without its header."""
    return (message for message in catalogue if message.id)


def translated(tag: str) -> Catalog:
    """The catalogue of a language as it is in the project."""
    return read_po(BytesIO(path(tag).read_bytes()), locale=tag)


def update(tag: str, source: Catalog) -> bytes:
    """The catalogue of a language with the messages of the source, sorted, without dates and places."""
    header = _HEADER.format(name=NAMES[tag], tag=tag).encode()
    old, new = translated(tag), read_po(BytesIO(header), locale=tag)
    for message in messages(source):
        known = old.get(message.id)
        added = new.add(message.id, known.string if known else "", auto_comments=message.auto_comments)
        added.flags.update(known.flags if known else ())
    body = BytesIO()
    write_po(body, new, width=120, sort_output=True, omit_header=True)
    return header + body.getvalue()


if __name__ == "__main__":
    everything = in_source()
    for language in TRANSLATED:
        path(language).write_bytes(update(language, everything))
        left = sum(not all(message.string or [""]) for message in messages(translated(language)))
        print(f"{path(language)}: {len(everything)} messages, {left} to be translated")
