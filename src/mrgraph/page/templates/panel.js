// The panel at the side: what stands out, a cluster, a path, or everything about the open node.

const panel = byId("panel");
const SHOWN = 12; // reports with their sentences at once
let turn = 0;

async function showPanel() {
  const mine = (turn += 1);
  whenTaken = null;
  const parts = state.path ? await aboutPath(...state.path)
    : state.node === null ? (state.cluster === null ? overview() : aboutCluster(clusters[state.cluster]))
    : isReport(nodes[state.node]) ? await aboutReport(nodes[state.node]) : await aboutEntity(nodes[state.node]);
  if (mine !== turn) return;
  panel.replaceChildren(...parts.flat().filter(Boolean));
  panel.scrollTop = 0;
  panel.dataset.about = state.node === null ? "" : nodes[state.node].key;
}

function backButton() {
  const cluster = clusters[state.cluster];
  const up = state.node !== null || state.path ? cluster : cluster?.parent === null ? undefined : clusters[cluster?.parent];
  return make("button", { type: "button", class: "back", onclick: () => change({ node: null, path: null, cluster: up ? up.id : null }) }, `← ${up ? up.name : "Overview"}`);
}

// ---- overview

const overview = () => [clusterList(null), standsOut(nodes, () => true), ...disagreements(disagreed), growthChart(), everywhere()];

const item = (node, words) => make("li", {}, glyphOf(node), opener(node), make("span", { class: "n" }, words));

function clusterList(parent) {
  const found = childrenOf.get(parent);
  if (!found.length) return null;
  const entries = found.map((cluster) => make("li", {}, make("button", { type: "button", class: "text", dir: "auto", onclick: () => openCluster(cluster.id) }, cluster.name), make("span", { class: "n" }, plural(cluster.reports, "report", "reports"))));
  return make("section", {}, make("details", {}, make("summary", {}, make("h2", {}, plural(found.length, "group", "groups"), " of markets")),
    make("p", { class: "quiet" }, "Markets with the same companies lie together; a group is named after words of its markets and its companies."), make("ul", { class: "stands" }, entries)));
}

// What several of the reports name that lie inside, by how many independent sources these are.
function standsOut(among, lies) {
  const most = among.filter((node) => !isReport(node) && !node.hub && degree(node.id) > 1)
    .map((node) => ({ node, named: neighbours(node.id).filter(lies) })).filter(({ named: by }) => by.length > 1)
    .map(({ node, named: by }) => ({ node, count: by.length, sources: sourcesOf(by) }))
    .sort((a, b) => b.sources - a.sources || b.count - a.count || a.node.id - b.node.id);
  const section = make("section", {}, make("h2", {}, "What stands out"));
  if (!most.length) {
    section.append(make("p", { class: "quiet" }, "No two reports share a name."));
    return section;
  }
  section.append(make("p", { class: "quiet" }, "Names that several reports share. Reports of one publisher or template may copy each other, so names from many independent sources come first."),
    make("ul", { class: "stands" }, most.slice(0, 12).map(({ node, count, sources }) => item(node, `${plural(count, "report", "reports")}, ${plural(sources, "source", "sources")}`))));
  if (most.length > 12) section.append(make("p", { class: "quiet" }, `12 of ${number(most.length)} shared names; the table has all.`));
  return section;
}

const MAX_CARDS = 20;
const MAX_FIGURES = 6; // of a card at first

// What disagrees, as in `mrgraph conflicts`, and apart from it what only looks like a conflict.
function disagreements(all) {
  const clash = cards("conflicts", "Conflicting figures", "Figures for one quantity that no rounding reconciles.", all.filter(({ kind }) => kind === "conflict"));
  return [
    clash ?? make("section", { id: "conflicts" }, make("h2", {}, "Conflicting figures"), make("p", { class: "quiet" }, "No two figures for one quantity contradict each other.")),
    cards("audit", "Not what its own sizes give", "Growth per year as stated, against market sizes of the same report.", all.filter(({ kind }) => kind === "audit")),
    cards("scope", "Different, but not for the same", "Growth of one market for other regions or periods: no conflict, yet easily taken for one.", all.filter(({ kind }) => kind === "scope")),
  ];
}

