"""The releases and speeches of the corpus that came from word processors, and the hostile ones among them."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator

from PIL import Image

from making import photos, rich, word
from making.compound import compound
from making.word import item, par, picture, run, table

STAMP = {"dcterms:created": "2026-02-20T02:00:00Z", "dcterms:modified": "2026-02-23T04:10:00Z"}


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each document's path in the corpus and what makes it."""
    yield "releases/2026-02-23-bibit-bakau.docx", lambda: word.document(MANGROVES)
    yield "releases/2023-08-14-den-bien-hon-rom.docx", lambda: word.document(BEACON)
    yield "releases/2022-05-19-xuong-dong-tau.rtf", lambda: SHIPYARD
    yield "releases/2025-08-20-kendala-sinyal.rtf", lambda: SIGNAL
    yield "broken/too-deep.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000
    yield "broken/cut-in-half.rtf", lambda: SIGNAL[: len(SIGNAL) // 2]
    yield "broken/entities.docx", lambda: word.document(ENTITIES)
    yield "broken/too-deep.docx", lambda: word.document(word.Word("<w:sdt><w:sdtContent>" * 400 + par("Isi")))
    yield "broken/cut-in-half.docx", lambda: (whole := word.document(BEACON))[: len(whole) // 2]
    yield "broken/encrypted.docx", lambda: compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(4096)})


def _seagrass() -> bytes:
    small = photos.SCENES["seagrass"]().resize((320, 213), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


ENTITIES = word.Word(
    par("&a9;").replace("&amp;", "&"),
    prolog="<!DOCTYPE w [<!ENTITY a0 'bom'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>",
)

MANGROVES = word.Word(
    header=par("SEKRETARIAT KORIDOR MARITIM") + par("Jalan Dermaga Utara 12, Batam 29432") + par("www.skm.example"),
    footer=par("Sekretariat Koridor Maritim – Biro Humas"),
    body=par("SIARAN PERS", bold=True)
    + par("Nomor: 09/SP/SKM/II/2026")
    + par("Empat Puluh Ribu Bibit Bakau Mulai Ditanam di Pulau Abang", bold=True)
    + "<w:p>"
    + run("BATAM, 23 Februari 2026 – Sekretariat Koridor Maritim mulai menanam empat puluh ribu bibit bakau di ")
    + f"<w:del>{run('Pulau Galang').replace('w:t>', 'w:delText>').replace('<w:t ', '<w:delText ')}</w:del>"
    + f"<w:ins>{run('Pulau Abang')}</w:ins>"
    + run(", agar tanah pesisir tidak lagi hanyut bersama ombak musim utara.")
    + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    + f"<w:p>{picture('image1.jpeg', 'bakau-abang.jpg')}</w:p>"
    + par("Warga menanam bibit pertama di tepi Pulau Abang. Foto: SKM/Maria Goreti Lengkong", "Keterangan")
    + par("Tahap pertama menyangkut tiga tempat:")
    + item("Teluk Abang Besar, dua belas ribu bibit;", 1)
    + item("Tanjung Ranggas, delapan ribu bibit;", 1)
    + item("muara Petong, dua puluh ribu bibit.", 1)
    + table([["Tempat", "Luas", "Selesai"], ["Teluk Abang Besar", "9 hektare", "Maret"],
             ["Tanjung Ranggas", "14 hektare", "April"]])
    + "<w:p>"
    + run("Peta letaknya dapat diunduh di ")
    + f'<w:hyperlink r:id="none">{run("peta.skm.example/bakau")}</w:hyperlink>'
    + run(".")
    + "</w:p>"
    + par("Narahubung: Sari Wulandari, humas@skm.example"),
    notes=[par("Usulan itu pertama kali disampaikan oleh warga pada tahun 2024.")],
    core={
        "dc:title": "Empat Puluh Ribu Bibit Bakau Mulai Ditanam di Pulau Abang",
        "dc:creator": "Biro Humas SKM",
        "cp:keywords": "bakau, pesisir, Pulau Abang",
        **STAMP,
    },
    pictures={"image1.jpeg": _seagrass()},
)  # fmt: skip


def abc(text: str) -> str:
    """Text as it is typed with a font of the ABC set (TCVN 5712:1993, VN3): each letter as what Windows-1252 has
    there."""
    letters = dict(zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes([*range(0xA1, 0xAF), 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA,
               0xCB, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE, 0xDF,
               0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xF1, 0xF2,
               0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE]).decode("cp1252"),
        strict=True,
    ))  # fmt: skip
    return "".join(letters.get(char, char) for char in text)


def _old(words: str, font: str = ".VnTime") -> str:
    """The XML of a paragraph in a font of the ABC set; in one of capitals small letters stand for them."""
    typed = abc(words.lower() if font.endswith("H") else words)
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    return f"<w:p>{run(typed, fonts)}</w:p>"


