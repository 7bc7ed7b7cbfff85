"""Decides who published a report, its number and its address: by its own links, and by what the text says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from mrgraph.extraction import rules
from mrgraph.extraction.publication.metadata import Address, PublicationMetadata
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Claim, Evidence, NameClaim, Role, Rule, TextClaim, TextField

ADDRESS = re.compile(
    r"https?://[^\s<>\"'）)\]]+|(?<![\w@./-])(?:www\.[\w-]+(?:\.[\w-]+)+|"
    r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,12}(?=/))(?:/[^\s<>\"'）)\]]*)?",
    re.ASCII,
)
MAIL = re.compile(r"(?<![\w.])[\w.+-]{1,64}@((?:[a-z0-9-]+\.)+[a-z]{2,12})\b", re.I | re.ASCII)
TRACKING = re.compile(r"^(?:utm_|trackingId|fbclid|gclid|mc_|ref$|ref=|source$|source=)", re.I)
ENQUIRY = AnyCase(
    r"sample|enquir|inquir|purchase|buy|order|discount|request|checkout|customi|download|ask-for|methodology|"
    r"brochure",
)
IMAGE = AnyCase(r"\.(?:png|jpe?g|gif|webp|svg|css|js)(?:$|\?)")
NOT_OWN = AnyCase(
    r"(?:^|\.)(?:medium|linkedin|github|githubusercontent|twitter|x|facebook|youtube|youtu|pinterest|instagram|"
    r"wikipedia|google|googleapis|reddit|wordpress|blogspot|tumblr|issuu|"
    r"t|bit|goo|amazon|amazonaws|tinyurl|sites|docs|apple|quora|whatsapp|telegram|substack|archive|w3|schema|"
    r"shields|prnewswire|globenewswire|businesswire|openpr|einpresswire|"
    r"prlog|issuewire|einnews|yahoo|bloomberg|reuters|forbes|nature|sciencedirect|springer|statista|gmail|"
    r"outlook|hotmail|example)\.(?:com|org|io|me|ly|co|be|gl|net)$"
    r"|\.(?:gov|edu|int|mil)(?:\.[a-z]{2})?$",
)
TRADE = AnyCase(r"research|market|insight|report|intelligence|analy|consult|stat|data|forecast|stud|advis")
SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go".split())
YEAR = re.compile(r"20(?:1[5-9]|[23]\d|40)")  # years that reports are about; "market-1991" is a number
YEARS = re.compile(rf"(?:{YEAR.pattern})(?:-(?:{YEAR.pattern}))?")
NUMBERS = (  # where an address tells the report's number, the surest first, with a weight
    (
        5,
        re.compile(
            r"[?&](?:rid|id|report_?id|reportid|report_?code|pid|product_?id|report|code|sku|ref|item|no|"
            r"publication)=([A-Z]{0,6}-?\d{3,12}(?:-\d{2,8})?)\b",
            re.I,
        ),
    ),
    (5, re.compile(r"[-/]r(\d{4,12})(?:[/?#]|$)")),
    (
        5,
        re.compile(
            r"/(?:[a-z-]*(?:sample|enquiry|inquiry|enquire|discount|purchase|checkout|customi[sz]ation|buy|order|"
            r"request|download|brochure)[a-z-]*)/(?:[a-z-]+/)?((?-i:[A-Z]){1,6}-?\d{2,12}|"
            r"\d{3,12}(?:-\d{2,8})?)(?:[/?#&]|$)",
            re.I,
        ),
    ),
    (3, re.compile(r"-market(?:-[a-z]+)*-(\d{1,4}-\d{2,8}|[A-Z]{1,5}-?\d{2,8})(?:/|[?#]|$)", re.I)),
    (2, re.compile(r"/[a-z][a-z0-9-]*-(\d{3,12})(?:\.html?|\.php|\.aspx?)?(?:/|[?#]|$)", re.I)),
    (2, re.compile(r"/(\d{4,9})-[a-z]", re.I)),
    (1, re.compile(r"/((?:[A-Z]{1,6}-?)?\d{3,12}|\d{1,4}-\d{2,8}|[A-Z]{1,6}(?:-[A-Z0-9]{1,6}){1,3})(?:/|[?#]|$)")),
    (1, re.compile(r"[-/]([a-z]{1,5}-?\d{4,8}|[A-Z]{1,5}-?\d{3,8})(?:\.html?|\.php|\.aspx?)?(?:/|[?#]|$)")),
    (1, re.compile(r"(?<![A-Za-z0-9.])((?!20[12]\d[01]\d[0-3]\d)\d{4,9})(?![A-Za-z0-9])")),
)
# A number as the text gives it: a code with two digits or more, and before it the word that says what it is.
CODE = re.compile(r"[A-Z0-9](?<![\w/.-].)(?=[A-Z/_.-]*\d)(?:[A-Z0-9/_.-]*[A-Z0-9])?(?![\w/-])")
CALLED = AnyCase(
    r"(?:\b(?:report|study|product|document|doc\.?|publication|pub\.?|research|order|item|market|"
    r"ref(?:erence)?|catalog(?:ue)?)"
    r"[\s_-]*(?:id|code|no\.?|number|ref(?:erence)?\.?|#|№)|\bref(?:erence)?\s*[.:#|]|\bSKU|\b(?:id|code|"
    r"no\.)\s*[:|]|\bID\s*#?(?=\s*$)|"
    r"(?:レポート|報告書|資料|商品|調査|管理|리포트|보고서|상품)\s*(?:ID|コード|番号|번호|코드))\s*(?:[:：#.|–-]|:-)?\s*[#`]?\s*$",
)
NAMED_CODE = AnyCase(r"\b(?:report|study|product|publication|document|reference|briefing|note|brief|bulletin)\s+$")
TWO_DIGITS = re.compile(r"\d.*\d")
PLAINLY_CALLED = AnyCase(r"(?:\b(?:under|code|number|ref(?:erence)?)|\b(?:no|nr|ref)\.)\s*$")  # before "CI-25120"
LETTERED = re.compile(r"[A-Z]{1,6}-?\d{3,8}")
CODE_SHAPE = re.compile(r"[A-Z]{0,4}\d{1,4}-\d{2,6}|[A-Z]{1,6}-?\d{3,8}")
_WORD = r"[A-Z][\w’'.-]*"
KIND = (
    r"(?:Research|Insights?|Intelligence|Analytics|Reports?|Consulting|Consultancy|Advisory|Advisors|Analysts|"
    r"Market\sStudies|Statistics|Data|Group|Partners|Associates|Institute|Media|Publications?)"
)
COMMON = frozenset("market markets research global industry report reports data business".split())
KIND_WORD = re.compile(rf"{KIND}\b")
NAMED_BY = re.compile(
    r"\b(?i:published\s+by|publisher\s*:|prepared\s+by|authored\s+by|released\s+by|report\s+by|study\s+by|"
    r"research\s+by|survey\s+by|analysis\s+by|according\s+to|©\s*(?:20\d\d)?|copyright\s*(?:20\d\d)?|"
    r"source\s*:|says|states|finds|about)\s+"
    r"(?:(?i:a\s+(?:new\s+|recent\s+|latest\s+)?(?:report|study|analysis|research)\s+(?:\w+\s+)?(?:by|"
    rf"from)\s+))?(?P<name>{_WORD}(?:\s+(?:&\s+|and\s+)?{_WORD}){{0,4}}?\s{KIND}|{_WORD}(?:{KIND}))(?![\w])"
    rf"|(?<![\w.])(?P<subject>{_WORD}(?:\s+{_WORD}){{0,3}}?\s{KIND})\s+(?:has\s+(?:recently\s+)?(?:added|"
    r"published|released|announced|launched)|(?:recently\s+)?(?:published|released)|estimates|projects|"
    r"forecasts|expects|offers)\b"
)


def publication_metadata(page: Page) -> PublicationMetadata:
    """Publisher, number and address of a page's report."""
    own = _own_addresses(page)
    domain = own[0].domain if own else _mail_domain(page)
    names = _names_like(page, domain) if domain else ()
    names = names or _names_said(page)
    claims = [*_publisher(page, domain, names, own), *_number(page, own), *_address(page, own)]
    return PublicationMetadata(domain, tuple(name for name, _ in names), own, tuple(claims))


