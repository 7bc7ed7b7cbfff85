// An answer as a table, a chart or a network. Values are only ever put in as text.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const NUMBERS = /#(integer|decimal|double|float)$/;

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function shown(term) {
  if (!term) return "";
  if (term.type === "uri") return shorten(term.value).replace(/^<|>$/g, "");
  return term.type === "triple" ? "triple" : term.value;
}

function address(iri) {
  const base = known.prefixes.mrg.replace(/ns#$/, "");
  if (iri.startsWith(base)) return "/" + encodeURI(iri.slice(base.length)).replace("#", "%23");
  return /^https?:/.test(iri) ? iri : null;
}

function isNumber(term) {
  return !!term && term.type === "literal" && NUMBERS.test(term.datatype || "");
}

// N-Triples as rows of subject, predicate, object: enough for what this service writes.
function parseTriples(text) {
  const term = (word) => {
    if (word.startsWith("<")) return { type: "uri", value: JSON.parse('"' + word.slice(1, -1).replace(/\\U0*/g, "\\u") + '"') };
    if (word.startsWith("_:")) return { type: "bnode", value: word.slice(2) };
    const [, value, kind] = /^("(?:[^"\\]|\\.)*")(?:\^\^<([^>]*)>)?/.exec(word);
    return { type: "literal", value: JSON.parse(value.replace(/\\'/g, "'").replace(/\\U[0-9A-F]{8}/gi, "\ufffd")), datatype: kind };
  };
  const line = /^(<[^>]*>|_:\S+) (<[^>]*>) (.*) \.$/;
  return text.split("\n").map((one) => line.exec(one)).filter(Boolean)
    .map((found) => ({ subject: term(found[1]), predicate: term(found[2]), object: term(found[3]) }));
}

function drawTable(answer, place) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const fill = (rows) => body.replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    for (const column of answer.columns) {
      const cell = line.insertCell();
      const term = row[column];
      const target = term && term.type === "uri" ? address(term.value) : null;
      if (target) {
        const link = document.createElement("a");
        link.href = target;
        link.textContent = shown(term);
        cell.append(link);
      } else cell.textContent = shown(term);
      if (isNumber(term)) cell.className = "number";
    }
    return line;
  }));
  answer.columns.forEach((column) => {
    const cell = document.createElement("th");
    cell.textContent = column;
    let up = false;
    cell.addEventListener("click", () => {
      up = !up;
      const order = (a, b) => (isNumber(a[column]) && isNumber(b[column])
        ? a[column].value - b[column].value : shown(a[column]).localeCompare(shown(b[column])));
      fill([...answer.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
    });
    head.append(cell);
  });
  fill(answer.rows);
  place.replaceChildren(table);
}

function drawChart(answer, place) {
  const number = answer.columns.find((column) => answer.rows.some((row) => isNumber(row[column])));
  if (!number) { place.textContent = "No column of numbers to draw."; return; }
  const label = answer.columns.find((column) => column !== number && answer.rows.some((row) => row[column] && !isNumber(row[column])));
  const rows = answer.rows.filter((row) => isNumber(row[number])).slice(0, 40);
  const top = Math.max(...rows.map((row) => Math.abs(row[number].value)), Number.MIN_VALUE);
  const height = rows.length * 24 + 10;
  const picture = element("svg", { viewBox: `0 0 900 ${height}`, role: "img", "aria-label": `${number} by ${label || "row"}` });
  rows.forEach((row, at) => {
    const y = at * 24 + 8;
    const name = label ? shown(row[label]) : String(at + 1);
    picture.append(
      element("text", { x: 290, y: y + 13, "text-anchor": "end" }, name.length > 44 ? name.slice(0, 43) + "…" : name),
      element("rect", { x: 300, y, width: Math.max((Math.abs(row[number].value) / top) * 500, 1), height: 18, class: "bar" }),
      element("text", { x: 306 + (Math.abs(row[number].value) / top) * 500, y: y + 13 }, Number(row[number].value).toLocaleString("en")),
    );
  });
  place.replaceChildren(picture);
}

function drawNetwork(answer, place) {
  const [from, to] = answer.columns.includes("object") && answer.columns.includes("subject")
    ? ["subject", "object"] : answer.columns.filter((column) => answer.rows.some((row) => row[column] && !isNumber(row[column])));
  if (!to) { place.textContent = "A network needs two columns of names."; return; }
  const nodes = new Map();
  const edges = [];
  for (const row of answer.rows) {
    if (!row[from] || !row[to] || nodes.size > 160) continue;
    const ends = [row[from], row[to]].map((term) => {
      const key = term.value;
      if (!nodes.has(key)) nodes.set(key, { key, text: shown(term), at: nodes.size, weight: 0 });
      nodes.get(key).weight++;
      return nodes.get(key);
    });
    edges.push(ends);
    for (const [node, other] of [ends, [...ends].reverse()]) { node.edges = (node.edges || 0) + 1; node.other = other; }
  }
  const all = [...nodes.values()];
  settle(all, edges);
  const picture = element("svg", { viewBox: "0 0 1000 700", role: "img", "aria-label": `${all.length} names, ${edges.length} links` });
  for (const [a, b] of edges) picture.append(element("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: "edge" }));
  // Of two names that meet, the one with fewer links is left to the pointer; so is one of few links on another's spot.
  const spots = all.map((node) => ({ x: node.x - 5, y: node.y, wide: 10 }));
  const taken = [];
  all.sort((a, b) => b.weight - a.weight || a.at - b.at);
  for (const node of all) {
    const round = 4 + Math.min(Math.sqrt(node.weight) * 1.6, 12);
    const spot = element("circle", { cx: node.x, cy: node.y, r: round, class: "node" });
    spot.append(element("title", {}, node.text));
    const text = node.text.length > 28 ? node.text.slice(0, 27) + "…" : node.text;
    const left = node.edges === 1 && node.x < node.other.x;
    picture.append(spot);
    const wide = text.length * 6.4, beside = round + 4, x = node.x + (left ? -beside - wide : beside);
    if ((node.weight < 3 ? [...taken, ...spots] : taken).some((other) => x < other.x + other.wide && other.x < x + wide && Math.abs(node.y - other.y) < 13)) continue;
    taken.push({ x, y: node.y, wide });
    picture.append(element("text", { x: node.x + (left ? -beside : beside), y: node.y + 4, "text-anchor": left ? "end" : "start" }, text));
  }
  place.replaceChildren(picture);
}

// A spring layout from a fixed start, so that the same answer gives the same picture.
function settle(nodes, edges) {
  const ideal = 700 / Math.sqrt(nodes.length + 1);
  nodes.forEach((node, at) => {
    const angle = at * 2.399963, radius = 20 + 300 * Math.sqrt((at + 1) / nodes.length);
    node.x = 500 + radius * Math.cos(angle);
    node.y = 350 + radius * Math.sin(angle) * 0.8;
  });
  for (let heat = 60; heat > 0.4; heat *= 0.975) {
    for (const node of nodes) { node.dx = (500 - node.x) * 0.12; node.dy = (350 - node.y) * 0.12; }
    for (let a = 0; a < nodes.length; a++) {
      for (let b = a + 1; b < nodes.length; b++) push(nodes[a], nodes[b], (far) => (far < ideal * 5 ? (1.6 * ideal * ideal) / far : 0));
    }
    for (const [a, b] of edges) push(a, b, (far) => -(far - ideal) * 0.9);
    for (const node of nodes) {
      const far = Math.hypot(node.dx, node.dy) || 1;
      node.x += (node.dx / far) * Math.min(far, heat);
      node.y += (node.dy / far) * Math.min(far, heat);
    }
  }
  fit(nodes, "x", 170, 830);
  fit(nodes, "y", 20, 680);
}

function fit(nodes, axis, low, high) {
  const values = nodes.map((node) => node[axis]);
  const least = Math.min(...values), span = Math.max(...values) - least || 1;
  for (const node of nodes) node[axis] = low + ((node[axis] - least) / span) * (high - low);
}

function push(a, b, force) {
  const dx = a.x - b.x, dy = a.y - b.y, far = Math.max(Math.hypot(dx, dy), 1);
  const strength = force(far) / far;
  a.dx += dx * strength; a.dy += dy * strength;
  b.dx -= dx * strength; b.dy -= dy * strength;
}
