"""Decides whether words can be a company's name, where it ends, and which other forms stand in brackets after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mrgraph import reference
from mrgraph.lexicon import firm_nouns, legal_forms, spelling
from mrgraph.lexicon.amount_words import CODE
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import CAPITALS, PARENTHESES, has_legal_form, key
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.vocabulary import ASIAN, SPEAKS

CONNECTORS = frozenset("of the de and & for del der von van la le du da do di e y et und + - zu na".split())
LOWER_BRANDS = re.compile(r"^[a-z]{1,3}[A-Z]|^[a-z]+\.[a-z]{2,4}$|^[a-z]\w*[A-Z0-9]")
_SAYS_SOMETHING = AnyCase(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|should|this|these|those|that|which|their|"
    r"its|our|your|we|they|it|expected|"
    r"including|such|analysis\s+of|overview\s+of|reports?|forecasts?|cagr|revenues?|sales\s+volume|"
    r"market\s+(?:share|size|growth|overview|dynamics|"
    r"analysis|position\w*|segment\w*|report|trends?|entry|players?|competition|concentration|leaders?|"
    r"insights?|presence|intelligence)|billion|"
    r"million|percent|segments?|segmentation|profiles?|landscape|strateg(?:y|ies|ic)|developments|drivers|"
    r"opportunities|challenges|restraints|trends|"
    r"faqs?|click|download|contact|table\s+of\s+contents|introduction|conclusion|methodology|by\s+type|"
    r"by\s+application|by\s+region|swot|mergers?|"
    r"acquisitions?|product\s+launches|years?|regulations?|"
    rf"{firm_nouns.PLURAL_AXES}|"
    r"(?:key|leading|top|major|other|these|many|local|regional|global|established|emerging)\s+"
    rf"{firm_nouns.ROLE}|"
    r"market|according|founded|headquarters|employees|answer|executive\s+summary|appendix|chapter|"
    r"abbreviations|assumptions|disclaimer|"
    r"industry\s+(?:chain|trends?|analysis|overview)|raw\s+materials|data\s+sources?|"
    r"(?:research|business|company|financial|product|competitive|regional|price|cost|supply|"
    r"value)\s+(?:overview|analysis|summary|positioning|"
    r"insights|chain|scope))\b|[%=<>{}。]|(?<![\w])[?!]|[?!](?!s\b)(?=\w)|[?!].*[?!]|\s\S+[?!](?:\W|$)|https?:|www\.|\d{4}\s*[-–]\s*\d{4}",
)
_GENERIC = re.compile(
    r"(?i)^(?:together|collectively|combined|by|at|on|from|during|after|before|until|under|over|ac|dc|dr|company|corporation|inc|ltd|co|group|technologies|technology|solutions|systems|industries|"
    r"others?|answer|ans|yes|no|north|south|east|west|"
    r"new|key|top|major|some|several|many|various|leading|global|local|regional|international|established|"
    r"emerging|prominent|ai|iot|5g|covid-19|"
    r"overview|products?|applications?|types?|regions?|country|price|cost|quality|innovation|research|"
    r"development|r&d|sustainability|customers?|"
    r"consumers?|government|universities|hospitals?|submit|read\s+more|home|about\s+us|contact\s+us|faq|usa|"
    r"uk|us|it|in|partnerships|collaborations|"
    r"revenue|sales|production|capacity|business|financials?|website|the|a|an|and|also|tier\s*[-\d]+|scope|"
    r"drivers?|restraints?|description|"
    r"first|second|third|fourth|fifth|last|values?|figures|prices|amounts|estimates|volumes|margins|costs|demand|supply|buyers|orders|imports|exports|shares?|"
    r"who|what|which|why|how|when|where|among|overall|additionally|moreover|furthermore|however|similarly|"
    r"meanwhile|following|understanding|as|"
    r"while|with|further|discover|moreover|these|other|others|notable|currently|finally|lastly|firstly|"
    r"secondly|consequently|therefore|thus|hence|in\s+addition|for\s+example|"
    r"for\s+instance|recent|recently|despite|although|since|given|based|both|each|all|one|two|three|it[’']s|"
    r"there|here|today|market|"
    r"ceo|cfo|cto|chairman|president|director|manager|(?-i:\d*\s?[A-Z]{2,5}s))[?!]?$"
)
_ABSTRACT = frozenset(
    "analysis overview positioning trends trend share growth strategies strategy innovation innovations "
    "development developments expansion insights "
    "insight launch launches pricing benchmarking landscape assessment portfolio presence dynamics "
    "transformation adoption compliance sustainability "
    "awareness demand supply quality cost costs investment investments regulation regulations partnership "
    "partnerships collaboration collaborations "
    "integration customization personalization digitization digitalization competition differentiation "
    "advancement advancements improvement "
    "efficiency accessibility availability affordability segmentation forecasting methodology introduction "
    "summary conclusion capabilities reach "
    "penetration preferences behavior behaviour experience engagement management risk risks barriers entry "
    "evaluation recommendations outlook "
    "conditions environment hotspots edge drivers restraints challenges opportunities highlights "
    "distribution diversification concentration "
    "initiatives factors ranking profiles profile financials models approach approaches modeling validation "
    "collection precision transparency".split()
)
_ASIAN_TAIL = re.compile(
    r"(?<=[A-Za-z0-9.)])\s*(?:など|といった|が[あ含挙]|等|と[いし]|등|(?:가|이|은|는|을|를|와|과|의|도)(?=\s|$)).*$"
)
_PHRASE = re.compile(
    r"^(?:In|By|As|From|During|Between|For|With|At|On|To|Of|Through|Over|Under|Due|After|Before|"
    r"Since)\s(?!Touch\b)|\b(?:Market|Industry)$"
)
_EDGES = " ,;:-–—*•\"'“”‘’|"
_REMARK_BEHIND = re.compile(rf"{PARENTHESES.pattern}\W*$")
_REMARK_BEFORE = re.compile(PARENTHESES.pattern)
_LETTER = re.compile(r"[^\W\d_]")
_NAME_END = re.compile(r"(?:\b\w|\.\w)\.$")
_NUMBER_FIRST = re.compile(r"^[\d\W]+(?:\s|$)")
_FIGURE = re.compile(r"\s(?:19|20)\d\d$|\.{4}")
_NUMBER_NAME = re.compile(r"^\d+\w*\s?[A-Z]")  # "3M", "10x Genomics", "7 Seas"
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr|Prof)\.?\s+(?:[A-Z][\w'’-]*(?<!['’]s)\.?\s+)+[A-Z][\w'’-]*$")
_RESEARCHER = re.compile(
    r"\b(?:Research|Insights?|Reports?|Intelligence|Analytics|Consulting|Advisory|Foresight|"
    r"Analysts)(?:\s+\w+)?$"
)
_FORMER = re.compile(
    r"(?i)^(?:formerly|previously|f/?k/?a|now|also\s+known\s+as|a\.?k\.?a\.?|d/?b/?a|dba)\s*(?:known\s+as\s+|"
    r"called\s+)?[:,]?\s*(.+)$"
)
_LINKS_ON = re.compile(
    r"^(?:,\s+)?(?:an?|the|headquartered|based|founded|which|known|one|with|who|whose|its|established|"
    r"located)\b",
    re.I,
)


_BEGINS = re.compile(rf"[\"'“]?[0-9{CAPITALS}]|[a-z]{{1,3}}[A-Z]|[a-z][\w-]*\.[a-z]{{2,3}}$")
_LATIN_WORDS = 4  # of a name in Latin letters behind one in another script
_FEW_SMALL = 4  # words of a name written small that ends with a legal form: "ek robotics GmbH"
_AS_CAPITAL = re.compile(rf"{LOWER_BRANDS.pattern}|{legal_forms.SMALL_WORD}")
_MONEY = re.compile(rf"(?:{CODE}|(?:US|HK|A|C)?[$€£¥₹])\s?\d")
_ONE_LETTER = re.compile(r"\W*\w\W*")
_NEVER = re.compile(r"[%=<>{}]|[?!](?!\s)|https?:|\d{4}\s*[-–]|(?i:\binclud(?:e|es|ing)\b)")
_STANDARD = re.compile(
    r"(?:PCI[- ]?DSS|GDPR|HIPAA|CCPA|ISO(?:[/ -]\w+)*|IEC[ -]?\d*|RoHS|REACH|SOC ?2|FIPS|NIST|IEEE|ASTM|ANSI)$"
)
_NO_FIRM = re.compile(  # what drives or describes a market, in a list of firms or a title
    r"(?:(?:Rising|Growing|Increasing|Superior|Expanding|Rapid|Strong|Surging|Government)\s[^,]*\s(?:for|in|of|on|to|and|with)\s)|"
    r"(?:Rising|Growing|Increasing)\s\w+\s(?:Demand|Funding|Adoption|Awareness|Investments?|Use)$|"
    r"[\u3040-\u30ff\u4e00-\u9fff]*(?:予測|評価|状況|トレンド|展望|市場|業界|分析|動向|概要|レポート|調査|規模|シェア|成長|機会|課題|戦略)$"
)
# A brand written small, perhaps with its country; an adverb is none.
_SMALL_BRAND = re.compile(
    r"(?!(?:also|and|but|both|including|namely|plus|respectively|etc|then|together|for|with|more)\b)"
    r"[a-z][\w.-]{2,20}(?<!ly)(?:\s*\([A-Z][A-Za-z. ]+\))?"
)
_SMALL_INSIDE = re.compile(
    r"[A-Z]\S*\s(?!(?:and|or|is|are|has|in|for|with|to|from|by|as|at|on)\b)[^\W\d]+(?:\s[A-Z]\S*)?"
)
_ARTICLE = re.compile(r"the\s+(?=[A-Z])")
_TOKEN = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_CAPITAL = re.compile(rf"[0-9{CAPITALS}(\[&+]|[a-z]{{1,3}}[A-Z]|[a-z]\w*\.(?:com|io|ai|net)\b")
_POSSESSIVE = re.compile(r"['’]s[,;:]?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A company's name as written, its key, and other forms that the brackets after it give."""

    text: str
    key: str
    aliases: tuple[str, ...] = ()


