"""Captions in three languages that say who stands where, with the people they show, as `Name = position`; and captions
whose positions are those of things."""

from __future__ import annotations

from tests.cases.shown_later import LATER

# fmt: off
INDONESIAN = [
    ("Presiden RI Prabowo Subianto (kanan) menerima kunjungan tamu.", "Prabowo Subianto = right"),
    (
        "Presiden Prabowo Subianto (kiri) berjabat tangan dengan Presiden Vietnam Luong Cuong (kanan) di Hanoi.",
        "Prabowo Subianto = left; Luong Cuong = right",
    ),
    ("Menteri Luar Negeri Sugiono (tengah) tiba di bandara.", "Sugiono = centre"),
    ("Menlu Sugiono (kedua kiri) bersama delegasi.", "Sugiono = second from left"),
    ("Gubernur Jawa Barat Dedi Mulyadi (kedua dari kanan) meninjau tanggul.", "Dedi Mulyadi = second from right"),
    ("Budi Raharjo (ketiga kanan) menerima piala.", "Budi Raharjo = third from right"),
    ("Wakil Presiden Gibran Rakabuming Raka (depan) menyapa warga.", "Gibran Rakabuming Raka = front"),
    ("Dewi Anggraeni (belakang) mengikuti lomba.", "Dewi Anggraeni = back"),
    ("Ketua DPR Puan Maharani (berdiri) memimpin rapat.", "Puan Maharani = standing"),
    (
        "Kiri ke kanan: Budi Raharjo, Dewi Anggraeni, dan Siti Rahma di dermaga.",
        "Budi Raharjo = first from left; Dewi Anggraeni = second from left; Siti Rahma = third from left",
    ),
    (
        ("(Dari kiri ke kanan) Menteri Keuangan Purbaya Yudhi Sadewa, Menteri Pertahanan Sjafrie Sjamsoeddin dan "
        "Kapolri Jenderal Listyo Sigit Prabowo saat rapat."),
        ("Purbaya Yudhi Sadewa = first from left; Sjafrie Sjamsoeddin = second from left; "
        "Listyo Sigit Prabowo = third from left"),
    ),
    (
        "Budi Raharjo, Dewi Anggraeni, dan Siti Rahma (kiri ke kanan) di dermaga.",
        "Budi Raharjo = first from left; Dewi Anggraeni = second from left; Siti Rahma = third from left",
    ),
    (
        "Dari kiri: Budi Raharjo, Dewi Anggraeni.",
        "Budi Raharjo = first from left; Dewi Anggraeni = second from left",
    ),
    (
        "(ki-ka) Budi Raharjo, Dewi Anggraeni, Siti Rahma.",
        "Budi Raharjo = first from left; Dewi Anggraeni = second from left; Siti Rahma = third from left",
    ),
    ("Presiden Joko Widodo (kiri depan) menanam mangrove.", "Joko Widodo = left front"),
    ("Menteri Koordinator Bidang Perekonomian Airlangga Hartarto (kanan) di Jakarta.", "Airlangga Hartarto = right"),
    ("Menteri BUMN Erick Thohir (kiri) berbincang.", "Erick Thohir = left"),
    ("Sekretaris Jenderal PBB António Guterres (kanan) berpidato.", "António Guterres = right"),
    ("Perdana Menteri Vietnam Pham Minh Chinh (kedua kanan).", "Pham Minh Chinh = second from right"),
    ("Panglima TNI Jenderal Agus Subiyanto (kiri) memeriksa pasukan.", "Agus Subiyanto = left"),
    ("Wali Kota Surabaya Eri Cahyadi (tengah) membuka pameran.", "Eri Cahyadi = centre"),
    ("Bambang Suryolaksono, S.H., M.H. (kanan) menandatangani piagam.", "Bambang Suryolaksono = right"),
    ("Prof. Dr. Emil Salim (duduk) menerima penghargaan.", "Emil Salim = seated"),
    ("Đoàn Quốc Thịnh (kiri), Nur Aini Lestaluhu, dan Bambang Suryolaksono di Batam.", "Đoàn Quốc Thịnh = left"),
    (
        "Ratna (kiri) dan Siti (kanan) menjahit layar.",
        "Ratna = left; Siti = right",
    ),
    ("Presiden Prancis Emmanuel Macron (kedua dari kiri) tiba.", "Emmanuel Macron = second from left"),
    ("Pemain Timnas Indonesia Marselino Ferdinan (kiri) menggiring bola.", "Marselino Ferdinan = left"),
    ("Direktur Utama PT Pelni Tri Andayani (kanan) memberi sambutan.", "Tri Andayani = right"),
    ("Menteri Imigrasi dan Pemasyarakatan Agus Andrianto (kiri).", "Agus Andrianto = left"),
    ("Kepala Badan Gizi Nasional Dadan Hindayana (kanan) mencicipi menu.", "Dadan Hindayana = right"),
    ("Menteri Luar Negeri (Menlu) RI Sugiono (kanan) tiba.", "Sugiono = right"),
    ("Ibu Negara Iriana Joko Widodo (kedua kiri) menyapa.", "Iriana Joko Widodo = second from left"),
    ("Penyanyi Raisa (kanan) tampil.", "Raisa = right"),
    ("Haji Agus Salim (keempat dari kiri) pada 1946.", "Agus Salim = fourth from left"),
]

