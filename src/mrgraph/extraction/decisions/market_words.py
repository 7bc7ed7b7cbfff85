"""Words that tell where a market's name begins and ends, and what cannot be a part of it."""

from __future__ import annotations

from typing import Final


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


# ------------------------------------------------------------------------ words beside which a name stands

MARKET: Final = _words("market markets marketplace")
ANCHORS: Final = MARKET | _words("industry sector")  # the name before it: "the X market"
SOLD: Final = _words(
    "revenue revenues sales shipment shipments demand production spending installations deployments additions "
    "capacity "
    "output consumption"
)  # the same, but of firms as well: "global X shipments"
TAILS: Final = (
    "markt",
    "markts",
    "marktes",
    "branche",
    "industrie",
)  # of German compounds: "der Xmarkt", "E-Bike-Markt"
# The name after it: "the market for X", "sales of X", "le marché mondial du X", "o mercado de X", "der Markt für X".
BEFORE_NAME: Final = {word: _words("for of") for word in (*MARKET, "sector")} | {
    word: _words("of for from on") for word in ("revenue", "revenues", "sales", "shipments", "demand", "spending")
}
ROMANCE: Final = _words(
    "marché marchés secteur filière industrie mercado mercados setor sector indústria industria "
    "mercato mercati settore comparto"
)
ROMANCE_OF: Final = _words("de du des del do da dos das di della delle dei degli")
GERMAN_FOR: Final = _words("markt branche")
# ------------------------------------------------------------------------------------- where a name ends

_ARTICLES = "the a an this that these those its their our your his her my it they we you he she i who which what there"
_VERBS = "is are was were be been being will would could should may might must has have had do does did said says"
_LINKS = "than if because while although when where why how not no as into about"
FINITE: Final = _words(_VERBS)
_ROMANCE = (
    "le la les el los las un une una um uma o os est sont a ont sera devrait devraient dans qui que avec pour "
    "par sur au aux "
    "en y et e es son fue ha han se com con para por no na está são foi tem connaît prend croît progresse "
    "recule atteint "
    "brasileiro brasileira español española espanhol espanhola francés français française francese italiano "
    "italiana alemán allemand tedesco português portugués mexicano argentino europeo europea européen europeu gli il "
    "lo è sono ha ammonta vale cresce crescerà raggiungerà "
    "creció crece crecerá registró alcanzó alcanzará cayó aumentó subió presenta faturou cresceu deve"
)
_GERMAN = (
    "der die das den dem des ein eine einen im in am zum zur ist sind war wird werden hat haben und auf mit von "
    "für bei um zeigt wächst wuchs hatte hatten lag liegt stieg steigt sank sinkt erreichte erreicht soll dürfte "
    "betrug beträgt umfasst"
)
WALLS: Final = _words(_ARTICLES, _VERBS, _LINKS)  # no name reaches over these
FOREIGN_WALLS: Final = _words(_ROMANCE, _GERMAN)
PREPOSITIONS: Final = _words(
    "of in on for to by with from at within across between over during under towards through via per"
)
JOINTS: Final = PREPOSITIONS | _words("and or &")
# What may stand right before the name and is no part of it.
SIZES: Final = _words(
    "global world worldwide world's overall entire whole total current new growing emerging key future "
    "expanding booming "
    "fast-growing rapidly latest upcoming same international domestic local regional nation's country's "
    "lucrative massive "
    "huge vast multi-billion billion-dollar annual quarterly cumulative other all two three several major today's "
    "today’s world’s mondial mundial weltweite weltweiten"
)
DEMONYMS: Final = _words(
    "american european asian african eastern canadian mexican brazilian chinese japanese korean indian "
    "australian german "
    "french british italian spanish russian u.s us uk eu"
) | {"north american", "latin american", "south american", "middle eastern", "south korean", "north korean"}
EDGES: Final = WALLS | PREPOSITIONS | SIZES | DEMONYMS | {"or"}
NO_START: Final = JOINTS | _words("global world worldwide overall entire")
NO_END: Final = JOINTS | WALLS | SIZES | _words("le la les el los las del de du des da do der die das den dem")

