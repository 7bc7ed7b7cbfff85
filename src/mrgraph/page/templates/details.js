// What stands behind a claim, as parts of the page: the sentence with the name marked, its place, and how sure it is.

const ONE = { report: "Report", market: "Market", company: "Company", technology: "Technology", application: "Application", segment: "Segment", region: "Region" };
const kindsOf = (node) => node.kinds.map((kind) => ONE[kinds[kind].id]).join(", ");
const copies = new Set(data.copies);

function glyphShape(kind) {
  const [tag, attributes] = {
    report: ["rect", { x: 2, y: 2, width: 10, height: 10 }],
    market: ["path", { d: "M4 2h6l3 5-3 5H4L1 7z" }],
    company: ["circle", { cx: 7, cy: 7, r: 4.6 }],
    technology: ["path", { d: "M7 1l6 6-6 6-6-6z" }],
    application: ["path", { d: "M7 2l6 10H1z" }],
    segment: ["path", { d: "M7 12l6-10H1z" }],
    region: ["path", { d: "M7 .8l1.8 4.1 4.4.4-3.3 3 1 4.4L7 10.4l-3.9 2.3 1-4.4-3.3-3 4.4-.4z" }],
  }[kind];
  return draw(tag, attributes);
}

// The glyph of a kind, as in the drawing.
const glyph = (kind) => draw("svg", { viewBox: "0 0 14 14", class: `glyph ${kind}`, "aria-hidden": "true" }, glyphShape(kind));
const glyphOf = (node) => glyph(kinds[node.kinds[0]].id);
const kindBadges = (node) => node.kinds.map((kind) => make("span", { class: "kind" }, glyph(kinds[kind].id), ONE[kinds[kind].id]));

// The sentence with the name marked, its heading, and where it stands.
function quoteBlock(quote, names) {
  return make("blockquote", { class: "quote" },
    quote.heading === null ? null : make("p", { class: "heading", dir: "auto" }, quote.heading),
    make("p", { class: "sentence", dir: "auto" }, ...marked(quote.text, names)),
    make("p", { class: "source" }, make("bdi", {}, quote.file), placeOf(quote), sourceLink(quote)));
}

const placeOf = ({ start, end }) => (start === null ? "" : `, characters ${number(start)} to ${number(end)}`);

// A link to the sanitised copy of the document, at the sentence; browsers without text fragments go to the anchor.
function sourceLink({ key, start, text }) {
  if (start === null || !copies.has(key)) return null;
  const fragment = encodeURIComponent(text.trim()).replace(/-/g, "%2D");
  return [" · ", make("a", { href: `sources/${encodeURIComponent(key)}.html#c${start}:~:text=${fragment}`, target: "_blank", rel: "noopener" }, "open at the sentence")];
}

// The text in pieces, the first of the names that occurs in it marked.
function marked(text, names) {
  const low = text.toLowerCase();
  if (low.length !== text.length) return [text];
  for (const name of names) {
    const at = name ? low.indexOf(name.toLowerCase()) : -1;
    if (at >= 0 && name.length === text.length) return [text];
    if (at >= 0) {
      return [text.slice(0, at), make("mark", {}, text.slice(at, at + name.length)), text.slice(at + name.length)];
    }
  }
  return [text];
}

// Everything behind a claim: sentences, warnings, and how sure the reading is.
function backing(claim, names) {
  return [
    ...claim.quotes.map((quote) => quoteBlock(quote, names)),
    claim.quotes.length ? null : make("p", { class: "reading" }, "The graph keeps no sentence for this link."),
    warnings(claim.flags),
    reading(claim),
  ].filter(Boolean);
}

function warnings(flags) {
  if (!flags.length) return null;
  return make("p", { class: "reading" }, ...flags.flatMap((flag) => [
    make("span", { class: "chip" }, flag), data.flags[flag] ? `${sentenceCase(data.flags[flag])}. ` : "",
  ]));
}

function reading(claim) {
  const parts = [];
  if (claim.confidence !== null) parts.push(`confidence of the reading ${claim.confidence}`);
  if (claim.rules.length) parts.push(`rule ${claim.rules.join(", ")}`);
  return parts.length ? make("p", { class: "reading" }, sentenceCase(parts.join(", "))) : null;
}

const relationOf = (link) => data.relations[relationIds[links.relation[link]]] + (links.axis[link] ? `: ${links.axes[links.axis[link]]}` : "");
const namesOf = (node) => [node.name, ...node.aliases].sort((a, b) => b.length - a.length);

// What a figure is for, in words: company, segment or market, and region.
function subjectOf(figure) {
  const names = [figure.company, figure.segment, figure.market].filter(Boolean).map(referenceName);
  const place = figure.region && figure.within && figure.kind === "Market share" ? `${figure.region} (of ${figure.within})` : figure.region;
  return [...names, place].filter(Boolean).join(", ");
}

const referenceName = ({ node, name }) => (node === null ? name ?? "" : nodes[node].name);
const figureReport = (figure) => reportName(figure.report);
const figureFlags = (figure) => data.flagSets[figure.flags];

function figureList(shown, withReport) {
  if (!shown.length) return [];
  const first = shown.slice(0, 40);
  return [make("h3", {}, "Figures ", make("span", { class: "quiet" }, number(shown.length))),
    ...first.map((figure) => figureDetails(figure, withReport)),
    shown.length > first.length ? make("p", { class: "quiet" }, `The first ${first.length}; the table has all.`) : null];
}

function figureDetails(figure, withReport) {
  const names = [figure.company, figure.segment].filter(Boolean).map(referenceName);
  const context = [...names, figure.region, figure.period].filter(Boolean).join(", ");
  const implied = figure.implied && figure.implied !== figure.value ? make("span", { class: "n" }, `, its own sizes give ${figure.implied}`) : null;
  const flags = figureFlags(figure);
  return make("details", {},
    make("summary", { dir: "auto" }, make("span", { class: "value" }, figure.value), ` ${figure.kind.toLowerCase()}`,
      make("span", { class: "n" }, context ? `, ${context}` : ""), implied, flags.length ? make("span", { class: "chip" }, flags.join(", ")) : null),
    withReport ? make("p", {}, opener(nodes[figure.report], reportName(figure.report))) : null,
    figure.basis ? make("p", { class: "reading" }, sentenceCase(figure.basis)) : null,
    ...backing(figureClaim(figure), [figure.written]));
}
