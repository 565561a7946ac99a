"""The catalogues of messages, `translations/<language>/LC_MESSAGES/messages.po`, read as they are when first needed.

Nothing has to be compiled when the project is built or installed, so that no older words can be left behind.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

FOLDER = Path(__file__).parent / "translations"


def path(language: str) -> Path:
    """Where the catalogue of a language is."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """The messages of a language; for one without a catalogue, those that stand in the source."""
    if not path(language).exists():
        return NullTranslations()
    compiled = BytesIO()
    with path(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class _Messages(Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return NullTranslations() if locale is None else translations(locale.language)


class Catalogues(Babel):  # type: ignore[misc]
    """Flask-Babel over these catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The one domain of messages there is."""
        return _Messages()
