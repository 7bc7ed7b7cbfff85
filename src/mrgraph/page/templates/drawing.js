// The network: vis-network holds the nodes and moves the view; edges, discs and labels are drawn in its hooks.

const SHAPES = [["square", 9], ["hexagon", 9], ["dot", 5.5], ["diamond", 7], ["triangle", 6.5], ["triangleDown", 6.5], ["star", 7]];
const SMALLEST = 0.0005; // scale: 100,000 reports on a phone
const canvas = byId("canvas");
const HUES = 10; // colours of groups, in page.css
let scene = { places: new Map(), discs: [], edges: [], twins: new Set(), all: 0 };
let hovered = null;
let version = 0;
let touched = false;
let home = null; // the part of the plane that the view holds when all is shown: labels stay inside
let palette = {};

const shownNodes = new vis.DataSet();
const picture = new vis.Network(canvas, { nodes: shownNodes, edges: new vis.DataSet() }, {
  physics: false,
  interaction: { dragNodes: false, hover: false, selectable: false, zoomSpeed: 0.7 },
  nodes: { borderWidth: 0, chosen: false, fixed: true },
});

const TONES = ["ground", "raised", "line", "edge", "ink", "quiet", "focus", ...kinds.map(({ id }) => id), ...Array.from({ length: HUES }, (_, at) => `hue${at}`)];

function readPalette() {
  const style = getComputedStyle(document.documentElement);
  palette = Object.fromEntries(TONES.map((tone) => [tone, style.getPropertyValue(`--${tone}`).trim()]));
}

const sizeOf = (node) => (narrow() ? 1.5 : 1) * (scene.discs.length ? 0.62 : 1) * (SHAPES[node.kinds[0]][1] * (node.id === state.node ? 1.35 : 1) + (isReport(node) ? 0 : Math.min(7, 1.6 * Math.sqrt(Math.max(0, degree(node.id) - 1)))));

// The colour of a node: on the map that of its group, elsewhere that of its kind.
function toneOf(node) {
  const disc = scene.map ? scene.places.get(node.id)?.disc : null;
  return disc ? toneOfDisc(disc) : palette[kinds[node.kinds[0]].id];
}

const toneOfDisc = (disc) => (hueOf(disc) === null ? palette.quiet : palette[`hue${hueOf(disc)}`]);

function nodeForVis(id) {
  const node = nodes[id];
  const { x, y } = scene.places.get(id);
  const tone = toneOf(node);
  const hollow = scene.map && !is(id, "market");
  const open = id === state.node || (state.path ?? []).includes(id);
  return { id, x, y, shape: SHAPES[node.kinds[0]][0], size: sizeOf(node), color: { background: hollow ? palette.ground : tone, border: open ? palette.ink : tone }, borderWidth: open ? 2.5 : hollow ? 2 : 0 };
}

function redraw() {
  readPalette();
  scene = sceneNow();
  hovered = null;
  home = null;
  byId("tip").hidden = true;
  shownNodes.remove(shownNodes.getIds().filter((id) => !scene.places.has(id)));
  shownNodes.update([...scene.places.keys()].map(nodeForVis));
  version += 1;
  picture.redraw();
}

// ---- edges and discs

picture.on("beforeDrawing", (context) => {
  const scale = picture.getScale();
  context.lineCap = "round";
  for (const disc of scene.discs) drawDisc(context, disc, scale);
  drawBundles(context, scale);
  if (scene.map) {
    drawTies(context, scale);
    return;
  }
  const strong = (from, to) => from === state.node || to === state.node || Boolean(state.path);
  strokes(context, palette.edge, 1 / scale, (from, to) => !strong(from, to));
  strokes(context, palette.focus, 1.6 / scale, strong, 0.8);
  const pair = pairOf(hovered);
  if (hovered !== null) strokes(context, pair ? palette.ink : palette.quiet, (pair ? 2.4 : 1.6) / scale, (from, to) => (pair ? from === pair[0] && to === pair[1] : from === hovered || to === hovered));
});