function cards(id, title, says, found) {
  if (!found.length) return null;
  return make("section", { id }, make("h2", {}, title), make("p", { class: "quiet" }, says), ...found.slice(0, MAX_CARDS).map(card),
    found.length > MAX_CARDS ? make("p", { class: "quiet" }, `${MAX_CARDS} of ${number(found.length)}; open a market to see its own.`) : null);
}

function card({ kind, subject, about, reason, figures: places }) {
  const shown = places.map((at) => figures[at]);
  const [first, rest] = [shown.slice(0, MAX_FIGURES), shown.slice(MAX_FIGURES)];
  return make("div", { class: kind === "scope" ? "card" : "card clash" },
    make("h3", {}, subject.node === null ? subject.name : opener(nodes[subject.node])),
    make("p", { class: "why" }, `${about}: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`),
    make("ul", {}, first.map(figureLine)),
    rest.length ? make("details", {}, make("summary", {}, plural(rest.length, "more figure", "more figures")), make("ul", {}, rest.map(figureLine))) : null,
    sentences(shown));
}

function figureLine(figure) {
  const context = [figure.region, figure.period].filter(Boolean).join(", ");
  const publisher = reportOf(figure.report).publisher || nodes[figure.report].name;
  return make("li", {}, make("span", { class: "value" }, figure.value), context ? ` ${context}, ` : " ", opener(nodes[figure.report], publisher));
}

// The sentences behind figures, read when they are asked for.
function sentences(shown) {
  const box = make("details", {}, make("summary", {}, shown.length === 1 ? "The sentence" : "The sentences"));
  box.addEventListener("toggle", async () => {
    await evidenceFor(shown.map(reportOfFigure));
    box.append(...shown.flatMap((figure) => figureClaim(figure).quotes.map((quote) => quoteBlock(quote, [figure.written]))));
  }, { once: true });
  return box;
}

// Growth stated (dot) against what the report's own sizes give (diamond), one line a figure.
function growthChart() {
  const shown = figures.filter((f) => f.kind === "Growth per year" && f.number !== null && !f.segment && !f.company);
  if (shown.length < 2 || shown.length > 24) return null;
  const values = shown.flatMap((f) => [f.number, f.impliedNumber ?? f.number]);
  const [low, high] = [Math.floor(Math.min(...values) - 0.5), Math.ceil(Math.max(...values) + 0.5)];
  const x = (value) => 12 + ((value - low) / (high - low)) * 296;
  const height = shown.length * 36 + 28;
  const words = shown.map((f) => `${subjectOf(f)}: ${f.value}${f.implied ? `, its own sizes give ${f.implied}` : ""}`).join("; ");
  const chart = draw("svg", { viewBox: `0 0 320 ${height}`, class: "chart", role: "img", "aria-label": words });
  const step = Math.max(1, Math.ceil((high - low) / 6));
  for (let tick = low; tick <= high; tick += step) {
    chart.append(draw("line", { x1: x(tick), x2: x(tick), y1: 18, y2: height - 4 }), draw("text", { x: x(tick), y: 11, "text-anchor": "middle", class: "faint" }, `${tick} %`));
  }
  shown.forEach((figure, row) => chart.append(...chartRow(figure, 36 + row * 36, x)));
  return make("section", {}, make("h2", {}, "Growth stated and implied"), make("p", { class: "quiet" }, "● stated, ◇ what the report’s own market sizes give. Per year."), chart);
}

function chartRow(figure, y, x) {
  const place = figure.region && figure.region !== "World" ? `, ${figure.region}` : "";
  const words = cut(figure.market ? referenceName(figure.market) : "", Math.max(16, 46 - place.length)) + place;
  const parts = [draw("text", { x: 12, y: y - 2 }, words), draw("line", { x1: 12, x2: 308, y1: y + 9, y2: y + 9 })];
  if (figure.impliedNumber !== null) {
    const at = x(figure.impliedNumber);
    parts.push(draw("line", { x1: x(figure.number), x2: at, y1: y + 9, y2: y + 9, class: "gap" }), draw("path", { d: `M${at} ${y + 4}l5 5-5 5-5-5z`, class: "implied" }));
  }
  parts.push(draw("circle", { cx: x(figure.number), cy: y + 9, r: 4.5, class: "stated" }));
  return parts;
}

