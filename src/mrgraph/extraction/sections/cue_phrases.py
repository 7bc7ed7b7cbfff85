"""Decides what a heading, lead-in line or label announces: companies, segments on some axis, regions, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction.sections.announcements import CONTENTS, NOTHING, Announcement, Manner
from mrgraph.lexicon import axes, firm_nouns
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation, rows, values

_LATIN = ("de", "fr", "es", "pt", "it")  # columns of the table whose nouns stand as whole words


def _foreign(kind: str) -> str:
    """A pattern, to be added to another, of the nouns that other languages call axes of a kind by."""
    row = next(row for row in rows("axis_nouns") if row["kind"] == kind)
    latin = {noun for column in _LATIN for noun in values(row[column])}
    return rf"|\b{alternation(latin)}\b|{alternation(values(row['zh']))}"


_CONTENTS = AnyCase(
    r"\btable\s+of\s+contents?\b|\bTOC\b|^\W*(?:list\s+of\s+(?:tables|figures)|contents?|chapters?(?:\s+outline)?)\W*$|"
    r"\b(?:report|chapter)\s+(?:structure|outline)\b|目次|목차",
)
_OTHER_TOPIC = AnyCase(
    r"\b(?:drivers?|driving|restrain(?:t|ts|ing)|challenges?|opportunit\w+|trends?|dynamics|methodolog\w+|"
    r"objectives?|highlights?|"
    r"benefits?|advantages|reasons?|why\b|faqs?|frequently|key\s+questions?|questions?\s+(?:answered|"
    r"addressed|covered)|swot|porter\w*|"
    r"pest(?:le|el)?\b|covid\W?\d*|pandemic|impact|regulat\w+|conclusions?|recommend\w+|stakeholders?|factors?|"
    r"(?:recent|latest|key|industry|market|strategic|business|notable)\s+(?:\w+\s+)?(?:developments?|news|"
    r"launches|moves|strategies|"
    r"initiatives|updates?)|news|mergers?|acquisitions?|partnerships?|collaborations?|strateg(?:y|ies)|investments?|"
    r"(?:supply|value|industr(?:y|ial))\s+chain|pricing|raw\s+materials?\s+analysis|patents?|sustainab\w+|"
    r"innovations?|findings|takeaways|features|deliverables|licen[cs]es?|payments?|purchas\w+|"
    r"disclaimer|customi[sz]ation|deliverables|assumptions|abbreviations|data\s+sources?|"
    r"what'?s\s+(?:included|inside|in\s+the)|"
    r"contribut\w+|growth\s+(?:of|rate)|report\s+(?:features|includes|provides|offers|answers|coverage|"
    r"contains)|coverage|"
    r"(?:to|can|should|how)\s+(?:do|to|invest|enter)|use\s+cases?\s+for\s+this|target\s+audience|"
    r"who\s+should|metrics|points|what(?:['’]s|\s+is)\s+new)\b|"
    r"動向|要因|課題|機会|利点|理由|推進|障壁|トレンド|ダイナミクス|동향|요인|과제|기회|이점|트렌드|전략|戦略",
)
_COMPANIES = AnyCase(
    rf"\b{firm_nouns.HEADING}\b|^\W*who\W*$|^[\W\d]*profiles\W*$|\bwho\s+(?:supplies|makes|sells|leads|dominates|operates|builds|manufactures|"
    rf"produces|competes)\b|\bwhich\s+[a-z-]+(?:\s[a-z-]+)?\s+(?:make|manufacture|supply|build)\b|\bcompetitive\s+(?:landscape|analysis|scenario|environment|insights?|outlook|"
    rf"intelligence|overview|position\w*|"
    r"dashboard|structure|assessment|situation|benchmark\w*)\b|\bvendor\s+landscape\b|\bcompet(?:itor|"
    r"ition)s?\b|\bwho['’]s\s+(?:who|leading|on\s+top)\b|"
    r"\bprofiled\b|\bdominant\s+forces\b|"
    rf"{firm_nouns.ASIAN}|競争環境|경쟁",
)
_REGIONS = AnyCase(
    r"^\W*where(?:\s+\w+){0,2}\W*$|\bregion(?:s|al|ally|wise)?\b|\bgeograph\w+|\bcountr(?:y|ies)\b|"
    r"\blocations?\b|地域|地理|国別|地区|국가|지역|지리" + _foreign("regions"),
)
_TYPES = AnyCase(
    r"\b(?:product\s+|technology\s+|material\s+|component\s+)?types?\b|\bproducts?\s+(?:segment\w*|insights?|"
    r"outlook|categor\w+|covered|portfolio)|"
    r"\b(?:technolog(?:y|ies)|materials?|components?)\s+(?:segment\w*|insights?|outlook|covered|analysis|landscape)|"
    r"タイプ|種類|製品別|類型|类型|部品|コンポーネント|素材別|材料別|技術別|유형|종류|제품별|타입|구성\s?요소|소재별|기술별"
    + _foreign("types"),
)
_APPLICATIONS = AnyCase(
    r"\bapplications?\b|\bend[- ]?(?:use|user)s?\b|\bindustry\s+verticals?\b|\bend[- ]use\s+industr|"
    r"アプリケーション|用途|応用|エンドユーザ|最終用途|应用|응용|용도|애플리케이션|어플리케이션|최종\s?(?:사용|용도)|적용"
    + _foreign("applications"),
)
_SEGMENTATION = AnyCase(
    r"\b(?:market\s+)?(?:segment(?:s|ation|ed|al)?|sub-?segments?)\b|\b(?:classified|categori[sz]ed|divided|"
    r"bifurcated|split)\s+(?:into|as|in)\b|"
    r"\bhow\s+the\s+market\s+(?:is\s+)?(?:cut|divided|split|segmented|structured|breaks\s+down|divides)\b|"
    r"^\W*(?:the\s+|market\s+)*(?:splits?|break-?downs?|cuts?|slices|taxonomy|sub-?divisions?)\W*$|"
    r"セグメン|セグメント|分類|細分化|세그먼|세분화|분류|부문" + _foreign("segmentation"),
)
_STATES = AnyCase(
    r"\b(?:is|are|comprises?|includes?|consists?|has|have|covers?|features?|comes?|"
    r"encompass(?:es)?)\b",
)
_BUYERS = re.compile(
    r"(?:who\s+(?:buys|uses|needs|wears|wants|orders|consumes|installs|purchases)(?:\s+\w+){0,2}|"
    r"who\s+are\s+(?:the|its|their)\s+(?:\w+\s+)?(?:customers|buyers|users|consumers)|"
    r"(?:where|what)\s+(?:is|are)\s+(?:it|they|these)\s+used(?:\s+for)?|users|buyers|customers|end[- ]markets?)$",
    re.I,
)
_ROLE_AXIS = re.compile(  # "Provider: Public, Private" beside other axes
    rf"^(?:\w+\s+)?(?:{firm_nouns.SINGULAR_WIDE}|maker|supplier)(?:\s+type)?$", re.I
)
_END_NOUN = re.compile(  # "driven by a range of end uses, such as:"
    r"(?:\b(?:of|in|by|from|for|across|into)\s+(?:\w+\s+){0,2}?)(?P<noun>(?!market)[\w-]+(?:\s(?!market|are\b|is\b)[\w-]+){0,2}),?\s*(?:such\s+as|including|like|namely)?\s*[:：]\s*$",
    re.I,
)
_SOLD = re.compile(
    r"what(?:['’]s|\s+(?:is|are|gets|they|it|one|you|can|be|being|actually))*\s+(?:sold|bought|offered|on\s+offer|for\s+sale)\b",
    re.I,
)
BY_MEASURE = re.compile(  # what firms are ranked by is no axis
    r"\s(?:by|in\sterms\sof)\s(?:(?:market|total|annual|global)\s)?(?:revenues?|sales|shares?|size|volume|value|downloads|"
    r"shipments|capacity|output|turnover|installations)\b\W*$",
    re.I,
)
_CUSTOMERS = AnyCase(  # "Segment 2: Growth-Stage Companies": those that buy
    r"^\W*(?:(?:target|customer|ideal|primary|secondary|buyer)\s+)*(?:segment|persona|profile|customer|client|audience|buyer)s?"
    r"\s*#?\d*\s*(?:[:：]|\s[-–—]\s)"
)
_PEOPLE = re.compile(rf"\b{firm_nouns.OF_PEOPLE}[\s-]*(?:makers?|leaders?)\b", re.I)  # "Decision makers: CMO, COO"
_QUESTION = AnyCase(
    r"[?？]\s*$|^\W*(?:\d+[.)]\s*)?(?:Q(?:uestion)?\s*\d*\s*[.:)]\s*)?"
    r"(?:what|which|who|how|why|when|where|is|are|does|do|can|will|should)\s(?!.*[:：]\s*$)",
)
ANSWER = re.compile(r"^\W*(?:A|Ans|Answer|R)\s*\d*\s*[.:)](?!\s*(?-i:[A-Z]\.))\s*|^\W*Answer\b\W*", re.I)
_COUNTED_COMPANIES = AnyCase(
    r"(?:top|key|leading|major|prominent|profil|competit|who|which|name|player|list|cover|"
    r"landscape)",
)


class CuePhrases:
    """Reads announcements in the documents of one market: words of the market's own name announce nothing."""

    def __init__(self, *names: str) -> None:
        forms = sorted({n for n in names if len(n) > 2}, key=lambda n: (-len(n), n))
        body = "|".join(r"\W*".join(re.escape(w) for w in re.findall(r"\w+", form)) for form in forms)
        self._own = re.compile(rf"(?<!\w)(?:{body})s?(?!\w)", re.I) if body else None
        self.words = frozenset(w.lower().rstrip("s") for form in forms for w in re.findall(r"\w{3,}", form))
        self._read: dict[str, Announcement | None] = {}

    def without_market(self, text: str) -> str:
        """`text` with the market's name blanked out."""
        return self._own.sub(" ", text) if self._own else text

    def _plain(self, text: str) -> str:
        """`text` without the market's name, words for people that look like words for firms, and what ranks firms."""
        words = _PEOPLE.sub(" ", self.without_market(text))
        measure = BY_MEASURE.search(words)
        return words[: measure.start()] if measure and _COMPANIES.search(words[: measure.start()]) else words

    def heading(self, text: str) -> Announcement | None:
        """What a heading or a lead-in line announces."""
        if text not in self._read:
            self._read[text] = self._heading(text)
        return self._read[text]

    def lead_in(self, text: str) -> Announcement | None:
        """What a line announces that a list follows; of one that speaks of something else, the noun at its end."""
        announced = self.heading(text)
        noun = _END_NOUN.search(text) if announced in (None, NOTHING) else None
        return (self._segments(noun["noun"], Manner.NOUN, len(text)) if noun else None) or announced

    def _heading(self, text: str) -> Announcement | None:
        if _CONTENTS.search(text):
            return CONTENTS
        if _CUSTOMERS.match(text):
            return NOTHING
        words = self._plain(text)
        question = bool(_QUESTION.search(words))
        named = tuple(axes.named(words, self.words))
        topic = _OTHER_TOPIC.search(words)
        open_ = topic is None or topic[0].lower() == "factors"  # "Which form factors?"
        asked = axes.asked(words, self.words) if question and open_ and not named else None
        if asked:
            return Announcement(asked.kind, asked.name, Manner.QUESTION)
        if named:
            if topic and topic.start() < named[0].start:
                return NOTHING
            return self._axis(named, question)
        return self._nouns(words, topic, question=question)

    def _axis(self, named: tuple[axes.Named, ...], question: bool) -> Announcement:
        """The one axis that "by …" names; several make a segmentation."""
        different = {n.axis.kind if n.axis.kind is not Kind.SEGMENTS else n.axis for n in named}
        manner = Manner.QUESTION if question else Manner.PLAIN
        if len(different) > 1:
            return Announcement(Kind.SEGMENTATION, None, manner)
        return Announcement(named[0].axis.kind, named[0].axis.name, manner)

    def _nouns(self, words: str, topic: re.Match[str] | None, *, question: bool) -> Announcement | None:
        """What nouns alone say, where no axis is named: the first one counts, and nothing after another topic."""
        limit = topic.start() if topic else len(words) + 1
        manner = Manner.QUESTION if question else Manner.NOUN
        companies, regions = _COMPANIES.search(words), _REGIONS.search(words)
        if regions and (not companies or companies.start() > regions.start() or "available" in words):
            return Announcement(Kind.REGIONS, None, manner) if regions.start() < limit else NOTHING
        if companies and companies.start() < limit:
            return Announcement(Kind.COMPANIES, None, manner)
        segmented = self._segments(words, manner, limit if question else len(words) + 1)
        if topic and not (question and segmented):
            return NOTHING
        return segmented or self._bare(words, question=question)

    def _segments(self, words: str, manner: Manner, limit: int) -> Announcement | None:
        """Types or applications, by their nouns; both make a segmentation."""
        types, applications = _TYPES.search(words), _APPLICATIONS.search(words)
        first = min((match.start() for match in (types, applications) if match), default=limit)
        if first >= limit:
            return None
        if types and applications:
            return Announcement(Kind.SEGMENTATION, None, manner)
        if applications:
            return Announcement(Kind.APPLICATIONS, _plain(applications[0]), manner)
        return Announcement(Kind.TYPES, _plain(types[0]), manner) if types else None

    def _bare(self, words: str, *, question: bool) -> Announcement | None:
        """The axis that a short heading is the name of, or that the market is segmented at all."""
        plain = re.sub(r"^(?:[\W\d]|Q(?:uestion)?\s*\d*\s*[.:)])+|\W+$", "", words)
        manner = Manner.QUESTION if question else Manner.NOUN
        if _BUYERS.match(plain):
            return Announcement(Kind.APPLICATIONS, plain, manner)
        if question and _SOLD.match(plain):
            return Announcement(Kind.TYPES, "Type", manner)
        if not question:
            headed = axes.headed(words, self.words)
            if headed:
                return Announcement(headed.kind, headed.name, manner)
            short = len(plain.split()) <= 4 and len(words) <= 60
            named = axes.whole(plain, self.words, any_name=False, above_list=True) if short else None
            if named and named.kind is not Kind.COMPANIES:
                return Announcement(named.kind, named.name, Manner.NAME)
        return Announcement(Kind.SEGMENTATION, None, manner) if _SEGMENTATION.search(words) else None

    def label(self, text: str, *, among_segments: bool = False) -> Announcement | None:
        """What a label before a colon, bracket or cell announces: the whole of it must name an axis or a role.

        `among_segments`: it stands where the document lists its segmentations, so any short label names an axis.
        """
        words = re.sub(r"^[\W\d]+|\W+$", "", self._plain(text)).strip()
        if not words or len(words) > 110 or _CONTENTS.search(words):
            return None
        named = tuple(axes.named(words, self.words))
        if named and len(words.split()) <= 14:
            announced = self._axis(named, question=False)
            return (
                None
                if announced.kind is Kind.SEGMENTATION or _OTHER_TOPIC.search(words[: named[0].start])
                else announced
            )
        whole = axes.whole(words, self.words, any_name=False)
        if whole and whole.kind is Kind.SEGMENTS and " " in words:  # "Company Size" is no list of companies
            return Announcement(whole.kind, whole.name)
        if among_segments and _ROLE_AXIS.match(words):
            return Announcement(Kind.SEGMENTS, words)
        return self._label(words, among_segments=among_segments)

    def _label(self, words: str, *, among_segments: bool) -> Announcement | None:
        companies, topic = _COMPANIES.search(words), _OTHER_TOPIC.search(words)
        if companies and not (topic and topic.start() < companies.start()):
            plain = _STATES.search(words) or _COUNTED_COMPANIES.search(words) or len(words.split()) <= 2
            return Announcement(Kind.COMPANIES) if plain else None
        if topic:
            return None
        if _STATES.search(words):
            kinds = tuple(kinds_named(words))
            return Announcement(kinds[0]) if len(kinds) == 1 else None
        whole = axes.whole(words, self.words, any_name=among_segments)
        return Announcement(whole.kind, whole.name) if whole else self._asian_label(words)

    def _asian_label(self, words: str) -> Announcement | None:
        if words.isascii() or len(words) > 30:
            return None
        announced = self._nouns(words, None, question=False)
        return None if announced is None or announced.kind is Kind.SEGMENTATION else announced


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def questions(text: str) -> bool:
    """Whether `text` is a question."""
    return bool(_QUESTION.search(text))


def is_other_topic(text: str) -> bool:
    """Whether `text` speaks of drivers, trends, methods or the report itself."""
    return bool(_OTHER_TOPIC.search(text)) or bool(re.search(r"\bmarkets?\b", text, re.I))


def kinds_named(text: str) -> Iterator[Kind]:
    """The kinds of segments that a sentence names by nouns: types, applications or both."""
    if _TYPES.search(text):
        yield Kind.TYPES
    if _APPLICATIONS.search(text):
        yield Kind.APPLICATIONS
