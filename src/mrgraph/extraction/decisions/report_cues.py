"""Phrases that tell a market report from other texts, in small letters and in words, as `PageWords.line` has them."""

from __future__ import annotations

from typing import Final

from mrgraph.extraction.decisions.page_words import Phrases
from mrgraph.lexicon.word_tables import Classes

_CUES: Final = Classes("report_cues")

SIZE: Final = Phrases.of(_CUES.spaced("size"))
GROWTH: Final = Phrases.of(_CUES.spaced("growth"))
PERIOD: Final = Phrases.of(_CUES.spaced("period"))
PLAYERS: Final = Phrases.of(_CUES.spaced("players"))
SEGMENTS: Final = Phrases.of(_CUES.spaced("segments"))
HOUSE: Final = Phrases.of(_CUES.spaced("house"))
SHIPMENTS: Final = Phrases.of(_CUES.spaced("shipments"))
REGIONS: Final = Phrases.of(_CUES.spaced("regions"))
FIRM_NEWS: Final = Phrases.of(_CUES.spaced("firm_news"))
SHARES: Final = Phrases.of(_CUES.spaced("shares"))
TALK: Final = Phrases.of(_CUES.spaced("talk"))
WE: Final = Phrases.of(_CUES.spaced("we"))
SAID: Final = Phrases.of(_CUES.spaced("said"))
EXCHANGES: Final = Phrases.of(_CUES.spaced("exchanges"))
CODE: Final = Phrases.of(_CUES.spaced("code"))
SCALES: Final = Phrases.of(_CUES.spaced("scales"))
EAST_ASIAN: Final = (*sorted(_CUES.unspaced("report")), "cagr")
CODE_SIGNS: Final = "{}=`|"
FIGURE_SIGNS: Final = "%$€£¥"
