"""Texts with and without secrets, written before the rule was run on any file.

No key, token or number here is real. They are assembled when the tests run, so that repository scanners do not report
them.
"""

from __future__ import annotations

import zlib

KEY, TOKEN, IDENTITY = "private-key", "access-token", "identity-number"

_LINES = "\n".join(["MIIEpAIBAAKCAQEAxnb7Zk3q9vQm2Vd0u8sTfjc4yWlP5rHaGgkNoE1iRtXwBzDf"] * 6)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def pem(kind: str, body: str = _LINES, rule: str = "-----") -> str:
    """Return a PEM block as written by programs."""
    return f"{rule}BEGIN {kind}{rule}\n{body}\n{rule}END {kind}{rule}"


def checked(prefix: str, random: str) -> str:
    """Return a token that ends with the CRC-32 of its random part in six base-62 digits, as used by GitHub and npm."""
    number, digits = zlib.crc32(random.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = _DIGITS[rest] + digits
    return f"{prefix}_{random}{digits}"


_RANDOM = "f3Kq9ZbT0xWm7LdR2vYc8NpH5sJgU1"  # 30 characters
GITHUB = checked("ghp", _RANDOM)
SECRET_KEY = pem("RSA PRIVATE KEY")

FOUND: tuple[tuple[str, str, str], ...] = (
    # (what it is, kind, text)
    ("RSA", KEY, f"Siaran pers.\n\n{SECRET_KEY}\n\nTerima kasih."),
    ("PKCS 8", KEY, pem("PRIVATE KEY")),
    ("encrypted PKCS 8", KEY, pem("ENCRYPTED PRIVATE KEY")),
    (
        "EC, short",
        KEY,
        pem("EC PRIVATE KEY", "MHcCAQEEIBkg4LVWM9nuwNSk3yByxZpYRTBnVJk5oZkXkq9vQm2V\nd0u8sTfjc4yWlP5rHaGgkNoE1iRtXw=="),
    ),
    (
        "OpenSSH",
        KEY,
        pem("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz\n" * 4),
    ),
    (
        "DSA with headers",
        KEY,
        pem("DSA PRIVATE KEY", f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,1F0A\n\n{_LINES}"),
    ),
    ("PGP", KEY, pem("PGP PRIVATE KEY BLOCK", f"Version: GnuPG v2\nComment: kantor humas\n\n{_LINES}")),
    (
        "SSH.com",
        KEY,
        pem("SSH2 ENCRYPTED PRIVATE KEY", f'Comment: "2048-bit"\n{_LINES}', "---- ").replace("---- \n", "----\n"),
    ),
    (
        "PuTTY",
        KEY,
        (
            "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: humas\nPublic-Lines: 1\nAAAAB3NzaC1yc2E\n"
            "Private-Lines: 2\nAAABAQCn0s9vQm2Vd0u8sTfjc4yWlP5rHaGgkNoE1iRtXwBzDfkq9vQm2Vd0u8sT\nMIIEpAIBAAKCAQEAxnb7\n"
            "Private-MAC: 0f"
        ),
    ),
    ("a key in one line, as a program joined it", KEY, " ".join(SECRET_KEY.split("\n"))),
    ("a key in a word processor's dashes", KEY, pem("RSA PRIVATE KEY", rule="—–")),
    ("a key cut off at its end", KEY, SECRET_KEY[:300]),
    ("a key quoted in a mail", KEY, "\n".join(f"> {line}" for line in SECRET_KEY.split("\n"))),
    ("AWS", TOKEN, "The key is " + "AKIA" + "Z7QK2WXVB5NTRLP3."),
    ("AWS, for a while", TOKEN, "aws_access_key_id=" + "ASIA" + "Y34FZKBOKMUTVV7A"),
    ("GitHub", TOKEN, f"git clone https://{GITHUB}@example.org/a.git"),
    ("GitHub, of an app", TOKEN, checked("ghs", _RANDOM)),
    ("GitHub, fine-grained", TOKEN, "github_pat_" + "11ABCDEFG0a1b2c3d4e5f6" + "_" + "Ab1" * 19 + "Zz"),
    ("npm", TOKEN, f"//registry/:_authToken={checked('npm', _RANDOM)}"),
    ("Slack, a bot", TOKEN, "token: xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"),
    ("Slack, a user", TOKEN, "xoxp-" + "123456789012-123456789012-123456789012-" + "0123456789abcdef" * 2),
    ("Slack, a hook", TOKEN, "https://hooks.slack.com/services/" + "T0AB1CD2E/B0AB1CD2E/AbCdEfGhIjKlMnOpQrStUvWx"),
    ("Google", TOKEN, "key=" + "AIza" + "SyD3kq9ZbT0xWm7LdR2vYc8NpH5sJgU1f-_"),
    ("Stripe", TOKEN, "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
    ("GitLab", TOKEN, "glpat-" + "x3Kq9ZbT0xWm7LdR2vYc"),
    ("Telegram", TOKEN, "bot " + "612345678:AA" + "Hk3q9ZbT0xWm7LdR2vYc8NpH5sJgU1f-x"),
    ("NIK", IDENTITY, "Nama: Budi\nNIK: 3273012501900001\nAlamat: Bandung"),
    ("NIK of a woman", IDENTITY, "NIK 3171046708850003"),
    ("NIK after its long name", IDENTITY, "Nomor Induk Kependudukan (NIK): 5371021212750002"),
    ("NIK with blanks", IDENTITY, "No. KTP : 3273 0125 0190 0001"),
    ("NIK with points", IDENTITY, "No KTP 32.73.01.250190.0001"),
    ("NIK in a sentence", IDENTITY, "Tersangka dengan nomor KTP 9471011503880004 ditangkap."),
    ("NIK on the line below its label", IDENTITY, "NIK\n3273012501900001"),
    ("NIK with its label behind", IDENTITY, "3273012501900001 (NIK)"),
    ("family card", IDENTITY, "No. KK: 3273010101100007"),
    ("a list of NIK", IDENTITY, "NIK;Nama\n3273012501900001;A\n3578104503920002;B\n7371091201850003;C\n"),
    ("a list without its heading", IDENTITY, "3273012501900001 A\n3578104503920002 B\n7371091201850003 C\n"),
    ("CCCD", IDENTITY, "Ông A, CCCD số 001085012345, trú tại Hà Nội"),
    ("CCCD in full", IDENTITY, "Số căn cước công dân: 079192001234"),
    ("CCCD without marks", IDENTITY, "So can cuoc: 048300006789"),
    ("CCCD with blanks", IDENTITY, "Số định danh cá nhân: 001 085 012 345"),
    ("CMND", IDENTITY, "Số CMND: 012345678, cấp ngày 5/5/2010"),
)

CLEAN: tuple[tuple[str, str], ...] = (
    ("a public key", pem("PUBLIC KEY")),
    ("a certificate", pem("CERTIFICATE")),
    ("a PGP signature", pem("PGP SIGNATURE") + "\n" + pem("PGP PUBLIC KEY BLOCK")),
    ("a text about keys", "Files that begin with -----BEGIN RSA PRIVATE KEY----- must never be sent by mail."),
    ("a key that was taken out", pem("RSA PRIVATE KEY", "[removed]")),
    ("a key as dots", pem("RSA PRIVATE KEY", "...")),
    ("Amazon's example", "AKIA" + "IOSFODNN7EXAMPLE"),
    ("a hashtag", "#ASIAPACIFICPARTNERS and ASIAPACIFICPARTNERSX"),
    ("GitHub with a wrong checksum", "ghp_" + _RANDOM + "000000"),
    ("a placeholder", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx and xoxb-your-token-here"),
    ("a token's beginning", "Tokens begin with ghp_, github_pat_, xoxb-, AIza or AKIA."),
    (
        "a signed web token",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ),
    ("a password in an address", "ftp://humas:rahasia@ftp.example.id/rilis"),
    ("one number without a label", "Virtual account 3273012501900001 atas nama panitia"),
    ("a label and a number that no NIK has", "NIK 9973014501900001 dan NIK 3273019901900001"),
    ("a label and a card of a bank", "KTP dan kartu 4111 1111 1111 1111 dibawa"),
    ("a masked NIK", "NIK 327301******0001"),
    ("an official's number", "Drs. Ahmad, M.Si.\nNIP. 196501011990031001\nNIP 19650101 199003 1 001"),
    ("the release about the NIK", "Dukcapil: 16 digit NIK menjadi NPWP bagi 69.000.000 wajib pajak mulai 2024"),
    ("telephones", "Hubungi 0812-3456-7890 atau 021 3841 2345, KTP dibawa"),
    ("a letter's number", "Nomor: 470/1234/Dukcapil/2025, NIK gratis, 17082025 hingga 31122025"),
    ("a row of figures", "KTP 12 34 56 78 90 12 34 56 78 90 12 34"),
    ("amounts", "Anggaran KTP elektronik 5.952.083.009.000 rupiah; 1.234.567.890.123.456"),
    ("CCCD as a subject", "Bộ Công an đã cấp 86.123.456 thẻ căn cước gắn chip trong 12 tháng năm 2025"),
    ("twelve digits without a label", "Mã hồ sơ 001085012345"),
    ("a label and no such number", "Số CCCD 999985012345; căn cước 001985012345"),
    ("a hotline beside it", "Thắc mắc về căn cước công dân gọi 1900 0368 hoặc 024 3825 6789"),
    ("an ISBN", "ISBN 978-602-03-1234-5, KTP"),
    ("a picture's name", "IMG_3273012501900001.jpg diambil di Bandung"),
    (
        "three bar codes among many",
        "\n".join(f"89988{n:011d}" for n in range(40)) + "\n3273012501900001\n3578104503920002",
    ),
)
