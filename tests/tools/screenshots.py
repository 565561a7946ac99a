"""Pictures of the pages over the sample corpus: those of the README (`make screenshots`), or with a folder given,
every type of page in light and dark, for a desktop and a phone, to be looked at there."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.support.commands import desk_state
from tests.support.touring import ROOT, page_types, toured

README = {"front": "front", "search": "search", "PDF page": "page", "photo": "photo", "person": "person"}
"""The name of a picture in docs/ by the type of page."""
DESKTOP, PHONE = (1200, 820), (360, 740)


def main() -> None:
    """Takes the pictures that are asked for, and says where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--language", default="en")
    asked = parser.parse_args()
    with toured() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        types = page_types(address)
        if asked.folder is None:
            for name, picture in README.items():
                target = ROOT / "docs" / f"{picture}.png"
                _small(_taken(browser, address + types[name], "light", DESKTOP, asked.language)).save(
                    target, optimize=True
                )
                print(target)
        else:
            asked.folder.mkdir(parents=True, exist_ok=True)
            for name, path in types.items():
                for manner, scheme, size in _manners():
                    target = asked.folder / f"{name.replace(' ', '-')}.{manner}.png"
                    target.write_bytes(_taken(browser, address + path, scheme, size, asked.language, whole=True))
                    print(target)
        browser.close()


def _manners() -> Iterator[tuple[str, str, tuple[int, int]]]:
    for scheme in ("light", "dark"):
        yield f"{scheme}.desktop", scheme, DESKTOP
        yield f"{scheme}.phone", scheme, PHONE


def _taken(browser: Browser, url: str, scheme: str, size: tuple[int, int], language: str, whole: bool = False) -> bytes:
    width, height = size
    with browser.new_context(
        storage_state=desk_state(),
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
    ) as context:
        page = context.new_page()
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return page.screenshot(full_page=whole)


def _small(png: bytes) -> Image.Image:
    """The picture in 256 colours, which these pages do not miss."""
    with Image.open(BytesIO(png)) as picture:
        return picture.convert("RGB").quantize(256)


if __name__ == "__main__":
    main()
