// Wiring: controls change the state, the state changes the page, and the address remembers it.

let ready = false;

function change(news, remember = true) {
  const before = { ...state };
  Object.assign(state, news);
  if (remember) keep(before.node !== state.node || before.path !== state.path || before.cluster !== state.cluster);
  return show(before);
}

function openNode(id) {
  const wasTable = state.view === "table";
  const done = change({ node: id, path: null });
  if (wasTable || window.innerWidth <= 800) panel.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  return done;
}

const openCluster = (id) => change({ cluster: id, node: null, path: null });

async function show(before) {
  applyTheme();
  const table = state.view === "table";
  byId("map").hidden = table;
  byId("app").classList.toggle("whole-width", table && state.node === null && !state.path);
  tableView.hidden = !table;
  byId("view-map").setAttribute("aria-pressed", String(!table));
  byId("view-table").setAttribute("aria-pressed", String(table));
  byId("main-title").textContent = table ? "Table" : "Network";
  for (const id of ["save-png", "save-svg"]) byId(id).disabled = table;
  if (!ready || before.year !== state.year) countReports();
  controls();
  redraw();
  counts();
  explain();
  const moved = !ready || ["node", "path", "cluster"].some((part) => before[part] !== state[part]);
  if (moved || ["shared", "hidden", "year", "view"].some((part) => before[part] !== state[part])) lookAround();
  if (table) await showTable();
  if (moved || before.year !== state.year) await showPanel();
}

function controls() {
  for (const check of byId("legend").querySelectorAll("input")) check.checked = !state.hidden.has(check.value);
  byId("shared").value = state.shared;
  byId("shared-value").textContent = plural(state.shared, "report", "reports");
  byId("year").value = state.year === null ? years.length - 1 : years.indexOf(state.year);
  byId("year-value").textContent = state.year ?? years.at(-1) ?? "";
}

// What is shown of how much, and why the rest is not.
function counts() {
  const parts = [];
  if (state.view === "table") { // which tells its rows itself
    byId("count").textContent = "";
    return;
  }
  if (scene.map) parts.push(...mapCounts());
  else if (state.node !== null && !state.path) {
    const { all, first } = scene;
    const more = scene.places.size - first - 1;
    parts.push(first === all ? `All ${number(all)} linked shown` : `${number(first)} of ${number(all)} linked shown`);
    if (more) parts.push(`and ${number(more)} that these have in common`);
  } else if (state.path) parts.push(scene.path ? plural(scene.path.steps.length - 1, "step", "steps") : "No path");
  else {
    parts.push(`${number(scene.places.size)} of ${number(scene.all)} shown`);
    if (scene.places.size < scene.all) parts.push("the shared ones (open a report for the rest)");
  }
  const hubs = nodes.filter((node) => node.hub && passes(node)).length;
  if (hubs && state.node === null && !state.path) parts.push(`${plural(hubs, "name", "names")} almost everywhere only listed`);
  byId("count").textContent = parts.join(", ");
}

function mapCounts() {
  const markets = [...scene.places.keys()].filter((id) => is(id, "market")).length;
  const parts = [`${number(markets)} of ${plural(scene.all, "market", "markets")}`, `${plural(scene.places.size - markets, "company", "companies")} that tie them`];
  return scene.discs.length ? [`${parts.join(" and ")} in ${plural(scene.discs.length, "group", "groups")}`] : [parts.join(" and ")];
}

// What one sees and what to do, in a sentence; and the legend of exactly what can be drawn here.
function explain() {
  const onMap = state.view === "map" && scene.map;
  byId("says").textContent = state.view === "table" ? "" : whatOneSees();
  byId("key").textContent = onMap ? (scene.discs.length ? "Colour: group of markets with the same companies. Line: companies in common, the wider the more and the rarer." : "Line: the company plays in the market.") : "";
  byId("legend").classList.toggle("by-group", Boolean(onMap));
  const seen = state.view === "table" ? null : kindsInView();
  for (const label of byId("legend").querySelectorAll("label")) label.hidden = seen !== null && !seen.has(label.dataset.kind);
  byId("shared-label").textContent = onMap ? "Companies named in at least" : "Named in at least";
}