function drawBundles(context, scale) {
  context.strokeStyle = palette.quiet;
  for (const { from, to, tie } of scene.bundles ?? []) {
    if (tie < 0.12) continue;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    context.globalAlpha = 0.35;
    context.lineWidth = Math.min(9, 1 + 2.2 * Math.sqrt(tie)) / scale;
    context.beginPath();
    context.moveTo(from.x + (dx * from.radius) / length, from.y + (dy * from.radius) / length);
    context.quadraticCurveTo((from.x + to.x) / 2 - dy * 0.12, (from.y + to.y) / 2 + dx * 0.12, to.x - (dx * to.radius) / length, to.y - (dy * to.radius) / length);
    context.stroke();
  }
  context.globalAlpha = 1;
}

// The lines of the map: in the colour of their group, the more is shared the stronger; all of what is pointed at.
function drawTies(context, scale) {
  for (const [from, to, tie] of scene.edges) {
    const [a, b] = [scene.places.get(from), scene.places.get(to)];
    context.globalAlpha = tie === undefined ? 0.45 : Math.min(0.85, 0.25 + tie);
    context.strokeStyle = toneOfDisc(a.disc);
    context.lineWidth = (tie === undefined ? 1.2 : 0.8 + 2.5 * tie) / scale;
    line(context, a, b);
  }
  context.globalAlpha = 1;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.8 / scale;
  if (pairOf(hovered)) line(context, ...pairOf(hovered).slice(0, 2).map((id) => scene.places.get(id)));
  if (typeof hovered === "number") for (const other of tiedTo(hovered)) line(context, scene.places.get(hovered), scene.places.get(other));
}

function line(context, a, b) {
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.lineTo(b.x, b.y);
  context.stroke();
}

const tiedTo = (id) => (is(id, "market") && scene.ties ? scene.ties.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : [])) : around(id)).filter((other) => scene.places.has(other));

function strokes(context, tone, width, wanted, opacity = 1) {
  context.save();
  context.globalAlpha = opacity;
  context.strokeStyle = tone;
  context.lineWidth = width;
  context.beginPath();
  for (const [from, to] of scene.edges) {
    if (!wanted(from, to)) continue;
    const a = scene.places.get(from);
    const b = scene.places.get(to);
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
  }
  context.stroke();
  context.restore();
}

function drawDisc(context, disc, scale) {
  context.beginPath();
  context.arc(disc.x, disc.y, disc.radius, 0, 2 * Math.PI);
  context.fillStyle = context.strokeStyle = toneOfDisc(disc);
  context.globalAlpha = 0.08;
  context.fill();
  context.globalAlpha = hovered === `disc ${disc.id}` ? 1 : 0.45;
  context.lineWidth = (hovered === `disc ${disc.id}` ? 2.5 : 1.25) / scale;
  context.stroke();
  context.globalAlpha = 1;
}

// ---- words

picture.on("afterDrawing", (context) => {
  const scale = picture.getScale();
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = palette.ground;
  context.textAlign = "left";
  for (const label of placeLabels(scale)) {
    if (!onMap()) { // no line runs through words
      const { left, right, top, bottom } = label.area;
      context.globalAlpha = 0.88;
      context.fillStyle = palette.ground;
      context.fillRect(left, top, right - left, bottom - top);
      context.globalAlpha = 1;
    }
    context.font = label.font;
    context.fillStyle = isReport(label.node) && label.node.id !== state.node ? palette.quiet : palette.ink;
    for (const paint of ["strokeText", "fillText"]) for (const { text, x, y } of labelLines(label)) context[paint](text, x, y);
  }
  context.fillStyle = palette.quiet;
  context.font = `italic 12px ${FONT}`;
  for (const { text, x, y, side } of scene.captions ?? []) {
    context.textAlign = { l: "right", r: "left", t: "center" }[side];
    for (const paint of ["strokeText", "fillText"]) context[paint](text, x * scale, y * scale);
  }
  context.textAlign = "center";
  for (const disc of scene.discs) {
    for (const { text, font, tone, x, y } of discText(disc, scale)) {
      context.font = font;
      context.fillStyle = palette[tone];
      context.fillText(text, x, y);
    }
  }
  context.restore();
});