# ------------------------------------------------------------------ what follows the word "market", what is in names

TOLD: Final = _words(
    "is was are were will has had size value valued to by in grew growth revenue revenues report outlook "
    "forecast overview "
    "analysis study for during from between over through would could can continues reached reaches stood generated "
    "accounted worth research rose fell surged declined dropped totaled totalled up down"
)
ELSE: Final = _words(
    "leader leaders leadership cap capitalization capitalisation place fundamentals participants participant "
    "conditions "
    "price prices maker makers making data access entry insights intelligence share position presence crash rally "
    "correction sentiment opportunity opportunities launch introduction volatility reaction open close hall "
    "stall square "
    "rate rates economy economies basket fit strategy watchers cycle order orders authorization news players "
    "watch today "
    "exclusivity rights interest need needs potential expansion penetration experience expertise standard standards "
    "professionals veteran veterans expert experts event events peer peers body bodies"
)
# First words that say whose, how or where a market is, and words that no market is called by alone.
VAGUE: Final = _words(
    "stock stocks equity capital financial housing labor labour job free open mass target niche bull bear bond "
    "money black "
    "competitive consumer private public secondary primary addressable end crowded challenging core main large "
    "larger "
    "largest biggest big small important promising dynamic profitable attractive mature second another own "
    "every each any "
    "many both such particular certain specific respective related adjacent wider broader broad nascent "
    "evolving thriving "
    "robust strong healthy tight soft hot cool weak tomorrow's existing established potential underserved untapped "
    "fragmented saturated farmers farmer's fish flea super go-to time-to mid first after early volatile "
    "turbulent stable "
    "national nationwide leading top home office company's firm's group unit vehicle product total"
)
ORDINARY_VERBS: Final = _words(
    "hit hits surges surge unveils unveil launches launch announces announce announced extends extend reports "
    "reported sees "
    "see leads lead grows grow expands expand enters enter drives drive transforms transform shapes reshapes "
    "dominates "
    "dominate reaches reach set poised expected projected valued offers offer brings joins join makes make gets"
    " get takes "
    "take shows show gives give helps help continues continue remains remain exceeds exceed releases release "
    "released "
    "publishes published introduces introduce boosts boost fuels fuel captures capture opens open serves serve "
    "targets "
    "targeting entering leading growing shaping driving reshaping transforming redefining revolutionizing disrupting "
    "navigating exploring analyzing understanding including providing according forecasts predicts estimates "
    "tops surpasses "
    "surpass rises rise falls fall soars soar climbs jumps spent laying covers covering featuring following "
    "regarding "
    "highlighting offering buy sell powers translating warned"
)
# Verbs that end no name: what stands before "market" is then a sentence ("Acme extends market dominance").
TELLING: Final = _words(
    "unveils launches announces announced extends reports reported sees enters expands dominates transforms reshapes "
    "reaches joins makes gets takes shows gives helps continues remains exceeds releases released publishes "
    "published "
    "introduces boosts captures captured serves forecasts predicts estimates tops surpasses rises falls soars "
    "climbs spent "
    "including translating warned hits surges grows drives leads set poised expected projected valued holds held"
)
# Of them those that end no name of a thing, as "disk drives" do.
DEEDS: Final = TELLING - _words("including captured served drives leads set poised expected projected valued held")
FIGURES: Final = _words(
    "% $ € £ ¥ billion million trillion bn mn cagr percent usd eur milliarden millionen mrd mio milliards millones"
)
FIRM_WORDS: Final = _words("inc ltd limited corp corporation group company llc plc gmbh ag sa holdings holding co.")
# Words that reports have in their titles, and no market in its name; and those that none begins with.
OF_REPORTS: Final = _words("outlook forecast forecasts")
BEGIN_REPORTS: Final = _words("analysis overview report reports study insights")
