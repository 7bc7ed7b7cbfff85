// What is drawn and where: the network, a map of clusters, one cluster, one name with what surrounds it, or a path.
// A scene: places (id -> {x, y, side}), discs, edges as pairs of ids, and what to say about what is left out.

const ROW = 25;
const FIRST = 60; // neighbours drawn round a name, in two columns
const SECOND = 20; // what they have in common, at the sides
const childrenOf = new Map([[null, []]]);
clusters.forEach((cluster, id) => {
  cluster.id = id;
  childrenOf.set(id, []);
  childrenOf.get(cluster.parent).push(cluster);
});

function sceneNow() {
  const made = state.path ? pathScene(...state.path)
    : state.node !== null ? timed("focus", () => nodeScene(nodes[state.node]))
    : childrenOf.get(state.cluster).length ? mapScene() : fieldScene();
  return { ...made, twins: twinsIn(made.places) };
}

// The markets that several reports of a scene study.
function twinsIn(places) {
  const seen = new Set();
  const twice = new Set();
  for (const id of places.keys()) {
    const market = reportOf.get(id)?.market ?? null;
    if (market !== null) (seen.has(market) ? twice : seen).add(market);
  }
  return twice;
}

// The network, or one cluster of it: the most shared first if there are too many.
function fieldScene() {
  const rank = (node) => (isReport(node) ? Infinity : named[node.id]);
  const crowded = narrow() && nodes.length > 60; // a phone shows what reports share
  const drawn = nodes.filter((node) => node.cluster === state.cluster && node.x !== null && !node.hub && passes(node))
    .filter((node) => !crowded || isReport(node) || named[node.id] > 1)
    .sort((a, b) => rank(b) - rank(a) || a.id - b.id).slice(0, MAX_DRAWN);
  const places = new Map(drawn.map(({ id, x, y, side }) => [id, { x, y, side }]));
  return { places, discs: [], edges: edgesAmong(places), all: countInside() };
}

// How many reports, and names in them, the network or the open cluster holds.
function countInside() {
  if (state.cluster === null) return nodes.filter((node) => passes(node) && !node.hub).length;
  const inside = new Set();
  for (const node of nodes) {
    if (node.cluster !== state.cluster || !isReport(node) || !passes(node)) continue;
    inside.add(node.id);
    for (const id of neighbours(node.id)) if (passes(nodes[id]) && !nodes[id].hub) inside.add(id);
  }
  return inside.size;
}

function mapScene() {
  return { places: new Map(), discs: childrenOf.get(state.cluster), edges: [], all: 0 };
}

function edgesAmong(places) {
  const found = [];
  for (const id of places.keys()) {
    if (!isReport(nodes[id])) continue;
    for (const edge of edgesOf(id)) if (places.has(edgeTo[edge])) found.push([id, edgeTo[edge]]);
  }
  return found;
}

// A name in the middle, what it is linked to in two columns, and at the sides what several of those have in common.
function nodeScene(node) {
  const all = neighbours(node.id).filter((id) => passes(nodes[id]) || nodes[id].hub);
  const first = all.sort((a, b) => importanceOf(b, isReport(node)) - importanceOf(a, isReport(node)) || a - b)
    .slice(0, FIRST).sort(isReport(node) ? byKind : byName);
  const places = new Map([[node.id, { x: 0, y: 0, side: "b" }]]);
  const market = isReport(node) ? reportOf.get(node.id).market : null;
  const others = first.filter((id) => id !== market);
  const half = Math.ceil(others.length / 2);
  const step = Math.max(ROW, Math.min(110, 420 / Math.max(1, half)));
  columnOf(places, others.slice(0, half), "l", step, half);
  columnOf(places, others.slice(half), "r", step, half);
  if (market !== null && first.includes(market)) places.set(market, { x: 0, y: -(half * step) / 2 - 40, side: "t" });
  const edges = first.map((id) => [node.id, id]);
  if (!narrow()) {
    const common = inCommon(node, first, places);
    for (const { id, links: via } of common) edges.push(...via.map((other) => [other, id]));
    sideColumns(places, common, Math.max(340, half * step));
  }
  return { places, discs: [], edges, all: all.length, first: first.length };
}

const importanceOf = (id, entities) => (entities ? (nodes[id].hub ? 0 : named[id]) + (nodes[id].kinds[0] === 1 ? 1e6 : 0) : degree(id));
const collate = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
const byName = (a, b) => collate(fullName(nodes[a]), fullName(nodes[b])) || a - b;
const byKind = (a, b) => nodes[a].kinds[0] - nodes[b].kinds[0] || byName(a, b);
function columnOf(places, ids, side, step, rowCount) {
  ids.forEach((id, row) => {
    const y = (row - (ids.length - 1) / 2) * step;
    const x = (rowCount > 3 ? 110 : 190) * Math.max(0.45, Math.sqrt(Math.max(0, 1 - (y / ((rowCount * step) / 2 + step)) ** 2)));
    places.set(id, { x: side === "l" ? -x : x, y, side });
  });
}

// What at least two of the first neighbours name (for a report: the reports that share a name that is not everywhere).
function inCommon(node, first, places) {
  const found = new Map();
  for (const via of first) {
    if (nodes[via].hub || degree(via) > 400) continue;
    for (const id of neighbours(via)) {
      if (id === node.id || places.has(id) || nodes[id].hub || !passes(nodes[id])) continue;
      if (!found.has(id)) found.set(id, []);
      found.get(id).push(via);
    }
  }
  const least = isReport(node) ? 1 : 2;
  const worth = (id, via) => via.reduce((sum, other) => sum + 1 / (isReport(node) ? degree(other) : 1), 0) / (isReport(node) ? 1 : Math.sqrt(degree(id)));
  return [...found].filter(([, via]) => via.length >= least)
    .map(([id, via]) => ({ id, links: via, value: worth(id, via), left: via.filter((other) => places.get(other).side === "l").length }))
    .sort((a, b) => b.value - a.value || a.id - b.id).slice(0, SECOND)
    .reduce((all, { id, links: via, left }) => {
      const lefts = all.filter(({ side }) => side === "l").length;
      const even = left * 2 === via.length;
      return [...all, { id, links: via, side: (even ? lefts * 2 < all.length : left * 2 > via.length) ? "l" : "r" }];
    }, []);
}

// The second ring: a column at each side, clear of the labels of the first.
function sideColumns(places, common, height) {
  for (const side of ["l", "r"]) {
    const inner = [...places].filter(([, place]) => place.side === side).map(([id]) => widthOf(cut(fullName(nodes[id]), longest()), `600 12px ${FONT}`));
    const x = (inner.length > 3 ? 110 : 190) + Math.max(90, ...inner) * 1.15 + 90;
    const ids = common.filter((each) => each.side === side).map(({ id }) => id).sort(byName);
    const step = Math.max(ROW + 3, Math.min(90, height / Math.max(1, ids.length - 1)));
    ids.forEach((id, row) => places.set(id, { x: side === "l" ? -x : x, y: (row - (ids.length - 1) / 2) * step, side }));
  }
}

function pathScene(from, to) {
  const path = timed("path", () => shortestPath(from, to));
  const steps = path ? path.steps : [from, to];
  const places = new Map(steps.map((id, at) => [id, { x: at * 150, y: at % 2 ? 44 : -44, side: at % 2 ? "b" : "t" }]));
  const edges = path ? steps.slice(1).map((id, at) => [steps[at], id]) : [];
  return { places, discs: [], edges, all: places.size, path };
}