// The lines of a disc with their places, in pixels round the drawing's origin.
const discText = (disc, scale) => discLines(disc, disc.radius * scale).map((line) => ({ ...line, x: disc.x * scale, y: disc.y * scale + line.y }));

// ---- the view

// The largest scale at which all that is drawn is inside with its labels, and the middle of it.
function frame(most) {
  const areasAt = (scale) => [
    ...(scene.captions ?? []).map(({ x, y }) => ({ left: x * scale, right: x * scale, top: y * scale - 8, bottom: y * scale + 8 })),
    ...scene.discs.map(({ x, y, radius }) => ({ left: (x - radius) * scale, right: (x + radius) * scale, top: (y - radius) * scale, bottom: (y + radius) * scale })),
    ...[...scene.places.keys()].flatMap((id) => {
      const node = nodes[id];
      const side = (SIDES[scene.places.get(id).side] ?? SIDES.c)[0];
      const width = Math.min(canvas.clientWidth / 3, widthOf(cut(labelOf(node), longest()), fontOf(node)));
      return [spot(node, side, width, scale), spot(node, side === "b" ? "t" : "b", 0, scale)];
    }),
  ];
  const around = (areas) => areas.reduce((all, area) => ({ left: Math.min(all.left, area.left), right: Math.max(all.right, area.right), top: Math.min(all.top, area.top), bottom: Math.max(all.bottom, area.bottom) }));
  const buttons = narrow() ? 0 : 40; // the zoom buttons cover no label
  let low = SMALLEST;
  let high = most;
  for (let round = 0; round < 22; round += 1) {
    const middle = Math.sqrt(low * high);
    const area = around(areasAt(middle));
    if (area.right - area.left <= canvas.clientWidth - 28 - buttons && area.bottom - area.top <= canvas.clientHeight - 24) low = middle;
    else high = middle;
  }
  const area = around(areasAt(low));
  return { scale: low, position: { x: (area.left + area.right + buttons) / 2 / low, y: (area.top + area.bottom) / 2 / low } };
}

function lookAround() {
  touched = false;
  if (!canvas.clientWidth || !(scene.places.size || scene.discs.length)) return;
  const animation = calm() || !ready ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  const { scale, position: { x, y } } = frame(1.5);
  const [across, down] = [canvas.clientWidth / 2 / scale, canvas.clientHeight / 2 / scale];
  home = { scale, left: x - across, right: x + across, top: y - down, bottom: y + down };
  version += 1;
  picture.moveTo({ scale, position: { x, y }, animation });
}

function zoom(factor) {
  touched = true;
  picture.moveTo({ scale: Math.min(6, Math.max(SMALLEST, picture.getScale() * factor)), animation: false });
}

function pan(x, y) {
  touched = true;
  const { x: left, y: top } = picture.getViewPosition();
  picture.moveTo({ position: { x: left + x / picture.getScale(), y: top + y / picture.getScale() }, animation: false });
}

// The node whose glyph or label lies under a point of the canvas in pixels, or "disc" and its number, or null.
function thingAt(point) {
  const scale = picture.getScale();
  const at = picture.DOMtoCanvas(point);
  const here = { left: at.x * scale - 1, right: at.x * scale + 1, top: at.y * scale - 1, bottom: at.y * scale + 1 };
  let nearest = null;
  let distance = 14;
  for (const [id, place] of scene.places) {
    const far = Math.hypot(place.x - at.x, place.y - at.y) * scale;
    if (far < distance) [nearest, distance] = [id, far];
  }
  const disc = scene.discs.find(({ x, y, radius }) => Math.hypot(x - at.x, y - at.y) < radius);
  return nearest ?? placeLabels(scale).find(({ area }) => meets(area, here))?.node.id ?? edgeAt(at, scale) ?? (disc ? `disc ${disc.id}` : null);
}

