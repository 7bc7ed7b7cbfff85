"""Bytes -> text: encoding, mojibake, and the wrappings that exports put round a page."""

from __future__ import annotations

import codecs
import html
import json
import re
import unicodedata

from mrgraph.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?\s{0,9}([-\w]{3,20})""", re.I)
_MOJIBAKE = re.compile("â[€‰ˆ†]|Ã[\x80-\xbf©¨±¼¶¤ ƒ‚]|Â[\xa0©®°·]|ï»¿|ï[¼½].|Å[\x80-\xbf¡½¾ ]|ã[\x80-\x9f‚ƒ„†‡]")
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
)
_STYLED = re.compile("[\U0001d400-\U0001d7ff]+")  # letters and digits drawn bold or italic by their code points
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*$", re.M)
_DOUBLED_QUOTES = re.compile(r'=""[^\s"/>]')
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])
_HIGH = bytes(range(0x80, 0x100))
_SAMPLE = 65536  # bytes that are enough to tell an encoding
_WRAPPED = 6  # escaped tags from which on a page counts as escaped once too often
_BINARY = "binary, not text; leave it out or convert it to text first"
_DAMAGED = 500  # one broken character in so many is damage within UTF-8, not another encoding

# What browsers read under a label (WHATWG Encoding Standard).
_LABELS = {
    **dict.fromkeys(
        ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1"), "cp1252"
    ),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman"), "mac_roman"),
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
}
_MAC = re.compile(rb"[A-Za-z][\x87-\x90\x99\x9a\x9f][a-z]")  # letters with accents as old Macintoshes wrote them
_WESTERN = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][a-z]")
# Encodings without a mark, the likeliest first, each with the characters that show it was the right one.
_EAST_ASIAN = (
    ("cp932", re.compile("[\u3041-\u30fe]")),
    ("euc_jp", re.compile("[\u3041-\u30fe]")),
    ("cp949", re.compile("[이다는을의가한에로고하지를서시은도장기사스인습니있어]")),
    ("gb18030", re.compile("[的一是在有和市场场报告年中国分析公司]")),
    ("big5", re.compile("[的一是在有和市場報告年中國分析公司]")),
)


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """The text of `data`, with line feeds, without byte order marks, invisible and control characters.

    Raises SourceError when the bytes are no text, or are not in the named encoding.
    """
    text = _characters(data, path, encoding)
    if not text.isascii():
        if _MOJIBAKE.search(text):
            text = _mended(text)
        if b"\xf0\x9d" in text.encode("utf-8", errors="replace"):
            text = _STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled[0]), text)
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return _unwrapped(wanted(text))


def wanted(text: str) -> str:
    """`text` without the characters that nobody sees."""
    if text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ").isprintable():  # true of most, and quick to tell
        return text
    return _UNWANTED.sub("", text)


def _characters(data: bytes, path: str, encoding: str | None) -> str:
    if encoding:
        try:
            return data.decode(encoding)
        except (LookupError, ValueError) as error:
            raise SourceError(f"{path}: not {encoding} ({error}); choose another --encoding") from error
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    zeros = data.count(0)
    if zeros > len(data) // 5 and len(data) >= 4:
        return _wide(data, path)
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 20:
        raise SourceError(f"{path}: {_BINARY}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if zeros:
            raise SourceError(f"{path}: {_BINARY}") from error
        return _legacy(data)


def _wide(data: bytes, path: str) -> str:
    """UTF-16 or UTF-32 without a mark: in Latin text or markup one or three of the bytes of a character are zero."""
    quarters = [data[place::4].count(0) * 4 / len(data) for place in range(4)]
    if min(quarters[1:]) > 0.9:
        name = "utf-32-le"
    elif min(quarters[:3]) > 0.9:
        name = "utf-32-be"
    else:
        name = "utf-16-le" if quarters[1] + quarters[3] >= quarters[0] + quarters[2] else "utf-16-be"
    text = data.decode(name, errors="replace")
    printable = sum(character.isprintable() or character.isspace() for character in text)
    if printable < len(text) * 0.95 or text.count("\ufffd") > len(text) // 100:
        raise SourceError(f"{path}: {_BINARY}")
    return text


def _legacy(data: bytes) -> str:
    """Text in an older encoding: the one the page declares, else the likeliest."""
    broken = data.decode("utf-8", errors="replace")
    bad = broken.count("\ufffd")
    wide = len(broken) - len(broken.encode("ascii", errors="ignore")) - bad
    if bad * _DAMAGED <= len(broken) or bad * 2 <= wide:
        return data.decode("utf-8", errors="cp1252_bytes")
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(_LABELS.get(name, name), errors="replace" if name in _LABELS else "strict")
        except (LookupError, ValueError):
            declared = None
    return _east_asian(data) or _single_byte(data)


def _western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8 as Western letters: what handles errors of decoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("cp1252_bytes", _western)


def _east_asian(data: bytes) -> str | None:
    """The text in the East Asian encoding that yields most of the characters its language cannot do without."""
    best, name = 0.1, ""
    for candidate, telling in _EAST_ASIAN:
        text = data[:_SAMPLE].decode(candidate, errors="replace")
        wide = len(text) - len(text.encode("ascii", errors="ignore"))
        share = len(telling.findall(text)) / max(wide, 1)
        if share > best and text.count("\ufffd") * 50 <= wide:
            best, name = share, candidate
    return data.decode(name, errors="replace") if name else None


def _single_byte(data: bytes) -> str:
    """Western text where few letters have an accent, else what statistics say."""
    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, _HIGH))
    if high * 8 > len(sample):
        from charset_normalizer import from_bytes

        best = from_bytes(sample, threshold=0.5).best()
        if best is not None:
            return data.decode(best.encoding, errors="replace")
    mac = len(_MAC.findall(sample)) > len(_WESTERN.findall(sample))
    return data.decode("mac_roman" if mac else "cp1252", errors="replace")


def _mended(text: str) -> str:
    """Text whose damaged lines are decoded once more, as they should have been; each line for itself."""
    import ftfy

    lines = text.split("\n")
    return "\n".join(ftfy.fix_encoding(line) if _MOJIBAKE.search(line) else line for line in lines)


def _unwrapped(text: str) -> str:
    """The page inside a CSV cell, a JSON string, a code fence, or a layer of escaped markup."""
    text = text.strip("\n\x1a ")
    if text.startswith('"') and text.endswith('"') and ("\\n" in text or '\\"' in text):
        text = _json_string(text)
    if (text.startswith('"') and (text.count('""') > 1 or text.endswith('"'))) or _DOUBLED_QUOTES.search(text):
        text = text.strip('"').replace('""', '"')
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("", text)
    escaped = text.count("&lt;")
    if escaped >= _WRAPPED and text.count("<") < escaped // 4:
        text = wanted(html.unescape(text))
    return text


def _json_string(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text
