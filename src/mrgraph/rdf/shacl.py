"""Graph -> violations: SHACL shapes for single nodes, and the rules of ontology/tests, one SPARQL query each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mrgraph import vocab
from mrgraph.rdf import interchange
from mrgraph.rdf.terms import shorten
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph
    import rdflib

    Node: TypeAlias = rdflib.term.Node


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A rule that the node `focus` (IRI) breaks; `severity` is "violation" (a bug) or "warning" (look at it)."""

    severity: str
    focus: str
    message: str

    def __str__(self) -> str:
        return f"{shorten(self.focus)}: {self.message}"


def check(graph: rdflib.Graph | Path | str) -> tuple[Violation, ...]:
    """What is wrong with a graph, or with the graph at a path: violations first, then warnings, sorted.

    Takes seconds for a few thousand triples: SHACL is thorough, not quick. Raises GraphError for an unreadable path.
    """
    loaded = interchange.load(graph) if isinstance(graph, str | Path) else graph
    return tuple(sorted({*check_shapes(loaded), *check_rules(loaded)}))


def check_shapes(graph: rdflib.Graph) -> tuple[Violation, ...]:
    """The violations of ontology/shapes.ttl, sorted.

    Its constraints in SPARQL are asked once for all nodes: pySHACL would parse them anew for each of them.
    """
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(data_path("ontology") / "shapes.ttl", format="turtle")
    engine = _engine(graph)
    unmet = {violation for constraint in _constraints(shapes) for violation in _unmet(engine, shapes, *constraint)}
    shapes.remove((None, rdflib.SH.sparql, None))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, allow_warnings=True, meta_shacl=False, advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report graph but {report!r}")
    results = report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    return tuple(sorted({*unmet, *(_violation(report, shapes, result) for result in results)}))


def check_rules(graph: rdflib.Graph, folder: Path | None = None) -> tuple[Violation, ...]:
    """The violations of the rules in `folder` (ontology/tests), sorted.

    A rule is a SELECT query whose answers are the mistakes: its first line says in a comment what is wrong, ?this is
    the node, other columns tell more. The ontology and the regions are named graphs beside the data.
    """
    engine = _with_ontology(graph)
    files = sorted((folder or data_path("ontology") / "tests").glob("*.rq"))
    return tuple(sorted({violation for file in files for violation in _broken(engine, file)}))


# ------------------------------------------------------------------------------------------------- rules


def _with_ontology(graph: rdflib.Graph) -> pyoxigraph.Store:
    import pyoxigraph

    engine = _engine(graph)
    for file, name in (("mrgraph.ttl", vocab.NS.rstrip("#")), ("regions.ttl", vocab.REGIONS)):
        path = data_path("ontology") / file
        engine.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(name))
    return engine


def _engine(graph: rdflib.Graph) -> pyoxigraph.Store:
    import pyoxigraph

    engine = pyoxigraph.Store()
    engine.load(graph.serialize(format="nt", encoding="utf-8"), pyoxigraph.RdfFormat.N_TRIPLES)
    return engine


def _broken(engine: pyoxigraph.Store, file: Path) -> Iterator[Violation]:
    import pyoxigraph

    text = file.read_text(encoding="utf-8")
    sentence = text.partition("\n")[0].lstrip("# ").rstrip(".")
    severity = "warning" if "\n# severity: warning" in text else "violation"
    answers = engine.query(text, prefixes=dict(vocab.PREFIXES))
    if not isinstance(answers, pyoxigraph.QuerySolutions):
        raise TypeError(f"{file.name}: not a SELECT query")
    names = [variable.value for variable in answers.variables if variable.value != "this"]
    for row in answers:
        details = [_engine_words(row[name]) for name in names if row[name] is not None]
        message = f"{sentence} ({', '.join(details)})" if details else sentence
        yield Violation(severity, _value(row["this"]), message)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _engine_words(term: object) -> str:
    import pyoxigraph

    return shorten(term.value) if isinstance(term, pyoxigraph.NamedNode) else f'"{_value(term)}"'


