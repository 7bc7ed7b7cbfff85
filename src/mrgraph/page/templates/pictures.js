// The drawing as a file: PNG from the canvas, SVG from the scene.

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function savePng() {
  const source = canvas.querySelector("canvas");
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext("2d");
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  copy.toBlob((blob) => save(blob, "network.png"));
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(svgOfScene());
  save(new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}`], { type: "image/svg+xml" }), "network.svg");
}

// All that the scene holds at the scale of the screen, also what is outside of the view now.
function svgOfScene() {
  const scale = picture.getScale();
  const labels = placeLabels(scale);
  const areas = [...labels.map(({ area }) => area), ...[...scene.places.keys()].map((id) => spot(nodes[id], "b", 0, scale)),
    ...scene.discs.map(({ x, y, radius }) => ({ left: (x - radius) * scale, right: (x + radius) * scale, top: (y - radius) * scale, bottom: (y + radius) * scale }))];
  const left = Math.min(...areas.map((area) => area.left)) - 16;
  const top = Math.min(...areas.map((area) => area.top)) - 24;
  const width = Math.max(...areas.map((area) => area.right)) - left + 16;
  const height = Math.max(...areas.map((area) => area.bottom)) - top + 16;
  const root = draw("svg", { viewBox: [left, top, width, height].map((n) => n.toFixed(1)).join(" "), width: width.toFixed(0), height: height.toFixed(0), "font-family": FONT, "font-size": 12 });
  root.append(draw("title", {}, document.title), draw("rect", { x: left, y: top, width, height, fill: palette.ground }));
  for (const disc of scene.discs) root.append(...svgDisc(disc, scale));
  for (const [from, to] of scene.edges) root.append(svgEdge(scene.places.get(from), scene.places.get(to), scale));
  for (const id of scene.places.keys()) root.append(svgGlyph(nodes[id], scale));
  for (const label of labels) {
    const look = { fill: palette.ink, "font-weight": bold(label.node) && !onMap() ? 600 : 400, "font-size": onMap() ? 11 : 12 };
    root.append(...labelLines(label).map(({ text, x, y }) => draw("text", { x: x.toFixed(1), y: (y + 4).toFixed(1), ...look }, text)));
  }
  return root;
}

const svgEdge = (a, b, scale) => draw("line", { x1: (a.x * scale).toFixed(1), y1: (a.y * scale).toFixed(1), x2: (b.x * scale).toFixed(1), y2: (b.y * scale).toFixed(1), stroke: palette.edge });

function svgDisc(disc, scale) {
  const words = discText(disc, scale).map(({ text, size, tone, x, y }) => draw("text", { x: x.toFixed(1), y: (y + size / 3).toFixed(1), "font-size": size.toFixed(1), fill: palette[tone], "text-anchor": "middle" }, text));
  const tone = toneOfDisc(disc);
  return [draw("circle", { cx: disc.x * scale, cy: disc.y * scale, r: disc.radius * scale, fill: tone, "fill-opacity": 0.08, stroke: tone, "stroke-opacity": 0.45 }), ...words];
}

function svgGlyph(node, scale) {
  const { x, y } = scene.places.get(node.id);
  const part = glyphShape(kinds[node.kinds[0]].id);
  const size = (sizeOf(node) * scale) / 6;
  const hollow = scene.map && !is(node.id, "market");
  part.setAttribute("fill", hollow ? palette.ground : toneOf(node));
  if (hollow) part.setAttribute("stroke", toneOf(node));
  if (hollow) part.setAttribute("stroke-width", 2);
  part.setAttribute("transform", `translate(${(x * scale).toFixed(1)} ${(y * scale).toFixed(1)}) scale(${size.toFixed(2)}) translate(-7 -7)`);
  return part;
}
