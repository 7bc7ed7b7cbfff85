// What is drawn and where: the network, a map of clusters, one cluster, one name with what surrounds it, or a path.
// A scene: places (id -> {x, y, side}), discs, edges as pairs of ids, and what to say about what is left out.

const CROWD = 180; // nodes whose names can still be told apart
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
    : childrenOf.get(state.cluster).length ? mapScene() : state.cluster !== null && clusters[state.cluster].dots.length ? groupScene() : fieldScene();
  return { ...made, twins: twinsIn(made.places) };
}

// The markets that several reports of a scene study.
function twinsIn(places) {
  const seen = new Set();
  const twice = new Set();
  for (const id of places.keys()) {
    const market = reportOf(id)?.market ?? null;
    if (market !== null) (seen.has(market) ? twice : seen).add(market);
  }
  return twice;
}

const upright = () => canvas.clientHeight > canvas.clientWidth; // as on a phone, while maps and networks are wide

// The network, or one cluster of it: the most shared first if there are too many.
function fieldScene() {
  const rank = (node) => (isReport(node) ? Infinity : named[node.id]);
  const here = (id) => nodes[id].cluster === state.cluster && inTime(id);
  const able = nodes.filter((node) => node.cluster === state.cluster && node.placed && !node.hub && passes(node));
  const crowded = able.length > (narrow() ? CROWD / 3 : CROWD); // then only what the reports here share is drawn
  const drawn = able.filter((node) => !crowded || isReport(node) || neighbours(node.id).filter(here).length > 1)
    .sort((a, b) => rank(b) - rank(a) || a.id - b.id).slice(0, MAX_DRAWN);
  const tall = upright() ? tallness(drawn) : 1;
  const places = new Map(drawn.map(({ id, x, y, side }) => [id, { x, y: y * tall, side }]));
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

// How much further apart the rows of a wide drawing may lie on an upright canvas.
function tallness(drawn) {
  const reach = (of) => drawn.reduce((most, node) => Math.max(most, of(node)), -Infinity) + drawn.reduce((most, node) => Math.max(most, -of(node)), -Infinity);
  const shape = (canvas.clientHeight - 60) / (canvas.clientWidth - 150); // what is left beside labels
  return Math.max(1, Math.min(3, (reach((node) => node.x) * shape) / Math.max(1, reach((node) => node.y))));
}

function edgesAmong(places) {
  const found = [];
  for (const id of places.keys()) {
    if (!isReport(nodes[id])) continue;
    for (const edge of edgesOf(id)) if (places.has(edgeTo[edge])) found.push([id, edgeTo[edge]]);
  }
  return found;
}

// A name in the middle, what it is about in two columns, and at the sides what several of those have in common:
// for a market its companies and topics and the markets near it, for a company its markets and its competitors.
function nodeScene(node) {
  const all = around(node.id).filter((id) => (is(id, "market") ? marketPasses(nodes[id]) : passes(nodes[id]) || nodes[id].hub));
  const things = isReport(node) || is(node.id, "market");
  const first = all.sort((a, b) => importanceOf(b, things) - importanceOf(a, things) || a - b)
    .slice(0, narrow() ? FIRST / 3 : FIRST).sort(things ? byKind : byName);
  const places = new Map([[node.id, { x: 0, y: 0, side: "b" }]]);
  const market = isReport(node) ? reportOf(node.id).market : null;
  const others = first.filter((id) => id !== market);
  const half = Math.ceil(others.length / 2);
  const sides = new Map(others.map((id, at) => [id, at < half ? "l" : "r"]));
  const common = narrow() ? [] : inCommon(node, first, sides);
  const room = roomFor(others, common, half);
  for (const side of ["l", "r"]) columnOf(places, others.filter((id) => sides.get(id) === side), side, room, half);
  if (market !== null && first.includes(market)) places.set(market, { x: 0, y: -(half * room.step) / 2 - 40, side: "t" });
  const edges = [...first.map((id) => [node.id, id]), ...common.flatMap(({ id, links: via }) => via.map((other) => [other, id]))];
  for (const side of ["l", "r"]) sideColumn(places, common.filter((each) => each.side === side).map(({ id }) => id), side, room);
  return { places, discs: [], edges, all: all.length, first: first.length, captions: captionsFor(node, places, others, common.map(({ id }) => id)) };
}

const PARTS = { report: "reports", market: "markets", company: "companies", technology: "technologies", application: "applications", segment: "segments", region: "regions" };
const RING = { market: "markets near it", company: "competitors" };
const AS = { company: "plays in these markets", technology: "technology in these markets", application: "application in these markets" };

// What the columns are, in words over each.
function captionsFor(node, places, first, common) {
  const top = (ids, says, more) => ["l", "r"].map((side) => {
    const own = ids.filter((id) => places.get(id)?.side === side);
    if (!own.length || (narrow() && side === "r")) return null; // a phone has no room for both
    const [highest] = own.map((id) => places.get(id)).sort((a, b) => a.y - b.y);
    const [, below] = own.map((id) => places.get(id).y).sort((a, b) => a - b);
    return { x: highest.x, y: highest.y - Math.max(18, Math.min(30, ((below ?? 0) - highest.y) * 0.8)) - more, side, text: says(own) };
  }).filter(Boolean);
  const parts = (ids) => [...new Set(ids.map((id) => PARTS[kinds[nodes[id].kinds[0]].id]))].join(", ");
  const kind = kinds[node.kinds[0]].id;
  return [...top(first, (ids) => AS[kind] ?? parts(ids), common.length ? 14 : 0), ...top(common, (ids) => RING[kind] ?? `${parts(ids)} with the same`, 0)];
}

// How far apart the rows and columns lie, so that they fill the canvas: names need so many pixels at any scale.
function roomFor(inner, common, half) {
  const [width, height] = [canvas.clientWidth - 68, canvas.clientHeight - 90];
  const widest = (ids) => Math.max(0, ...ids.map((id) => widthOf(cut(fullName(nodes[id]), longest()), `600 12px ${FONT}`)));
  const [names, outer] = [Math.min(width * 0.21, widest(inner)), Math.min(width * 0.19, widest(common.map(({ id }) => id)))];
  const step = Math.max(15, Math.min(64, height / Math.max(1, half)));
  const scale = Math.max(0.55, Math.min(0.9, step / 26));
  const columns = new Set(common.map(({ side }) => side)).size;
  const free = width - 2 * names - columns * outer;
  const near = Math.min(170, Math.max(48, free * (columns ? 0.3 : 0.5)));
  const gap = columns ? Math.min(150, Math.max(36, (free - 2 * near) / columns)) : 0;
  return { step: step / scale, height: height / scale, near: near / scale, far: (near + names + gap) / scale };
}

const importanceOf = (id, entities) => (entities ? (nodes[id].hub ? 0 : named[id]) + (nodes[id].kinds[0] === 1 ? 1e6 : 0) : degree(id));
const collate = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
const byName = (a, b) => collate(fullName(nodes[a]), fullName(nodes[b])) || a - b;
const byKind = (a, b) => nodes[a].kinds[0] - nodes[b].kinds[0] || byName(a, b);

function columnOf(places, ids, side, { step, near }, rowCount) {
  ids.forEach((id, row) => {
    const y = (row - (ids.length - 1) / 2) * step;
    const x = near * Math.max(0.45, Math.sqrt(Math.max(0, 1 - (y / ((rowCount * step) / 2 + step)) ** 2)));
    places.set(id, { x: side === "l" ? -x : x, y, side });
  });
}

// What at least two of the first neighbours name (for a report: the reports that share a name that is not everywhere).
function inCommon(node, first, sides) {
  const found = new Map();
  const near = new Set(first);
  for (const via of first) {
    if (nodes[via].hub || degree(via) > 400) continue;
    for (const id of around(via)) {
      if (id === node.id || near.has(id) || nodes[id].hub || !kin(id, node) || !(is(id, "market") ? marketPasses : passes)(nodes[id])) continue;
      if (!found.has(id)) found.set(id, []);
      found.get(id).push(via);
    }
  }
  const few = isReport(node) || is(node.id, "market");
  const least = few ? 1 : 2;
  const worth = (id, via) => via.reduce((sum, other) => sum + 1 / (few ? degree(other) : 1), 0) / (few ? 1 : Math.sqrt(degree(id)));
  return [...found].filter(([, via]) => via.length >= least)
    .map(([id, via]) => ({ id, links: via, value: worth(id, via), left: via.filter((other) => sides.get(other) === "l").length }))
    .sort((a, b) => b.value - a.value || a.id - b.id).slice(0, SECOND)
    .reduce((all, { id, links: via, left }) => {
      const lefts = all.filter(({ side }) => side === "l").length;
      const even = left * 2 === via.length;
      return [...all, { id, links: via, side: (even ? lefts * 2 < all.length : left * 2 > via.length) ? "l" : "r" }];
    }, []);
}

// What is told beside a market or a company is of its own kind: markets near it, competitors.
const kin = (id, node) => !(is(node.id, "market") || is(node.id, "company")) || nodes[id].kinds[0] === node.kinds[0];

// The second ring: a column at each side, clear of the labels of the first.
function sideColumn(places, ids, side, { step, height, far }) {
  const apart = Math.max(Math.min(step, height / ids.length), Math.min(90, (height * 0.8) / Math.max(1, ids.length - 1)));
  ids.sort(byName).forEach((id, row) => places.set(id, { x: side === "l" ? -far : far, y: (row - (ids.length - 1) / 2) * apart, side }));
}

function pathScene(from, to) {
  const path = timed("path", () => shortestPath(from, to));
  const steps = path ? path.steps : [from, to];
  const places = new Map(steps.map((id, at) => [id, { x: at * 150, y: at % 2 ? 44 : -44, side: at % 2 ? "b" : "t" }]));
  const edges = path ? steps.slice(1).map((id, at) => [steps[at], id]) : [];
  return { places, discs: [], edges, all: places.size, path };
}
