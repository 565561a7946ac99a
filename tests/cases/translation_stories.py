"""Releases of one office in three languages, and its daily bulletins."""

from __future__ import annotations

OFFICES = {
    "id": ("SEKRETARIAT PELABUHAN CONTOH", "SIARAN PERS", "Nomor: "),
    "en": ("MODEL PORTS SECRETARIAT", "PRESS RELEASE", "No. "),
    "vi": ("BAN THƯ KÝ CẢNG MẪU", "THÔNG CÁO BÁO CHÍ", "Số: "),
}
MONTHS = {"id": "April", "en": "April", "vi": "tháng 4 năm"}
SIGNED = {  # the common part of all releases of one office
    "id": "Keterangan lebih lanjut diberikan oleh Sekretaris Jenderal Marlina Waworuntu dan jubir Pham Duc Thinh.",
    "en": "Further details are given by Secretary-General Marlina Waworuntu and the spokesman, Pham Duc Thinh.",
    "vi": "Thông tin thêm do Tổng Thư ký Marlina Waworuntu và người phát ngôn Phạm Đức Thịnh cung cấp cho các báo.",
}
LEAD = {
    "id": "Kabar ini disampaikan oleh Marlina Waworuntu, ketua Forum Pelabuhan di Sangiang.",
    "en": "This was announced by Marlina Waworuntu, who chairs the Forum Pelabuhan in Sangiang.",
    "vi": "Tin do bà Marlina Waworuntu, người chủ trì Forum Pelabuhan tại Sangiang, công bố.",
}
STORIES = {
    "ferry": {
        "id": """Feri malam Sangiang mulai berlayar

Kapal feri malam pertama berangkat dari Sangiang ke Pulau Tirta dengan 320 penumpang dan 46 truk. Nakhoda Yosefina
Rumbiak mengatakan pelayaran 58 mil itu memakan waktu tujuh jam bila angin tenang.

Wali Kota Sangiang, Darmawan Siregar, melepas kapal bersama warga yang menunggu sejak sore di dermaga kayu.""",
        "en": """Sangiang night ferry sets sail

The first night ferry left Sangiang for Pulau Tirta with 320 passengers and 46 lorries. Captain Yosefina Rumbiak said
that the crossing of 58 miles takes seven hours when the wind is low.

The Mayor of Sangiang, Darmawan Siregar, saw the ship off with the people who had waited since the afternoon on the
wooden pier.""",
        "vi": """Phà đêm Sangiang bắt đầu khởi hành

Chuyến phà đêm đầu tiên rời Sangiang đi Pulau Tirta với 320 hành khách và 46 xe tải. Thuyền trưởng Yosefina Rumbiak
cho biết hành trình 58 hải lý mất bảy giờ khi gió nhẹ.

Thị trưởng Sangiang Darmawan Siregar tiễn tàu cùng người dân đã chờ từ chiều trên cầu gỗ.""",
    },
    "crane": {
        "id": """Derek tua dipindahkan ke museum

Derek uap buatan Gustav Lindqvist dari tahun 1911 dibongkar menjadi 214 bagian dan dibawa dengan 19 gerobak ke Museum
Bahari. Kurator Nguyen Thi Lan menyebut derek itu guru bagi semua derek lain di pelabuhan.

Pekerjaan dipimpin mandor Bonar Sitompul dan selesai dalam 33 hari, lebih cepat daripada yang direncanakan.""",
        "en": """Old crane moves into the museum

The steam crane that Gustav Lindqvist built in 1911 was taken apart into 214 pieces and brought on 19 carts to the
Museum Bahari. The curator, Nguyen Thi Lan, called it the teacher of every other crane in the port.

The work was led by the foreman Bonar Sitompul and took 33 days, fewer than had been planned for it.""",
        "vi": """Cần cẩu cũ được đưa vào bảo tàng

Chiếc cần cẩu hơi nước do Gustav Lindqvist chế tạo năm 1911 được tháo thành 214 bộ phận và chở bằng 19 xe kéo tới
Museum Bahari. Giám tuyển Nguyễn Thị Lan gọi nó là thầy của mọi cần cẩu khác trong cảng.

Công việc do đốc công Bonar Sitompul chỉ huy và hoàn thành trong 33 ngày, sớm hơn kế hoạch.""",
    },
    "oysters": {
        "id": """Tiram kembali ke muara Lasolo

Peneliti menebar 75.000 bibit tiram di muara Lasolo setelah air sungai dinyatakan bersih. Menurut ahli biologi Helga
Brandvold, tiram menyaring 190 liter air sehari dan menahan lumpur bagi 12 desa.

Ketua nelayan Abdul Karim Daeng Nai berjanji bahwa tiram tidak akan dipanen sampai besarnya cukup.""",
        "en": """Oysters return to the Lasolo estuary

Researchers set out 75,000 young oysters in the estuary of the Lasolo after the river was declared clean. An oyster
filters 190 litres of water a day, said the biologist Helga Brandvold, and holds the silt for 12 villages.

The head of the fishermen, Abdul Karim Daeng Nai, promised that none would be taken before they are large enough.""",
        "vi": """Hàu trở lại cửa sông Lasolo

Các nhà nghiên cứu thả 75.000 hàu giống ở cửa sông Lasolo sau khi nước sông được công bố là sạch. Theo nhà sinh vật học
Helga Brandvold, mỗi con hàu lọc 190 lít nước một ngày và giữ bùn cho 12 làng.

Người đứng đầu ngư dân Abdul Karim Daeng Nai hứa sẽ không ai thu hoạch trước khi hàu đủ lớn.""",
    },
    "choir": {  # with few names and no figures
        "id": """Paduan suara dermaga menyanyi untuk para pelaut

Paduan suara para kuli dermaga menyanyikan lagu-lagu lama di aula Santa Brigita bagi pelaut yang tidak dapat pulang.
Dirigen Oswald Manuhutu memilih lagu dari kampung masing-masing penyanyi, dan hadirin ikut bernyanyi.""",
        "en": """Dockers' choir sings for the seafarers

The choir of the dockers sang old songs in the hall of Santa Brigita for seafarers who cannot go home. The conductor,
Oswald Manuhutu, chose songs from the village of each of the singers, and the guests joined in.""",
        "vi": """Dàn hợp xướng bến tàu hát cho thủy thủ

Dàn hợp xướng công nhân bến tàu hát những bài ca cũ tại hội trường Santa Brigita cho các thủy thủ không thể về nhà.
Nhạc trưởng Oswald Manuhutu chọn bài hát từ làng quê của từng ca sĩ, và khách mời cùng hát theo.""",
    },
}
BULLETINS = {  # routine ones: the same place and people, different figures
    "id": """Buletin gelombang Selat Kembar

Tinggi gelombang di Selat Kembar mencapai {a} sentimeter pagi ini, dan {b} perahu menunggu di Teluk Rimba. Kepala
stasiun Hendra Wijaya meminta nelayan mengikuti siaran Radio Camar. Bantuan datang dari kapal Baruna Jaya.""",
    "en": """Bulletin on waves in Selat Kembar

Waves in the Selat Kembar reached {a} centimetres this morning, and {b} boats are waiting in Teluk Rimba. The head of
the station, Hendra Wijaya, asked fishermen to follow Radio Camar. The ship Baruna Jaya has come to help.""",
    "vi": """Bản tin sóng biển Selat Kembar

Sóng tại Selat Kembar cao {a} cm sáng nay, và {b} thuyền đang chờ tại Teluk Rimba. Trưởng trạm Hendra Wijaya đề nghị
ngư dân theo dõi Radio Camar. Tàu Baruna Jaya đã đến hỗ trợ.""",
}
DAY = 19  # of April 2025


def release(story: str, language: str, number: str = "", day: int | None = DAY) -> str:
    """Return a release as written by its office, with the common signature at its end."""
    return _written(STORIES[story][language], language, number, day)


def bulletin(language: str, day: int, number: str, figures: tuple[int, int]) -> str:
    """Return one of many similar bulletins."""
    return _written(BULLETINS[language].format(a=figures[0], b=figures[1]), language, number, day)


def _written(body: str, language: str, number: str, day: int | None) -> str:
    office, label, before = OFFICES[language]
    title, _, rest = body.partition("\n\n")
    head = [office, label, *([before + number] if number else [])]
    place = {"id": "Sangiang, {} {} 2025 - ", "en": "Sangiang, {} {} 2025 - ", "vi": "Sangiang, ngày {} {} 2025 - "}
    dateline = place[language].format(day, MONTHS[language]) if day else ""
    return "\n".join([*head, "", title, "", f"{dateline}{LEAD[language]}\n{rest}", "", SIGNED[language], ""])