def speaks_for(text: str) -> bool:
    """Whether the words themselves say that this is a company: a legal form, or a word that firms are called by."""
    return has_legal_form(text) or bool(SPEAKS.search(text))


def is_researcher(text: str) -> bool:
    """Whether `text` names a research house: "Acme Market Insights"."""
    return _RESEARCHER.search(text) is not None


def name(text: str) -> Name | None:
    """The company in one piece of an enumeration, with the acronym or former name that brackets may give."""
    plain = without_remarks(text)
    if not plain:
        return None
    plain = _ASIAN_TAIL.sub("", re.sub(r"(?i)^(?:and|or)\s+", "", plain))
    aliases = []
    for inside in PARENTHESES.findall(text):
        former = _FORMER.match(inside.strip())
        if former:
            aliases.append(former[1].strip())
        elif _is_acronym(inside.strip(), plain) or (ASIAN.search(plain) and _is_latin_form(inside.strip())):
            aliases.append(inside.strip())
    return Name(plain, key(plain), tuple(aliases))


def without_remarks(text: str) -> str:
    """The name as it stands in `text`: without brackets round it, with those inside, "Acme (India) Ltd."."""
    plain = text.strip(_EDGES)
    while mark := _REMARK_BEHIND.search(plain) or _REMARK_BEFORE.match(plain):
        plain = (plain[: mark.start()] if mark.start() else plain[mark.end() :]).strip(_EDGES)
    return plain


