"""Bodies and places that stand between an office and a name: firms, universities, clubs, regencies; the surnames with
which Vietnamese names begin after them."""

from __future__ import annotations

from archive.persons.things import phrases

_ACRONYMS = """
ri, as, pbb, dpr, mpr, dpd, dprd, tni, polri, kpk, kpu, ham, mk, ma, ky, by, bi, ojk, lps, mui, nu, pp, dpp, dpw, dpc,
psi, ppp, pan, pkb, pks, un, eu, us, uk, who, imf, pmk, umkm, ikn, ui, itb, pu, tp, pt, cv, bp, fa, pln, pssi, pkp
"""
_FIRMS = """
danantara, pertamina, telkom, telkom indonesia, telkomsel, indosat, garuda, garuda indonesia, pelni, mandiri, bca,
bri, bni, btn, bsi, danamon, antam, inalum, freeport, freeport indonesia, astra, astra international, bukalapak,
gojek, goto, grab, tokopedia, traveloka, blibli, shopee, sampoerna, djarum, unilever indonesia, indofood, wilmar,
sinar mas, lippo, agung podomoro, ciputra, adaro, bumi resources, krakatau steel, semen indonesia, pupuk indonesia,
angkasa pura, jasa marga, hutama karya, waskita karya, wijaya karya, adhi karya, kereta api indonesia, kereta api,
jasa raharja, taspen, asabri, pegadaian, bulog, persero, holding, group, biofarma, bio farma, kimia farma, pindad,
len, dirgantara indonesia, krakatau, antara, tempo, kompas, kompas gramedia, emtek, mnc, vingroup, vinfast, viettel,
fpt, petrovietnam, evn, vietcombank, vietinbank, agribank, techcombank, sacombank, vietnam airlines, vietjet, bamboo
airways, masan, hòa phát, hoà phát, thaco, novaland, sovico, vinamilk, becamex, apple, google, alphabet, microsoft,
meta, facebook, amazon, tesla, spacex, nvidia, openai, intel, samsung, samsung electronics, hyundai, toyota, honda,
boeing, airbus, tiktok, alibaba, huawei, baznas, basarnas, damkar, satpol, lemhannas, wantimpres, kompolnas,
ombudsman, perpusnas, brin, lipi, kemenlu, kemhan, kemenkeu, kemendagri, kemlu, bareskrim, densus, brimob, kopassus,
kostrad, korlantas, kejagung, kejaksaan agung, kejaksaan tinggi, kejati, kejari, pengadilan negeri, pengadilan tinggi,
tipikor
"""
_SCHOOLS = """
gadjah mada, airlangga, diponegoro, padjadjaran, hasanuddin, brawijaya, sebelas maret, andalas, sriwijaya, udayana,
mulawarman, sam ratulangi, syiah kuala, jenderal soedirman, soedirman, trisakti, tarumanagara, atma jaya, paramadina,
bina nusantara, islam indonesia, islam negeri, pendidikan indonesia, negeri jakarta, negeri yogyakarta
"""
_OTHERS = """
thông tấn xã việt nam, tân hoa xã, bách khoa, quốc gia, bạch mai, chợ rẫy, việt đức, hữu nghị, đại học quốc gia, học
viện, bệnh viện, ngân hàng, hội nhà văn, hội liên hiệp phụ nữ, tổng liên đoàn lao động, đoàn thanh niên, hội chữ thập
đỏ, harvard, oxford, cambridge, yale, stanford
"""
_CLUBS = """
real madrid, atletico madrid, barcelona, arsenal, chelsea, tottenham, tottenham hotspur, everton, leicester, leicester
city, manchester city, manchester united, newcastle, newcastle united, west ham, west ham united, aston villa, wolves,
brighton, fulham, brentford, crystal palace, nottingham forest, leeds, leeds united, juventus, inter milan, inter, ac
milan, napoli, as roma, roma, lazio, bayern, bayern munich, bayern muenchen, dortmund, borussia dortmund, psg, paris
saint-germain, benfica, porto, ajax, psv, feyenoord, inter miami, al nassr, al hilal, persib bandung, persija jakarta,
persebaya surabaya, arema fc, psm makassar, psis semarang, persis, persis solo, persik, persik kediri, borneo fc, dewa
united, madura united, bhayangkara, pss sleman, barito putera, persita, malut united, semen padang, hà nội fc, hagl,
hoàng anh gia lai, thể công, viettel, thể công viettel, công an hà nội, nam định, thép xanh nam định, becamex bình
dương, slna, sông lam nghệ an, lakers, warriors, celtics, yankees, mets, dodgers, ducati, yamaha, ferrari, mercedes,
mclaren, red bull, red bull racing, aprilia, ktm, timnas, tim merah putih, garuda muda
"""
_REGENCIES = """
ogan komering ilir, ogan komering ulu, ogan ilir, hulu sungai utara, hulu sungai selatan, hulu sungai tengah, musi
banyuasin, musi rawas, banyuasin, muara enim, lahat, empat lawang, pagar alam, prabumulih, lubuklinggau, deli serdang,
serdang bedagai, langkat, karo, dairi, toba, samosir, simalungun, asahan, labuhanbatu, nias, nias selatan, tapanuli
utara, tapanuli selatan, tapanuli tengah, mandailing natal, padang pariaman, tanah datar, agam, pasaman, pesisir
selatan, solok, sijunjung, dharmasraya, lima puluh kota, kampar, pelalawan, siak, bengkalis, rokan hulu, rokan hilir,
indragiri hulu, indragiri hilir, kuantan singingi, kepulauan meranti, karimun, bintan, natuna, lingga, anambas, muaro
jambi, kerinci, merangin, bungo, tebo, sarolangun, batanghari, tanjung jabung barat, tanjung jabung timur, rejang
lebong, mukomuko, seluma, lampung selatan, lampung tengah, lampung timur, lampung utara, lampung barat, pesawaran,
pringsewu, tanggamus, way kanan, tulang bawang, belitung, bangka, pandeglang, lebak, bandung barat, cimahi,
pangandaran, banjar, purbalingga, banjarnegara, kebumen, purworejo, wonosobo, temanggung, kendal, batang, pemalang,
grobogan, blora, rembang, pati, situbondo, sampang, pamekasan, sumenep, bangkalan, lombok barat, lombok tengah, lombok
timur, lombok utara, sumbawa, dompu, manggarai, manggarai barat, ende, sikka, alor, belu, malaka, rote ndao, sabu
raijua, sumba timur, sumba barat daya, nagekeo, ngada, sambas, bengkayang, landak, mempawah, sanggau, sintang, kapuas
hulu, ketapang, kubu raya, kotawaringin barat, kotawaringin timur, kapuas, barito utara, barito selatan, pulang pisau,
katingan, seruyan, tanah laut, tanah bumbu, kotabaru, tabalong, balangan, tapin, barito kuala, banjarbaru, kutai
kartanegara, kutai timur, kutai barat, penajam paser utara, paser, berau, mahakam ulu, bulungan, malinau, nunukan,
minahasa, minahasa utara, minahasa selatan, bolaang mongondow, sangihe, talaud, tomohon, kotamobagu, donggala, sigi,
parigi moutong, poso, morowali, morowali utara, banggai, tolitoli, buol, gowa, maros, bone, wajo, soppeng, sinjai,
bulukumba, bantaeng, jeneponto, takalar, pangkep, barru, pinrang, sidrap, enrekang, tana toraja, toraja utara, luwu,
luwu utara, luwu timur, palopo, mamuju, majene, polewali mandar, konawe, konawe selatan, kolaka, muna, buton,
wakatobi, baubau, bombana, halmahera utara, halmahera selatan, seram bagian barat, buru, maluku tengah, tual, merauke,
jayawijaya, mimika, nabire, biak numfor, manokwari, fakfak, raja ampat, kaimana, keerom, asmat, boven digoel, jakarta
pusat, jakarta selatan, jakarta barat, jakarta timur, jakarta utara, kepulauan seribu, aceh besar, aceh utara, aceh
timur, aceh barat, aceh tengah, pidie, pidie jaya, bireuen, lhokseumawe, langsa, gayo lues, nagan raya, simeulue,
tegal, thủ đức, ba đình, hoàn kiếm, biên hòa, tam kỳ, hội an, buôn ma thuột, pleiku, hậu giang, trà vinh, đồng tháp,
bình phước, bình thuận, ninh thuận, lai châu, yên bái, tuyên quang, hà nam, đắk nông, lạng giang, selangor, johor,
kedah, kelantan, perak, penang, pulau pinang, sabah, sarawak, terengganu, pahang, perlis, melaka, negeri sembilan,
putrajaya, wales, scotland, northern ireland, new south wales, queensland, bavaria, catalonia, hebei, guangdong,
guangxi, yunnan, vientiane, phnom penh
"""
_SURNAMES = """
nguyễn, trần, lê, phạm, hoàng, huỳnh, phan, vũ, võ, đặng, bùi, đỗ, hồ, ngô, dương, lý, đoàn, trịnh, đinh, lưu, mai,
tô, hà, trương, lâm, đào, vương, cao, chu, châu, phùng, tạ, thái, quách, tống, kiều, la, đàm, doãn, lương, nghiêm,
văn, vi, giàng, hầu, nông, triệu, khuất, lại, lục, mạc, ninh, tăng, thân, thạch, tôn, từ, uông, viên, cù, diệp, đồng,
hứa, khổng, mã, nhâm, ông, quản, sầm, tào, thiều, tiêu, ưng, xa, âu, bạch, bế, cầm, chử, cung, giáp, lò, lường, mùa,
vàng, thào, sùng, ksor
"""
_GROUPS = """
warga, petugas, polisi, tentara, anak, bayi, siswa, siswi, pelajar, mahasiswa, mahasiswi, peserta, pekerja, buruh,
relawan, pengunjung, penonton, penumpang, pendukung, suporter, prajurit, anggota, perwira, người, anh em, workers,
members, fans, students, residents, officials, players, singers, actors, leaders, presidents, ministers, student,
worker, fan, resident, pemain, atlet, tim, pasukan
"""
_TAKES_ONE = """
masjid, pt, cv, bank, universitas, partai, yayasan, rsud, rs, klub, koperasi, ponpes, sma, smk, rumah sakit, desa,
hotel
"""
_ENGLISH = """
chairman, chairwoman, chair, director, director-general, chief, head, executive, spokesman, spokeswoman, spokesperson,
commissioner, speaker, coach, leader, general
"""
_BODY_WORDS = """
kementerian, sekretariat, kedutaan, pemerintah, badan, lembaga, komisi, dewan, majelis, mahkamah, biro, humas,
panitia, kantor, dinas, direktorat, yayasan, perhimpunan, persatuan, asosiasi, organisasi, aliansi, koalisi, ministry,
office, secretariat, embassy, government, department, agency, organization, organisation, commission, committee,
council, association, union, federation, foundation, institute, university, bureau, authority, group, company,
corporation, bank, fund, assembly, party, parliament, league, alliance, coalition, board, press, news, times, bộ, ủy,
uỷ, văn phòng, sở, cục, viện, hội, liên, ban, phòng, quán, đoàn, tổng cục, trung tâm, tập, công ty, ministère,
ministerio, nations, force, navy, army, police, house
"""

