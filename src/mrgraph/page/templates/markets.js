// Markets: what all reports on one say together, who plays in several, and how much two of them share.

const KIND = Object.fromEntries(kinds.map(({ id }, at) => [id, at]));
const is = (id, kind) => nodes[id].kinds[0] === KIND[kind];
const onMarket = (id) => neighbours(id).filter((report) => reportOf(report)?.market === id);
const surroundings = new Map();

// What a node is about, reports left out: a market's companies and topics, the markets of anything else.
function around(id) {
  if (isReport(nodes[id])) return neighbours(id);
  if (surroundings.has(id)) return surroundings.get(id);
  const near = new Set();
  if (is(id, "market")) for (const report of onMarket(id)) for (const other of neighbours(report)) near.add(other);
  else for (const report of neighbours(id)) near.add(reportOf(report).market ?? report);
  near.delete(id);
  surroundings.set(id, [...near]);
  return surroundings.get(id);
}

// The reports that say something of both: on the market, and naming the other.
function reportsOn(market, other) {
  const naming = new Set(neighbours(other));
  return onMarket(market).filter((report) => naming.has(report));
}

const marketsOfCompany = (id) => around(id).filter((other) => is(other, "market"));
const playersOf = (id) => around(id).filter((other) => is(other, "company"));
const rarity = (company) => 1 / Math.max(1, degree(company)); // by reports: nearly every market has one

// A market is shown if a report on it is; companies in too few reports tie no markets.
function marketPasses(node) {
  if (!kindShown(node) || (state.year !== null && !onMarket(node.id).some(inTime))) return false;
  return state.shared === 1 || playersOf(node.id).some((company) => named[company] >= state.shared);
}

const dotPasses = (id) => (is(id, "market") ? marketPasses(nodes[id]) : passes(nodes[id]));

// How much each two of these markets share: [one, other, share of their companies], rare companies counting more.
const LEAST_TIE = 0.05;
function tiesAmong(markets) {
  const [players, sums, lengths] = [new Map(), new Map(), new Map()];
  for (const market of markets) {
    let length = 0;
    for (const company of playersOf(market)) {
      if (named[company] < state.shared) continue;
      if (!players.has(company)) players.set(company, []);
      players.get(company).push(market);
      length += rarity(company);
    }
    lengths.set(market, length);
  }
  for (const [company, own] of players) {
    for (let a = 0; a < own.length; a += 1) {
      for (let b = a + 1; b < own.length; b += 1) {
        const key = own[a] * nodes.length + own[b];
        sums.set(key, (sums.get(key) ?? 0) + rarity(company));
      }
    }
  }
  return [...sums].map(([key, sum]) => [Math.floor(key / nodes.length), key % nodes.length, sum])
    .map(([a, b, sum]) => [a, b, sum / Math.sqrt(lengths.get(a) * lengths.get(b))]).filter(([, , tie]) => tie >= LEAST_TIE);
}

// Others of the same kind by what they share with a node, the nearest first: [id, what is shared].
function nearest(id) {
  const shared = new Map();
  for (const via of is(id, "market") ? playersOf(id) : marketsOfCompany(id)) {
    if (nodes[via].hub) continue;
    for (const other of is(id, "market") ? marketsOfCompany(via) : playersOf(via)) {
      if (other === id) continue;
      if (!shared.has(other)) shared.set(other, []);
      shared.get(other).push(via);
    }
  }
  const worth = (via) => via.reduce((sum, each) => sum + 1 / around(each).length, 0);
  return [...shared].sort((a, b) => worth(b[1]) - worth(a[1]) || a[0] - b[0]);
}

