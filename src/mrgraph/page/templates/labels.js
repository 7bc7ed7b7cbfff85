// Labels: each where it is free, the important ones first; no two ever overlap.

const FONT = getComputedStyle(document.body).fontFamily;
const narrow = () => window.innerWidth <= 800; // as in page.css
const longest = () => (narrow() ? 18 : 30);
const measure = document.createElement("canvas").getContext("2d");
const widths = new Map();
const SIDES = { l: ["l"], r: ["r"], t: ["t", "b"], b: ["b", "t"], c: ["b", "t", "r", "l"] };
let placed = { key: "", labels: [] };

const bold = (node) => isReport(node) || node.kinds[0] === 1 || node.id === state.node;
const onMap = () => scene.discs.length > 0;
const fontOf = (node) => onMap() ? `11px ${FONT}` : `${bold(node) ? "600 " : ""}12px ${FONT}`;
const cut = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("").trimEnd()}…` : text);

// A report by its market, or where that is drawn beside it, or another report on it is, by its publisher.
function labelOf(node) {
  if (!isReport(node)) return node.name;
  const report = reportOf(node.id);
  if (scene.path) return reportName(node.id);
  const source = [report.publisher, placesOf(report)].filter(Boolean).join(" · ");
  if (report.market === null || !source) return reportName(node.id);
  if (scene.places.has(report.market)) return source;
  const { name } = nodes[report.market];
  return scene.twins.has(report.market) ? `${cut(name, 14)} · ${source}` : name;
}

function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    measure.font = font;
    widths.set(key, measure.measureText(text).width);
  }
  return widths.get(key);
}

// Rectangles in pixels at this scale, round the drawing's own origin.
function spot(node, side, width, scale, rows = 1) {
  const place = scene.places.get(node.id);
  const x = place.x * scale;
  const y = place.y * scale;
  const away = sizeOf(node) * scale + 4;
  if (side === "l") return { left: x - away - width, right: x - away, top: y - 6.5, bottom: y + 6.5 };
  if (side === "r") return { left: x + away, right: x + away + width, top: y - 6.5, bottom: y + 6.5 };
  const top = side === "t" ? y - away - 13 * rows + 1 : y + away - 1;
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + 13 * rows };
}

// Whether a label can be read whole when all is shown.
const inView = (area, scale) => !home || scale < home.scale * 0.99
  || (area.left >= home.left * scale && area.right <= home.right * scale && area.top >= home.top * scale && area.bottom <= home.bottom * scale);
const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function importance(node) {
  if (node.id === state.node || node.id === hovered) return 0;
  if (node.kinds[0] === 1) return 1;
  return isReport(node) ? 2 : 20 - Math.min(15, degree(node.id));
}

function placeLabels(scale) {
  const key = `${version} ${scale.toPrecision(4)} ${hovered}`;
  if (placed.key === key) return placed.labels;
  const grid = new Grid(120);
  const order = [...scene.places.keys()].map((id) => nodes[id]).sort((a, b) => importance(a) - importance(b) || a.id - b.id);
  for (const node of order) {
    const half = sizeOf(node) * scale * 0.8;
    const { x, y } = scene.places.get(node.id);
    grid.add({ left: x * scale - half, right: x * scale + half, top: y * scale - half, bottom: y * scale + half }, node.id);
  }
  const labels = [];
  for (const disc of scene.discs) {
    for (const { text, font, size, x, y } of discText(disc, scale)) {
      const half = widthOf(text, font) / 2 + 2;
      grid.add({ left: x - half, right: x + half, top: y - size * 0.65, bottom: y + size * 0.65 }, -1);
    }
  }
  for (const node of order) {
    const label = tryLabel(node, scale, grid);
    if (label) {
      grid.add(label.area, -1);
      labels.push(label);
    }
  }
  placed = { key, labels };
  return labels;
}

function tryLabel(node, scale, grid) {
  const font = fontOf(node);
  for (const lines of writings(node)) {
    const width = Math.max(...lines.map((line) => widthOf(line, font))) + 2;
    for (const side of SIDES[scene.places.get(node.id).side] ?? SIDES.c) {
      if (lines.length > 1 && side !== "t" && side !== "b") continue;
      const area = spot(node, side, width, scale, lines.length);
      if (inView(area, scale) && inDisc(area, node, scale) && !grid.hits(area, node.id)) return { node, lines, font, area };
    }
  }
  return null;
}

// Whether a label lies in the disc of its node, if there is one and it is not pointed at.
function inDisc(area, node, scale) {
  if (!onMap() || node.id === hovered) return true;
  const { disc } = scene.places.get(node.id);
  const [x, y, reach] = [disc.x * scale, disc.y * scale, disc.radius * scale - 2];
  return [area.left, area.right].every((across) => [area.top, area.bottom].every((down) => Math.hypot(across - x, down - y) < reach));
}

// The lines of a label with the places where they begin, in the middle of their height.
function labelLines({ lines, font, area }) {
  const middle = (area.left + area.right) / 2;
  const x = (text) => (lines.length > 1 ? middle - widthOf(text, font) / 2 : area.left + 1);
  return lines.map((text, row) => ({ text, x: x(text), y: area.top + 6.5 + 13 * row }));
}

// How a name may be written, the best first: whole, on several lines (what stands between columns), or cut.
function writings(node) {
  const text = labelOf(node);
  const important = node.id === state.node || node.id === hovered || Boolean(scene.path);
  const shorter = (most) => [cut(text, most)];
  if (important) return [60, 30, 18].map(shorter);
  if (onMap()) return [26, 20, 14].map(shorter);
  if (!bold(node)) return [longest(), 22, 16, 12, 8].filter((most) => most <= longest()).map(shorter);
  return [broken(text, longest()), shorter(longest()), ...[16, 13, 11].map((most) => broken(text, most)), ...[16, 12, 9].map(shorter)];
}

// At most three lines of so many letters; longer words are cut, and a domain loses its ending first.
function broken(text, most) {
  const lines = [];
  const short = (word) => (word.length > most ? cut(word.replace(/\.[a-z]{2,6}$/u, ""), most) : word);
  for (const word of text.split(" ").map(short)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${cut(`${lines[2]} …`, most).replace(/[ ·…]+$/u, "")}…`] : lines;
}

