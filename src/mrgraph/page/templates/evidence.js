// The sentences behind the claims, unpacked or loaded in chunks when they are read.

const chunks = new Map(); // number -> promise of the chunk
const loaded = new Map(); // number -> the chunk itself
const arriving = new Map(); // number -> what to do with a chunk that a script brings

const look = () => ({ labels: placed.labels.map(({ lines, area }) => ({ text: lines.join(" "), ...area })), shown: [...scene.places.keys()], discs: scene.discs.length, scale: picture.getScale(), position: picture.getViewPosition() });
window.mrgraph = Object.freeze({
  chunk: (at, text) => arriving.get(at)?.(text), // called by the files beside the page
  look: () => look(), // what is drawn now, for tests
  moveTo: (place) => picture.moveTo({ ...place, animation: false }),
});

function chunkOf(report) {
  let at = 0;
  while (at + 1 < data.chunkStarts.length && data.chunkStarts[at + 1] <= report) at += 1;
  return at;
}

function load(at) {
  if (!chunks.has(at)) {
    const text = document.getElementById(`chunk-${at}`)?.textContent;
    const packed = text === undefined ? fetchChunk(at) : Promise.resolve(text);
    chunks.set(at, packed.then(unpack).then((json) => loaded.set(at, opened(JSON.parse(json)))));
  }
  return chunks.get(at);
}

// A chunk with the places of its parts: its claims are those of links, of figures, of listed regions, and set aside.
function opened(chunk) {
  const { quotes } = chunk;
  const [listed, aside] = [beginnings(chunk.listed), beginnings(chunk.aside)];
  return { ...chunk, listed, aside, apart: chunk.links + chunk.figures, quotes: { ...quotes, text: walked(quotes.text), start: walked(quotes.start) }, begin: beginnings(chunk.counts) };
}

function fetchChunk(at) {
  return new Promise((resolve) => {
    arriving.set(at, resolve);
    const script = document.createElement("script");
    script.src = `${data.folder}/${String(at).padStart(4, "0")}.js`;
    script.addEventListener("error", () => {
      byId("count").textContent = `${script.getAttribute("src")} is missing: keep the folder beside this page.`;
    });
    document.head.append(script);
  });
}

// Resolves when the sentences of these reports (places in `reports`) are here.
const evidenceFor = (places) => Promise.all([...new Set(places.map(chunkOf))].map(load));

const reportOfLink = (link) => edgeReport[edgeOfLink[link]];
const reportOfFigure = (figure) => figureReports[figure.id];
const chunkFor = (report) => loaded.get(chunkOf(report));

function linkClaim(link) {
  const report = reportOfLink(link);
  const chunk = chunkFor(report);
  const name = nodes[edgeTo[edgeOfLink[link]]].name;
  return told(chunk, link - chunk.firstLink, report, name, data.flagSets[links.flags[link]], data.confidences[links.confidence[link]]);
}

function figureClaim(figure) {
  const report = reportOfFigure(figure);
  const chunk = chunkFor(report);
  return told(chunk, chunk.links + figure.id - chunk.firstFigure, report, figure.written ?? "", data.flagSets[figure.flags], data.confidences[figure.confidence]);
}

// The regions that a report lists, or the claims of it that were set aside: words, and what stands behind them.
function reportClaims(report, which) {
  const chunk = chunkFor(report);
  const [from, to] = [0, 1].map((next) => chunk[which][report - chunk.firstReport + next]);
  const before = which === "listed" ? 0 : chunk.listed.at(-1);
  return Array.from({ length: to - from }, (_, n) => {
    const at = before + from + n;
    const words = chunk.said[chunk.words[at]];
    return { words, ...told(chunk, chunk.apart + at, report, words, chunk.flagSets[chunk.flags[at]], chunk.confidences[chunk.confidence[at]]) };
  });
}

function told(chunk, claim, report, name, flags, confidence) {
  const { market } = reports[report];
  const from = chunk.begin[claim];
  const quotes = Array.from({ length: chunk.counts[claim] }, (_, n) => quoteAt(chunk.quotes, from + n, name, market === null ? "" : nodes[market].name));
  return { flags, confidence, rules: chunk.ruleSets[chunk.rules[claim]], quotes };
}

function quoteAt(quotes, at, name, market) {
  const text = writtenOut(quotes.texts[quotes.text[at]], name, market);
  const [file, key] = quotes.files[quotes.file[at]];
  const start = quotes.start[at] < 0 ? null : quotes.start[at];
  return {
    text, key, start, heading: quotes.headings[quotes.heading[at]], file: typeof file === "number" ? ofReports.documentNames[file] : file,
    end: start === null ? null : start + [...text].length,
  };
}
