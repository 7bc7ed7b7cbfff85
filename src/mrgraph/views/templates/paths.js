// The cheapest path between two nodes; a step to a common name costs more, so that a path says something.

// Dijkstra with a binary heap. Entering a node costs its weight, so a common name in the middle counts once.
function shortestPath(from, to) {
  const cost = new Float64Array(nodes.length).fill(Infinity);
  const before = new Int32Array(nodes.length).fill(-1);
  const heap = [[0, from]];
  cost[from] = 0;
  while (heap.length) {
    const [spent, id] = popLeast(heap);
    if (id === to) break;
    if (spent > cost[id]) continue;
    for (const edge of edgesOf(id)) {
      const next = across(edge, id);
      const total = spent + nodes[next].weight;
      if (total < cost[next] || (total === cost[next] && id < before[next])) {
        if (total < cost[next]) pushOn(heap, [total, next]);
        cost[next] = total;
        before[next] = id;
      }
    }
  }
  if (cost[to] === Infinity) return null;
  const steps = [];
  for (let id = to; id >= 0; id = before[id]) steps.unshift(id);
  return { steps, cost: cost[to] };
}

const less = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

function pushOn(heap, item) {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!less(heap[at], heap[parent])) break;
    [heap[at], heap[parent]] = [heap[parent], heap[at]];
    at = parent;
  }
}

function popLeast(heap) {
  const least = heap[0];
  const last = heap.pop();
  if (!heap.length) return least;
  heap[0] = last;
  for (let at = 0; ;) {
    const left = 2 * at + 1;
    const child = left + 1 < heap.length && less(heap[left + 1], heap[left]) ? left + 1 : left;
    if (child >= heap.length || !less(heap[child], heap[at])) return least;
    [heap[at], heap[child]] = [heap[child], heap[at]];
    at = child;
  }
}

const edgeBetween = (a, b) => edgesOf(a).find((edge) => across(edge, a) === b);