// Rectangles by squares of the plane, so that only near ones are compared.
class Grid {
  constructor(size) {
    this.size = size;
    this.cells = new Map();
  }

  cellsOf(area) {
    const found = [];
    for (let x = Math.floor(area.left / this.size); x <= Math.floor(area.right / this.size); x += 1) {
      for (let y = Math.floor(area.top / this.size); y <= Math.floor(area.bottom / this.size); y += 1) found.push(x * 65536 + y);
    }
    return found;
  }

  add(area, owner) {
    for (const cell of this.cellsOf(area)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push({ area, owner });
    }
  }

  hits(area, owner) {
    return this.cellsOf(area).some((cell) => (this.cells.get(cell) ?? []).some((other) => other.owner !== owner && meets(area, other.area)));
  }
}

// ---- discs

// The words in a disc of this radius in pixels, as lines with their middles, as many as have room.
function discLines(disc, radius) {
  if (disc.dots.length) return capLines(disc, radius);
  const small = `12px ${FONT}`;
  const head = discName(disc.name, radius);
  const rest = [plural(disc.reports, "report", "reports"), ...disc.top.map((id) => fitText(nodes[id].name, radius * 1.5, small))];
  const lines = [...head, ...rest.map((text, at) => ({ text, font: small, size: 12, tone: at ? "ink" : "quiet" }))];
  for (let count = lines.length; count > head.length; count -= 1) {
    const tried = stacked(lines.slice(0, count));
    if (tried.every((line) => fitsDisc(line, radius))) return tried;
  }
  return stacked(head);
}

const CAP = 0.58; // of a disc's radius: the band above its dots

