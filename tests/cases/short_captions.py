"""Short captions of photographs, one per line, by the language that each was written in."""

from __future__ import annotations

INDONESIAN = """\
Presiden meninjau pembangunan bendungan di Kabupaten Blora
Warga antre membeli minyak goreng di pasar murah
Menteri Luar Negeri Retno Marsudi berbicara dengan wartawan
Anak-anak bermain layang-layang di tepi pantai Sanur
Petugas memadamkan kebakaran gudang di Cilincing
Nelayan menjemur ikan di Muara Angke, Jakarta Utara
Suasana lalu lintas di Jalan Sudirman saat hujan
Gubernur menyerahkan bantuan kepada korban banjir
Dua pekerja memasang umbul-umbul di depan Istana Merdeka
Pengunjung melihat pameran foto di Galeri Nasional
Penumpang turun dari KRL di Stasiun Manggarai
Petani memanen padi di Desa Sukamaju, Karawang
Prajurit TNI mengikuti upacara di Lapangan Monas
Menko Airlangga Hartarto memberi keterangan pers
Seorang perawat menyuntikkan vaksin kepada lansia
Tim SAR mencari korban tanah longsor di Cianjur
Pedagang menata sayuran di Pasar Minggu
Siswa SD Negeri 3 berfoto bersama guru mereka
Kepala BNPB meninjau posko pengungsian
Foto bersama para delegasi di ruang sidang
Penari membawakan tari kecak di Uluwatu
Kapal feri bersandar di Pelabuhan Merak
Joko Widodo berjabat tangan dengan Joe Biden di Washington
Ibu Negara mengunjungi rumah batik di Solo
Sejumlah mahasiswa berunjuk rasa di depan gedung DPR
Menteri Keuangan Sri Mulyani menyampaikan pidato
Polisi mengatur arus mudik di Tol Cipali
Para atlet berlatih di Gelora Bung Karno
Jemaah salat Idulfitri di Masjid Istiqlal
Pesawat mendarat di Bandara Soekarno-Hatta
Ketua DPR Puan Maharani menerima tamu
Perajin menyelesaikan ukiran kayu di Jepara
Warga menonton wayang kulit semalam suntuk
Air menggenangi permukiman di Semarang
Wisatawan menikmati matahari terbenam
Bayi gajah lahir di Taman Safari
Direktur Utama Pertamina menjawab pertanyaan
Hasil panen cabai menurun karena kemarau
Sekjen PBB Antonio Guterres tiba di Bali
Pembukaan Asian Games di Jakarta
Pelajar mengikuti lomba baca puisi
Peserta lari maraton melintasi Bundaran HI
Sopir bus menunggu penumpang di terminal
Jembatan gantung itu putus diterjang banjir
Masyarakat adat menggelar ritual panen
Wakil Presiden membuka rapat kerja nasional
Suasana pelantikan menteri di Istana Negara
Seekor harimau terekam kamera jebak
Pekerja pabrik menjahit sepatu ekspor
Relawan membagikan makanan berbuka puasa"""

