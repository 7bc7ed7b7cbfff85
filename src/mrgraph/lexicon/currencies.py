"""Currencies by what a report calls them: symbols and codes before an amount, words, codes and symbols after it."""

from __future__ import annotations

import re

from mrgraph.lexicon.caseless import AnyCase

# ISO 4217 code: symbols | names. Codes themselves are added below. "_" is a currency that its name alone does not tell.
_TABLE = """
USD: $ | US dollar, US dollars, U.S. dollar, U.S. dollars, American dollars, United States dollars, dollar, dollars
USD: | ドル, 米ドル, 달러, 미국 달러, 미 달러, 美元
EUR: € | euro, euros, Euro, ユーロ, 유로, 欧元
GBP: £ | pound, pounds, pound sterling, pounds sterling, British pounds, ポンド, 파운드, 英镑
JPY: ¥ ￥ | yen, Japanese yen, 円, 日本円, 엔, 日元
CNY: CN¥ | yuan, renminbi, Chinese yuan, 人民元, 元, 人民币, 위안
INR: ₹ | rupee, rupees, Indian rupees, インドルピー, 루피
KRW: ₩ ￦ | won, Korean won, South Korean won, ウォン, 韓国ウォン, 원
AUD: | Australian dollar, Australian dollars, 豪ドル, 호주 달러
CAD: | Canadian dollar, Canadian dollars, カナダドル, 캐나다 달러
HKD: | Hong Kong dollar, Hong Kong dollars, 香港ドル, 홍콩 달러
SGD: | Singapore dollar, Singapore dollars, シンガポールドル, 싱가포르 달러
NZD: | New Zealand dollar, New Zealand dollars
TWD: | Taiwan dollar, Taiwan dollars, New Taiwan dollar, New Taiwan dollars, 台湾ドル, 대만 달러
CHF: | Swiss franc, Swiss francs, スイスフラン, 스위스 프랑
SEK: | Swedish krona, Swedish kronor, スウェーデンクローナ, スウェーデン・クローナ, 스웨덴 크로나
NOK: | Norwegian krone, Norwegian kroner, ノルウェークローネ
DKK: | Danish krone, Danish kroner, デンマーククローネ
BRL: | Brazilian real, Brazilian reais, reais
MXN: | Mexican peso, Mexican pesos
RUB: ₽ | ruble, rubles, rouble, roubles, Russian rubles
TRY: ₺ | Turkish lira, lira
ZAR: | rand, South African rand
THB: ฿ | baht, Thai baht
VND: ₫ | dong
IDR: | rupiah
MYR: | ringgit, Malaysian ringgit
PHP: ₱ | Philippine pesos
ILS: ₪ | shekel, shekels
PLN: | zloty, zlotys
CZK: | Czech koruna, koruna
HUF: | forint, forints
AED: | dirham, dirhams, UAE dirhams
SAR: | riyal, riyals, Saudi riyals
NGN: ₦ | naira
KZT: ₸ | tenge
UAH: ₴ | hryvnia
GEL: ₾ | lari
CRC: ₡ | colones
LAK: ₭ | kip
LKR: ரூ | Sri Lankan rupees
FIM: | Finnish markka, markka
NLG: | Dutch guilders, guilders
ESP: | pesetas
DEM: | Deutsche marks, Deutschmarks
ITL: | Italian lire
_: | franc, francs, peso, pesos, krona, kronor, krone, kroner
"""
_MORE_CODES = "QAR KWD BHD OMR EGP KES PKR BDT CLP COP ARS PEN RON ISK RSD HRK".split()
_DOLLARS = {  # what stands before the dollar sign; those in capitals may have a space, as in "HK $ 5"
    "US": "USD", "U.S.": "USD", "U.S": "USD", "C": "CAD", "CA": "CAD", "CAN": "CAD", "CDN": "CAD", "AU": "AUD",
    "HK": "HKD", "SG": "SGD", "NT": "TWD", "NZ": "NZD", "MX": "MXN", "Mex": "MXN",
}  # fmt: skip
_GLUED = {"A": "AUD", "S": "SGD", "R": "BRL"}  # "A $" is an article, "R $" a loose letter
_OTHER_BEFORE = {"RMB": "CNY", "NTD": "TWD", "Rs": "INR", "Rs.": "INR", "RM": "MYR", "Rp": "IDR", "元": "CNY"}
_CASED_CODES = frozenset("TRY PEN COP PHP RON ALL SAR ARS RM SEK SEN".split())  # also words in lower case
MINOR = {"cent": None, "cents": None, "pence": "GBP", "penny": None, "pennies": None}


