"""Pairs of captions of one picture in one language: those that cannot both be right, and those told in other words."""

from __future__ import annotations

FACTS = (
    # sides
    (
        "Presiden Prabowo Subianto (kanan) berjabat tangan dengan Anwar Ibrahim.",
        "Presiden Prabowo Subianto (kiri) berjabat tangan dengan Anwar Ibrahim.",
    ),
    (
        "Tổng thống Lương Cường (phải) đón ông António Guterres.",
        "Tổng thống Lương Cường (trái) đón ông António Guterres.",
    ),
    (
        "Ali Ahmad (left) greets Budi Santoso (right) in Hanoi.",
        "Ali Ahmad (right) greets Budi Santoso (left) in Hanoi.",
    ),
    (
        "From left: Retno Marsudi, Anwar Ibrahim and Lawrence Wong at the summit.",
        "Retno Marsudi (right), Anwar Ibrahim and Lawrence Wong meet the press.",
    ),
    (
        "Nur Aini Lestaluhu (kiri), Đoàn Quốc Thịnh (tengah), dan Bambang Suryolaksono di Batam.",
        "Đoàn Quốc Thịnh (kiri), Nur Aini Lestaluhu, dan Bambang Suryolaksono di Batam.",
    ),
    ("Ali Ahmad (centre) opens the pier.", "The pier is opened by Ali Ahmad, far left, in Kupang."),
    ("Siti Aminah (kedua kiri) menerima penghargaan.", "Penghargaan diterima Siti Aminah (ketiga kiri) di Jakarta."),
    # dates
    (
        "The two leaders meet in Hanoi on 25 October 2025.",
        "Leaders shake hands at the palace in Hanoi, October 26, 2025.",
    ),
    ("Warga antre sembako di Jakarta, 3 Mei 2025.", "Antrean sembako warga Jakarta pada 4/5/2025."),
    ("Lễ ký diễn ra ngày 25/10/2025 tại Hà Nội.", "Quang cảnh lễ ký, ngày 26 tháng 10 năm 2025."),
    ("A bridge under construction in 2019.", "The new bridge in Kupang, photographed in 2024."),
    ("Delegates arrive on Monday.", "Delegates arrive at the hall on Tuesday morning."),
    # numbers
    ("Three people died in the flood.", "Rescuers say 5 people were swept away and killed."),
    ("Banjir merendam 120 rumah di Demak.", "Sebanyak 210 rumah terendam banjir di Demak, Jawa Tengah."),
    ("Hai người bị thương trong vụ cháy.", "Vụ cháy tại xưởng gỗ làm 3 người bị thương."),
    ("Kapal itu membawa 1.200 penumpang.", "Kapal itu membawa 1.500 penumpang."),
    # names
    ("Lương Cường welcomes António Guterres.", "Lương Cường welcomes Bambang Suryolaksono."),
    ("Presiden Joko Widodo meninjau bendungan.", "Bendungan itu ditinjau Presiden Prabowo Subianto kemarin."),
    ("Thủ tướng Phạm Minh Chính phát biểu tại Hà Nội.", "Thủ tướng Phạm Minh Chính phát biểu tại Huế."),
    ("Fishermen mend their nets in Semarang.", "Fishermen mend their nets in Surabaya."),
    # negation
    ("The minister attended the ceremony.", "The minister did not attend the ceremony."),
    ("Gubernur menyetujui usulan warga.", "Gubernur tidak menyetujui usulan warga."),
    ("Bộ trưởng tham dự lễ khai mạc.", "Bộ trưởng không tham dự lễ khai mạc."),
)

WORDS = (
    ("Ali Ahmad (centre left) opens the pier.", "The pier is opened by Ali Ahmad (centre) in Kupang."),
    ("Siti Aminah (tengah) menerima penghargaan.", "Penghargaan diterima Siti Aminah (kedua kiri) di Jakarta."),
    # a clause with other things in it, where the other has a clause too
    (
        "Tàu Bình Minh 09 rời cảng Quy Nhơn lúc chiều muộn hôm qua, mở tuyến hành khách đều đặn sang Surabaya.",
        "Tàu Bình Minh 09 rời cảng Quy Nhơn, nhìn từ đồi Ghềnh Ráng.",
    ),
    (
        "Presiden Sari Dewi memotong pita di jembatan Teluk Sari.",
        "Jembatan Teluk Sari diresmikan oleh Presiden Sari Dewi.",
    ),
    ("A crowd in the rain at the airport.", "Lương Cường (right) welcomes António Guterres in Hanoi, 25 October 2025."),
    ("Warga menyeberangi jembatan baru di Kupang.", "Suasana pagi di jembatan Kupang, Sabtu."),
    ("Lễ mở ký Công ước Hà Nội ngày 25/10/2025.", "Quang cảnh phiên khai mạc sáng 25 tháng 10 năm 2025."),
    ("UN chief António Guterres speaks in Hanoi.", "António Guterres addresses delegates of 60 countries in Hanoi."),
    ("Prime Minister Pham Minh Chinh speaks.", "PM Pham Minh Chinh speaks at a press conference."),
    ("The President of Indonesia visits a rice field, 3 May 2025.", "Indonesia's leader in a rice field on May 3."),
    ("Nelayan memperbaiki jaring di Semarang.", "Sejumlah nelayan tampak sedang memperbaiki jala mereka."),
    ("Menteri Sugiono tiba di Hanoi untuk menghadiri upacara.", "Kedatangan Menlu Sugiono disambut pejabat setempat."),
    ("Các đại biểu chụp ảnh lưu niệm.", "Đại biểu dự hội nghị chụp ảnh chung tại hội trường."),
    ("Không quân Việt Nam bay chào mừng.", "Máy bay của quân đội bay chào mừng trên quảng trường."),
    ("Antonio Guterres arrives in Hanoi.", "Antonio Guterrez arrives in Ha Noi."),
    ("Leaders of ASEAN gather.", "Leaders of the Association of Southeast Asian Nations gather in Jakarta."),
    ("Three people were hurt.", "3 people were hurt when a wall fell, police said."),
    ("FIRE CREWS AT WORK IN JAKARTA.", "Firefighters tackle a blaze at a market."),
    ("Pasar Tanah Abang terbakar.", "Petugas memadamkan api di Pasar Tanah Abang, 10 Juni."),
    ("Anwar Ibrahim (right) with reporters.", "Reporters surround Anwar Ibrahim, second from right, after the vote."),
    ("Chủ tịch nước Lương Cường đón Tổng Thư ký.", "Lễ đón Tổng Thư ký Liên hợp quốc do Chủ tịch nước chủ trì."),
)
