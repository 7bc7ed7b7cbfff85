// The sentences behind the claims, unpacked or loaded in chunks when they are read.

const chunks = new Map(); // number -> promise of the chunk
const loaded = new Map(); // number -> the chunk itself
const arriving = new Map(); // number -> what to do with a chunk that a script brings

const look = () => ({ labels: placed.labels.map(({ text, area }) => ({ text, ...area })), shown: [...scene.places.keys()], discs: scene.discs.length, scale: picture.getScale(), position: picture.getViewPosition() });
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
    chunks.set(at, packed.then(unpack).then((chunk) => loaded.set(at, chunk)));
  }
  return chunks.get(at);
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

const reportOfLink = (link) => reportAt.get(edgeFrom[edgeOfLink[link]]);
const reportOfFigure = (figure) => reportAt.get(figure.report) ?? 0;

function linkClaim(link) {
  const chunk = loaded.get(chunkOf(reportOfLink(link)));
  const [quotes, rules] = chunk.links[link - chunk.firstLink];
  return told(chunk, quotes, rules, data.flagSets[links.flags[link]], data.confidences[links.confidence[link]]);
}

function figureClaim(figure) {
  const chunk = loaded.get(chunkOf(reportOfFigure(figure)));
  const [quotes, rules] = chunk.figures[figure.id - chunk.firstFigure];
  return told(chunk, quotes, rules, data.flagSets[figure.flags], data.confidences[figure.confidence]);
}

// The regions that a report lists, or the claims of it that were set aside: words, and what stands behind them.
function reportClaims(report, which) {
  const chunk = loaded.get(chunkOf(report));
  return chunk[which][report - chunk.firstReport].map(([words, flags, confidence, quotes, rules]) => ({ words, ...told(chunk, quotes, rules, flags, confidence) }));
}

function told(chunk, quotes, rules, flags, confidence) {
  const text = (at) => (at === null ? null : chunk.texts[at]);
  return {
    flags, confidence, rules: rules.map((rule) => chunk.rules[rule]),
    quotes: quotes.map(([words, heading, file, key, start]) => ({
      text: text(words), heading: text(heading), file: text(file), key: text(key), start,
      end: start === null ? null : start + [...text(words)].length,
    })),
  };
}