function whatOneSees() {
  if (state.path) return "How the two are linked, step by step; the sentences stand beside it.";
  if (state.node !== null) return isReport(nodes[state.node]) ? "What this report names. Click a line for its sentence, a name to go there." : `${WHAT[kinds[nodes[state.node].kinds[0]].id] ?? "The markets that it is named for, and what they have in common."} Click a line for its sentence, a name to go there.`;
  if (scene.map && scene.discs.length) return "Each hexagon is a market, each ring a company; markets with the same companies share a coloured group. Click a group, a market or a company to see what is known of it.";
  if (scene.map) return "The markets of this group, and the companies that play in several of them. Click one to see all that is known of it.";
  return "Each square is a report, and around it lies what it names; what several reports name lies between them. Click anything to read the sentences behind it.";
}

const WHAT = { market: "The market with its companies, technologies and applications; at the sides, markets that share its companies.", company: "The company with its markets; at the sides, its competitors in several of them." };

// The kinds that this view draws if no filter hides them.
function kindsInView() {
  if (scene.map) return new Set(["market", "company"]);
  if (state.path || state.node === null) return new Set(kinds.map(({ id }) => id));
  const near = around(state.node);
  return new Set([state.node, ...near, ...near.flatMap((id) => (nodes[id].hub || degree(id) > 400 ? [] : around(id).filter((other) => kin(other, nodes[state.node]))))].map((id) => kinds[nodes[id].kinds[0]].id));
}

// ---- controls

function buildLegend() {
  kinds.forEach(({ id, name }, kind) => {
    const count = nodes.filter((node) => node.kinds.includes(kind)).length;
    if (!count) return;
    const check = make("input", { type: "checkbox", value: id, checked: true });
    check.addEventListener("change", () => {
      const hidden = new Set(state.hidden);
      if (check.checked) hidden.delete(id);
      else hidden.add(id);
      change({ hidden });
    });
    byId("legend").append(make("label", { "data-kind": id }, check, glyph(id), name, make("span", { class: "n" }, number(count))));
  });
}

function buildSliders() {
  const most = nodes.reduce((best, node) => (isReport(node) || node.hub ? best : Math.max(best, degree(node.id))), 1);
  byId("shared").max = most;
  byId("shared").disabled = most < 2;
  byId("shared").addEventListener("input", (event) => change({ shared: Number(event.target.value) }));
  byId("year-slider").hidden = years.length < 2;
  byId("year").max = Math.max(0, years.length - 1);
  byId("year").addEventListener("input", (event) => {
    const at = Number(event.target.value);
    change({ year: at === years.length - 1 ? null : years[at] });
  });
}

// The chosen theme outlives the visit where the browser lets a page keep something.
function remember(chosen) {
  try {
    localStorage.setItem("mrgraph theme", chosen);
  } catch { /* private windows keep nothing */ }
}

function remembered() {
  try {
    return ["light", "dark"].find((name) => name === localStorage.getItem("mrgraph theme")) ?? null;
  } catch {
    return null;
  }
}

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const theme = () => state.theme ?? (systemDark.matches ? "dark" : "light");

function applyTheme() {
  const dark = theme() === "dark";
  document.documentElement.dataset.theme = theme();
  byId("theme").textContent = dark ? "Light" : "Dark";
}

byId("view-map").addEventListener("click", () => change({ view: "map" }));
byId("view-table").addEventListener("click", () => change({ view: "table" }));
byId("theme").addEventListener("click", () => {
  const chosen = theme() === "dark" ? "light" : "dark";
  remember(chosen);
  change({ theme: chosen });
});
byId("save-png").addEventListener("click", savePng);
byId("save-svg").addEventListener("click", saveSvg);
byId("zoom-in").addEventListener("click", () => zoom(1.35));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
byId("zoom-fit").addEventListener("click", lookAround);
byId("skip").addEventListener("click", () => panel.focus());
systemDark.addEventListener("change", () => show(state));
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  redraw();
});
window.addEventListener("afterprint", () => show(state));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !event.target.matches("input[type=search]")) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape" && (state.node !== null || state.path)) change({ node: null, path: null });
  else if (event.key === "Escape" && state.cluster !== null) openCluster(clusters[state.cluster].parent);
});

