"""Known regions, read from ontology/regions.ttl.

Names are matched whatever the case; acronyms (skos:hiddenLabel) only as they are written there: "NA" is North America,
never Namibia, and "na" is nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_REGION = vocab.PREFIXES["region"]


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the table.

    `key`: ISO 3166-1 alpha-2 code, or the key of a macro region; `iri` ends in it. `types`: class IRIs, sorted.
    `parents`: keys of the regions that it lies directly within. `aliases`: other names, matched whatever the case;
    `acronyms`: matched only as written; all tuples are sorted. `iso`: ISO 3166-1 alpha-2, None for macro regions.
    """

    key: str
    iri: str
    label: str
    types: tuple[str, ...]
    parents: tuple[str, ...]
    aliases: tuple[str, ...]
    acronyms: tuple[str, ...]
    iso: str | None


@dataclass(frozen=True)
class Reference:
    """All known regions, by key, sorted."""

    regions: Mapping[str, Region]

    def region(self, surface: str) -> str | None:
        """The key of the region that `surface` as a whole names, or None.

        >>> load().region("the U.S."), load().region("NA"), load().region("na"), load().region("Rest of World")
        ('US', 'north-america', None, None)
        """
        plain = _trim(surface)
        if plain in self._acronyms:
            return self._acronyms[plain]
        folded = _fold(surface)
        return self._names.get(folded) or self._names.get(_AREA_WORD.sub("", folded))

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Keys of all regions that the region `key` lies within, however far up, sorted; () for an unknown key."""
        return self._ancestors.get(key, ())

    def within(self, inner: str, outer: str) -> bool:
        """Whether region `inner` lies wholly inside region `outer`; no region lies within itself."""
        return outer in self.ancestors(inner)

    def iri(self, key: str) -> str:
        """The IRI of the known region `key`."""
        return self.regions[key].iri

    def key(self, iri: str) -> str | None:
        """The key of the known region with this IRI, or None."""
        key = iri.removeprefix(_REGION)
        return key if iri.startswith(_REGION) and key in self.regions else None

    def region_pattern(self) -> re.Pattern[str]:
        """An expression that finds the known names and acronyms in running text; `region(match[0])` tells which one.

        Latin names begin with a capital and stand as whole words ("New Jersey" has no Jersey, "US$" no country);
        acronyms stand as written. Japanese names in katakana do not continue in katakana (タイ is not in タイプ);
        Korean ones begin a word. The longest name wins.
        """
        return self._pattern

    def names_in(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches of `region_pattern` between two offsets, tried only where a name's first word stands."""
        at, end = start, len(text) if end is None else end
        for word in self._beginnings.finditer(text, start, end):
            if word.start() >= at and word[0].lower() in self.first_words:
                found = self._pattern.match(text, word.start(), end)
                if found:
                    at = found.end()
                    yield found

    @cached_property
    def first_words(self) -> frozenset[str]:
        """First words of all names and acronyms, lower-cased, in other scripts first letters."""
        return frozenset(found[0].lower() for name in self._every if (found := self._beginnings.match(name)))

    @cached_property
    def low_names(self) -> frozenset[str]:
        """All names in small letters."""
        return frozenset(name.lower() for region in self.regions.values() for name in _names_of(region))

    @cached_property
    def last_words(self) -> frozenset[str]:
        """Last words of all names, in small letters: what stands right before something that a place is said of."""
        return frozenset(name.split()[-1] for name in self.low_names)

    @cached_property
    def _beginnings(self) -> re.Pattern[str]:
        """An expression for what may be the first word of a name: a capitalised one, or a letter of another script."""
        other = "".join(sorted({name[0] for name in self._every if _script(name) != "latin"}))
        return re.compile(rf"[A-Z\u00c0-\u00de{other}](?:(?<=[{other}])|(?<![\w.$].)[A-Za-z]*)")

    @cached_property
    def _every(self) -> tuple[str, ...]:
        return tuple(name for region in self.regions.values() for name in (*_names_of(region), *region.acronyms))

    @cached_property
    def _names(self) -> dict[str, str]:
        pairs = ((_fold(name), region.key) for region in self.regions.values() for name in _names_of(region))
        return dict(sorted(pairs, reverse=True))

    @cached_property
    def _acronyms(self) -> dict[str, str]:
        return {name: region.key for region in self.regions.values() for name in region.acronyms}

    @cached_property
    def _ancestors(self) -> dict[str, tuple[str, ...]]:
        return {key: tuple(sorted(_climb(key, self.regions))) for key in self.regions}

    def _is_row(self, name: str) -> bool:
        """Whether a name reads as two countries in running text: "Taiwan, China"."""
        keys = [self._names.get(_fold(part)) for part in name.split(",")]
        return len(keys) > 1 and all(key and self.regions[key].iso for key in keys)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = {name for region in self.regions.values() for name in _names_of(region) if not self._is_row(name)}
        return _finder(names, set(self._acronyms))


@cache
def load() -> Reference:
    """The reference data shipped with mrgraph, read once."""
    return read(data_path("ontology") / "regions.ttl")


