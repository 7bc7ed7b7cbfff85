// What the page is about: the unpacked data, who is linked to whom, and what of it the filters let through.

if (!window.DecompressionStream) {
  document.body.prepend("This page needs a browser from 2023 or later: Chrome or Edge 103, Firefox 113, Safari 16.4.");
}

async function unpack(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

// Columns as rows: {a: [5, 6]} -> [{id: 0, a: 5}, {id: 1, a: 6}].
function rows(columns) {
  const fields = Object.keys(columns);
  return (columns[fields[0]] ?? []).map((_, id) => {
    const row = { id };
    for (const field of fields) row[field] = columns[field][id];
    return row;
  });
}

// Lists of one or none that many nodes have, each once: it saves a tenth of the memory of a large page.
function shareLists(fields) {
  const known = new Map();
  for (const node of nodes) {
    for (const field of fields) {
      const [key = null, second] = node[field];
      if (second !== undefined) continue;
      if (!known.has(key)) known.set(key, node[field]);
      node[field] = known.get(key);
    }
  }
}

const MAX_DRAWN = 400;
const data = await unpack(document.getElementById("core").textContent);
const nodes = rows(data.nodes);
shareLists(["kinds", "aliases"]);
const reports = rows(data.reports);
const figures = rows(data.figures);
const { clusters, kinds, links } = data;
const relationIds = Object.keys(data.relations);
const edgeFrom = Int32Array.from(data.edges.from ?? []);
const edgeTo = Int32Array.from(data.edges.to ?? []);
const reportAt = new Map(reports.map((report, place) => [report.node, place]));
const reportOf = new Map(reports.map((report) => [report.node, report]));
const byKey = (key) => nodes.find((node) => node.key === key);
const isReport = (node) => node.kinds[0] === 0;

// The edges at each node, in two flat arrays: those of node n stand from startAt[n] to startAt[n + 1].
const startAt = new Int32Array(nodes.length + 1);
const edgesAt = new Int32Array(edgeFrom.length * 2);
for (const ends of [edgeFrom, edgeTo]) for (const id of ends) startAt[id + 1] += 1;
for (let id = 0; id < nodes.length; id += 1) startAt[id + 1] += startAt[id];
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
const firstLink = new Int32Array(edgeFrom.length + 1);
for (let edge = 0; edge < edgeFrom.length; edge += 1) firstLink[edge + 1] = firstLink[edge] + data.edges.links[edge];
const linksOfEdge = (edge) => Array.from({ length: firstLink[edge + 1] - firstLink[edge] }, (_, n) => firstLink[edge] + n);
const linkCount = firstLink[edgeFrom.length];
const edgeOfLink = new Int32Array(linkCount);
for (let edge = 0; edge < edgeFrom.length; edge += 1) edgeOfLink.fill(edge, firstLink[edge], firstLink[edge + 1]);

for (const part of ["nodes", "reports", "figures", "edges"]) delete data[part]; // they live on in the rows and arrays above

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

// A DOM element. Strings among the children become text nodes: no text of a document is ever parsed as HTML.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A part of a picture, in the namespace of SVG.
function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A button that looks like a link and opens a node.
const opener = (node, text = node.name) => make("button", { type: "button", class: "text", dir: "auto", onclick: () => openNode(node.id) }, text);

// ---- filters

let named = new Int32Array(nodes.length); // by how many of the reports that pass each entity is named

function countReports() {
  named = new Int32Array(nodes.length);
  for (let edge = 0; edge < edgeFrom.length; edge += 1) if (inTime(edgeFrom[edge])) named[edgeTo[edge]] += 1;
}

const inTime = (id) => state.year === null || (reportOf.get(id).start ?? -Infinity) <= state.year;
const kindShown = (node) => node.kinds.some((kind) => !state.hidden.has(kinds[kind].id));
const passes = (node) => kindShown(node) && (isReport(node) ? inTime(node.id) : named[node.id] >= state.shared);

// ---- names

// How a report is called in a few words: its market, where it looks, and who offers it.
function reportName(id) {
  const report = reportOf.get(id);
  if (!report) return nodes[id] ? nodes[id].name : "";
  const parts = [report.market === null ? "" : nodes[report.market].name, placesOf(report), report.publisher].filter(Boolean);
  return parts.length > 1 ? parts.join(" · ") : nodes[id].name;
}

const placesOf = (report) => report.scope.filter((name) => name !== "World").join(", ");
const fullName = (node) => (isReport(node) ? reportName(node.id) : node.name);

// Reports of one house, or made from one template, may copy each other: only different sources support a name.
function independent(id) {
  if (isReport(nodes[id])) return 1;
  return new Set(neighbours(id).filter(inTime).map((report) => reportOf.get(report).family)).size;
}
