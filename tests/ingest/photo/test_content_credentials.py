"""Content credentials of photos: read by a confined worker, stored with their origin, shown with the rights."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from archive.access import PUBLIC
from archive.record import Description
from archive.storage.archive import Archive
from ingest.photo import content_credentials
from ingest.photo.content_credentials import add_content_credentials
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import jpeg, packet, xmp_segment
from webui import create_app
from webui.services.services import OpenArchive

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
TAKEN = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
ISSUER = "Kantor Berita Kupang"
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONSAFEPATH": "1"}
READ = """
import shutil
from pathlib import Path
from archive.record import Description
from ingest.photo.content_credentials import add_content_credentials
if {gone}:
    shutil.rmtree(Path.cwd())
description = Description("image/jpeg", "photo", 1)
with open({photo!r}, "rb") as file:
    add_content_credentials(file, "image/jpeg", description)
print(description.values["credentials_issuer"])
"""


def _certificate(name: str, key: ec.EllipticCurvePrivateKey, by: tuple[x509.Name, Any, bool]) -> x509.Certificate:
    issuer, signing, is_authority = by
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, ISSUER), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if not is_authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(signing, hashes.SHA256())


@pytest.fixture(scope="module")
def signer() -> Iterator[c2pa.Signer]:
    """Yield a signer whose certificate is not trusted."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, ISSUER), x509.NameAttribute(NameOID.COMMON_NAME, "Root")]
    )
    root = _certificate("Root", root_key, (root_name, root_key, True))
    leaf = _certificate("Meja foto", key, (root_name, root_key, False))
    pem = serialization.Encoding.PEM
    chain = leaf.public_bytes(pem) + root.public_bytes(pem)
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, secret, None)) as made:
        yield made


def signed(signer: c2pa.Signer, source: str, picture: bytes | None = None) -> bytes:
    """Return a photo with credentials that say how it was made."""
    action = {"action": "c2pa.created", "digitalSourceType": source}
    manifest = {
        "claim_generator_info": [{"name": "Kamera Kupang", "version": "1.2"}],
        "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    target = io.BytesIO()
    with c2pa.Builder(json.dumps(manifest)) as builder:
        builder.sign(signer, "image/jpeg", io.BytesIO(jpeg() if picture is None else picture), target)
    return target.getvalue()


def described(data: bytes) -> Description:
    """Return the description from its credentials."""
    description = Description("image/jpeg", "photo", 1)
    add_content_credentials(io.BytesIO(data), "image/jpeg", description)
    return description


def test_credentials_of_a_machine_are_told_with_their_origin(signer: c2pa.Signer) -> None:
    found = described(signed(signer, AI))
    assert found.values == {
        "credentials_state": "valid",
        "credentials_issuer": ISSUER,
        "credentials_program": "Kamera Kupang 1.2",
        "digital_source": AI,
    }
    assert found.origins["digital_source"][0].origin == "c2pa:actions.digitalSourceType"


def test_a_changed_file_has_an_invalid_signature(signer: c2pa.Signer) -> None:
    data = bytearray(signed(signer, TAKEN))
    data[-20] ^= 1
    found = described(bytes(data))
    assert found.values["credentials_state"] == "invalid"
    assert "digital_source" not in found.values


def test_without_credentials_or_the_extra_nothing_is_added(
    signer: c2pa.Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert described(jpeg()).values == {}
    monkeypatch.setattr(content_credentials, "_package_folder", lambda: None)
    assert described(signed(signer, AI)).values == {}


@pytest.mark.parametrize("gone", [False, True], ids=["with a strange library", "deleted"])
def test_the_present_folder_does_not_matter(signer: c2pa.Signer, tmp_path: Path, gone: bool) -> None:
    """c2pa-python would load a library of that name from it, and could not be imported if it was deleted."""
    photo, here = tmp_path / "a.jpg", tmp_path / "here"
    photo.write_bytes(signed(signer, AI))
    here.mkdir()
    (here / "libc2pa_c.so").write_bytes(b"no library")
    program = READ.format(photo=str(photo), gone=gone)
    run = subprocess.run([sys.executable, "-c", program], cwd=here, env=ENVIRONMENT, capture_output=True, text=True)
    assert (run.stdout.split("\n")[0], run.stderr) == (ISSUER, "")


def test_credentials_behind_many_bytes_are_seen(signer: c2pa.Signer) -> None:
    """The marker may span two blocks."""
    for length in (*range(content_credentials._BLOCK - 5, content_credentials._BLOCK + 1), 0):
        assert content_credentials._has_signs(io.BytesIO(bytes(length) + b"c2pa"))
    assert not content_credentials._has_signs(io.BytesIO(bytes(3 * content_credentials._BLOCK)))


def test_a_worker_reads_them_and_the_page_shows_them(signer: c2pa.Signer, tmp_path: Path) -> None:
    """The library would open a connection for credentials on a server, which would kill a confined worker."""
    away = packet(
        '<dcterms:provenance xmlns:dcterms="http://purl.org/dc/terms/">https://example.org/m.c2pa</dcterms:provenance>'
    )
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "a.jpg").write_bytes(signed(signer, AI))
    (disk / "b.jpg").write_bytes(jpeg(xmp_segment(away)))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        records = archive.catalogue.get_many(archive.catalogue.visible_ids(PUBLIC), PUBLIC)
    ids = {record.filename: record.id for record in records}
    services = OpenArchive(tmp_path / "archive")
    try:
        client = create_app({"SERVICES": services}).test_client()
        pages = {name: client.get(f"/records/{one}").get_data(as_text=True) for name, one in ids.items()}
        values = client.get(f"/api/v1/records/{ids['a.jpg']}").get_json()["values"]
    finally:
        services.close()
    assert (
        f"Content credentials: declared as made with AI; issued by <bdi>{ISSUER}</bdi>; made with "
        "<bdi>Kamera Kupang 1.2</bdi>; signature valid, signer not verified."
    ) in pages["a.jpg"]
    assert "It was made or changed by software, not taken: say so." in pages["a.jpg"]
    assert (values["credentials_issuer"], values["digital_source"]) == (ISSUER, AI)
    assert "Content credentials: kept on another server, not read." in pages["b.jpg"]
