"""Reads the addresses of a page: their domains, which are the publisher's own, what the report's address says."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from mrgraph.extraction.publication.metadata import Address
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.legal_forms import BEHIND
from mrgraph.lexicon.word_tables import Classes, alternation, rows

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
_HOSTS: Final = frozenset(row["host"] for row in rows("hosts"))
_PUBLIC: Final = re.compile(r"\.(?:gov|edu|int|mil)(?:\.[a-z]{2})?$")
TRADE = AnyCase(r"research|market|insight|report|intelligence|analy|consult|stat|data|forecast|stud|advis")
_WORD = r"[A-Z][\w’'.-]*"
KIND_WORD = re.compile(rf"{alternation(word.title() for word in Classes('source_words').spaced('name'))}\b")
_KIND_NEXT = re.compile(rf"(?:\s+{_WORD}){{0,1}}\s+{KIND_WORD.pattern}(?:\s+{BEHIND})?")
_FIRST_LINES = 6
_SLUG = 12  # characters of a path that names an article
COMMON = frozenset("market markets research global industry report reports data business".split())
SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go".split())


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


def is_host(domain: str) -> bool:
    """Whether a domain publishes what others wrote: portals, wires, social networks, public bodies."""
    return domain in _HOSTS or domain.partition(".")[0] in _HOSTS or _PUBLIC.search(domain) is not None


def addresses(page: Page) -> tuple[Address, ...]:
    """The addresses in a page, but those of hosts and of pictures."""
    urls = ((match[0].rstrip(".,;:*_"), match.start()) for match in ADDRESS.finditer(page.text))
    placed = ((domain_of(url), url, start) for url, start in urls if not IMAGE.search(url))
    return tuple(Address(domain, url, start) for domain, url, start in placed if domain and not is_host(domain))


def own_addresses(page: Page, all_addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """The addresses of the publisher: of the domain that most links share, those to order or ask counting threefold."""
    scores: Counter[str] = Counter()
    for address in all_addresses:
        scores[address.domain] += (3 if sells(address) else 1) + (1 if TRADE.search(address.url) else 0)
    if not scores:
        return ()
    best = max(scores, key=lambda domain: (scores[domain], domain))
    if scores[best] < 2:  # one link to somewhere: a source, a company
        named = [domain for domain in scores if name_of(page, domain)]
        if len(named) != 1:
            return ()
        best = named[0]
    return tuple(address for address in all_addresses if address.domain == best)


def site(page: Page, everywhere: tuple[Address, ...]) -> tuple[Address, ...]:
    """The address that a page gives as its own: alone on one of its first lines, with a path, and no link's target."""
    targets = {link.target_start for link in page.document.links if link.target_start > link.end}
    for address in everywhere:
        if address.start in targets:
            continue
        end = address.start + len(address.url)
        line = page.text[page.text.rfind("\n", 0, address.start) + 1 : (page.text + "\n").find("\n", end)]
        if line.strip(" <>/") == address.url.strip("/") and len(path_of(address.url)) > _SLUG:
            return (address,) if page.text.count("\n", 0, address.start) < _FIRST_LINES else ()
    return ()


def sells(address: Address) -> bool:
    """Whether an address is one to order or to ask."""
    return ENQUIRY.search(address.url) is not None


def is_trade(domain: str) -> bool:
    """Whether a domain's name says that it does research."""
    return TRADE.search(domain) is not None


def mail_domain(page: Page) -> str | None:
    """The domain of a mail address, where there is no other."""
    domains = (domain_of(m[1]) for m in MAIL.finditer(page.text))
    return next((d for d in domains if d and not is_host(d)), None)


def slug(page: Page, own: tuple[Address, ...]) -> tuple[str, ...]:
    """The market's name in the report's address or file name: the words before "market"."""
    paths = [path_of(a.url) for a in sorted(own, key=lambda a: (sells(a), a.start))]
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


def name_of(page: Page, domain: str) -> tuple[int, int] | None:
    """Where the name stands that a domain abbreviates: capitals that make up its first label, or begin as it does.

    A name in capitals and small letters goes before one all in capitals.
    """
    label = label_of(domain)
    best: tuple[tuple[bool, bool, bool], int, int] | None = None
    for run in _capitals(label[:1]).finditer(page.text):
        length, exact = _fits(run[0], label)
        start, end = run.start(), run.start() + length
        in_address = page.text[start:end].lower() == label and page.text[end : end + 2].strip()[:1] in (".", "@")
        if not length or (exact and in_address and page.text[end + 1 : end + 2].isalnum()):
            continue
        longer = _KIND_NEXT.match(run[0], length) if exact else None
        end += longer.end() - length if longer else 0
        rank = (exact, longer is not None, not page.text[start:end].isupper())
        if best is None or rank > best[0]:
            best = (rank, start, end)
    if best is None:
        return None
    _, start, end = best
    return start, start + len(page.text[start:end].rstrip("."))


def label_of(domain: str) -> str:
    """The letters and digits of a domain's first label.

    >>> label_of("wide-river.example.com")
    'wideriver'
    """
    return re.sub(r"[^a-z0-9]", "", domain.split(".", maxsplit=1)[0])


def fits(name: str, domain: str) -> bool:
    """Whether a domain may be that of a house of this name: its words run together, or their first letters."""
    label, words = label_of(domain), re.findall(r"[a-z0-9]+", name.lower())
    joined = "".join(words)
    return joined in label or label in joined or "".join(word[0] for word in words) == label


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