// The name of a disc with markets in it, in its upper part, with their number and the companies that tie them.
function capLines(disc, radius) {
  const count = plural(marketsIn(disc), "market", "markets");
  const head = headOf(disc.name, radius, Math.max(11, Math.min(16, radius / 7)));
  const known = disc.top.map((id) => nodes[id].name).filter((name) => !head.some(({ text }) => text.includes(name)));
  const small = { font: `11px ${FONT}`, size: 11, tone: "quiet" };
  const companies = known.length ? [fitText(known[0], radius * 1.5, small.font)] : [];
  const rest = [[...companies.map((text) => ({ ...small, text })), { ...small, text: count }], [{ ...small, text: [count, ...companies].join(" · ") }], [{ ...small, text: count }], []];
  for (const lines of rest.map((below) => [...head, ...below])) {
    const tried = stacked(lines).map((line) => ({ ...line, y: line.y - radius * 0.63 }));
    if (tried.every((line) => fitsDisc(line, radius)) && lines.reduce((sum, line) => sum + line.size * 1.3, 0) < radius * CAP) return tried;
  }
  return stacked(head.slice(0, 1).map((line) => ({ ...line, size: 11, font: `600 11px ${FONT}`, text: fitText(line.text, radius * 1.3, `600 11px ${FONT}`) }))).map((line) => ({ ...line, y: line.y - radius * 0.6 }));
}

// The name with as many of its parts as fit, then as large as it fits.
function headOf(name, radius, most) {
  for (let parts = name.split(" · "); ; parts = parts.slice(0, -1)) {
    for (let size = most; size >= 11; size -= 1) {
      const font = `600 ${size}px ${FONT}`;
      const lines = wrapped(parts.join(" · "), radius, font);
      if (lines) return lines.map((text) => ({ text, font, size, tone: "ink" }));
    }
    if (parts.length === 1) return [{ text: fitText(parts[0], radius * 1.3, `600 11px ${FONT}`), font: `600 11px ${FONT}`, size: 11, tone: "ink" }];
  }
}

// The name on one line or on two, if they fit the disc's upper part.
function wrapped(words, radius, font) {
  const width = radius * 1.12;
  if (widthOf(words, font) <= width) return [words];
  const pieces = words.split(/(?<= ·) | (?=[^·])/u);
  const [best] = pieces.map((_, at) => [pieces.slice(0, at).join(" "), pieces.slice(at).join(" ")]).filter(([first]) => first)
    .map((lines) => ({ lines, most: Math.max(...lines.map((line) => widthOf(line, font))) })).sort((a, b) => a.most - b.most);
  return best && best.most <= width ? best.lines : null;
}

// The name of a disc, as large as it fits: smaller before it is cut.
function discName(name, radius) {
  const most = Math.max(10, Math.min(17, radius / 4.5));
  for (let size = most; ; size = Math.max(10, size - 1)) {
    const font = `600 ${size}px ${FONT}`;
    const words = wrapName(name, radius * 1.7, font);
    if (size === 10 || words.join(" ") === name) return words.map((text) => ({ text, font, size, tone: "ink" }));
  }
}

function stacked(lines) {
  const height = lines.reduce((sum, { size }) => sum + size * 1.3, 0);
  let y = -height / 2;
  return lines.map((line) => {
    y += line.size * 1.3;
    return { ...line, y: y - line.size * 0.65 };
  });
}

function fitsDisc({ text, font, size, y }, radius) {
  const reach = Math.abs(y) + size / 2;
  return reach < radius && widthOf(text, font) < 2 * Math.sqrt(radius * radius - reach * reach) - 2;
}

function wrapName(name, width, font) {
  if (widthOf(name, font) <= width) return [name];
  const parts = name.split(" · ").map((part, at, all) => (at < all.length - 1 ? `${part} ·` : part));
  if (parts.every((part) => widthOf(part, font) <= width)) return parts;
  return [fitText(name.split(" · ")[0], width, font)]; // one word that can be read says more than two that cannot
}

function fitText(text, width, font) {
  let most = [...text].length;
  while (most > 3 && widthOf(cut(text, most), font) > width) most -= 1;
  return cut(text, most);
}
