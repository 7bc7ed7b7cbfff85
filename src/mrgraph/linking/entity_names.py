"""Names met -> entities: all forms of one thing, and the one that is its label."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mrgraph.facts import Entity
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


_ACRONYM = 6  # characters: "AT&S" is written so, "QUALCOMM" shouts


@dataclass(slots=True)
class _Known:
    types: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    about: set[tuple[str, str]] = field(default_factory=set)
    codes: set[tuple[str, str]] = field(default_factory=set)
    replaces: set[str] = field(default_factory=set)
    notes: set[tuple[str, str]] = field(default_factory=set)
    mint: Callable[[str], str] | None = None
    label: str | None = None


class Names:
    """Entities under construction, by IRI."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = defaultdict(_Known)

    def add(
        self,
        iri: str,
        types: Iterable[str],
        forms: Iterable[str],
        *,
        about: Iterable[tuple[str, str]] = (),
        mint: Callable[[str], str] | None = None,
    ) -> str:
        """The entity `iri` is named by one more document, in these `forms`; its IRI.

        `mint` tells which forms are full names of the thing: those that would be given the same IRI.
        """
        known = self._known[iri]
        known.types.update(types)
        known.forms.update(dict.fromkeys(forms, 1))
        known.about.update(about)
        known.mint = mint or known.mint
        return iri

    def describe(
        self, iri: str, label: str | None, about: Iterable[tuple[str, str]], codes: Iterable[tuple[str, str]]
    ) -> None:
        """Reference data gives a known entity further properties, and a label of its own if it has one."""
        known = self._known[iri]
        if label is not None:
            known.label = label
            known.forms.setdefault(label, 0)
        known.about.update(about)
        known.codes.update(codes)

    def types(self, iri: str) -> frozenset[str]:
        """The classes of an entity; none of an unknown one."""
        return frozenset(self._known[iri].types) if iri in self._known else frozenset()

    def drop(self, iri: str) -> None:
        """Forget an entity."""
        self._known.pop(iri, None)

    def note(self, iri: str, about: str, text: str) -> None:
        """A person's remark on `about`, which is the entity or an IRI that it replaced."""
        self._known[iri].notes.add((about, text))

    def take_away(self, iri: str, form: str, about: Iterable[tuple[str, str]]) -> None:
        """A form is no name of an entity after all, but says this about it."""
        known = self._known[iri]
        known.forms.pop(form, None)
        known.about.update(about)

    def words(self, iri: str) -> frozenset[str]:
        """The folded words of all names of an entity."""
        forms = self._known[iri].forms if iri in self._known else ()
        return frozenset(word for form in forms for word in spelling.fold(form).split())

    def keys(self, iri: str) -> frozenset[str]:
        """The keys of all names of an entity, read as those of a company."""
        forms = self._known[iri].forms if iri in self._known else ()
        return frozenset(spelling.company_key(form) for form in forms)

    def forms(self) -> dict[str, tuple[str, ...]]:
        """All names of each entity so far, by its IRI."""
        return {iri: tuple(known.forms) for iri, known in self._known.items()}

    def iris(self) -> frozenset[str]:
        """The IRIs of all entities so far."""
        return frozenset(self._known)

    def merged(self, replaced: Mapping[str, str]) -> Names:
        """The same entities, with those that are replaced made part of those that stand for them."""
        merged_names = Names()
        for iri in sorted(self._known):
            old, new = self._known[iri], merged_names._known[replaced.get(iri, iri)]
            new.types |= old.types
            new.forms.update(old.forms)
            new.about |= {(term, replaced.get(target, target)) for term, target in old.about}
            new.codes |= old.codes
            new.mint = new.mint or old.mint
            if iri in replaced:
                new.replaces.add(iri)
        return merged_names

    def entities(self) -> tuple[Entity, ...]:
        """All entities, sorted by IRI."""
        return tuple(self._entity(iri, self._known[iri]) for iri in sorted(self._known))

    def label(self, iri: str) -> str:
        """The label of a known entity."""
        return _label(iri, self._known[iri])

    def _entity(self, iri: str, known: _Known) -> Entity:
        label = _label(iri, known)
        aliases = tuple(sorted(form for form in known.forms if form != label))
        about, codes = (tuple(sorted(values)) for values in (known.about, known.codes))
        replaces, notes = tuple(sorted(known.replaces)), tuple(sorted(known.notes))
        return Entity(iri, tuple(sorted(known.types)), label, aliases, about, codes, replaces, notes)


def _label(iri: str, known: _Known) -> str:
    """The spelling that most documents use among the full names; a full name would be given this IRI, hyphens aside.

    Forms that differ in case, accents and punctuation vote together; then the shorter name, and of its forms one with
    capitals, the most used, the one with most accents and apostrophes ("L'Oréal", not "LOreal"), the first.
    """
    if known.label is not None:
        return known.label
    mint, bare = known.mint, iri.replace("-", "")
    full = [form for form in known.forms if mint is None or mint(form).replace("-", "") == bare] or list(known.forms)
    spelt = {form: spelling.fold(form).replace(" ", "") for form in full}
    votes: Counter[str] = Counter()
    for form in full:
        votes[spelt[form]] += known.forms[form]

    def rank(form: str) -> tuple[int, int, str, bool, int, int, str]:
        marks = sum(not letter.isascii() or not (letter.isalnum() or letter.isspace()) for letter in form)
        letters = spelt[form]
        return -votes[letters], len(letters), letters, _loud_or_low(form), -known.forms[form], -marks, form

    return min(full, key=rank)


def _loud_or_low(form: str) -> bool:
    """Whether a form is all small letters, or all capitals and no acronym."""
    return form.islower() or (form.isupper() and len(form) > _ACRONYM)