# ------------------------------------------------------------------------------------------------- SHACL

# What a constraint component means, where the shape has no message of its own (SHACL, section 4).
_WORDS = {
    "MinCountConstraintComponent": "lacks {path}",
    "MaxCountConstraintComponent": "has more values of {path} than allowed",
    "ClassConstraintComponent": "{path} {value} is not of the class it must be",
    "DatatypeConstraintComponent": "{path} {value} has the wrong datatype",
    "NodeKindConstraintComponent": "{path} {value} is not the kind of term it must be",
    "InConstraintComponent": "{path} {value} is not one of the values allowed",
    "PatternConstraintComponent": "{path} {value} is not written as it must be",
    "MinLengthConstraintComponent": "{path} is empty",
    "MinInclusiveConstraintComponent": "{path} {value} is too small",
    "MinExclusiveConstraintComponent": "{path} {value} is too small",
    "MaxInclusiveConstraintComponent": "{path} {value} is too large",
    "LessThanConstraintComponent": "{path} {value} is not below its counterpart",
    "LessThanOrEqualsConstraintComponent": "{path} {value} is above its counterpart",
    "NodeConstraintComponent": "{path} {value} is out of range",
    "OrConstraintComponent": "has none of the parts of which it needs one",
    "NotConstraintComponent": "{path} {value} must not be",
}


def _constraints(shapes: rdflib.Graph) -> Iterator[tuple[frozenset[str], Node]]:
    """The constraints in SPARQL, each with the classes whose instances it is about."""
    from rdflib import SH

    for shape, _, constraint in shapes.triples((None, SH.sparql, None)):
        yield frozenset(map(str, shapes.objects(shape, SH.targetClass))), constraint


def _unmet(
    engine: pyoxigraph.Store, shapes: rdflib.Graph, classes: Iterable[str], constraint: Node
) -> Iterator[Violation]:
    """The nodes of some classes that do not meet a constraint: its query has one answer for each mistake."""
    import pyoxigraph
    from rdflib import SH

    kind = pyoxigraph.NamedNode(vocab.RDF_TYPE)
    targets = {
        quad.subject for name in classes for quad in engine.quads_for_pattern(None, kind, pyoxigraph.NamedNode(name))
    }
    answers = engine.query(str(shapes.value(constraint, SH.select)), prefixes=dict(vocab.PREFIXES))
    if not isinstance(answers, pyoxigraph.QuerySolutions):
        raise TypeError(f"{constraint}: not a SELECT query")
    valued = any(variable.value == "value" for variable in answers.variables)
    for row in answers:
        if row["this"] in targets:
            value = f": {_engine_words(row['value'])}" if valued and row["value"] is not None else ""
            message = f"{shapes.value(constraint, SH.message)}{value}"
            yield Violation("violation", _value(row["this"]), " ".join(message.split()))


def _violation(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> Violation:
    from rdflib import SH

    severity = "warning" if report.value(result, SH.resultSeverity) == SH.Warning else "violation"
    focus = str(report.value(result, SH.focusNode))
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    shape, source = report.value(result, SH.sourceShape), report.value(result, SH.sourceConstraint)
    own = shapes.value(source, SH.message) or shapes.value(shape, SH.message)
    component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    words = _WORDS.get(component, "breaks the shape " + component)
    message = str(own) if own else words.format(path=_words(path) or "its value", value=_words(value))
    if own and value is not None and str(value) != focus:
        message = f"{message}: {_words(value)}"
    return Violation(severity, focus, " ".join(message.split()))


def _words(term: Node | None) -> str:
    import rdflib

    if term is None or isinstance(term, rdflib.BNode):
        return ""
    return shorten(str(term)) if isinstance(term, rdflib.URIRef) else f'"{term}"'
