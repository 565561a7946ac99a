"""The formulas at the beginning of a line that hold a text back, as agencies and ministries print them."""

from __future__ import annotations

import re

UNTIL = r"(?:until|till|til|to|sampai(?: dengan)?|hingga|s/d|s\.?d\.?(?=\s)|đến|tới)"
_VERB = r"(?:publish(?:ed)?|release[d]?|broadcast|distribute[d]?|use[d]?|print(?:ed)?|circulate[d]?)"
_USE = r"(?:release|publication|broadcast(?:ing)?|distribution|(?:online )?use|print)"
_BEFORE = (  # what may stand before a formula on its line
    r"(?:(?:(?:press|news|media) (?:release|statement)|siaran pers|rilis(?: pers)?|thông cáo báo chí)[\W_]{1,6}"
    r"|check against delivery[\W_]{1,6}"
    r"|(?:this|the) (?:press |news |media )?(?:release|statement|report|story|document) is (?:strictly )?"
    r"|(?:siaran pers|rilis|naskah|berita|pernyataan|laporan) ini (?:masih )?|(?:thông tin|tin|bài"
    r"|bản tin)(?: này)? (?:bị )?)?"
    r"(?:(?:strictly|strict|under(?: strict| an?)?|sous|status|di bawah|dalam)\s*[:]?\s*)?"
)
FORMULA = re.compile(
    rf"[\W_]{{0,12}}{_BEFORE}(?:"
    rf"embargo(?:ed)?(?: (?:for release|berita|rilis|date|time|tin))?\s*(?:[:：]|{UNTIL}(?!\w)|[-–—]|\Z|[*\])]|\d"
    rf"|for release\b|(?:against|on) delivery\b)|"
    rf"diembargo (?:sampai|hingga)\b|embargoed\b(?=[^a-z]*(?:\d|not for|{UNTIL}))|"
    rf"not (?:to be {_VERB}|for {_USE}(?:(?:,| or| and|/) ?(?:or )?{_USE}){{0,3}}) (?:before|until|prior to)\b|"
    rf"do not {_VERB} (?:before|until)\b(?=.*\d)|for use (?:after|from|not before)\s+(?=\d)|"
    r"(?:please )?hold for (?:release|publication)\b|hold (?:until|till)\b|"
    r"for (?:release|publication)(?: (?:on|at|after|not before))?\s*[:：]?\s*(?=\d|upon delivery|on delivery"
    r"|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)|"
    r"(?:mohon )?(?:jangan|tidak (?:untuk|boleh)|tidak|dilarang(?: keras)?|belum boleh) (?:di|meny?|mem|ter)?"
    r"(?:s?iar(?:kan)?|publikasi(?:kan)?|rilis|sebar(?:luas)?(?:kan)?|terbit(?:kan)?|muat|kutip|umumkan"
    r"|tayang(?:kan)?) sebelum\b|"
    r"(?:untuk|hanya untuk|boleh) di(?:siarkan|publikasikan|rilis|terbitkan) (?:pada|setelah|sesudah|mulai)\b"
    r"|tahan (?:sampai|hingga)\b|"
    r"(?:cấm|không|chưa|không được|chưa được|đề nghị không|vui lòng không) (?:phát hành|công bố|đăng tải"
    r"|đăng phát|đăng|phát sóng|phổ biến)"
    r"(?: (?:tin|bài|thông tin|rộng rãi))? trước\b(?! (?:công chúng|báo giới|dư luận|to[àa]|tòa|mặt|cổng))|"
    r"(?:chỉ )?(?:được )?(?:phép )?(?:phát hành|công bố|đăng(?: tải| phát)?) (?:từ|sau) (?:lúc |\d)"
    r"|hạn chế công bố (?:đến"
    r"|cho đến)\b|"
    r"(?:lệnh )?cấm (?:phát hành|công bố|đăng(?: tải)?)(?: tin| bài)? (?:cho )?(?:đến|tới)\b)",
    re.IGNORECASE,
)
