"""What a question asks -> the SPARQL that answers it; each query runs as it stands in any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mrgraph.rdf.terms import shorten

if TYPE_CHECKING:
    from mrgraph.questions.reading import Reading

_LINKED: Final = """SELECT ?{name} (COUNT(DISTINCT ?report) AS ?reports) WHERE {{
  MARKET mrg:{edge} ?thing . ?thing rdfs:label ?{name} .
  OPTIONAL {{ ?claim mrg:predicate mrg:{edge} ; mrg:subject MARKET ; mrg:object ?thing ; mrg:statedIn ?report }}
}} GROUP BY ?thing ?{name} ORDER BY DESC(?reports) ?{name}"""
_FIGURE: Final = """  ?claim mrg:statedIn/rdfs:label ?report ; mrg:sentence ?sentence .
  FILTER NOT EXISTS { ?claim mrg:segment|mrg:company ?part }"""
_TEXTS: Final = {
    "players": """SELECT ?company (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  MARKET mrg:hasPlayer ?firm . ?firm rdfs:label ?company .
  ?claim mrg:predicate mrg:hasPlayer ; mrg:subject MARKET ; mrg:object ?firm ; mrg:statedIn ?report .REPORTSCOPE
} GROUP BY ?firm ?company ORDER BY DESC(?reports) ?company""",
    "competitors": """SELECT ?company (COUNT(DISTINCT ?market) AS ?markets) (MIN(?label) AS ?example) WHERE {
  ?market mrg:hasPlayer COMPANY, ?firm ; rdfs:label ?label . ?firm rdfs:label ?company .
  FILTER (?firm != COMPANY)
} GROUP BY ?firm ?company ORDER BY DESC(?markets) ?company""",
    "markets": """SELECT ?market (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  ?m mrg:hasPlayer COMPANY ; rdfs:label ?market .
  ?claim mrg:predicate mrg:hasPlayer ; mrg:subject ?m ; mrg:object COMPANY ; mrg:statedIn ?report .
} GROUP BY ?m ?market ORDER BY DESC(?reports) ?market""",
    "size": f"""SELECT ?region ?year ?amount ?currency ?basis ?report ?sentence WHERE {{
  ?claim a mrg:MarketSize ; mrg:market MARKET ; mrg:amount ?amount ; mrg:region ?place . ?place rdfs:label ?region .
{_FIGURE}
  OPTIONAL {{ ?claim mrg:currency ?currency }} OPTIONAL {{ ?claim mrg:basis/rdfs:label ?basis }}
  OPTIONAL {{ ?claim mrg:year ?year }}PLACEYEAR
}} ORDER BY ?region ?year ?amount ?report""",
    "growth": f"""SELECT ?region ?from ?to ?percent ?report ?sentence WHERE {{
  ?claim a mrg:GrowthRate ; mrg:market MARKET ; mrg:percent ?percent ; mrg:region ?place . ?place rdfs:label ?region .
{_FIGURE}
  OPTIONAL {{ ?claim mrg:fromYear ?from }} OPTIONAL {{ ?claim mrg:toYear ?to }}PLACEPERIOD
}} ORDER BY ?region ?from ?to ?percent ?report""",
    "share": """SELECT ?percent ?year ?report ?sentence WHERE {
  ?claim a mrg:MarketShare ; mrg:market MARKET ; mrg:region REGION ; mrg:percent ?percent ;
         mrg:statedIn/rdfs:label ?report ; mrg:sentence ?sentence .
  OPTIONAL { ?claim mrg:year ?year }
} ORDER BY ?percent ?report""",
    "led": """SELECT ?region (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  MARKET mrg:ledBy ?place . ?place rdfs:label ?region .
  OPTIONAL { ?claim mrg:predicate mrg:ledBy ; mrg:subject MARKET ; mrg:object ?place ; mrg:statedIn ?report }
} GROUP BY ?place ?region ORDER BY DESC(?reports) ?region""",
    "leaders": """SELECT ?company ?percent ?report ?sentence WHERE {
  ?claim a mrg:MarketShare ; mrg:market MARKET ; mrg:company/rdfs:label ?company ; mrg:percent ?percent ;
         mrg:statedIn/rdfs:label ?report ; mrg:sentence ?sentence .
} ORDER BY DESC(?percent) ?company ?report""",
    "plays": "ASK { MARKET mrg:hasPlayer COMPANY }",
    "said": """SELECT ?publisher ?report ?sentence WHERE {
  ?claim mrg:predicate mrg:hasPlayer ; mrg:subject MARKET ; mrg:object COMPANY ; mrg:statedIn ?r ;
         mrg:evidence/mrg:quote ?sentence .
  ?r rdfs:label ?report . OPTIONAL { ?r mrg:publishedBy/rdfs:label ?publisher }
} ORDER BY ?publisher ?report ?sentence""",
    "disagree": """SELECT ?market ?kind ?region ?one ?other ?report1 ?report2 ?sentence1 ?sentence2 WHERE {
  VALUES (?class ?kind) { KINDS }
  ?a a ?class ; mrg:market ?m ; mrg:region ?place ; mrg:amount|mrg:percent ?one ;
     mrg:statedIn ?r1 ; mrg:sentence ?sentence1 .
  ?b a ?class ; mrg:market ?m ; mrg:region ?place ; mrg:amount|mrg:percent ?other ;
     mrg:statedIn ?r2 ; mrg:sentence ?sentence2 .
  FILTER (?one < ?other)
  OPTIONAL { ?a mrg:year ?y1 } OPTIONAL { ?b mrg:year ?y2 }
  OPTIONAL { ?a mrg:currency ?c1 } OPTIONAL { ?b mrg:currency ?c2 }
  FILTER (COALESCE(?y1, 0) = COALESCE(?y2, 0) && COALESCE(?c1, "") = COALESCE(?c2, ""))
  FILTER NOT EXISTS { ?a mrg:segment|mrg:company ?part1 } FILTER NOT EXISTS { ?b mrg:segment|mrg:company ?part2 }
  ?m rdfs:label ?market . ?place rdfs:label ?region . ?r1 rdfs:label ?report1 . ?r2 rdfs:label ?report2 .ABOUT
} ORDER BY ?market ?kind ?one ?other ?report1 ?report2""",
    "sharing": """SELECT ?market (COUNT(DISTINCT ?firm) AS ?companies) (MIN(?label) AS ?example) WHERE {
  MARKET mrg:hasPlayer ?firm . ?m mrg:hasPlayer ?firm ; rdfs:label ?market . ?firm rdfs:label ?label .
  FILTER (?m != MARKET)
} GROUP BY ?m ?market ORDER BY DESC(?companies) ?market""",
    "several": """SELECT ?company (COUNT(DISTINCT ?market) AS ?markets) (MIN(?label) AS ?example) WHERE {
  ?market mrg:hasPlayer ?firm ; rdfs:label ?label . ?firm rdfs:label ?company .SCOPED
} GROUP BY ?firm ?company HAVING (COUNT(DISTINCT ?market) > 1) ORDER BY DESC(?markets) ?company""",
    "both": """SELECT DISTINCT ?company WHERE {
  MARKET mrg:hasPlayer ?firm . OTHER mrg:hasPlayer ?firm . ?firm rdfs:label ?company .SCOPED
} ORDER BY ?company""",
    "regional": """SELECT ?company (COUNT(DISTINCT ?r) AS ?reports) (MIN(?title) AS ?example) WHERE {
  MARKET mrg:hasPlayer ?firm . ?firm rdfs:label ?company .
  ?r mrg:namesCompany ?firm ; mrg:studies MARKET ; mrg:scope/mrg:within* REGION ; rdfs:label ?title
} GROUP BY ?firm ?company ORDER BY DESC(?reports) ?company""",
    "revenue": """SELECT ?year ?amount ?currency ?report ?sentence WHERE {
  ?claim a mrg:CompanyRevenue ; mrg:company COMPANY ; mrg:amount ?amount ; mrg:statedIn/rdfs:label ?report ;
         mrg:sentence ?sentence .
  OPTIONAL { ?claim mrg:currency ?currency } OPTIONAL { ?claim mrg:year ?year }YEAR
} ORDER BY ?year ?amount ?report""",
    "fastest": """SELECT ?market (MAX(?percent) AS ?highest) (MIN(?percent) AS ?lowest) WHERE {
  ?claim a mrg:GrowthRate ; mrg:market ?m ; mrg:percent ?percent ; mrg:region ?place . ?m rdfs:label ?market .
  FILTER NOT EXISTS { ?claim mrg:segment|mrg:company ?part }PLACE
} GROUP BY ?m ?market ORDER BY DESC(?highest) ?market""",
    "largest": """SELECT ?market ?currency (MAX(?amount) AS ?highest) WHERE {
  ?claim a mrg:MarketSize ; mrg:market ?m ; mrg:amount ?amount ; mrg:currency ?currency ; mrg:region ?place .
  ?m rdfs:label ?market . FILTER NOT EXISTS { ?claim mrg:segment|mrg:company ?part }PLACE
} GROUP BY ?m ?market ?currency ORDER BY ?currency DESC(?highest) ?market""",
    "using": """SELECT ?market (GROUP_CONCAT(DISTINCT ?relation; separator=", ") AS ?as) WHERE {
  VALUES (?p ?relation) {
    (mrg:hasTechnology "technology") (mrg:hasApplication "application")
    (mrg:hasSegment "segment") (mrg:drivenBy "driver")
  }
  ?m ?p TOPIC ; rdfs:label ?market
} GROUP BY ?m ?market ORDER BY ?market""",
    "reports": """SELECT ?report ?publisher WHERE {
  ?r mrg:studies MARKET ; rdfs:label ?report . OPTIONAL { ?r mrg:publishedBy/rdfs:label ?publisher }
} ORDER BY ?report ?publisher""",
    "technologies": _LINKED.format(name="technology", edge="hasTechnology"),
    "applications": _LINKED.format(name="application", edge="hasApplication"),
    "drivers": _LINKED.format(name="driver", edge="drivenBy"),
}
_KINDS: Final = {"growth": '(mrg:GrowthRate "growth")', "size": '(mrg:MarketSize "size")'}
_SCOPED: Final = "\n  FILTER EXISTS { ?title mrg:namesCompany ?firm ; mrg:scope/mrg:within* REGION }"


def text(reading: Reading) -> str:
    """The query of a reading."""
    query = _TEXTS[reading.query]
    has_region, year = "region" in reading.things, reading.year
    parts = {
        "KINDS": _KINDS.get(reading.about, " ".join(_KINDS.values())),
        "ABOUT": "\n  FILTER (?m = MARKET)" if "market" in reading.things else "",
        "REPORTSCOPE": "\n  ?report mrg:scope/mrg:within* REGION ." if has_region else "",
        "SCOPED": _SCOPED if has_region else "",
        "PLACEYEAR": "PLACEYEAR_",
        "PLACEPERIOD": "PLACE_PERIOD_",
    }
    for name, value in parts.items():
        query = query.replace(name, value)
    place = "\n  FILTER (?place = REGION)" if has_region else ""
    at_year = f"\n  FILTER (?year = {year})" if year is not None else ""
    period = f"\n  FILTER (?from <= {year} && {year} <= ?to)" if year is not None else ""
    query = query.replace("PLACEYEAR_", place + at_year).replace("PLACE_PERIOD_", place + period)
    query = query.replace("PLACE\n", f"{place}\n").replace("}YEAR\n", f"}}{at_year}\n")
    for slot, iri in reading.things.items():
        query = query.replace(slot.upper(), _written(iri))
    return query


def _written(iri: str) -> str:
    """The IRI with its prefix, where that can stand in SPARQL as it is."""
    short = shorten(iri)
    return short if all(letter.isalnum() or letter in "-:_" for letter in short) and short.isascii() else f"<{iri}>"