VIETNAMESE = [
    ("Chủ tịch nước Lương Cường (phải) đón Tổng Thư ký.", "Lương Cường = right"),
    (
        "Chủ tịch nước Lương Cường (bên phải) và Tổng Thư ký Liên hợp quốc António Guterres (bên trái).",
        "Lương Cường = right; António Guterres = left",
    ),
    ("Thủ tướng Phạm Minh Chính (giữa) thăm cảng.", "Phạm Minh Chính = centre"),
    ("Bà Nguyễn Thị Hoa (ngoài cùng bên phải) nhận hoa.", "Nguyễn Thị Hoa = far right"),
    ("Ông Trần Văn Bình (thứ hai từ trái) tại lễ ký.", "Trần Văn Bình = second from left"),
    ("Ông Trần Văn Bình (thứ 2 từ trái sang) tại lễ ký.", "Trần Văn Bình = second from left"),
    ("Bộ trưởng Ngoại giao Lê Hoài Trung (thứ ba từ phải sang).", "Lê Hoài Trung = third from right"),
    (
        "Từ trái sang: Nguyễn Văn An, Trần Thị Bích, Lê Minh Châu.",
        "Nguyễn Văn An = first from left; Trần Thị Bích = second from left; Lê Minh Châu = third from left",
    ),
    (
        "Từ trái qua: ông Nguyễn Văn An, bà Trần Thị Bích và ông Lê Minh Châu tại hội nghị.",
        "Nguyễn Văn An = first from left; Trần Thị Bích = second from left; Lê Minh Châu = third from left",
    ),
    (
        "Từ trái qua phải: Thủ tướng Phạm Minh Chính, Chủ tịch Quốc hội Trần Thanh Mẫn.",
        "Phạm Minh Chính = first from left; Trần Thanh Mẫn = second from left",
    ),
    (
        "Nguyễn Văn An, Trần Thị Bích và Lê Minh Châu (từ trái sang) tại lễ khai mạc.",
        "Nguyễn Văn An = first from left; Trần Thị Bích = second from left; Lê Minh Châu = third from left",
    ),
    ("Tổng Bí thư Tô Lâm (trái) tiếp Đại sứ Mỹ Marc Knapper (phải).", "Tô Lâm = left; Marc Knapper = right"),
    ("Tổng thống Pháp Emmanuel Macron (trái).", "Emmanuel Macron = left"),
    ("Tổng thống Hàn Quốc Lee Jae-myung (phải) phát biểu.", "Lee Jae-myung = right"),
    ("Bộ trưởng Bộ Ngoại giao Lê Hoài Trung (đứng giữa).", "Lê Hoài Trung = standing centre"),
    ("Phó Thủ tướng Thường trực Nguyễn Hòa Bình (bìa trái).", "Nguyễn Hòa Bình = far left"),
    (
        "Tổng Thư ký Trịnh Khánh Vân (phải) và Thị trưởng Batam Bambang Suryolaksono ký Hiến chương.",
        "Trịnh Khánh Vân = right",
    ),
    ("Đại tướng Phan Văn Giang (hàng đầu, thứ hai từ trái).", "Phan Văn Giang = front row second from left"),
    ("Thuyền trưởng Hoàng Minh Hải (ngồi) trên tàu.", "Hoàng Minh Hải = seated"),
    ("GS.TS. Nguyễn Lân Dũng (phải) trao quà.", "Nguyễn Lân Dũng = right"),
    ("Ca sĩ Mỹ Tâm (trái) biểu diễn.", "Mỹ Tâm = left"),
    ("Nguyên Chủ tịch nước Trương Tấn Sang (bên trái) thăm hỏi.", "Trương Tấn Sang = left"),
    ("Thủ tướng Nhật Bản Ishiba Shigeru (thứ nhất bên phải).", "Ishiba Shigeru = first from right"),
    ("Chủ tịch UBND TP. Hà Nội Trần Sỹ Thanh (trái).", "Trần Sỹ Thanh = left"),
]