def read(path: Path) -> Reference:
    """The regions in the Turtle file `path`."""
    from mrgraph import rdf
    from mrgraph.rdf.terms import lexical

    texts: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in rdf.read_triples(path):
        texts.setdefault(subject, {}).setdefault(predicate, []).append(lexical(value))
    regions = (_region(iri, found) for iri, found in sorted(texts.items()))
    return Reference({region.key: region for region in regions})


def _region(iri: str, found: Mapping[str, list[str]]) -> Region:
    def values(term: str) -> tuple[str, ...]:
        return tuple(sorted(found.get(term, ())))

    return Region(
        key=iri.removeprefix(_REGION),
        iri=iri,
        label=found[vocab.RDFS_LABEL][0],
        types=values(vocab.RDF_TYPE),
        parents=tuple(parent.removeprefix(_REGION) for parent in values(vocab.within)),
        aliases=values(vocab.SKOS_ALT_LABEL),
        acronyms=values(vocab.SKOS_HIDDEN_LABEL),
        iso=next(iter(found.get(vocab.iso3166, ())), None),
    )


def _names_of(region: Region) -> tuple[str, ...]:
    return (region.label, *region.aliases)


def _climb(key: str, regions: Mapping[str, Region]) -> set[str]:
    above: set[str] = set()
    waiting = list(regions[key].parents)
    while waiting:
        parent = waiting.pop()
        if parent not in above:
            above.add(parent)
            waiting += regions[parent].parents
    return above


# ------------------------------------------------------------------------------------- names in one spelling

_AREA_WORD = re.compile(r"(?: (?:regions?|countries|area)|地域|地区|諸国| ?지역)$")
_LINKING_WORDS = re.compile(r"\b(?:the|and)\b")
_PUNCTUATION = re.compile(r"[\s\-‐-―/&,;:・·、()\[\]\"“”'’‘]+")
_MARKS = dict.fromkeys(range(0x300, 0x370))  # combining accents of Latin letters


def _trim(surface: str) -> str:
    name = unicodedata.normalize("NFKC", surface).strip(" \t\r\n.,;:()[]*•-–—\"'“”")
    return name[4:] if name[:4].lower() == "the " else name


@cache
def _fold(name: str) -> str:
    """The spelling in which names are compared: no case, accents, punctuation inside or around, "the" and "and"."""
    letters = unicodedata.normalize("NFKC", name)
    if not letters.isascii():
        letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", letters).translate(_MARKS))
    spaced = _LINKING_WORDS.sub(" ", _PUNCTUATION.sub(" ", letters.casefold()))
    return " ".join(spaced.split()).strip(" .*•")


# --------------------------------------------------------------------------------------- names in running text

_KATAKANA, _HANGUL = "ァ-ヺー", "가-힣"
# "New Jersey", "Northern Ireland", "British Columbia", "Inner Mongolia" are no countries; nor is a sum in "US$".
_BEFORE = r"(?<![\w.$])(?<!\bNew )(?<!\bNorthern )(?<!\bBritish )(?<!\bInner )"
_AFTER = r"(?!\w)(?!\$)"


def _finder(names: Iterable[str], acronyms: Iterable[str]) -> re.Pattern[str]:
    spellings: dict[str, set[str]] = {"latin": set(acronyms), "katakana": set(), "hangul": set(), "han": set()}
    patterns = {acronym: re.escape(acronym) for acronym in acronyms}
    for name in names:
        spellings[_script(name)].add(name)
        patterns.setdefault(name, _loose(name))
    latin, katakana, hangul, han = (_alternatives(spellings[script], patterns) for script in spellings)
    return re.compile(
        f"{_BEFORE}(?:{latin}){_AFTER}"
        f"|(?<![{_KATAKANA}])(?:{katakana})(?![{_KATAKANA}])"
        f"|(?<![{_HANGUL}])(?:{hangul})"
        f"|(?:{han})"
    )


def _script(name: str) -> str:
    if name[0].isascii() or "LATIN" in unicodedata.name(name[0], ""):
        return "latin"
    if re.match(f"[{_KATAKANA}]", name):
        return "katakana"
    return "hangul" if re.match(f"[{_HANGUL}]", name) else "han"


def _alternatives(names: Iterable[str], patterns: Mapping[str, str]) -> str:
    """The names, longest first, grouped by first letter: the engine then tries one group instead of 700 names."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        groups.setdefault(name[0], []).append(patterns[name][len(re.escape(name[0])) :])
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(groups.items()))


def _loose(name: str) -> str:
    """An expression for a name in running text: spaces as hyphens, "&" as "and", the case of later letters free."""
    words = re.split(r"[\s\-]+", name)
    if not name[0].isascii():
        return r"\s?".join(re.escape(word) for word in words)
    parts = ["(?:and|&)" if word in ("&", "and") else _word(word) for word in words]
    return r"[\s\-]{1,3}".join(parts)


def _word(word: str) -> str:
    return re.escape(word[0]) + (f"(?i:{re.escape(word[1:])})" if word[1:] else "")
