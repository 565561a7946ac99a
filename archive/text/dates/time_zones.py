"""Time zones after a time in texts and files, by abbreviation or place: the only table."""

from __future__ import annotations

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOS_ANGELES, ANCHORAGE, HONOLULU = "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"

# Unambiguous abbreviations, as hours from UTC. CST may be Chicago, Beijing or Havana, IST Dublin or Delhi: those are
# only among the ambiguous ones.
OFFSETS: dict[str, float] = {
    "wib": 7, "wita": 8, "wit": 9, "ict": 7, "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "wet": 0, "west": 1, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "sgt": 8, "myt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "acst": 9.5, "acdt": 10.5,
    "awst": 8, "nzst": 12, "nzdt": 13, "pht": 8, "gst": 4, "eat": 3, "cat": 2, "sast": 2, "wat": 1, "akst": -9,
    "akdt": -8, "hst": -10, "nst": -3.5, "ndt": -2.5, "pkt": 5, "npt": 5.75, "mmt": 6.5, "brt": -3, "trt": 3, "мск": 3,
}  # fmt: skip
# Abbreviations for the local time of a place. If they also name an offset (EDT in December), the later instant counts.
FOLLOWING = {
    "et": NEW_YORK, "est": NEW_YORK, "edt": NEW_YORK, "ct": CHICAGO, "cdt": CHICAGO, "mt": DENVER,
    "mst": DENVER, "mdt": DENVER, "pt": LOS_ANGELES, "pst": LOS_ANGELES, "pdt": LOS_ANGELES,
    "akt": ANCHORAGE, "akst": ANCHORAGE, "akdt": ANCHORAGE, "ht": HONOLULU, "hat": HONOLULU,
    "bst": "Europe/London", "cet": "Europe/Paris", "cest": "Europe/Paris", "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
}  # fmt: skip
AMBIGUOUS = frozenset(["cst", "ist", "ast", "adt", "amt", "sst", "bt", "ect", "act", "wst", "gt", "pet", "lt"])
# Place names as folded words, and their zone in the IANA database.
PLACES = {
    "viet ?nam|vn|ha ?noi|ho chi minh(?: city)?|sai ?gon|hue|da nang|indochina": "Asia/Ho_Chi_Minh",
    "jakarta|indonesia(?:n)? (?:bagian )?barat|western indonesian?|bandung|surabaya|medan|yogyakarta":
        "Asia/Jakarta",
    "indonesia(?:n)? (?:bagian )?tengah|central indonesian?|bali|denpasar|makassar|mataram|kupang": "Asia/Makassar",
    "indonesia(?:n)? (?:bagian )?timur|eastern indonesian?|jayapura|papua|ambon": "Asia/Jayapura",
    "singapore|singapura|xing-?ga-?po": "Asia/Singapore",
    "malaysian?|kuala lumpur": "Asia/Kuala_Lumpur",
    "bangkok|thai(?:land)?|thai lan|bang ?coc": "Asia/Bangkok",
    "manila|philippines?": "Asia/Manila",
    "phnom penh|cambodian?": "Asia/Phnom_Penh",
    "vientiane|lao(?:s|tian)?": "Asia/Vientiane",
    "beijing|bac kinh|china|chinese|trung quoc|shanghai": "Asia/Shanghai",
    "taipei|taiwan|dai bac": "Asia/Taipei",
    "hong ?kong": "Asia/Hong_Kong",
    "tokyo|japan(?:ese)?|nhat ban|jepang": "Asia/Tokyo",
    "seoul|korean?|han quoc": "Asia/Seoul",
    "new delhi|delhi|india(?:n)?(?: standard)?|an do|mumbai": "Asia/Kolkata",
    "dubai|uae|abu dhabi|gulf standard": "Asia/Dubai",
    "riyadh|saudi(?: arabian?)?|mecca|mekkah|makkah": "Asia/Riyadh",
    "israeli?|jerusalem|tel aviv": "Asia/Jerusalem",
    "kyiv|kiev|ukrain(?:e|ian)|киівським": "Europe/Kiev",
    "ankara|istanbul|turk(?:ey|ish)": "Europe/Istanbul",
    "moscow|moskow|moskwa|mat-?xco-?va|московскому": "Europe/Moscow",
    "london|uk|u\\.k\\.|british(?: summer)?|anh|inggris": "Europe/London",
    "dublin|ireland|irish": "Europe/Dublin",
    "geneva|jenewa|gio-?ne-?vo|swiss|zurich": "Europe/Zurich",
    "paris|brussels|berlin|rome|roma|vienna|wina|the hague|den haag|madrid|central european(?: summer)?|amsterdam"
    "|stockholm|oslo|copenhagen|frankfurt|strasbourg|brussel": "Europe/Paris",
    "athens|helsinki|eastern european(?: summer)?": "Europe/Athens",
    "nairobi|east africa": "Africa/Nairobi",
    "johannesburg|south africa(?:n)?|pretoria": "Africa/Johannesburg",
    "cairo|egypt": "Africa/Cairo",
    "(?:us |u\\.s\\. )?eastern(?: us| u\\.s\\.)?(?: daylight| standard)?|new york"
    "|washington(?:,? d\\.?c\\.?)?": NEW_YORK,
    "(?:us |u\\.s\\. )?central(?: us| u\\.s\\.)?(?: daylight| standard)?|chicago": CHICAGO,
    "(?:us |u\\.s\\. )?mountain(?: us| u\\.s\\.)?(?: daylight| standard)?|denver": DENVER,
    "(?:us |u\\.s\\. )?pacific(?: us| u\\.s\\.)?(?: daylight| standard)?|los angeles|san francisco": LOS_ANGELES,
    "alaskan?(?: daylight| standard)?|anchorage": ANCHORAGE,
    "hawaii(?:an)?(?: standard)?|honolulu": HONOLULU,
    "atlantic(?: daylight| standard)?|halifax": "America/Halifax",
    "brasilia|sao paulo": "America/Sao_Paulo",
    "sydney|canberra|melbourne": "Australia/Sydney",
    "brisbane": "Australia/Brisbane",
    "perth": "Australia/Perth",
    "wellington|auckland|new zealand": "Pacific/Auckland",
    "dili|timor-leste": "Asia/Dili",
    "greenwich mean|coordinated universal|universal": "UTC",
}  # fmt: skip
