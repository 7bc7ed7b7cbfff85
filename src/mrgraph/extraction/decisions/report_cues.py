"""Phrases that tell a market report from other texts, in small letters and in words, as `PageWords.line` has them."""

from __future__ import annotations

import re
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
OF_REPORTS: Final = (SIZE, GROWTH, PERIOD, PLAYERS, SEGMENTS, HOUSE, REGIONS)
OF_FIRMS: Final = (FIRM_NEWS, WE, SAID, EXCHANGES, SHARES)
TITLES: Final = _CUES.spaced("title")
EAST_ASIAN_MARKETS: Final = ("市場", "市场", "시장", " 市場", " 시장")
EAST_ASIAN_TITLES: Final = tuple(sorted(_CUES.unspaced("title")))
EAST_ASIAN: Final = (*sorted(_CUES.unspaced("report")), "cagr")
CODE_SIGNS: Final = "{}=`|"
FIGURE_SIGNS: Final = "%$€£¥"
LARGE: Final = Phrases.of(_CUES.spaced("large"))
EAST_ASIAN_LARGE: Final = "億亿억兆"
ABOUT: Final = tuple(f"\n{words.capitalize()} " for words in sorted(_CUES.spaced("about")))
# A span of years in words, as `PageWords.line` has them: "2025-2032", "2025 to 2032", "2025 2032" for other dashes.
SPAN: Final = re.compile(r" 20\d\d(?:-| (?:to |and |bis |und |à |et |a |al |y |até |e )?)20\d\d")
