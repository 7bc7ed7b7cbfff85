"""The house rules that a machine can see."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

import mrgraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
GENERATED = frozenset({"src/mrgraph/vocab.py"})
SEEDS = {
    "000_323cd11638840912.txt": "eba299da885ed45d429368adbf4aed464bc33c5f72c27d0854e1336c7d4736d7",
    "001_a9330c7fd773150c.txt": "c38a4793afbe70b91f0d93ea9e930403c30b7a569edfd4470a7c18afb35a29cf",
    "002_76a45ee4a086fcb9.txt": "cca963a99d437c7dbaa01b08be4b861a475df94fc7bc4f493a9b3856de413d21",
    "003_4a4cc640e80083dd.txt": "1a3e8f4a5ad9aab775a62864836cb1c051fbe7ecbd536110862e633ba6a1d828",
    "004_56efc3e3e8e873eb.txt": "38e2c93d812077015658fbaebef6b57bc52ba8e1aca01bb4597e25008fc959ec",
}
PUBLIC = [
    "BuiltGraph",
    "Graph",
    "MrgraphError",
    "Rows",
    "Settings",
    "__version__",
    "assemble",
    "build",
    "check",
    "export",
    "extract",
    "link",
    "load",
    "open",
    "parse",
    "query",
    "read",
    "save",
    "to_networkx",
]
HEAVY = ("spacy", "pyvis", "networkx", "bs4", "rdflib")
# Text and code of these kinds is looked at; `seeds` are the user's documents, lock files are resolved by a tool.
WRITTEN = frozenset({".py", ".toml", ".md", ".ttl", ".rq", ".js", ".css", ".jinja", ".yml", ""})


def modules(root: Path) -> list[Path]:
    """The package's modules, without the generated one."""
    found = [
        path for path in sorted((root / "src").rglob("*.py")) if path.relative_to(root).as_posix() not in GENERATED
    ]
    assert len(found) > 30
    return found


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    first = 1 if ast.get_docstring(function) is not None and len(function.body) > 1 else 0
    return (function.end_lineno or 0) - function.body[first].lineno + 1