VIETNAMESE = """\
Thủ tướng Phạm Minh Chính phát biểu tại hội nghị
Các đại biểu chụp ảnh lưu niệm
Người dân đi chợ hoa ngày Tết
Ngư dân Lý Sơn chuẩn bị ra khơi
Toàn cảnh buổi lễ ký kết
Học sinh vui đón năm học mới
Chủ tịch nước Lương Cường tiếp Đại sứ Hoa Kỳ
Cầu Long Biên trong sương sớm
Nông dân thu hoạch lúa ở Đồng Tháp
Bộ đội giúp dân khắc phục hậu quả bão
Thu tuong phat bieu tai hoi nghi
Cac dai bieu chup anh luu niem tai Ha Noi
Nguoi dan Ha Noi don Tet Nguyen dan
Quang canh le khai mac hoi nghi
Bo truong Bo Ngoai giao tiep Dai su Nhat Ban
Hoc sinh vui don nam hoc moi
Cong nhan lam viec tai nha may
Ong Guterres ky Cong uoc Ha Noi
Ngu dan chuan bi ra khoi danh ca
Chu tich nuoc tham va chuc Tet
Tổng Bí thư Tô Lâm hội đàm với Tổng thống Pháp Emmanuel Macron
Khách du lịch tham quan vịnh Hạ Long
Trẻ em vùng cao đến trường
Lực lượng cứu hộ tìm kiếm nạn nhân
Nghệ nhân làm gốm Bát Tràng
Phiên họp thứ nhất của Quốc hội khóa XVI
Diễn viên múa rối nước biểu diễn
Tàu hàng cập cảng Hải Phòng
Sản xuất linh kiện tại nhà máy Samsung Bắc Ninh
Ông Joe Biden và Tổng Bí thư Nguyễn Phú Trọng
Đường phố Hà Nội sau cơn mưa
Đội tuyển Việt Nam ăn mừng chiến thắng
Phó Thủ tướng kiểm tra công trường
Bác sĩ khám bệnh miễn phí cho người nghèo
Lễ chào cờ tại Quảng trường Ba Đình
Cánh đồng hoa cải ở Mộc Châu
Chợ nổi Cái Răng buổi sáng
Ảnh minh họa
Cán bộ hướng dẫn người dân làm thủ tục
Hội nghị cấp cao ASEAN tại Vientiane
Doanh nghiệp giới thiệu sản phẩm
Lãnh đạo hai nước duyệt đội danh dự
Mưa lớn gây ngập nhiều tuyến đường
Tuyến metro số 1 chạy thử
Vườn thanh long ở Bình Thuận
Công an điều tiết giao thông
Bà Nguyễn Thị Kim Ngân trao quà
Thợ thủ công dệt lụa Vạn Phúc
Sinh viên nhận bằng tốt nghiệp
Xe cứu thương tới hiện trường"""

ENGLISH = """\
The mayor opens the new harbour in Surabaya
Children play football on the beach at sunset
Delegates pose for a group photo in Hanoi
President Prabowo Subianto greets Prime Minister Anwar Ibrahim
A farmer harvests rice in the Mekong Delta
Firefighters battle a blaze at a warehouse
Secretary-General António Guterres speaks to the press
Workers unload fish at Muara Angke port
Students wave flags during the opening ceremony
A view of the General Assembly Hall
Minister Retno Marsudi signs the agreement
Commuters wait for a train at Manggarai station
Women carry baskets of fruit to the temple
Protesters gather outside the parliament building
An aerial view of flooded villages in Quang Nam
Rescue teams search for survivors after the landslide
Nguyen Phu Trong meets Xi Jinping in Beijing
The new bridge over the Red River
Soldiers march during the national day parade
Vendors sell flowers ahead of Lunar New Year
A nurse gives a vaccine to an elderly man
Visitors look at paintings in the gallery
Fishing boats return to Ly Son island
Ambassador Kim addresses the forum in Jakarta
Smoke rises from Mount Merapi volcano
Passengers board a ferry at Merak
Vietnamese Prime Minister Pham Minh Chinh shakes hands with Joko Widodo
Volunteers distribute food to evacuees
Dancers perform at the Borobudur temple
The cast of the film on the red carpet
A tiger caught on a camera trap in Sumatra
Sri Mulyani Indrawati delivers the budget speech
Engineers inspect the damaged railway track
Old and new houses along the canal
Panel discussion on climate finance
Signing ceremony of the Hanoi Convention
Heavy rain floods streets in Ho Chi Minh City
Foreign ministers arrive for talks in Bali
School children receive free meals in Bogor
Cargo ships anchored off Tanjung Priok
Opening of the Asian Games at Gelora Bung Karno
Artisans weave silk in Van Phuc village
Elephants bathe in the river at Way Kambas
Police direct traffic during the holiday exodus
Participants at the youth conference
Coffee beans dry in the sun in Dak Lak
Laureates receive their medals from the King
Ships pass through the Strait of Malacca
Governor inspects flood shelter
The minister answers questions from reporters"""
