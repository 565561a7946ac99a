"""The fonts and styles that an RTF document declares, and the characters that its bytes are in each of them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from ingest.readers import fonts

# RTF 1.9.1, "Font Table": the code page of a font's character set
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_AS_IT_IS = {n: n for n in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # cp1252 has no letter there
CP1252 = {n: ord(bytes([n]).decode("cp1252")) if n not in _AS_IT_IS else n for n in range(0x80, 0x100)}
MAX_DECLARED = 20_000


@dataclass(slots=True)
class Declared:
    """What the head of a document declares: its code page, its fonts by number as (name, code page), the names of its
    styles by number."""

    page: str = "cp1252"
    default: int = 0
    fonts: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)

    def font(self, number: int | None) -> str:
        """The name of a font, empty for none that is declared."""
        name = self.fonts.get(self.default if number is None else number, ("", None))[0]
        return name.split(";")[0].strip()

    def characters(self, data: bytes, number: int | None) -> str:
        """The characters that bytes in a font are. Those in old Vietnamese fonts are left as Windows-1252, for
        `fonts`."""
        page = self.fonts.get(self.default if number is None else number, ("", None))[1] or self.page
        if page == "cp1252" or fonts.of_font(self.font(number)) is not None:
            return data.decode("latin-1").translate(CP1252)
        return data.decode(page, "replace")

    def add_font(self, number: int, name: str, charset: int | None) -> None:
        """Declare a font; `charset` as the document has it."""
        if len(self.fonts) < MAX_DECLARED:
            self.fonts[number] = (name[:200], _CODE_PAGES.get(charset or 0))

    def set_page(self, number: int) -> None:
        """Set the code page that text without one of its own is in; an unknown one is Windows-1252."""
        try:
            self.page = codecs.lookup(f"cp{number}").name
        except LookupError:
            self.page = "cp1252"
