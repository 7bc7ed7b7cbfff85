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
  if (scene.discs.length) parts.push(`${plural(scene.discs.length, "group", "groups")} of reports to open`);
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
    byId("legend").append(make("label", {}, check, glyph(id), name, make("span", { class: "n" }, number(count))));
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

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const theme = () => state.theme ?? (systemDark.matches ? "dark" : "light");

function applyTheme() {
  const dark = theme() === "dark";
  document.documentElement.dataset.theme = theme();
  byId("theme").textContent = dark ? "Light" : "Dark";
}

byId("view-map").addEventListener("click", () => change({ view: "map" }));
byId("view-table").addEventListener("click", () => change({ view: "table" }));
byId("theme").addEventListener("click", () => change({ theme: theme() === "dark" ? "light" : "dark" }));
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
  if (state.theme) parts.set("theme", state.theme);
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
    theme: one("theme", ["light", "dark"], null),
  };
}

window.addEventListener("popstate", () => change(wanted(), false));
new ResizeObserver(() => {
  if (ready && state.view === "map" && !touched) requestAnimationFrame(lookAround);
}).observe(canvas);

// ---- start

document.documentElement.classList.add("scripted");
buildLegend();
buildSliders();
const drawingArea = canvas.firstChild;
for (const [name, value] of Object.entries({ role: "application", "aria-label": "Network drawing. Arrows move it, plus and minus zoom, 0 shows everything. Search, details and table give the same facts as text." })) drawingArea.setAttribute(name, value);
const foldedAway = reports.reduce((sum, report) => sum + ofReports.regionLists[report.regions].length, 0);
byId("summary").textContent = [
  plural(reports.length, "report", "reports"), plural(nodes.length - reports.length, "name", "names"), plural(linkCount, "link", "links"),
  plural(figures.length, "figure", "figures"), ...(foldedAway ? [`${plural(foldedAway, "listed region", "listed regions")} folded away`] : []),
].join(" · ");
picture.setSize("100%", "100%");
await change(wanted(), false);
ready = true;
document.documentElement.dataset.ready = "true";
