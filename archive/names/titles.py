"""Words before or after a person's name, no part of it: honorifics, ranks, offices, degrees, in any language."""

from __future__ import annotations

BEFORE = """
Dr, Dr H C, Dr HC, DR, Drs, Dra, Ir, Prof, Professor, Profesor, Insinyur, Doktor, Doctor, H, Hj, Haji, Hajjah, KH,
Kiai, Kyai, K H, Ustaz, Ustad, Raden, R, RM, R M, KRT, Sultan, Pangeran, Sri Sultan, Tengku, Teuku, Tuan, Nyonya,
Bapak, Bpk, Pak, Ibu, Bu, Sdr, Saudara, Yth, Yang Terhormat, Yang Mulia, Paduka Yang Mulia, Mendiang, Almarhum,
Alm, Almarhumah, Jenderal, Jenderal TNI, Jenderal Purn, Jenderal TNI Purn, Letnan Jenderal, Letjen, Letjen TNI,
Mayor Jenderal, Mayjen, Mayjen TNI, Laksamana, Marsekal, Komjen, Komjen Pol, Jenderal Polisi, Jenderal Pol, Tun,
Tan Sri, Dato, Datuk, Dato Seri, Dato Sri, Datuk Seri, Datuk Sri, YB, YAB, YAB Dato Seri, Yang Amat Berhormat,
Datin, Ông, Bà, Anh hùng, Đồng chí, Đ c, Cụ, Cố, Ngài, Quý ông, GS, TS, PGS, PGS TS, GS TS, Giáo sư, Phó Giáo sư,
Tiến sĩ, Thạc sĩ, ThS, Luật sư, Đại tướng, Thượng tướng, Trung tướng, Thiếu tướng, Cố Tổng Bí thư,
Cố Chủ tịch nước, Cố Thủ tướng, Nguyên Chủ tịch nước, Nguyên Thủ tướng, Nguyên Tổng Bí thư, Mr, Mrs, Ms, Miss,
Madam, Madame, Sir, Dame, Lord, Lady, Hon, Honorable, Honourable, The Honorable, The Honourable, The Hon,
The Rt Hon, Rt Hon, Right Honourable, The Right Honourable, H E, HE, His Excellency, Her Excellency,
His Excellency Mr, Her Excellency Ms, Her Excellency Mrs, H E Mr, H E Mrs, H E Ms, Excellency, Late, The late,
His Majesty, Her Majesty, His Majesty King, King, Queen, Raja, Vua, Quốc vương, Nữ hoàng, General, Gen, Admiral,
Presiden, Presiden terpilih, Mantan Presiden, Wakil Presiden, Wapres, Mantan Wakil Presiden, Perdana Menteri, PM,
Mantan Perdana Menteri, Mantan PM, Kanselir, Menteri, Mantan Menteri, Menteri Luar Negeri, Menlu, Mantan Menlu,
Wamenlu, Wakil Menteri Luar Negeri, Menteri Keuangan, Menkeu, Menteri Pertahanan, Menhan, Menko,
Menteri Koordinator, Duta Besar, Dubes, Gubernur, Wali Kota, Bupati, Ketua, Ketua DPR, Ketua Umum,
Sekretaris Jenderal, Sekjen, Calon presiden, Capres, Chủ tịch, Chủ tịch nước, Phó Chủ tịch nước, Tổng thống,
Phó Tổng thống, Cựu Tổng thống, Tổng thống đắc cử, Thủ tướng, Phó Thủ tướng, Cựu Thủ tướng, Tổng Bí thư,
Tổng Bí thư Chủ tịch nước, TBT, Chủ tịch Quốc hội, Bộ trưởng, Thứ trưởng, Bộ trưởng Ngoại giao,
Bộ trưởng Bộ Ngoại giao, Ngoại trưởng, Phó Thủ tướng Bộ trưởng Bộ Ngoại giao, Đại sứ, Tổng Thư ký, Thủ hiến,
President, Vice President, Former President, President elect, Prime Minister, Former Prime Minister,
Deputy Prime Minister, Premier, Chancellor, Minister, Foreign Minister, Minister of Foreign Affairs,
Minister for Foreign Affairs, Secretary of State, Finance Minister, Ambassador, Governor, Secretary General,
Chairman, Chairwoman, Senator, Chief Minister, State President, State Counsellor, Party General Secretary,
General Secretary
"""

AFTER = """
SE, SH, MH, MM, MA, MSc, M Sc, MSi, M Si, MBA, MPA, MPP, MPhil, M Phil, PhD, Ph D, LLM, LL M, SIP, S IP, SSos,
S Sos, ST, MT, SPd, S Pd, MPd, M Pd, MHum, M Hum, MKn, M Kn, Drs, BA, BSc, MEc, M Ec, Jr, Sr, SPN, Purn, MP, GCMG, KCMG,
KBE, OBE
"""

COURTESY = frozenset({"bapak", "bpk", "pak", "ibu", "bu", "mas", "tok", "ong", "ba", "dong chi", "mr", "mrs", "ms"})
"""Titles that say nothing of an office, without marks: with a part of a name behind them many may be meant."""


def written(listed: str) -> list[str]:
    """The items of such a list."""
    return [item for item in (part.strip() for part in listed.replace("\n", " ").split(",")) if item]