const discOf = (thing) => (typeof thing === "string" && thing.startsWith("disc ") ? clusters[Number(thing.slice(5))] : null);
const pairOf = (thing) => (typeof thing === "string" && thing.startsWith("edge ") ? scene.edges[Number(thing.slice(5))] : null);

// The line within four pixels of a point, as "edge" and its number; null where there is none.
function edgeAt(at, scale) {
  let nearest = null;
  let distance = 4;
  scene.edges.forEach(([from, to], place) => {
    const [a, b] = [scene.places.get(from), scene.places.get(to)];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((at.x - a.x) * dx + (at.y - a.y) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
    const far = Math.hypot(a.x + along * dx - at.x, a.y + along * dy - at.y) * scale;
    if (far < distance) [nearest, distance] = [`edge ${place}`, far];
  });
  return nearest;
}

// What a line says, in words.
function saysOf(from, to) {
  if (is(from, "market") && is(to, "market")) {
    const shared = playersOf(from).filter((company) => playersOf(to).includes(company));
    return `${nodes[from].name} and ${nodes[to].name} share ${plural(shared.length, "company", "companies")}: ${shared.slice(0, 4).map((id) => nodes[id].name).join(", ")}`;
  }
  const [market, other] = is(to, "market") ? [to, from] : [from, to];
  const edge = isReport(nodes[market]) || isReport(nodes[other]) ? edgeBetween(market, other) : reportsOn(market, other).map((report) => edgeBetween(report, other))[0];
  const relations = edge === undefined ? [] : [...new Set(linksOfEdge(edge).map(relationOf))];
  return `${fullName(nodes[other])}: ${relations.join(", ") || "linked"} ${isReport(nodes[market]) ? "by" : "in the market"} ${fullName(nodes[market])}`;
}

picture.on("click", ({ pointer }) => {
  const thing = hovered ?? thingAt(pointer.DOM); // the name pointed at may have moved its label
  if (discOf(thing)) openCluster(discOf(thing).id);
  else if (pairOf(thing)) change({ path: pairOf(thing).slice(0, 2) });
  else if (thing !== null && whenTaken) whenTaken(thing);
  else if (thing !== null) openNode(thing);
});
picture.on("dragStart", () => { touched = true; });
picture.on("zoom", () => { touched = true; });

canvas.addEventListener("mousemove", (event) => {
  const bounds = canvas.getBoundingClientRect();
  const point = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  hover(event.buttons ? null : thingAt(point), point);
});
canvas.addEventListener("mouseleave", () => hover(null));

function hover(thing, point) {
  const tip = byId("tip");
  if (thing !== hovered) {
    hovered = thing;
    canvas.firstChild.classList.toggle("pointing", thing !== null);
    if (thing !== null) tip.textContent = tipFor(thing);
    picture.redraw();
  }
  tip.hidden = thing === null;
  if (thing === null) return;
  tip.style.left = `${Math.min(point.x + 14, canvas.clientWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(point.y + 16, canvas.clientHeight - tip.offsetHeight - 8)}px`;
}

function tipFor(thing) {
  const disc = discOf(thing);
  if (disc) return `${disc.name}: ${plural(marketsIn(disc), "market", "markets")}${disc.top.length ? `, with ${disc.top.map((id) => nodes[id].name).join(", ")}` : ""}`;
  if (pairOf(thing)) return `${saysOf(...pairOf(thing))}. Click for the sentence.`;
  const node = nodes[thing];
  return `${fullName(node)} (${kindsOf(node)}${isReport(node) ? "" : `, ${plural(degree(thing), "report", "reports")}`})`;
}