const KEYS = { ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60), "+": () => zoom(1.35), "=": () => zoom(1.35), "-": () => zoom(1 / 1.35), 0: lookAround };
canvas.addEventListener("keydown", (event) => {
  if (!KEYS[event.key] || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  KEYS[event.key]();
});

// ---- the address

function keep(step) {
  const parts = new URLSearchParams();
  if (state.path) parts.set("path", state.path.map((id) => nodes[id].key).join(" "));
  else if (state.node !== null) parts.set("node", nodes[state.node].key);
  if (state.cluster !== null) parts.set("cluster", clusters[state.cluster].key);
  if (state.view !== "map") parts.set("view", state.view);
  if (state.tab !== "names") parts.set("tab", state.tab);
  if (state.hidden.size) parts.set("hide", [...state.hidden].sort().join(" "));
  if (state.shared > 1) parts.set("shared", state.shared);
  if (state.year !== null) parts.set("year", state.year);
  if (state.theme && state.theme !== remembered()) parts.set("theme", state.theme);
  const hash = `#${parts}`;
  if (hash === (location.hash || "#")) return;
  if (step) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

// The state that the address asks for; what it asks for in vain is left out.
function wanted() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const one = (name, allowed, otherwise) => (allowed.includes(parts.get(name)) ? parts.get(name) : otherwise);
  const shared = Number.parseInt(parts.get("shared") ?? "1", 10);
  const year = Number.parseInt(parts.get("year") ?? "", 10);
  const ends = (parts.get("path") ?? "").split(" ").map((key) => byKey(key)?.id);
  return {
    node: byKey(parts.get("node"))?.id ?? (location.hash.length < 2 ? data.focus : null),
    path: ends.length === 2 && ends.every((id) => id !== undefined) ? ends : null,
    cluster: clusters.find(({ key }) => key === parts.get("cluster"))?.id ?? null,
    view: one("view", ["map", "table"], "map"),
    tab: one("tab", Object.keys(TABLES), "names"),
    hidden: new Set((parts.get("hide") ?? "").split(" ").filter((kind) => kinds.some(({ id }) => id === kind))),
    shared: Math.min(Math.max(1, shared || 1), Number(byId("shared").max)),
    year: years.includes(year) && year !== years.at(-1) ? year : null,
    theme: one("theme", ["light", "dark"], remembered()),
  };
}

window.addEventListener("popstate", () => change(wanted(), false));
new ResizeObserver(() => {
  if (ready && state.view === "map" && !touched) requestAnimationFrame(lookAround);
}).observe(canvas);

const wide = window.matchMedia("(min-width: 801px)");
const foldFilters = () => { byId("filter-box").open = wide.matches; };
wide.addEventListener("change", foldFilters);

// ---- start

document.documentElement.classList.add("scripted");
buildLegend();
buildSliders();
foldFilters();
const drawingArea = canvas.firstChild;
for (const [name, value] of Object.entries({ role: "application", "aria-label": "Network drawing. Arrows move it, plus and minus zoom, 0 shows everything. Search, details and table give the same facts as text." })) drawingArea.setAttribute(name, value);
const foldedAway = reports.reduce((sum, report) => sum + ofReports.regionLists[report.regions].length, 0);
byId("summary").textContent = [
  plural(reports.length, "report", "reports"), plural(nodes.length - reports.length, "name", "names"), plural(linkCount, "link", "links"),
  plural(figures.length, "figure", "figures"), ...(foldedAway ? [`${plural(foldedAway, "listed region", "listed regions")} folded away`] : []),
].join(" · ");
picture.setSize("100%", "100%");
await change(wanted(), false);
picture.setSize("100%", "100%"); // the sentence above the drawing has taken its room
lookAround();
ready = true;
document.documentElement.dataset.ready = "true";
