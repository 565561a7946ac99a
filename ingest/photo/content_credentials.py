"""Content credentials (C2PA): who signed a picture, the program that made it, and whether it says it is by a machine.

An extra reads them (`pip install "press-archive[c2pa]"`). A signature is compared with the file, but the signer is not
verified, because there is no list of trusted ones here. Credentials on another server are never fetched.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from archive.record import Description
from ingest.photo.metadata_text import clean_metadata_text

_LIBRARY = "c2pa"
_OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
_SIGNS = (b"c2pa", b"provenance")  # of credentials in the file, and of an address in XMP where they are
_BLOCK = 1 << 20  # bytes
_LONGEST = 200  # characters of a name
_MACHINE = "trainedalgorithmicmedia"  # also compositeWithTrainedAlgorithmicMedia
_STATES = {"Trusted": "valid", "Valid": "valid", "Invalid": "invalid"}
_ISSUER, _PROGRAM, _SOURCE = "c2pa:signature_info.issuer", "c2pa:claim_generator", "c2pa:actions.digitalSourceType"


def add_content_credentials(file: BinaryIO, media_type: str, description: Description) -> None:
    """Add what the credentials in a picture say. Without any, or without the extra, nothing is added."""
    folder = _package_folder()
    if folder is None or not _has_signs(file):
        return
    c2pa = _library(folder)
    if media_type not in c2pa.Reader.get_supported_mime_types():
        return
    file.seek(0)
    try:
        with (
            c2pa.Context(c2pa.Settings.from_dict(_OFFLINE)) as context,
            c2pa.Reader(media_type, file, context=context) as reader,
        ):
            store = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return
    except c2pa.C2paError as error:
        elsewhere = str(error).startswith("Remote")
        description.offer("credentials_state", "elsewhere" if elsewhere else "unreadable", "c2pa")
        return
    _add(store, description)


@cache
def _package_folder() -> str | None:
    """The folder of the extra's package; None when it is not installed."""
    spec = find_spec(_LIBRARY)
    return str(Path(spec.origin).parent) if spec and spec.origin else None


@cache
def _library(folder: str) -> Any:
    """c2pa-python, imported as if its own folder were the present one: it loads a native library of the right name from
    the present folder, whoever put that there, and fails where that folder is gone."""
    present = os.getcwd
    os.getcwd = lambda: folder
    try:
        return importlib.import_module(_LIBRARY)
    finally:
        os.getcwd = present


def _has_signs(file: BinaryIO) -> bool:
    """Whether the file may have credentials. Most have none, and then the library is not even loaded."""
    file.seek(0)
    rest = b""
    while block := file.read(_BLOCK):
        if any(sign in rest + block for sign in _SIGNS):
            return True
        rest = block[-len(max(_SIGNS, key=len)) :]
    return False


def _add(store: Mapping[str, Any], description: Description) -> None:
    manifests: Mapping[str, Mapping[str, Any]] = store.get("manifests") or {}
    active = manifests.get(str(store.get("active_manifest"))) or {}
    description.offer("credentials_state", _STATES.get(str(store.get("validation_state")), "unreadable"), "c2pa")
    description.offer("credentials_issuer", _name((active.get("signature_info") or {}).get("issuer")), _ISSUER)
    description.offer("credentials_program", _name(_program(active)), _PROGRAM)
    for source in _machine_sources([active, *manifests.values()]):
        description.prefer("digital_source", source, _SOURCE)  # an editor may have dropped what XMP said of it
        break


def _program(manifest: Mapping[str, Any]) -> str:
    infos: Sequence[Mapping[str, Any]] = manifest.get("claim_generator_info") or []
    if infos and infos[0].get("name"):
        return f"{infos[0]['name']} {infos[0].get('version') or ''}"
    return str(manifest.get("claim_generator") or "")


def _machine_sources(manifests: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The digital source types by which an action says that a machine made the picture or a part of it, also in the
    manifests of what it was made from."""
    for manifest in manifests:
        for assertion in manifest.get("assertions") or ():
            if str(assertion.get("label")).startswith("c2pa.actions"):
                for action in (assertion.get("data") or {}).get("actions") or ():
                    source = str(action.get("digitalSourceType") or "")
                    if _MACHINE in source.lower():
                        yield source[:_LONGEST]


def _name(said: object) -> str:
    return clean_metadata_text(str(said or ""))[:_LONGEST].strip()
