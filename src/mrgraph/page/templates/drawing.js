// The network: vis-network holds the nodes and moves the view; edges, discs and labels are drawn in its hooks.

const SHAPES = [["square", 9], ["hexagon", 9], ["dot", 5.5], ["diamond", 7], ["triangle", 6.5], ["triangleDown", 6.5], ["star", 7]];
const SMALLEST = 0.0005; // scale: 100,000 reports on a phone
const canvas = byId("canvas");
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

const TONES = ["ground", "raised", "line", "edge", "ink", "quiet", "focus", ...kinds.map(({ id }) => id)];

function readPalette() {
  const style = getComputedStyle(document.documentElement);
  palette = Object.fromEntries(TONES.map((tone) => [tone, style.getPropertyValue(`--${tone}`).trim()]));
}

const sizeOf = (node) => (narrow() ? 1.5 : 1) * (SHAPES[node.kinds[0]][1] * (node.id === state.node ? 1.35 : 1) + (isReport(node) ? 0 : Math.min(7, 1.6 * Math.sqrt(Math.max(0, degree(node.id) - 1)))));

function nodeForVis(id) {
  const node = nodes[id];
  const { x, y } = scene.places.get(id);
  const tone = palette[kinds[node.kinds[0]].id];
  const open = id === state.node || (state.path ?? []).includes(id);
  return { id, x, y, shape: SHAPES[node.kinds[0]][0], size: sizeOf(node), color: { background: tone, border: open ? palette.ink : tone }, borderWidth: open ? 2.5 : 0 };
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
  const strong = (from, to) => from === state.node || to === state.node || Boolean(state.path);
  strokes(context, palette.edge, 1 / scale, (from, to) => !strong(from, to));
  strokes(context, palette.focus, 1.6 / scale, strong, 0.8);
  if (hovered !== null) strokes(context, palette.quiet, 1.6 / scale, (from, to) => from === hovered || to === hovered);
});

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
  context.fillStyle = palette.raised;
  context.fill();
  context.lineWidth = (hovered === `disc ${disc.id}` ? 2.5 : 1.25) / scale;
  context.strokeStyle = hovered === `disc ${disc.id}` ? palette.focus : palette.quiet;
  context.stroke();
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
    context.font = label.font;
    context.fillStyle = isReport(label.node) && label.node.id !== state.node ? palette.quiet : palette.ink;
    for (const paint of ["strokeText", "fillText"]) for (const { text, x, y } of labelLines(label)) context[paint](text, x, y);
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
  return nearest ?? placeLabels(scale).find(({ area }) => meets(area, here))?.node.id ?? (disc ? `disc ${disc.id}` : null);
}

const discOf = (thing) => (typeof thing === "string" ? clusters[Number(thing.slice(5))] : null);

picture.on("click", ({ pointer }) => {
  const thing = thingAt(pointer.DOM);
  if (discOf(thing)) openCluster(discOf(thing).id);
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
  if (disc) return `${disc.name}: ${plural(disc.reports, "report", "reports")}${disc.top.length ? `, sharing ${disc.top.map((id) => nodes[id].name).join(", ")}` : ""}`;
  const node = nodes[thing];
  return `${fullName(node)} (${kindsOf(node)}${isReport(node) ? "" : `, ${plural(degree(thing), "report", "reports")}`})`;
}
