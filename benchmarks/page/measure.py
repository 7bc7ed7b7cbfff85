"""How large a page is, how long it takes to make and to open, and how it moves; ours, and others beside it.

    python benchmarks/page/measure.py 5 300 2000 15000       # ours, of piles of so many reports
    python benchmarks/page/measure.py --peers 5 300          # pyvis as it comes and gravis, of the same nodes and edges

Each page is opened in a process of its own, headless, without a graphics card and with the network refused, and given
up after two minutes. A frame is measured while the view is moved by the page's own programming interface, once a frame
for three seconds (where a page has none, while it stands still); ours twice, at first and in an open group of reports.
gravis must be installed where it is to be measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 120  # seconds for a page
SECONDS = 3  # of moving
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-3d-apis --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --js-flags=--expose-gc"
).split()
_MOVE = """seconds => new Promise(done => {
  const move = window.mrgraph ? (x, y) => mrgraph.moveTo({position: {x, y}})
    : window.network ? (x, y) => network.moveTo({position: {x, y}}) : () => {};
  const start = performance.now(); let frames = 0;
  const step = now => {
    frames += 1;
    move(120 * Math.sin(frames / 20), 80 * Math.cos(frames / 20));
    if (now - start < seconds * 1000) requestAnimationFrame(step);
    else done({frames, seconds: (now - start) / 1000});
  };
  requestAnimationFrame(step);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="*", type=int, default=[5, 300, 2000, 15000])
    parser.add_argument("--peers", action="store_true", help="measure pyvis as it comes and gravis instead of ours")
    parser.add_argument("--open", metavar="FILE", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.open:
        print(json.dumps(opened(Path(chosen.open))))
        return
    heading = [
        "page",
        "reports",
        "MB",
        "CPU s",
        "ready ms",
        "ms/frame",
        "FPS",
        "heap MB",
        "search",
        "focus",
        "path",
        "requests",
    ]
    print("| " + " | ".join(heading) + " |\n|" + "---|" * len(heading))
    with tempfile.TemporaryDirectory() as folder:
        for reports in chosen.reports:
            graph = pile(reports, Path(folder))
            for name, make in (PEERS if chosen.peers else OURS).items():
                row(name, reports, make, graph, Path(folder) / f"{name}-{reports}")


def pile(reports: int, folder: Path) -> Path:
    """A graph of so many reports: the seeds for five, else a made one."""
    if reports == 5:
        subprocess.run([sys.executable, "-m", "mrgraph", "build", ROOT / "seeds", "-o", folder / "seeds"], check=True)
        return folder / "seeds" / "graph.ttl"
    file = folder / f"{reports}.nt"
    subprocess.run([sys.executable, ROOT / "benchmarks/page/pile.py", str(reports), file], check=True)
    return file


def row(name: str, reports: int, make: Any, graph: Path, folder: Path) -> None:
    """Prints what was measured of one page."""
    folder.mkdir()
    start = time.process_time(), children()
    try:
        file = make(graph, folder)
    except (subprocess.TimeoutExpired, ImportError, RuntimeError) as error:
        print(f"| {name} | {reports} | {type(error).__name__}: {str(error)[:60]} |", flush=True)
        return
    seconds = time.process_time() - start[0] + children() - start[1]
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--open", file], capture_output=True, text=True, timeout=LIMIT, check=True
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        found = {"ready ms": f"given up after {LIMIT} s" if isinstance(error, subprocess.TimeoutExpired) else "failed"}
    keys = ("ready ms", "ms/frame", "FPS", "heap MB", "search", "focus", "path", "requests")
    cells = [name, f"{reports:,}", f"{size:.2f}", f"{seconds:.1f}", *(str(found.get(key, "")) for key in keys)]
    print("| " + " | ".join(cells) + " |", flush=True)


def children() -> float:
    """CPU seconds of the processes that were started and have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ------------------------------------------------------------------------------------------------- pages


def ours(graph: Path, folder: Path) -> Path:
    file = folder / "index.html"
    subprocess.run([sys.executable, "-m", "mrgraph", "view", "-g", graph, "-o", file], check=True, capture_output=True)
    return file


def edges(graph: Path) -> list[tuple[str, str]]:
    """What both peers draw: labels of reports and of what they name."""
    from mrgraph import rdf
    from mrgraph.page.drawing import network

    made = network(rdf.read_triples(graph))
    labels = {node.iri: node.label for node in made.nodes}
    return sorted({(labels[link.report], labels[link.node]) for link in made.links})


def pyvis_as_it_comes(graph: Path, folder: Path) -> Path:
    from pyvis.network import Network

    net = Network(cdn_resources="in_line")
    for report, name in edges(graph):
        net.add_node(report, label=report)
        net.add_node(name, label=name)
        net.add_edge(report, name)
    file = folder / "pyvis.html"
    file.write_text(net.generate_html(), encoding="utf-8")
    return file


def gravis_as_it_comes(graph: Path, folder: Path) -> Path:
    import gravis
    import networkx

    net: networkx.Graph[str] = networkx.Graph()
    net.add_edges_from(edges(graph))
    file = folder / "gravis.html"
    file.write_text(gravis.vis(net).to_html_standalone(), encoding="utf-8")
    return file


OURS = {"mrgraph": ours}
PEERS = {"pyvis": pyvis_as_it_comes, "gravis": gravis_as_it_comes}


# ------------------------------------------------------------------------------------------------ browser


def opened(file: Path) -> dict[str, Any]:
    """What can be measured of the page in a browser."""
    import shutil

    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.route(lambda address: not address.startswith(("file:", "data:", "blob:")), lambda route: route.abort())
        page.on("request", lambda request: requests.append(request.url))
        page.goto(file.resolve().as_uri(), timeout=LIMIT * 1000)
        ready = page.evaluate(_READY)
        found: dict[str, Any] = {"ready ms": round(ready)}
        found |= moving(page)
        if page.evaluate("!!window.mrgraph && mrgraph.look().discs > 0"):
            inside_group(page)
            found["ms/frame"] = f"{found['ms/frame']}, {moving(page)['ms/frame']}"
        if page.evaluate("!!window.mrgraph"):
            found |= answers(page)
        found["requests"] = sum(not address.startswith(("file:", "data:", "blob:")) for address in requests)
        browser.close()
    return found


_READY = """() => new Promise(done => {
  const look = () => {
    const drawn = document.documentElement.dataset.ready || (!window.mrgraph && document.querySelector('canvas, svg'));
    if (drawn) requestAnimationFrame(() => done(performance.now()));
    else setTimeout(look, 5);
  };
  look();
})"""


def moving(page: Any) -> dict[str, Any]:
    """Main thread milliseconds a frame, frames a second, and the heap afterwards."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = metrics(session)
    told = page.evaluate(_MOVE, SECONDS)
    spent = metrics(session)["TaskDuration"] - before["TaskDuration"]
    page.evaluate("window.gc && gc()")
    return {
        "ms/frame": round(spent * 1000 / told["frames"], 1),
        "FPS": round(told["frames"] / told["seconds"]),
        "heap MB": round(metrics(session)["JSHeapUsedSize"] / 1e6, 1),
    }


def inside_group(page: Any) -> None:
    """Opens the first group of reports, and of its parts the first, until reports are drawn."""
    while page.evaluate("mrgraph.look().discs > 0"):
        page.evaluate("document.querySelector('#panel summary + p + ul button').click()")
        page.wait_for_timeout(300)


def metrics(session: Any) -> dict[str, float]:
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}


def answers(page: Any) -> dict[str, str]:
    """Median milliseconds of searches, focuses and paths."""
    page.fill("#search", "a")
    rows = page.eval_on_selector_all(
        "#found [role=option] > span:first-child", "all => all.map(each => each.textContent)"
    )
    for typed in ("ka", "sy", "te", "in", "or", *[each[:6] for each in rows[:6]]):
        page.fill("#search", typed)
    last = ""
    for n, typed in enumerate(("ka", "lo", "ri", "ven", "tor", "mal", "am", "se")):
        page.fill("#search", typed)
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
        key = page.evaluate("decodeURIComponent(location.hash).split('node=')[1] ?? ''")
        if n % 2:
            page.evaluate("([a, b]) => { location.hash = new URLSearchParams({path: `${a} ${b}`}); }", [last, key])
            page.wait_for_timeout(60)
        last = key
    found = {}
    for name in ("search", "focus", "path"):
        took = page.evaluate("name => performance.getEntriesByName(name).map(each => each.duration)", f"mrgraph {name}")
        found[name] = f"{median(took):.1f}" if took else ""
    return found


if __name__ == "__main__":
    main()
