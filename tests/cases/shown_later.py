"""Captions written after the rules for people in pictures and before the rules were run on them, and those of the files
captions/*.txt, one a line, ` | ` before the people it shows; captions/nobody.txt: those that place nobody."""

from __future__ import annotations

from pathlib import Path

# fmt: off
LATER = [
    ("Presiden ke-7 RI Joko Widodo (kiri) bersalaman dengan Megawati Soekarnoputri (kanan).",
     "Joko Widodo = left; Megawati Soekarnoputri = right"),
    (("Presiden Prabowo Subianto (ketiga dari kiri), Wapres Gibran Rakabuming Raka (kedua dari kiri), dan Ketua MPR "
     "Ahmad Muzani (kiri) menghadiri sidang."),
     "Prabowo Subianto = third from left; Gibran Rakabuming Raka = second from left; Ahmad Muzani = left"),
    ("Petugas PMI mengevakuasi korban, sementara Bupati Sleman Harda Kiswaya (kanan, berbaju putih) memantau.",
     "Harda Kiswaya = right"),
    ("Foto kiri ke kanan: Rina, Joko, dan Tono.",
     "Rina = first from left; Joko = second from left; Tono = third from left"),
    ("Menteri Pertanian Andi Amran Sulaiman (paling kanan) panen padi.", "Andi Amran Sulaiman = far right"),
    ("Pelatih timnas Patrick Kluivert (tengah) memberi arahan.", "Patrick Kluivert = centre"),
    ("Sri Sultan Hamengku Buwono X (duduk, kiri) menerima tamu.", "Sri Sultan Hamengku Buwono X = seated left"),
    ("Kapten kapal Hasanuddin (kiri) memberi salam.", "Hasanuddin = left"),
    ("Tersangka berinisial AB (kanan) digiring polisi.", ""),
    ("Ganda putra Fajar Alfian (kanan)/Muhammad Rian Ardianto (kiri) berlaga.",
     "Fajar Alfian = right; Muhammad Rian Ardianto = left"),
    ("Istri Presiden Prancis Brigitte Macron (kiri) di Borobudur.", "Brigitte Macron = left"),
    ("Candi Borobudur (belakang) dan Emmanuel Macron (depan).", "Emmanuel Macron = front"),
    ("Duta Besar RI untuk Vietnam Adam Mulawarman Tugio (kedua dari kanan).",
     "Adam Mulawarman Tugio = second from right"),
    ("Menteri Luar Negeri, Sugiono (kanan), menyambut.", "Sugiono = right"),
    ("Monas (kiri) dan Menko Polkam Djamari Chaniago (kanan).", "Djamari Chaniago = right"),
    ("Actors Ann Lee, from left, Ben Roe and Carla Diaz pose.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("Vietnam's top leader To Lam, left, in Hanoi.", "To Lam = left"),
    ("Jalan Sudirman (kiri) dan Jalan Thamrin (kanan) macet.", ""),
    ("Thủ tướng Phạm Minh Chính (hàng đầu, giữa) và các đại biểu.", "Phạm Minh Chính = front row centre"),
    ("Ông Nguyễn Văn An (áo trắng) và bà Lê Thị Bích (áo đỏ, bên trái).",
     "Nguyễn Văn An = pictured; Lê Thị Bích = left"),
    ("Các đại biểu (từ trái sang phải): Nguyễn Văn An, Trần Thị Bích.",
     "Nguyễn Văn An = first from left; Trần Thị Bích = second from left"),
    ("Phó Chủ tịch nước Võ Thị Ánh Xuân (thứ tư từ trái).", "Võ Thị Ánh Xuân = fourth from left"),
    ("Chủ tịch Hồ Chí Minh (giữa) với thiếu nhi.", "Hồ Chí Minh = centre"),
    ("Đại tướng Võ Nguyên Giáp (trái) năm 1954.", "Võ Nguyên Giáp = left"),
    ("HLV Kim Sang-sik (phải) chỉ đạo.", "Kim Sang-sik = right"),
    ("Nữ ca sĩ Hồ Ngọc Hà (thứ hai từ phải qua).", "Hồ Ngọc Hà = second from right"),
    ("Bí thư Thành ủy Hà Nội Nguyễn Duy Ngọc (trái) tặng hoa.", "Nguyễn Duy Ngọc = left"),
    ("Sông Hồng (trái) mùa nước cạn.", ""),
    ("Ga Hà Nội (phải) năm 1990.", ""),
    ("Hồ Gươm (giữa) nhìn từ trên cao.", ""),
    ("Đại diện Bộ Công Thương (trái) phát biểu.", ""),
    ("Vietnamese State President Luong Cuong (R) and UN Secretary-General Antonio Guterres (L) in Hanoi.",
     "Luong Cuong = right; Antonio Guterres = left"),
    ("Britain's King Charles III (left) meets Pope Leo XIV (right).", "Charles III = left; Leo XIV = right"),
    ("Defending champion Novak Djokovic, left, hugs Carlos Alcaraz.", "Novak Djokovic = left"),
    ("Pictured from left to right are Ann Lee, mayor of the town, Ben Roe, and Carla Diaz.",
     "Ann Lee = first from left; Ben Roe = second from left; Carla Diaz = third from left"),
    ("Back row, from left: Ann Lee, Ben Roe. Front row: Carla Diaz.",
     "Ann Lee = back row first from left; Ben Roe = back row second from left; Carla Diaz = front row"),
    ("Ann Lee (standing, second from right) reads.", "Ann Lee = standing second from right"),
    ("Justice Ann Lee and her clerk Ben Roe (rear left).", "Ben Roe = back left"),
    ("Manchester United (left) face Liverpool (right).", ""),
    ("A statue of Queen Victoria (left) in the square.", ""),
    ("The White House (left).", ""),
    ("PRIME MINISTER ANN LEE (LEFT) SPEAKS.", "ANN LEE = left"),
    ("Prime Minister Ann Lee's husband, Ben Roe, right, waves.", "Ben Roe = right"),
]  # fmt: skip

IN_FILES = [
    tuple(part.strip() for part in line.rsplit(" |", 1))
    for file in sorted((Path(__file__).with_name("captions")).glob("*.txt"))
    for line in file.read_text("utf-8").splitlines()
]
