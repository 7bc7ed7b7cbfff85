"""Phrases that tell a market report from other texts, in small letters and in words, as `PageWords.line` has them."""

from __future__ import annotations

from typing import Final

from mrgraph.extraction.decisions.page_words import Phrases

SIZE: Final = Phrases.of(
    "market size, market value, market volume, market report, market research report, market outlook, market "
    "analysis,"
    "market forecast, market overview, market study, industry report, industry analysis, market was valued,"
    "market is valued, market will, market is expected, market is projected, market is estimated, market is "
    "anticipated,"
    "market is forecast, market could, market to, market grew, market reached, market declined, market fell,"
    "marktvolumen, tamaño del mercado, taille du marché, mercado de, marché de, marché du, marché des"
)
GROWTH: Final = Phrases.of(
    "cagr, compound annual, annual growth rate, annual growth, growing at, grow at, year-over-year, year-on-"
    "year, yoy,"
    "tcac, croissance annuelle, crecimiento anual, jährlich, wachstum"
)
PERIOD: Final = Phrases.of(
    "forecast period, base year, forecast years, during the forecast, by 2027, by 2028, by 2029,"

    "by 2030, by 2031, by 2032, by 2033, by 2034, by 2035, by 2036, through 2030")  # fmt: skip
PLAYERS: Final = Phrases.of(
    "key players, major players, leading players, market players, key companies, leading companies, top companies,"
    "key manufacturers, leading manufacturers, major companies, key vendors, competitive landscape, company profiles,"
    "prominent players, industry players, market leaders, key market players, players include, companies include"
)
SEGMENTS: Final = Phrases.of(
    "by type, by application, by product, by product type, by end user, by end-user, by end use, by region, by "
    "component,"
    "by technology, by material, segmented, segmentation, segment, segments, market segment, regional analysis,"
    "market dynamics, market drivers, drivers, restraints"
)
HOUSE: Final = Phrases.of(
    "request sample, sample report, sample copy, free sample, buy now, table of contents, report id, report "
    "code, toc,"
    "report covers, report provides, report offers, this report, the report, new report, latest report, "
    "research report,"
    "research firm, market research, according to research, analysts, analyst, says analyst, research director"
)
SHIPMENTS: Final = Phrases.of(
    "shipments, shipped, units, revenue grew, revenues grew, market share, vendor, vendors, suppliers, market growth,"
    "sales volume, year over year, quarter over quarter, total revenue, worldwide, global demand, gw, gwh, mw"
)
REGIONS: Final = Phrases.of("north america, europe, asia pacific, asia-pacific, latin america, middle east, apac, asia")
FIRM_NEWS: Final = Phrases.of(
    "today announced, announced today, announced that, announces, is pleased to announce, press release, newswire,"
    "investor relations, forward-looking statements, for more information visit, media contact, chief executive"
    " officer,"
    "ceo, founder, co-founder, our customers, our company, the company, about us"
)
SHARES: Final = Phrases.of(
    "shares, stock, stocks, share price, price target, earnings per share, eps, investors, dow jones, nasdaq "
    "composite,"
    "s&p, buy rating, hold, portfolio, bond, bonds, dividend, etf, token, tokens, wall street, traders, crypto"
)
TALK: Final = Phrases.of("i, you, your, my, me, please, let's, don't, i'm, you're, him, her, she, he, his")
WE: Final = Phrases.of("we, our, us, ours")
SAID: Final = Phrases.of("said, says, added, commented, stated, explains, told")
EXCHANGES: Final = Phrases.of("nasdaq, nyse, otcqb, otc, tsx, cse, tsxv, lse, otcqx")
CODE: Final = Phrases.of("api, json, http, https, install, code, function, error, file, const, import, user")
EAST_ASIAN: Final = (
    "市場規模", "市場調査", "年平均成長", "予測期間", "市場シェア", "市場は", "市場の",
    "主要企業", "主要な市場", "セグメント", "レポート",
    "市场规模", "市场份额", "预测", "增长率", "시장 규모", "시장은", "시장의",
    "연평균", "예측 기간", "주요 기업", "시장 점유율", "cagr",
)  # fmt: skip
SCALES: Final = Phrases.of(
    "billion, million, trillion, bn, mn, cagr, percent, usd, eur, milliarden, millionen, mrd, mio, milliards, millones"
)
CODE_SIGNS: Final = "{}=`|"
FIGURE_SIGNS: Final = "%$€£¥"
