// The cpileest path between two nodes; a step to a common name costs more, so that a path says something.

// What a step costs that leads to a name in so many reports, as in network.py: 1, and 4 more each time they double.
function weightOf(reports) {
  if (reports < 2) return 1;
  let power = 0;
  while (2 ** (power + 1) <= reports ** 4) power += 1;
  return power + 1;
}

const weights = Uint8Array.from(nodes, (node) => (isReport(node) ? 1 : weightOf(degree(node.id))));
const heaviest = weights.reduce((a, b) => Math.max(a, b), 1);

// Dijkstra. Entering a node costs its weight, a small whole number, so the open nodes lie in one pile for each cost.
// Of paths that cost the same, the one over the smaller numbers is taken.
function shortestPath(from, to) {
  const cost = new Int32Array(nodes.length).fill(0x7fffffff);
  const before = new Int32Array(nodes.length).fill(-1);
  const open = Array.from({ length: heaviest + 1 }, () => []);
  cost[from] = 0;
  open[0].push(from);
  for (let spent = 0, left = 1; left && cost[to] > spent; spent += 1) {
    const pile = open[spent % open.length];
    left -= pile.length;
    for (const id of pile.splice(0)) if (cost[id] === spent) left += enter(id, spent, cost, before, open);
  }
  if (cost[to] === 0x7fffffff) return null;
  const steps = [];
  for (let id = to; id >= 0; id = before[id]) steps.unshift(id);
  return { steps, cost: cost[to] };
}

// Looks at what is linked to a node that has its final cost; returns how many became open.
function enter(id, spent, cost, before, open) {
  let found = 0;
  for (let at = startAt[id]; at < startAt[id + 1]; at += 1) {
    const edge = edgesAt[at];
    const next = edgeFrom[edge] === id ? edgeTo[edge] : edgeFrom[edge];
    const total = spent + weights[next];
    if (total > cost[next] || (total === cost[next] && id >= before[next])) continue;
    if (total < cost[next]) {
      open[total % open.length].push(next);
      found += 1;
    }
    cost[next] = total;
    before[next] = id;
  }
  return found;
}

const edgeBetween = (a, b) => edgesOf(a).find((edge) => across(edge, a) === b);