function everywhere() {
  const hubs = nodes.filter((node) => node.hub).sort((a, b) => degree(b.id) - degree(a.id) || a.id - b.id);
  if (!hubs.length) return null;
  return make("section", {}, make("h2", {}, "Almost everywhere"),
    make("p", { class: "quiet" }, "In so many reports that drawing them would tie everything to everything; listed here instead."),
    make("ul", { class: "stands" }, hubs.slice(0, 40).map((node) => item(node, plural(degree(node.id), "report", "reports")))),
    hubs.length > 40 ? make("p", { class: "quiet" }, `40 of ${number(hubs.length)}; the table has all.`) : null);
}

// ---- a cluster

function aboutCluster(cluster) {
  const inside = new Set();
  const collect = (id) => {
    inside.add(id);
    childrenOf.get(id).forEach((child) => collect(child.id));
  };
  collect(cluster.id);
  const members = nodes.filter((node) => inside.has(node.cluster));
  const markets = new Set(members.filter(isReport).map((node) => reportOf(node.id).market));
  return [
    backButton(), make("h2", { dir: "auto" }, cluster.name), make("p", { class: "quiet" }, [...(cluster.dots.length ? [plural(marketsIn(cluster), "market", "markets")] : []), plural(cluster.reports, "report", "reports")].join(", ")),
    clusterList(cluster.id), standsOut(members, (report) => inside.has(nodes[report].cluster)), ...disagreements(disagreed.filter(({ subject }) => subject.node !== null && markets.has(subject.node))),
    make("section", {}, make("h2", {}, "Its reports"), ...more(members.filter(isReport), 30, (node) => make("p", { class: "row" }, opener(node, reportName(node.id))))),
  ];
}

// The first of many, and a button that shows as many again.
function more(all, step, build) {
  const button = make("button", { type: "button", class: "more" });
  let done = 0;
  const next = async () => {
    const batch = all.slice(done, done + step);
    const parts = await Promise.all(batch.map(build));
    done += batch.length;
    button.before(...parts.flat());
    button.textContent = `Show ${Math.min(step, all.length - done)} more of ${number(all.length)}`;
    told.textContent = `The first ${number(done)} of ${number(all.length)} are printed here; the page on a screen shows all.`;
    told.hidden = button.hidden = done >= all.length;
  };
  button.addEventListener("click", next);
  const told = make("p", { class: "quiet printed" });
  const holder = make("div", {}, button, told);
  holder.filled = next();
  return [holder];
}

// ---- an entity

async function aboutEntity(node) {
  const edges = [...edgesOf(node.id)];
  const own = figures.filter((f) => [f.company, f.segment, f.market].some((part) => part && part.node === node.id));
  await evidenceFor(own.slice(0, 40).map(reportOfFigure));
  const holder = more(edges, SHOWN, (edge) => reportBlock(node, edge));
  await holder[0].filled;
  const disputed = disagreed.filter(({ subject }) => subject.node === node.id);
  return [
    backButton(),
    make("h2", { dir: "auto" }, node.name),
    make("p", {}, ...kindBadges(node)),
    make("p", { class: "quiet" }, `Named in ${number(edges.length)} of ${plural(reports.length, "report", "reports")}, from ${plural(independent(node.id), "independent source", "independent sources")}`),
    node.aliases.length ? make("p", { class: "quiet", dir: "auto" }, `Also written ${node.aliases.join(", ")}`) : null,
    node.hub ? make("p", { class: "quiet" }, "Named almost everywhere, so the overview does not draw it.") : null,
    pathButton(node),
    ...(disputed.length ? disagreements(disputed) : []),
    ...figureList(own, true),
    ...surroundingsOf(node),
    make("h3", {}, is(node.id, "market") ? "Studied by" : "Named by"),
    ...holder,
    ...listedIn(node),
  ];
}