# ------------------------------------------------------------------ addresses


@lru_cache(maxsize=4096)
def domain_of(url: str) -> str | None:
    """The registrable domain of an address, without "www."."""
    try:
        host = (urlsplit(url if "://" in url else f"//{url}").hostname or "").lower().removeprefix("www.")
    except ValueError:  # "http://[x": brackets that hold no IPv6 address
        return None
    parts = host.split(".")
    if len(parts) < 2 or not all(parts) or parts[-1].isdigit():
        return None
    return ".".join(parts[-3:] if parts[-2] in SECOND_LEVEL and len(parts) > 2 else parts[-2:])


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """An address without tracking parameters and fragment.

    >>> canonical("https://a.com/x-market?utm_source=wire&rid=7#top")
    'https://a.com/x-market?rid=7'
    """
    parts = urlsplit(re.sub(r"^([^?]*)&(?=utm_)", r"\1?", url))
    kept = "&".join(p for p in parts.query.split("&") if p and not TRACKING.match(p))
    scheme = f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""
    return f"{scheme}{parts.path}" + (f"?{kept}" if kept else "")


def path_of(url: str) -> str:
    """The path of an address, "" where it cannot be read."""
    try:
        return urlsplit(url if "://" in url else f"//{url}").path
    except ValueError:
        return ""


