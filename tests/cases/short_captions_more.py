"""As many short captions again, by other hands: three words and more, names of other countries, no marks."""

from __future__ import annotations

INDONESIAN = """\
Bupati menanam mangrove di pesisir Demak
Calon jemaah haji tiba di asrama
Murid sekolah dasar membaca buku di perpustakaan keliling
Perahu wisata melintas di Danau Toba
Kepala Polri memberi penghargaan kepada anggota
Ratusan buruh berjalan menuju Balai Kota
Asap tebal menyelimuti Palangka Raya
Barista menyeduh kopi di Takengon
Rapat terbatas di Istana Bogor
Kerbau membajak sawah di Toraja
Menteri Budi Karya meninjau proyek MRT
Ilustrasi uang rupiah
Presiden Prabowo disambut Presiden Lee Jae Myung di Seoul
Peresmian masjid raya di Solo
Kereta cepat Whoosh melintas di Padalarang
Gunung Semeru meluncurkan awan panas
Perempuan penenun di Sumba Timur
Buah durian dijual di pinggir jalan
Tersangka dibawa penyidik ke mobil tahanan
Jenazah dimakamkan di Taman Makam Pahlawan
Bendera setengah tiang di kantor gubernur
Delegasi Indonesia pada KTT ASEAN di Kuala Lumpur
Pameran produk usaha kecil di Senayan
Tukang becak menunggu penumpang
Petugas KPPS menghitung surat suara
Harga beras naik menjelang Ramadan
Pemain Persib merayakan gol
Ombak besar menghantam tanggul laut
Anak jalanan belajar di bawah jembatan
Kebun teh di Puncak, Bogor
Direktur IMF Kristalina Georgieva bertemu Sri Mulyani
Kawasan hutan yang terbakar di Riau
Donor darah di kantor kelurahan
Pelepasan tukik di Pantai Kuta
Rumah adat Minangkabau
Pengendara motor menerobos banjir
Guru honorer mengikuti ujian seleksi
Kunjungan kenegaraan Raja Charles
Penyerahan kunci rumah bersubsidi
Seniman melukis mural di tembok kota
Pertunjukan barongsai saat Imlek
Kapal perang KRI Dewaruci berlabuh
Ibu-ibu memasak di dapur umum
Sidang perdana kasus korupsi
Penandatanganan nota kesepahaman
Sapi kurban diperiksa dokter hewan
Konferensi pers di Gedung Putih
Balita ditimbang di posyandu
Layar raksasa menampilkan laga final
Warga Rohingya tiba di Aceh"""

VIETNAMESE = """\
Chủ tịch Quốc hội Trần Thanh Mẫn trao huân chương
Lễ hội đua thuyền trên sông Hương
Phụ nữ Mông thêu thổ cẩm
Người lao động tan ca
Thi công đường cao tốc Bắc - Nam
Khai mạc SEA Games 31
Nha may dien gio o Bac Lieu
Le ky ket ban ghi nho hop tac
Cac chien si hai quan o Truong Sa
Thu hoach ca phe o Dak Lak
Khach quoc te den Viet Nam
Doi tuyen nu an mung ban thang
Hoi dam giua hai bo truong
Cuu ho nguoi dan trong vung lu
Duong pho ngap sau con mua
Lanh dao Dang vieng Lang Bac
Hop bao thuong ky cua Bo Ngoai giao
Phien khai mac ky hop Quoc hoi
Toan canh cau Nhat Tan
Nguoi dan mua sam dip Tet
Ruộng bậc thang Mù Cang Chải mùa lúa chín
Đại sứ Marc Knapper thăm Huế
Giáo viên cắm bản
Tổng Thư ký LHQ António Guterres phát biểu khai mạc
Xử lý điểm sạt lở trên quốc lộ 6
Làng chài Cửa Vạn
Quầy hàng gạo Việt Nam tại hội chợ Paris
Bí thư Thành ủy thắp hương
Trận Việt Nam gặp Thái Lan
Ông Trump tới Hà Nội
Chế biến cá tra xuất khẩu
Hầm đường bộ qua đèo Hải Vân
Cụ già viết thư pháp
Phóng viên tác nghiệp
Lái xe xếp hàng chờ thông quan
Biểu diễn nhạc cụ dân tộc
Cháy chung cư ở quận Thanh Xuân
Tân Thủ tướng tuyên thệ nhậm chức
Vận động viên Nguyễn Thị Oanh
Máy bay Vietnam Airlines hạ cánh
Rừng ngập mặn Cần Giờ
Trao quà cho hộ nghèo
Bão số 3 đổ bộ Quảng Ninh
Sân bay Long Thành nhìn từ trên cao
Thả đèn hoa đăng
Đoàn công tác của Ngân hàng Thế giới
Cây đa Tân Trào
Vải thiều Lục Ngạn
Tem kỷ niệm ngày thành lập ngành
Cử tri bỏ phiếu"""

ENGLISH = """\
Fans celebrate after the final whistle
Retno Marsudi and Antony Blinken at a press conference
A boy carries water in a dry village
Night market in Hoi An
The delegation of Viet Nam at the Security Council
Survivors rest in a temporary shelter
Terraced fields in Mu Cang Chai
Prime Minister Lawrence Wong visits Jakarta
Traffic jam on the toll road
Voters queue at a polling station
Turtle hatchlings released on Kuta beach
Portrait of a weaver from Sumba
Guards of honour at the Presidential Palace
Tourists ride bicycles through the old quarter
Power lines damaged by the typhoon
Members of the committee vote by show of hands
Baby orangutan at the rehabilitation centre
Raising of the flag
Solar panels on the roof of a factory
UN peacekeepers leave for South Sudan
Bank Indonesia governor Perry Warjiyo speaks
Crowds at Hoan Kiem Lake on New Year's Eve
Fresh vegetables at a market in Dalat
Winners of the science contest
Divers clean up coral reef in Raja Ampat
Teachers on strike
To Lam and Vladimir Putin after the talks
Ash covers cars near the volcano
Mosque at dawn
The President lights the torch
Garment workers in Binh Duong province
Heads of state pose for the family photo
Members of the choir sing the national anthem
Young people plant mangroves
Hundreds attend the funeral of the former president
A woman prays at Tran Quoc pagoda
Container terminal at Cai Mep
The princess meets patients
Floods in Kalimantan
Rice prices rise again
Street vendor with bananas
Empty shelves in a supermarket
Training of midwives in Papua
The court hears the first witness
Launch of the new satellite
Reporters wait outside the hotel
Migrant workers return home
Traditional boat race in Hue
Divided opinions on the new capital Nusantara
Gold medallist Quincy Kammeraad"""