def _is_latin_form(inside: str) -> bool:
    """Whether what stands in brackets behind a name in another script is the name in Latin letters."""
    words = inside.split()
    plain = inside.isascii() and inside[:1].isupper() and len(words) <= _LATIN_WORDS
    return has_legal_form(inside) or (plain and reference.load().region(inside) is None)


def is_acronym(short: str) -> bool:
    """Whether `short` is in capitals and as short as an acronym: GE of General Electric."""
    return 2 <= len(short) <= 6 and short.isupper()


def acronyms_of(long: str) -> frozenset[str]:
    """The initials of a name, with and without those of its legal form, in small letters."""
    words = spelling.fold(long).split()
    return frozenset(
        spelling.initials(form) for form in (words, [word for word in words if word not in legal_forms.KEYS])
    )


def _is_acronym(inside: str, full: str) -> bool:
    """Whether `inside` abbreviates `full`: capitals whose letters begin its words, in order."""
    letters = re.sub(r"[^A-Za-z0-9]", "", inside)
    if not 2 <= len(letters) <= 8 or letters.upper() != letters or full.upper() == full:
        return False
    words = re.findall(r"[A-Za-z0-9]+", full)
    initials = "".join(w if w.isupper() and len(w) < 3 else w[0] for w in words).upper()  # "IDQ" of "ID Quantique"
    rest = iter(initials if letters[0] == initials[:1] else "")
    return all(any(c == r for r in rest) for c in letters[:2])


@lru_cache(maxsize=8192)
def plausible(text: str, *, strict: bool) -> bool:
    """Whether `text` can be a company's name; strictly (in running text) it needs capitals like one."""
    words = text.split()
    if not _is_as_long_as_names(text, words) or _is_other(text, words) or (strict and _PHRASE.search(text)):
        return False
    if ASIAN.search(text):
        return len(text) <= 40
    capitals = sum(map(_is_capitalised, words))
    if strict:
        return (_begins(text) or has_legal_form(text)) and capitals * 2 >= len(words) + (len(words) > 3)
    return capitals * 2 >= len(words) or len(words) == 1 or (has_legal_form(text) and len(words) <= _FEW_SMALL)


def _is_as_long_as_names(text: str, words: list[str]) -> bool:
    """Whether `text` has as many words, characters and letters as names have."""
    sized = 1 <= len(words) <= 12 and 2 <= len(text) <= 90
    return sized and _LETTER.search(text) is not None and not _ONE_LETTER.fullmatch(text)