def _own_addresses(page: Page) -> tuple[Address, ...]:
    """The addresses of the publisher: of the domain that most links share, those to order or ask counting threefold."""
    addresses = []
    scores: Counter[str] = Counter()
    for match in ADDRESS.finditer(page.text):
        url = match[0].rstrip(".,;:*_")
        domain = domain_of(url)
        if domain is None or NOT_OWN.search(domain) or IMAGE.search(url):
            continue
        addresses.append(Address(domain, url, match.start()))
        scores[domain] += (3 if ENQUIRY.search(url) else 1) + (1 if TRADE.search(url) else 0)
    if not addresses:
        return ()
    best = max(scores, key=lambda domain: (scores[domain], domain))
    if scores[best] < 2 and not _names_like(page, best):  # one link to somewhere: a source, a company
        return ()
    return tuple(address for address in addresses if address.domain == best)


def _mail_domain(page: Page) -> str | None:
    """The domain of a mail address, where there is no other."""
    domains = (domain_of(m[1]) for m in MAIL.finditer(page.text))
    return next((d for d in domains if d and not NOT_OWN.search(d)), None)


def slug(page: Page, own: tuple[Address, ...]) -> tuple[str, ...]:
    """The market's name in the report's address or file name: the words before "market"."""
    paths = [path_of(a.url) for a in sorted(own, key=lambda a: (bool(ENQUIRY.search(a.url)), a.start))]
    paths.append(PurePosixPath(page.document.path.split("__")[-1]).stem)
    for path in paths:
        for part in reversed(unquote(path).split("/")):
            match = re.match(r"(?i)^(?:global-|the-)*([a-z0-9,.&+-]{4,140}?)-+market\b", re.sub(r"[\s_]+", "-", part))
            if match and (words := tuple(w for w in match[1].lower().split("-") if w)):
                return words
    for address in own:
        match = re.search(r"/([a-z][a-z0-9-]{3,120}?)-+r\d{4,}", address.url)
        if match:
            return tuple(w for w in match[1].split("-") if w)
    return ()


# ------------------------------------------------------------------ publisher


def _publisher(
    page: Page, domain: str | None, names: tuple[tuple[str, Evidence], ...], own: tuple[Address, ...]
) -> Iterator[Claim]:
    forms, readings = tuple(name for name, _ in names), tuple(evidence for _, evidence in names)
    if domain is None:
        if names:
            yield NameClaim(Role.PUBLISHER, forms[0], forms, readings)
        return
    first = page.evidence(rules.PUBLISHER_LINK, *_span_of(page, domain, own))
    yield NameClaim(Role.PUBLISHER, domain, forms, (first, *readings))


def _span_of(page: Page, domain: str, own: tuple[Address, ...]) -> tuple[int, int]:
    """Where the publisher's domain stands: in or after its first address."""
    start = page.text.lower().find(domain, own[0].start if own else 0)
    if start >= 0:
        return start, start + len(domain)
    return (own[0].start, own[0].start + len(own[0].url)) if own else (0, 0)


def _names_like(page: Page, domain: str) -> tuple[tuple[str, Evidence], ...]:
    """The publisher's name as written: capitalised words that make up the domain's first label, or begin as it does."""
    label = re.sub(r"[^a-z0-9]", "", domain.split(".", maxsplit=1)[0])
    loose: tuple[int, int] | None = None
    for run in _capitals(label[:1]).finditer(page.text):
        length, exact = _fits(run[0], label)
        span = (run.start(), run.start() + length)
        mail = run[0][:length].lower() == label and page.text[span[1] : span[1] + 1] in (".", "@")
        if length and exact and not mail:
            return ((page.text[slice(*span)], page.evidence(rules.PUBLISHER_NAME, *span)),)
        loose = loose or (span if length and not exact else None)
    return ((page.text[slice(*loose)], page.evidence(rules.PUBLISHER_NAME, *loose)),) if loose else ()