// A market's companies and topics and the markets near it, a company's markets and competitors, each to open.
function surroundingsOf(node) {
  const near = nearest(node.id).filter(([id]) => !nodes[id].hub);
  if (is(node.id, "market")) {
    return [...["company", "technology", "application", "segment", "region"].flatMap((kind) => aroundList(node, kind, { company: "Companies", technology: "Technologies and drivers", application: "Applications", segment: "Segments", region: "Regions in the lead" }[kind])),
      ...nearList("Markets that share its companies", near, "company", "companies")];
  }
  return [...aroundList(node, "market", "Markets"), ...(is(node.id, "company") ? nearList("Competitors, by markets shared", near, "market", "markets") : [])];
}

function aroundList(node, kind, title) {
  const all = around(node.id).filter((id) => is(id, kind)).sort((a, b) => degree(b) - degree(a) || byName(a, b));
  if (!all.length) return [];
  const count = (id) => (is(id, "market") ? marketsWords(id) : `in ${plural(marketsOfCompany(id).length, "market", "markets")}`);
  return [make("h3", {}, `${title} `, make("span", { class: "quiet" }, number(all.length))),
    ...more(all, SHOWN, (id) => make("p", { class: "row" }, opener(nodes[id]), " ", make("span", { class: "quiet" }, count(id)), " ", why(node.id, id)))];
}

const marketsWords = (id) => plural(playersOf(id).length, "company", "companies");
const why = (from, to) => make("button", { type: "button", class: "text small", "aria-label": `Why ${nodes[to].name}`, onclick: () => change({ path: [from, to] }) }, "why");

function nearList(title, near, one, many) {
  if (!near.length) return [];
  return [make("h3", {}, `${title} `, make("span", { class: "quiet" }, number(near.length))),
    ...more(near, 8, ([id, via]) => make("p", { class: "row" }, opener(nodes[id]), " ", make("span", { class: "quiet" }, `${plural(via.length, one, many)}: ${via.slice(0, 3).map((each) => nodes[each].name).join(", ")}`)))];
}

async function reportBlock(node, edge) {
  const id = edgeFrom[edge];
  await evidenceFor([reportAt(id)]);
  return make("section", { class: "claims" }, make("h4", {}, opener(nodes[id], reportName(id))),
    ...linksOfEdge(edge).map((link) => make("div", { class: "claim" }, make("p", { class: "quiet" }, sentenceCase(relationOf(link))), ...backing(linkClaim(link), namesOf(node)))));
}

function listedIn(node) {
  const lists = new Set(ofReports.regionLists.flatMap((list, at) => (list.some(([id]) => id === node.id) ? [at] : [])));
  const found = reports.filter((report) => lists.has(report.regions));
  if (!found.length) return [];
  return [make("h3", {}, "In the region lists of ", make("span", { class: "quiet" }, number(found.length))),
    ...more(found, 30, (report) => make("p", { class: "row" }, opener(nodes[report.node], reportName(report.node))))];
}

function pathButton(node) {
  const button = make("button", { type: "button", class: "act" }, "Path to …");
  button.addEventListener("click", () => {
    whenTaken = (id) => {
      whenTaken = null;
      if (id !== node.id) change({ path: [node.id, id] });
    };
    button.textContent = "Search or click the other end";
    box.focus();
  });
  return make("p", {}, button);
}

// ---- a path

async function aboutPath(from, to) {
  const { path } = scene;
  const heads = [backButton(), make("h2", { dir: "auto" }, "Path from ", opener(nodes[from], fullName(nodes[from])), " to ", opener(nodes[to], fullName(nodes[to])))];
  if (!path) return [...heads, make("p", { class: "quiet" }, "Nothing in these reports links the two.")];
  const edges = path.steps.slice(1).map((id, at) => edgeBetween(path.steps[at], id));
  await evidenceFor(edges.map((edge) => reportAt(edgeFrom[edge])));
  return [...heads,
    make("p", { class: "quiet" }, `${plural(edges.length, "step", "steps")}. Steps over names that many reports share cost more, so the path runs over what is special.`),
    ...edges.map((edge) => make("section", { class: "claims" },
      make("h3", {}, opener(nodes[edgeFrom[edge]], reportName(edgeFrom[edge])), " — ", opener(nodes[edgeTo[edge]])),
      ...linksOfEdge(edge).map((link) => make("div", { class: "claim" }, make("p", { class: "quiet" }, sentenceCase(relationOf(link))), ...backing(linkClaim(link), namesOf(nodes[edgeTo[edge]]))))))];
}