def test_import_rules_hold(root: Path) -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_declared_is_what_is_imported(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deptry", "src"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_library_is_missing_from_the_import_rules(root: Path) -> None:
    rules = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    named = {name for rule in rules for name in rule.get("forbidden_modules", ()) if not name.startswith("mrgraph.")}
    assert {name for path in modules(root) for name in libraries(path)} == named


def libraries(path: Path) -> Iterator[str]:
    """The third-party libraries that a module names, wherever it imports them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module]
        yield from {name.partition(".")[0] for name in names} - {"mrgraph", *sys.stdlib_module_names}


def test_modules_are_short(root: Path) -> None:
    long = {path.name: len(path.read_text("utf-8").splitlines()) for path in modules(root)}
    assert {name: lines for name, lines in long.items() if lines > MAX_MODULE_LINES} == {}


def test_functions_are_short(root: Path) -> None:
    long = [
        f"{path.relative_to(root)}:{function.lineno} {function.name}: {body_lines(function)} lines"
        for path in modules(root)
        for function in functions(path)
        if body_lines(function) > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_only_vocab_spells_our_iris(root: Path) -> None:
    code = {path: ast.walk(ast.parse(path.read_text("utf-8"))) for path in modules(root)}
    spelt = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path, nodes in code.items()
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_doctest(node.value)
        if "w3id.org/mrgraph" in node.value
        or re.search(r"https?://(www\.)?(w3\.org|purl\.org|schema\.org)/\S", node.value)
    ]
    assert spelt == []


def _is_doctest(text: str) -> bool:
    return ">>>" in text


def test_nothing_is_left_open(root: Path) -> None:
    marks = re.compile(r"\b(T[O]DO|F[I]XME|H[A]CK|Not[I]mplementedError)\b")
    open_ends = [
        f"{path.relative_to(root)}:{number}"
        for path in [*modules(root), *sorted((root / "tests").rglob("*.py")), *sorted((root / "tools").rglob("*.py"))]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert open_ends == []


def test_no_bare_except(root: Path) -> None:
    bare = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in modules(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_no_string_becomes_markup(root: Path) -> None:
    """Markup is written by templates, or by `Markup("<b>{}</b>").format(words)`: both escape, a plain string does not.

    Names of groups and looking behind in patterns ("(?P<name>", "(?<!") are no tags. documents/ alone puts tags into
    strings: it mends what it reads, and nobody is shown it.
    """
    paths = [path for path in modules(root) if "documents" not in path.relative_to(root / "src" / "mrgraph").parts]
    assert len(paths) > 100
    tags = [
        f"{path.relative_to(root)}:{line}"
        for path in paths
        for line in filled_markup(ast.parse(path.read_text("utf-8")))
    ]
    assert tags == []


def filled_markup(tree: ast.AST) -> Iterator[int]:
    """Lines where a plain string with a tag in it is filled, joined or added to."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = [node.func.value] if node.func.attr in ("format", "format_map", "join") else []
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if any(re.search(r"(?<!\(\?)(?<!\(\?P)<[a-z/!]", text) for text in texts):
            yield node.lineno


@pytest.mark.parametrize(
    "code",
    ['f"<b>{x}</b>"', '"<b>{}</b>".format(x)', '"<b>%s</b>" % x', '"<b>" + x', '"</li><li>".join(x)', "f'{x}</b>'"],
)
def test_each_way_to_fill_markup_is_seen(code: str) -> None:
    assert list(filled_markup(ast.parse(code))) == [1]
    assert list(filled_markup(ast.parse('Markup("<b>{}</b>").format(x); f"<{iri}>"; rf"(?P<name>{x})"'))) == []


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    names = {path.stem for path in modules(root)} | {path.parent.name for path in modules(root)}
    assert names.isdisjoint({"utils", "util", "helpers", "common", "core", "base", "manager", "misc"})


def test_every_module_says_what_it_is(root: Path) -> None:
    mute = [path.name for path in modules(root) if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert mute == []


def test_seeds_are_the_five_documents_byte_for_byte(seeds: Path) -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in seeds.iterdir()}
    assert found == SEEDS


def test_no_rule_knows_a_seed(root: Path, seeds: Path) -> None:
    """Names of files, report numbers and addresses of the seeds stand nowhere in the code."""
    telling = {path.stem.partition("_")[2] for path in seeds.iterdir()}
    for path in seeds.iterdir():
        telling.update(re.findall(r"https?://(?:www\.)?([\w-]{8,}\.\w+)/", path.read_text("utf-8", "replace")))
        telling.update(re.findall(r"(?<![\d.,])\d{6,7}(?![\d.,])", path.read_text("utf-8", "replace")))
    assert len(telling) > 8
    code = {path: path.read_text("utf-8") for path in modules(root)}
    assert [f"{path.name}: {word}" for path, text in code.items() for word in sorted(telling) if word in text] == []


def test_public_names_are_these() -> None:
    assert mrgraph.__all__ == PUBLIC
    assert dir(mrgraph) == sorted(PUBLIC)
    assert all(getattr(mrgraph, name) is not None for name in PUBLIC)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = mrgraph.nonsense  # type: ignore[attr-defined]


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, mrgraph; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told_once(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == mrgraph.__version__
    assert f"## {mrgraph.__version__}" in (root / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-ner.lock"])
def test_the_lock_pins_hashes_and_names_no_host(root: Path, lock: str) -> None:
    text = (root / lock).read_text("utf-8")
    pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
    assert pinned
    assert len(re.findall(r"^[\w.\[\]-]+==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)
    assert not re.search(r"https?:|index-url|find-links", text)


def test_the_lock_holds_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["office"]]
    lock = (root / "requirements.lock").read_text("utf-8")
    names = [re.split(r"[<>=\[ ;]", requirement)[0] for requirement in wanted]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE)] == []


def test_no_path_of_a_machine_is_written_down(root: Path) -> None:
    kept = {"src", "tests", "tools", "docs", "ontology", "queries", "benchmarks", ".ci"}
    files = [path for name in kept for path in (root / name).rglob("*") if path.is_file() and path.suffix in WRITTEN]
    files += [root / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "README.md", "pyproject.toml")]
    assert len(files) > 50
    places = re.compile(r"(?<![\w.~])/(?:home|root|work|Users)/\w")
    found = [path.relative_to(root).as_posix() for path in files if places.search(path.read_text("utf-8"))]
    assert found == []