@cache
def _capitals(initial: str) -> re.Pattern[str]:
    """Finds runs of capitalised words that begin with this letter."""
    first = re.escape(initial.upper())
    return re.compile(rf"(?<![\w/@.-]){first}[\w’'.-]*(?:[ \t]+(?:&[ \t]+|and[ \t]+|of[ \t]+)?{_WORD})*")


def _fits(words: str, label: str) -> tuple[int, bool]:
    """How many characters of `words` are the name that `label` abbreviates, and whether nothing of either is left."""
    run = ""
    for word in re.finditer(r"[^\s]+", words):
        piece = re.sub(r"[^a-z0-9]", "", word[0].lower())
        if label == run + piece:
            return word.end(), True
        if label.startswith(run + piece):
            run += piece
            continue
        rest = label[len(run) :]
        initials = "".join(w[0].lower() for w in words[word.start() :].split())
        if rest and len(run) > 3 and rest == initials[: len(rest)]:  # pinewood-br: Pinewood Business Research
            return [m.end() for m in re.finditer(r"\S+", words)][
                len(words[: word.start()].split()) + len(rest) - 1
            ], True
        kind = KIND_WORD.search(words, word.start())
        if kind and len(run) > 3 and run not in COMMON and (not rest or rest[:3] in kind[0].lower()):
            return kind.end(), False
        return 0, False
    return (0, False)


def _names_said(page: Page) -> tuple[tuple[str, Evidence], ...]:
    """The publisher as the text calls it: "published by X Research", "X Insights has added a study"."""
    done = 0
    for kind in KIND_WORD.finditer(page.text):
        start = max(done, page.text.rfind("\n", max(0, kind.start() - 120), kind.start()) + 1, kind.start() - 120)
        match = NAMED_BY.search(page.text, start, min(len(page.text), kind.end() + 40))
        if not match:
            continue
        done = match.end()
        group = "name" if match["name"] else "subject"
        name = match[group].strip()
        if not re.match(r"(?:The|This|Our|Market|Industry|Primary|Secondary|Company|Latest|New|Global)\s", name):
            return ((name, page.evidence(rules.PUBLISHER_NAME, match.start(group), match.start(group) + len(name))),)
    return ()


# --------------------------------------------------------- number and address


def _number(page: Page, own: tuple[Address, ...]) -> Iterator[Claim]:
    """The report's number: as the text calls it, else the one that most of the publisher's links share."""
    span = _called_number(page) or _shared_number(own)
    if span:
        yield _text(page, TextField.REPORT_ID, rules.REPORT_ID, *span)


def _called_number(page: Page) -> tuple[str, int, int] | None:
    """The first code that the words before it call the report's, and its place."""
    for code in CODE.finditer(page.text):
        if not 3 <= len(code[0]) <= 24 or not TWO_DIGITS.search(code[0]) or YEARS.fullmatch(code[0]):
            continue
        lead = page.text[max(0, code.start() - 30) : code.start()]
        named = NAMED_CODE.search(lead) and CODE_SHAPE.fullmatch(code[0])
        if CALLED.search(lead) or named or (PLAINLY_CALLED.search(lead) and LETTERED.fullmatch(code[0])):
            return code[0], *code.span()
    return None


def _shared_number(own: tuple[Address, ...]) -> tuple[str, int, int] | None:
    """The number for which the addresses speak most, and its place in the first that holds it."""
    weights: Counter[str] = Counter()
    starts: dict[str, int] = {}
    for address in own:
        clean = canonical(address.url)
        for weight, pattern in NUMBERS:
            match = pattern.search(clean)
            if match and TWO_DIGITS.search(match[1]) and not (weight < 5 and YEARS.fullmatch(match[1])):
                weights[match[1]] += weight
                starts.setdefault(match[1], address.start + address.url.find(match[1]))
                break
    if not weights:
        return None
    best = max(weights, key=lambda number: (weights[number], -starts[number]))
    return best, starts[best], starts[best] + len(best)


def _address(page: Page, own: tuple[Address, ...]) -> Iterator[Claim]:
    """The link to the report itself."""
    for address in own:
        if not ENQUIRY.search(address.url) and len(path_of(address.url)) > 2:
            end = address.start + len(address.url)
            yield _text(page, TextField.URL, rules.REPORT_URL, canonical(address.url), address.start, end)
            return


def _text(page: Page, field: TextField, rule: Rule, value: str, start: int, end: int) -> TextClaim:
    return TextClaim(field, value, (page.evidence(rule, start, end),))