// ---- a report

async function aboutReport(node) {
  const place = reportAt(node.id);
  const report = reports[place];
  await evidenceFor([place]);
  const edges = [...edgesOf(node.id)];
  return [
    backButton(),
    make("h2", { dir: "auto" }, reportName(node.id)),
    make("p", {}, ...kindBadges(node)),
    facts(node, report),
    pathButton(node),
    ...figureList(figures.filter((f) => f.report === node.id), false),
    ...kinds.flatMap((_, kind) => linkGroup(kind, edges)),
    ...foldedRegions(place),
    ...setAside(place),
  ];
}

function facts(node, report) {
  const entries = [
    ["Title", report.titles.length ? report.titles : [node.name]], ["Publisher", [report.publisher]], ["Scope", [report.scope.join(", ")]],
    ["Period", [[report.start, report.end].filter((year) => year !== null).join(" to ")]], ["Documents", report.documents], ["Warnings", report.warnings],
    ["Address", report.urls.map((url) => make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url))],
  ].filter(([, values]) => values.some(Boolean));
  return make("dl", { class: "facts" }, entries.flatMap(([name, values]) => [make("dt", {}, name),
    make("dd", { dir: "auto" }, values.flatMap((value, at) => (at ? [make("br"), value] : [value])))]));
}

const KIND_OF = { studies: 1, hasPlayer: 2, hasTechnology: 3, drivenBy: 3, hasApplication: 4, hasSegment: 5, ledBy: 6, scope: 6 };
const kindOfLink = (link) => KIND_OF[relationIds[links.relation[link]]];

function linkGroup(kind, edges) {
  const group = edges.map((edge) => [nodes[edgeTo[edge]], linksOfEdge(edge).filter((link) => kindOfLink(link) === kind)]).filter(([, found]) => found.length);
  if (!group.length) return [];
  return [make("h3", {}, `${kinds[kind].name} `, make("span", { class: "quiet" }, number(group.length))), ...group.map(([node, found]) => linkDetails(node, found))];
}

function linkDetails(node, found) {
  const shared = degree(node.id) > 1 ? `, in ${number(degree(node.id))} reports` : "";
  const claims = found.map(linkClaim);
  const flags = [...new Set(claims.flatMap((claim) => claim.flags))];
  return make("details", {}, make("summary", { dir: "auto" }, node.name, make("span", { class: "n" }, ` ${found.map(relationOf).join(", ")}${shared}`),
    flags.length ? make("span", { class: "chip" }, flags.join(", ")) : null),
  make("p", {}, opener(node, `Open ${node.name}`)), ...claims.flatMap((claim) => backing(claim, namesOf(node))));
}

function foldedRegions(place) {
  const listed = reportClaims(place, "listed");
  if (!listed.length) return [];
  const groups = Map.groupBy ? Map.groupBy(listed, ({ words }) => words) : listed.reduce((all, claim) => all.set(claim.words, [...(all.get(claim.words) ?? []), claim]), new Map());
  return [make("h3", {}, "Regions covered ", make("span", { class: "quiet" }, number(groups.size))),
    make("details", {}, make("summary", { dir: "auto" }, cut([...groups.keys()].join(", "), 70)),
      ...[...groups].map(([name, claims]) => make("details", {}, make("summary", { dir: "auto" }, name), ...claims.flatMap((claim) => backing(claim, [name])))))];
}

function setAside(place) {
  const aside = reportClaims(place, "aside");
  if (!aside.length) return [];
  return [make("h3", {}, "Set aside ", make("span", { class: "quiet" }, number(aside.length))),
    make("p", { class: "quiet" }, "In the text, but no information: these make no link."),
    ...aside.map((claim) => make("details", {}, make("summary", { dir: "auto" }, claim.words), ...backing(claim, [])))];
}
