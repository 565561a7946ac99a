"""The code page of single-byte texts, by the language number of Windows, Word and Outlook.

The numbers are language identifiers ([MS-LCID] 2.2): ten bits for the language, above them the country.
"""

from __future__ import annotations

USUAL_CODE_PAGE = "cp1252"
_LANGUAGE = 0x3FF
# Only languages with a code page other than 1252, by the ten bits.
_PAGES = {
    874: (0x1E,),  # Thai
    932: (0x11,),  # Japanese
    949: (0x12,),  # Korean
    1250: (0x05, 0x0E, 0x15, 0x18, 0x1B, 0x1C, 0x24),  # Czech to Slovenian
    1251: (0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44, 0x50),  # Bulgarian to Mongolian
    1253: (0x08,),
    1254: (0x1F, 0x2C),
    1255: (0x0D,),
    1256: (0x01, 0x20, 0x29),
    1257: (0x25, 0x26, 0x27),
    1258: (0x2A,),  # Vietnamese
}
_BY_LANGUAGE = {language: page for page, languages in _PAGES.items() for language in languages}
_CHINESE, _TRADITIONAL = 0x04, (0x0404, 0x0C04, 0x1404)  # for Taiwan, Hong Kong, Macao; all others are simplified
_SERBIAN, _CYRILLIC = 0x1A, (0x0C1A, 0x1C1A, 0x201A)  # Croatian, Bosnian and Serbian share a number


def ansi_code_page(language: int) -> int:
    """Return the number of the code page for a language identifier, 1252 for most languages; 0 for no language."""
    primary = language & _LANGUAGE
    if not primary:
        return 0
    if primary == _CHINESE:
        return 950 if language in _TRADITIONAL else 936
    if primary == _SERBIAN:
        return 1251 if language in _CYRILLIC else 1250
    return _BY_LANGUAGE.get(primary, 1252)