BEACON = word.Word(
    body=table([[
        _old("ban thư ký hành lang hàng hải", ".VnTimeH") + _old("Số: 31/TB-BTK"),
        _old("cộng hòa xã hội chủ nghĩa việt nam", ".VnTimeH") + _old("Độc lập - Tự do - Hạnh phúc")
        + _old("Đà Nẵng, ngày 14 tháng 8 năm 2023"),
    ]])
    + _old("thông cáo báo chí", ".VnTimeH")
    + _old("Đèn biển Hòn Rơm sáng trở lại sau hai năm")
    + _old("Đêm 13 tháng 8, ngọn đèn trên đảo Hòn Rơm được thắp lại sau hai năm sửa chữa. Ngư dân của bốn xã ven biển"
           " có thể nhìn thấy ánh đèn từ khoảng cách mười tám hải lý.")
    + _old("Ông Phạm Quốc Vượng, người giữ đèn, cho biết thấu kính cũ được giữ lại và đặt trong nhà trưng bày dưới chân"
           " tháp.")
    + "<w:p>" + run("Liên hệ: ") + run("baochi@btk.example") + "</w:p>",
    core={"dc:title": "Document1", "dc:creator": "Windows User", "dcterms:created": "2023-08-14T01:00:00Z"},
)  # fmt: skip


def vni(text: str) -> str:
    """Text as it is typed with a VNI font: a vowel, and behind it what stands for its marks, as Windows-1252 has
    them."""
    plain = {
        "đ": "ñ",
        "Đ": "Ñ",
        "ơ": "ô",
        "Ơ": "Ô",
        "ư": "ö",
        "Ư": "Ö",
        "ị": "ò",
        "í": "í",
        "ì": "ì",
        "ỉ": "æ",
        "ĩ": "ó",
    }
    tones = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
    hats = {"\u0302": dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True), none="â"),
            "\u0306": dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True), none="ê")}  # fmt: skip
    typed = []
    for char in text:
        if char.lower() in plain:
            typed.append(plain[char.lower()].upper() if char.isupper() else plain[char])
            continue
        base, *marks = unicodedata.normalize("NFD", char)
        hat = next((mark for mark in marks if mark in hats), None)
        tone = next((mark for mark in marks if mark in tones), None)
        horn = "\u031b" in marks
        letter = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base] if horn else base
        end = hats[hat][tone or "none"] if hat else tones[tone] if tone else ""
        typed.append(letter + (end.upper() if char.isupper() else end))
    return "".join(typed)


SHIPYARD = rich.rich(
    "\\pard\\qc{\\b " + rich.bytes_of(vni("THÔNG CÁO BÁO CHÍ")) + "}\\par\r\n"
    + rich.bytes_of(vni("Số: 18/TB-BTK")) + "\\par\r\n"
    + "{\\b " + rich.bytes_of(vni("Xưởng đóng tàu gỗ Cam Bình mở lại sau bão")) + "}\\par\\pard\r\n"
    + rich.bytes_of(vni("Cam Bình, ngày 19 tháng 5 năm 2022 - Xưởng đóng tàu gỗ Cam Bình đã mở lại sau năm tháng sửa"
                        " mái và đường trượt. Chiếc thuyền đầu tiên sẽ hạ thủy vào tháng 7.")) + "\\par\r\n"
    + rich.bytes_of(vni("Bà Đỗ Thị Hạnh, chủ xưởng, nói rằng thợ trẻ đã học được cách uốn ván bằng hơi nước."))
    + "\\par\r\n",
    ("\\fcharset0 VNI-Times",),
    "{\\title Document}{\\author Ban Th}{\\creatim\\yr2022\\mo5\\dy18\\hr9\\min30}",
)  # fmt: skip

SIGNAL = rich.rich(
    "\\pard\\s1\\b " + rich.words("Kendala Sinyal di Lima Suar Sudah Diatasi") + "\\b0\\par\\pard\\plain\r\n"
    + rich.words("TANJUNGPINANG, 20 Agustus 2025 – Lima suar di Selat Lembayung kembali mengirim sinyal setelah padam"
                 " sejak Senin.")
    + "{\\footnote\\pard " + rich.words("Suar nomor 11 sampai 15.") + "}\\par\r\n"
    + rich.bytes_of("“Kami mengganti baterainya,” kata Rizal Effendi, kepala bengkel.") + "\\par\r\n"
    + "\\trowd\\cellx3000\\cellx6000\\pard\\intbl Suar\\cell Pulih\\cell\\row\r\n"
    + "\\trowd\\cellx3000\\cellx6000\\pard\\intbl Batu Kapal\\cell Rabu pagi\\cell\\row\\pard\r\n"
    + rich.words("Narahubung: Sari Wulandari") + "\\par\r\n",
    info="{\\title Kendala Sinyal di Lima Suar Sudah Diatasi}{\\author Biro Humas SKM}{\\creatim\\yr2025\\mo8\\dy20}",
    before="{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}"
    "{\\header\\pard SEKRETARIAT KORIDOR MARITIM\\par Nomor: 40/SP/SKM/VIII/2025\\par}",
)  # fmt: skip