ENGLISH = [
    ("President Prabowo Subianto (left) and Prime Minister Anwar Ibrahim (right) wave.",
     "Prabowo Subianto = left; Anwar Ibrahim = right"),
    ("Foreign Minister Retno Marsudi, left, shakes hands with Penny Wong, right, in Jakarta.",
     "Retno Marsudi = left; Penny Wong = right"),
    ("U.S. Secretary of State Marco Rubio (second left) arrives.", "Marco Rubio = second from left"),
    ("Ann Lee (2nd R) looks on.", "Ann Lee = second from right"),
    ("Ann Lee (C) looks on with Ben Roe (L).", "Ann Lee = centre; Ben Roe = left"),
    ("Ann Lee (centre) opens the fair.", "Ann Lee = centre"),
    ("From left: Ann Lee, Ben Roe and Carla Diaz on the quay.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("From left, Ann Lee, Ben Roe and Carla Diaz.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("(L-R) Ann Lee, Ben Roe and Carla Diaz attend the launch.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("Left to right, Ann Lee, Ben Roe.", "Ann Lee = first from left; Ben Roe = second from left"),
    ("Ann Lee, Ben Roe and Carla Diaz (from left to right) attend.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("Captain Ann Lee, pictured right, with the crew.", "Ann Lee = right"),
    ("The crew of Captain Ann Lee, second from left, on deck.", "Ann Lee = second from left"),
    ("Ann Lee, at left, and Ben Roe, at right, sign.", "Ann Lee = left; Ben Roe = right"),
    ("Indonesian President Joko Widodo, center, inspects troops.", "Joko Widodo = centre"),
    ("UN Secretary-General António Guterres (far right) speaks.", "António Guterres = far right"),
    ("Ursula von der Leyen (left) meets Mohammed bin Salman (right).",
     "Ursula von der Leyen = left; Mohammed bin Salman = right"),
    ("Chinese Premier Li Qiang (rear) waits.", "Li Qiang = back"),
    ("From left are Foreign Minister Sugiono, Trade Minister Budi Santoso and Ann Lee.",
     "Sugiono = first from left; Budi Santoso = second from left; Ann Lee = third from left"),
    ("Ann Lee, far left, watches.", "Ann Lee = far left"),
    ("Sir Keir Starmer (right) at Downing Street.", "Keir Starmer = right"),
    ("Dr. Martin O'Neill (third from right) and J.D. Vance (left).",
     "Martin O'Neill = third from right; J.D. Vance = left"),
    ("Mayor Ann Lee, front row left, with pupils.", "Ann Lee = front row left"),
]  # fmt: skip

THINGS = [
    ("Kapal (kiri) bersandar di dermaga.", ""),
    ("Gedung Sate (kanan) dan masjid raya (kiri).", ""),
    ("Jembatan Suramadu (kanan) saat senja.", ""),
    ("Kapal kayu (kanan) dan kapal besi.", ""),
    ("Warga (kiri) menonton pawai.", ""),
    ("Seorang Petugas (kanan) berjaga.", ""),
    ("KRI Dewaruci (kiri) berlayar.", ""),
    ("Bendera Indonesia (kiri) dan Vietnam (kanan).", ""),
    ("Kantor Kementerian Keuangan (kanan) di Jakarta.", ""),
    ("Menteri Luar Negeri (kiri) menyambut tamu.", ""),
    ("Kapal Dewaruci berlayar ke kiri dan ke kanan.", ""),
    ("The bridge (left) and the tower (right).", ""),
    ("The Golden Gate Bridge (left) in fog.", ""),
    ("Eiffel Tower (right) at night.", ""),
    ("Turn left, then right, at the quay.", ""),
    ("A ship, left, and a tug, right, in port.", ""),
    ("Left: the old hall. Right: the new hall.", ""),
    ("The Right Honourable member left.", ""),
    ("Jakarta (kanan) dilihat dari udara.", ""),
    ("Cầu Long Biên (phải) trong sương.", ""),
    ("Tàu huấn luyện (trái) cập cảng.", ""),
    ("Cờ Việt Nam (trái) và cờ Indonesia (phải).", ""),
    ("Trụ sở Bộ Ngoại giao (phải).", ""),
    ("Tòa nhà Quốc hội (giữa) ở Hà Nội.", ""),
    ("Menteri dan wali kota (kiri ke kanan)", ""),
    ("Từ trái sang: cờ các nước.", ""),
    ("Foto udara Masjid Istiqlal (tengah) dan Katedral (kanan).", ""),
    ("Peta Sumatra (kiri).", ""),
    ("", ""),
    ("(kanan)", ""),
]

CASES = [*LATER, *INDONESIAN, *VIETNAMESE, *ENGLISH, *THINGS]

TITLES = [
    ("Presiden RI Prabowo Subianto (kanan)", "Presiden RI", "Prabowo Subianto"),
    ("Menteri Luar Negeri RI Sugiono (kanan)", "Menteri Luar Negeri RI", "Sugiono"),
    ("Chủ tịch nước Lương Cường (phải)", "Chủ tịch nước", "Lương Cường"),
    ("Tổng Thư ký Liên hợp quốc António Guterres (phải)", "Tổng Thư ký Liên hợp quốc", "António Guterres"),
    ("Bộ trưởng Bộ Ngoại giao Lê Hoài Trung (phải)", "Bộ trưởng Bộ Ngoại giao", "Lê Hoài Trung"),
    ("U.S. Secretary of State Marco Rubio (left)", "U.S. Secretary of State", "Marco Rubio"),
    ("Indonesian Foreign Minister Sugiono, left,", "Indonesian Foreign Minister", "Sugiono"),
    ("Ann Lee (left)", None, "Ann Lee"),
    ("Ông Trần Văn Bình (trái)", "Ông", "Trần Văn Bình"),
]