ACRONYMS = frozenset(phrases(_ACRONYMS))
"""Fields that count only in capitals: `UN`, but not the `Un` of `Kim Jong Un`."""

BODIES = [*phrases(_FIRMS), *phrases(_OTHERS), *(f"universitas {name}" for name in phrases(_SCHOOLS)), *phrases(_CLUBS)]
REGIONS = phrases(_REGENCIES)

LOCAL = frozenset(
    ["pertama", "kedua", "ketiga", "keempat", "tỉnh", "thành", "huyện", "quận", "xã", "phường", "thị", "tp", "ngành"]
)
"""First words of fields that count in small letters too: `tỉnh Nghệ An`."""

SURNAMES = frozenset(phrases(_SURNAMES))

TAKES_ONE = frozenset(phrases(_TAKES_ONE))
"""Fields whose name is the word after them: `PT Telkom`, `Universitas Trisakti`."""

ENGLISH = frozenset(phrases(_ENGLISH))
"""Last words of English offices: the name follows them at once, whatever else Indonesian and Vietnamese would say."""

GROUPS = frozenset(phrases(_GROUPS))
"""Words for people after which one capital word says what they belong to: `pekerja Freeport`."""

BODY_WORDS = frozenset(phrases(_BODY_WORDS))
"""Of words that are one speaker, those that only bodies have."""