// How many markets that the filters let through each group holds, with all that lies in it.
let marketCounts = { key: null, counts: [] };
function marketsIn({ id }) {
  const key = JSON.stringify([state.year, state.shared, [...state.hidden].sort()]);
  if (marketCounts.key !== key) {
    const inside = clusters.map(() => new Set());
    for (const { node, market } of reports) {
      if (market === null || !marketPasses(nodes[market])) continue;
      for (let at = nodes[node].cluster; at !== null; at = clusters[at].parent) inside[at].add(market);
    }
    marketCounts = { key, counts: inside.map((own) => own.size) };
  }
  return marketCounts.counts[id];
}

// ---- the map

const MOST_BUNDLES = 24; // the strongest ties between groups

const MAP_REACH = 560; // from its middle, in units of the drawing: dots then have the size that they have elsewhere
const MAP_DRAWN = 520; // dots at once
const COMMUNITY_ROOM = 560; // half the height of an open group, in units of the drawing

// The dots of these discs, in the plane: the most tied of each first, if not all have room.
function dotsOf(discs) {
  const total = discs.reduce((sum, { dots }) => sum + dots.length, 0);
  const share = Math.min(1, MAP_DRAWN / Math.max(1, total));
  const places = new Map();
  for (const disc of discs) {
    const fitting = disc.dots.filter(([id]) => dotPasses(id));
    const markets = fitting.filter(([id]) => is(id, "market"));
    const companies = fitting.filter(([id]) => !is(id, "market")).slice(0, disc.dots.length > 16 ? 5 : 2);
    for (const [id, x, y] of [...markets.slice(0, Math.max(3, Math.ceil(markets.length * share))), ...companies]) {
      if (!places.has(id)) places.set(id, { x: disc.x + (x * disc.radius) / 1000, y: disc.y + (y * disc.radius) / 1000, side: "c", disc });
    }
  }
  return places;
}

const hueOf = (disc) => (disc.top.length ? disc.id % HUES : null); // null: what shares nothing

function mapScene() {
  const children = childrenOf.get(state.cluster);
  const reach = Math.max(...children.map(({ x, y, radius }) => Math.hypot(x, y) + radius));
  const size = MAP_REACH / reach;
  const discs = children.map((disc) => ({ ...disc, id: disc.id, radius: disc.radius * size, x: (upright() ? disc.y : disc.x) * size, y: (upright() ? disc.x : disc.y) * size }));
  const places = dotsOf(discs);
  const markets = [...places.keys()].filter((id) => is(id, "market"));
  const ties = tiesAmong(markets);
  const inside = ties.filter(([a, b]) => places.get(a).disc === places.get(b).disc);
  return { places, discs, edges: inside, bundles: bundled(ties, places), ties, map: true, all: nodes.filter((node) => node.kinds[0] === KIND.market && marketPasses(node)).length };
}

// Ties between two discs as one line, the stronger the wider.
function bundled(ties, places) {
  const bundles = new Map();
  for (const [a, b, tie] of ties) {
    const [from, to] = [places.get(a).disc, places.get(b).disc].sort((one, other) => one.id - other.id);
    if (from === to) continue;
    const key = `${from.id} ${to.id}`;
    if (!bundles.has(key)) bundles.set(key, { from, to, tie: 0 });
    bundles.get(key).tie += tie;
  }
  return [...bundles.values()].sort((a, b) => b.tie - a.tie).slice(0, MOST_BUNDLES);
}

// One group: its markets, and the companies that play in several of them, each linked to its markets.
function groupScene() {
  const group = clusters[state.cluster];
  const wide = upright() ? 0.75 : 1.5;
  const dots = group.dots.filter(([id]) => dotPasses(id));
  const places = new Map(dots.map(([id, x, y]) => [id, { x: (x * COMMUNITY_ROOM * wide) / 620, y: ((y - 260) * COMMUNITY_ROOM) / 620, side: "c", disc: group }]));
  const edges = [...places.keys()].filter((id) => !is(id, "market"))
    .flatMap((company) => marketsOfCompany(company).filter((market) => places.has(market)).map((market) => [market, company]));
  return { places, discs: [], edges, map: true, all: dots.filter(([id]) => is(id, "market")).length };
}
