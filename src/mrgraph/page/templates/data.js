// What the page is about: the unpacked data, who is linked to whom, and what of it the filters let through.

const MAX_DRAWN = 400;
const data = JSON.parse(await unpack(document.getElementById("core").textContent));
const { clusters, kinds } = data;
const relationIds = Object.keys(data.relations);

// ---- reports

const ofReports = data.reports;
const reportNodes = walked(ofReports.node); // the node of each report
const reports = rowsOf(reportNodes.length, {
  node: (at) => reportNodes[at],
  publisher: entry(ofReports.publishers, compact(ofReports.publisher)),
  documents: (at) => ofReports.documents[at].map((name) => ofReports.documentNames[name]),
  ...Object.fromEntries(["titles", "market", "scope", "start", "end", "urls", "warnings", "regions", "family"].map((field) => [field, (at) => ofReports[field][at]])),
});

// ---- the edges; those of a report stand together

const edgeBegin = beginnings(data.edges.counts);
const edgeReport = owners(edgeBegin);
const edgeFrom = edgeReport.map((report) => reportNodes[report]);
const edgeTo = Int32Array.from(data.edges.to);
for (let edge = 1; edge < edgeTo.length; edge += 1) if (edgeReport[edge] === edgeReport[edge - 1]) edgeTo[edge] += edgeTo[edge - 1];

// The edges at each node, in two flat arrays: those of node n stand from startAt[n] to startAt[n + 1].
const nodeCount = data.nodes.name.length;
const startAt = new Int32Array(nodeCount + 1);
const edgesAt = new Int32Array(edgeFrom.length * 2);
for (const ends of [edgeFrom, edgeTo]) for (const id of ends) startAt[id + 1] += 1;
for (let id = 0; id < nodeCount; id += 1) startAt[id + 1] += startAt[id];
const filled = startAt.slice();
for (let edge = 0; edge < edgeFrom.length; edge += 1) {
  edgesAt[filled[edgeFrom[edge]]++] = edge;
  edgesAt[filled[edgeTo[edge]]++] = edge;
}
const edgesOf = (id) => edgesAt.subarray(startAt[id], startAt[id + 1]);
const degree = (id) => startAt[id + 1] - startAt[id];
const across = (edge, id) => (edgeFrom[edge] === id ? edgeTo[edge] : edgeFrom[edge]);
const neighbours = (id) => Array.from(edgesOf(id), (edge) => across(edge, id));

// The links are sorted like the edges: those of edge e stand from firstLink[e] to firstLink[e + 1].
const linksAt = new Uint16Array(edgeFrom.length).fill(1);
for (const [edge, count] of data.edges.several) linksAt[edge] = count;
const firstLink = beginnings(linksAt);
const edgeOfLink = owners(firstLink);
const linkCount = edgeOfLink.length;
const linksOfEdge = (edge) => Array.from({ length: firstLink[edge + 1] - firstLink[edge] }, (_, n) => firstLink[edge] + n);
const links = { ...data.links };
for (const field of ["relation", "axis", "confidence", "flags"]) links[field] = compact(links[field]);

// ---- nodes

const ofNodes = data.nodes;
const keyBegin = beginnings(ofNodes.types.map(([, count]) => count));
const typeOf = compact(owners(keyBegin));
const aliasesOf = new Map(ofNodes.aliases);
const hubs = new Set(ofNodes.hubs);
const clusterOf = compact(ofNodes.cluster);
const kindSetOf = compact(ofNodes.kinds);
const [xOf, yOf] = [new Int32Array(nodeCount), new Int32Array(nodeCount)];
for (let id = 0, at = 0; id < nodeCount; id += 1) {
  if (ofNodes.sides[id] === "-") continue;
  const home = clusterOf[id] ? clusters[clusterOf[id] - 1] : { x: 0, y: 0 };
  xOf[id] = ofNodes.x[at] + home.x;
  yOf[id] = ofNodes.y[at] + home.y;
  at += 1;
}

// Of a node: `hub` is in too many reports to be drawn, `placed` is what a first view shows, `cluster` null for none.
const nodes = rowsOf(nodeCount, {
  name: (id) => ofNodes.name[id],
  key: (id) => ofNodes.types[typeOf[id]][0] + keyAfter(ofNodes.name[id], ofNodes.local[id]),
  aliases: (id) => aliasesOf.get(id) ?? NONE,
  kinds: entry(ofNodes.kindSets, kindSetOf),
  hub: (id) => hubs.has(id),
  placed: (id) => ofNodes.sides[id] !== "-",
  side: (id) => ofNodes.sides[id],
  x: (id) => xOf[id],
  y: (id) => yOf[id],
  cluster: (id) => (clusterOf[id] ? clusterOf[id] - 1 : null),
});
const isReport = (node) => node.kinds[0] === 0;
const placeOfReport = new Int32Array(nodeCount).fill(-1);
reportNodes.forEach((node, at) => { placeOfReport[node] = at; });
const reportAt = (id) => placeOfReport[id];
const reportOf = (id) => reports[placeOfReport[id]];