def _rows() -> dict[str, tuple[list[str], list[str]]]:
    rows: dict[str, tuple[list[str], list[str]]] = {}
    for line in _TABLE.strip().splitlines():
        code, rest = line.split(":", 1)
        symbols, _, names = rest.partition("|")
        signs, words = rows.setdefault(code, ([], []))
        signs += symbols.split()
        words += (n.strip() for n in names.split(",") if n.strip())
    return rows


_ROWS = _rows()
CODES = tuple(c for c in _ROWS if c != "_") + tuple(_MORE_CODES)
NAMES = {name.lower(): (None if code == "_" else code) for code, (_, names) in _ROWS.items() for name in names}
SYMBOLS = {symbol: code for code, (symbols, _) in _ROWS.items() for symbol in symbols}


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w)))


# The codes that a text in capitals does not hold as words.
CODE = "|".join(code for code in (*CODES, "RMB") if code not in {"ALL", "TRY", "PEN", "COP", "TOP", "RON"})
_FREE = [c for c in (*CODES, "RMB", "NTD") if c not in _CASED_CODES]
_CASED = [c for c in CODES if c in _CASED_CODES]
_DOLLAR = rf"(?i:(?<![\w’'])(?:{_alternatives(list(_DOLLARS))})\s?|(?-i:(?<![\w’'])[ASR]))?\$"
# An amount's currency right before it, read backwards from the number: US$, HK $, EUR, Rs., ¥.
BEFORE = re.compile(
    rf"(?P<dollar>{_DOLLAR})\s{{0,2}}$|(?P<symbol>{_alternatives([s for s in SYMBOLS if s != '$'])})\s{{0,2}}$"
    rf"|(?<![A-Za-z])(?P<code>(?i:{_alternatives(_FREE)}|Rs\.?)|{_alternatives(_CASED)}|RM|Rp)[\s:]{{0,2}}\$?\s?$"
)
_LATIN = [n for n in NAMES if n[0].isascii()]
_ASIAN = [n for n in NAMES if not n[0].isascii()]
# An amount's currency after it: "euros", "EUR", "円", "€".
AFTER = (
    rf"(?:(?i:{_alternatives([*_LATIN, *MINOR, *_FREE])})(?![A-Za-z])|(?:{_alternatives(_CASED)})(?![A-Za-z])"
    rf"|{_alternatives(_ASIAN)}|(?:{_alternatives(list(SYMBOLS))})(?!\s?\d))"
)
_CHINESE = AnyCase(r"\b(?:CNY|RMB|yuan|renminbi|China|Chinese)\b|人民|中国")
_JAPANESE = AnyCase(r"\b(?:JPY|yen|Japan\w*)\b|円|日本")


def before(text: str, position: int) -> tuple[int, str | None] | None:
    """The currency that ends right before `position`: where it begins, and its code.

    >>> before("worth US$ 5 billion", 10)
    (6, 'USD')
    """
    begin = max(0, position - 12)
    match = BEFORE.search(text, begin, position)
    if not match:
        return None
    if match["dollar"]:
        lead = match["dollar"][:-1].strip()
        code = _GLUED.get(lead) or {k.upper(): v for k, v in _DOLLARS.items()}.get(lead.upper(), "USD")
    elif match["symbol"]:
        code = _yen_or_yuan(text) if match["symbol"] in "¥￥" else SYMBOLS[match["symbol"]]
    else:
        word = match["code"]
        code = _OTHER_BEFORE.get(word.upper()) or _OTHER_BEFORE.get(word.capitalize()) or word.upper()
    return match.start(), code


def named(word: str) -> str | None:
    """The code of the currency that `word` after an amount names, None where it does not tell."""
    plain = re.sub(r"\s+", " ", word.strip())
    code = SYMBOLS.get(plain) or NAMES.get(plain.lower()) or _OTHER_BEFORE.get(plain.upper())
    return code or (plain.upper() if plain.upper() in CODES else None)


def _yen_or_yuan(text: str) -> str:
    """The sign is the same: yuan where the words around speak of China and not of Japan."""
    return "CNY" if _CHINESE.search(text) and not _JAPANESE.search(text) else "JPY"