def _is_capitalised(word: str) -> bool:
    """Whether a word is written as those of names are: with a capital, as a brand or as a small link."""
    return word[0].isupper() or word[0].isdigit() or word.lower() in CONNECTORS or _AS_CAPITAL.match(word) is not None


def _is_other(text: str, words: list[str]) -> bool:
    """Whether `text` is a placeholder, a common word, a statement, or cut out of a sentence."""
    if is_placeholder(text) or _is_no_name(text) or (_SAYS_SOMETHING.search(text) and not _excused(text)):
        return True
    named = _NAME_END.search(text) or legal_forms.AT_END.search(text)
    ends = text.endswith((".", "!")) and len(words) > 3 and not named
    number = _NUMBER_FIRST.match(text) and not _NUMBER_NAME.match(text)
    return bool(ends or number or text.count("(") != text.count(")") or _FIGURE.search(text))


def _is_no_name(text: str) -> bool:
    """Whether `text` is a common word, a word for firms, money, a standard or a person with a title."""
    if text.lower() in firm_nouns.PLURALS or (_PERSON.match(text) and not speaks_for(text)):
        return True
    return any(pattern.match(text) for pattern in (_GENERIC, _MONEY, _NO_FIRM, _STANDARD))


def is_abstract(text: str) -> bool:
    """Whether `text` names a subject rather than a firm: "Market Share", "Digital Transformation"."""
    last = re.sub(r"\W+$", "", text.rsplit(maxsplit=1)[-1]).lower()
    return last in _ABSTRACT and not has_legal_form(text)


def _begins(text: str) -> bool:
    return _BEGINS.match(text) is not None


def _excused(text: str) -> bool:
    """Names that hold a word which names seldom hold: "Market America Inc." keeps it by its legal form."""
    if re.fullmatch(r"The [A-Z]\S+(?: [A-Z]\S+)? Companies", text):
        return True
    return has_legal_form(text) and len(text.split()) <= 6 and not _NEVER.search(text)


def prefix(text: str, *, whole_text: bool = False) -> tuple[str, bool]:
    """The name at the head of a piece of running text, and whether it is the whole piece: ("Kurt J. Lesker", False).

    `whole_text`: it is no piece of an enumeration but all that follows, so that a comma ends the name.
    """
    text = text.strip()
    article = _ARTICLE.match(text)
    lead = article.end() if article else 0
    end, last = lead, lead  # of the last capitalised word, and of the last small link after it
    for word in _TOKEN.finditer(text[lead:]):
        plain = word[0].strip("\"'“”‘’,;:")
        if _CAPITAL.match(plain) or plain.lower().rstrip(".") in legal_forms.SMALL:
            end = last = lead + word.end()
            owner = _owner_end(word[0], text, end)
            if owner is not None:
                return text[lead : lead + word.start() + owner], False
            if _ends_name(word[0], plain, _first_word(text[end:]), whole_text=whole_text):
                break
        elif plain.lower() in CONNECTORS and last == end and plain:
            last = lead + word.end()
        else:
            break
    return text[lead:end].strip(" ,;:"), end >= len(text.rstrip(" .,;:"))


def _owner_end(word: str, text: str, end: int) -> int | None:
    """How many characters of a word are the name, where it is the owner of what a small word says: "Bolt's pumps"."""
    possessive = _POSSESSIVE.search(word)
    if possessive and not word.endswith((",", ";", ":")) and text[end:].lstrip()[:1].islower():
        return possessive.start()
    return None


def _ends_name(word: str, plain: str, following: str, *, whole_text: bool) -> bool:
    """Whether a name ends with a word: "Acme, Inc. Bolt's sales" has its first one end with the legal form."""
    stopped = word.endswith(".") and following[:1].isupper() and legal_forms.ALONE.match(plain)
    comma = whole_text and word.endswith((",", ";", ":"))
    return bool(stopped or comma) and not legal_forms.ALONE.match(following)


def _first_word(text: str) -> str:
    return (text.split(None, 1) or [""])[0].rstrip(",.;")


def is_odd(text: str) -> bool:
    """Whether words between names are one themselves, with a word written small: "Borealis digital Ink", "adidas"."""
    return (_SMALL_INSIDE.fullmatch(text) is not None and not prefix(text)[1]) or _SMALL_BRAND.fullmatch(
        text
    ) is not None


def without_country(text: str) -> str:
    """A name without the country behind it: the brand "isoplus" of "isoplus (Denmark)"."""
    return re.sub(r"\s*\([A-Z][A-Za-z. ]+\)$", "", text) if text[:1].islower() else text


def without_description(text: str) -> str:
    """A list entry's name without what an appended clause says of it: "Acme Corp, a maker of pumps"."""
    cut = re.search(r",\s+(?=[a-z])", text)
    return text[: cut.start()] if cut and _LINKS_ON.match(text[cut.end() :]) else text