// The node of this key. Keys of one type are sorted by their characters, which for ASCII is the order of strings here.
function byKey(key) {
  if (!key) return undefined;
  for (let type = 0; type < ofNodes.types.length; type += 1) {
    if (!key.startsWith(ofNodes.types[type][0])) continue;
    let low = keyBegin[type];
    let high = keyBegin[type + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (nodes[middle].key < key) low = middle + 1;
      else high = middle;
    }
    if (low < keyBegin[type + 1] && nodes[low].key === key) return nodes[low];
  }
  return /^[\x20-\x7e]*$/.test(key) ? undefined : nodes.find((node) => node.key === key);
}

// ---- figures

const ofFigures = data.figures;
const figureReports = owners(beginnings(ofFigures.counts));
const references = data.references.map((what) => (what === null ? null : typeof what === "number" ? { node: what, name: null } : { node: null, name: what }));
const marketsOf = compact(ofFigures.market);
const ofReport = (at) => ({ node: reports[figureReports[at]].market, name: null });
const figures = rowsOf(figureReports.length, {
  report: (at) => reportNodes[figureReports[at]],
  market: (at) => (marketsOf[at] < 0 ? ofReport(at) : references[marketsOf[at]]),
  ...Object.fromEntries(["company", "segment"].map((field) => [field, entry(references, compact(ofFigures[field]))])),
  ...Object.fromEntries(["kind", "region", "within", "period", "basis"].map((field) => [field, entry(ofFigures.words, compact(ofFigures[field]))])),
  ...Object.fromEntries(["value", "written", "number", "implied", "confidence", "flags"].map((field) => [field, (at) => ofFigures[field][at]])),
  impliedNumber: (at) => (ofFigures.implied[at] === null ? null : Number(ofFigures.implied[at].replace(/[, %]/g, ""))),
});
const disagreed = data.disagreements.map((each) => ({ ...each, subject: references[each.subject] ?? { node: null, name: "" } }));

// These live on in the rows and arrays above.
for (const part of ["edges", "links", "disagreements"]) delete data[part];
for (const part of ["x", "y", "cluster", "kinds", "aliases", "hubs"]) delete ofNodes[part];
for (const part of ["counts", "market", "company", "segment", "kind", "region", "within", "period", "basis"]) delete ofFigures[part];

const years = [...new Set(reports.map((report) => report.start).filter((year) => year !== null))].sort((a, b) => a - b);

// What the user chose; everything on the page follows from it, and the address keeps it.
const state = {
  node: null, path: null, cluster: null, view: "map", tab: "names", hidden: new Set(), shared: 1, year: null, theme: null,
};

const byId = (id) => document.getElementById(id);
const number = (n) => n.toLocaleString("en");
const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// How long a step took, for the tests and for whoever looks into the developer tools.
function timed(name, step) {
  const start = performance.now();
  const result = step();
  performance.measure(`mrgraph ${name}`, { start });
  return result;
}

// ---- filters

let named = new Int32Array(nodes.length); // by how many of the reports that pass each entity is named

function countReports() {
  named = new Int32Array(nodes.length);
  for (let edge = 0; edge < edgeFrom.length; edge += 1) if (inTime(edgeFrom[edge])) named[edgeTo[edge]] += 1;
}

const inTime = (id) => state.year === null || (reportOf(id).start ?? -Infinity) <= state.year;
const kindShown = (node) => node.kinds.some((kind) => !state.hidden.has(kinds[kind].id));
const passes = (node) => kindShown(node) && (isReport(node) ? inTime(node.id) : named[node.id] >= state.shared);

// ---- names

// How a report is called in a few words: its market, where it looks, and who offers it.
function reportName(id) {
  const report = reportOf(id);
  if (!report) return nodes[id] ? nodes[id].name : "";
  const parts = [report.market === null ? "" : nodes[report.market].name, placesOf(report), report.publisher].filter(Boolean);
  return parts.length > 1 ? parts.join(" · ") : nodes[id].name;
}

const placesOf = (report) => report.scope.filter((name) => name !== "World").join(", ");
const fullName = (node) => (isReport(node) ? reportName(node.id) : node.name);

// Reports of one publisher, or made from one template, may copy each other: only different sources support a name.
function independent(id) {
  if (isReport(nodes[id])) return 1;
  return sourcesOf(neighbours(id));
}

const sourcesOf = (ids) => new Set(ids.filter(inTime).map((report) => reportOf(report).family)).size;
