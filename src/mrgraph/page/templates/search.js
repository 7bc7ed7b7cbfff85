// Search: names and other names, by the beginning of the name or of any word in it, whatever the case and accents.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
// All names in one string, so that one scan by the engine's own search finds the few nodes that are looked at closer.
const BREAK = "\n";
const starts = new Int32Array(nodes.length + 1);
const haystack = nodes.map((node, id) => {
  const names = [node.name, ...node.aliases, ...(isReport(node) ? [reportName(id)] : [])];
  const text = BREAK + names.map(fold).join(BREAK);
  starts[id + 1] = starts[id] + text.length;
  return text;
}).join("");
const foldedNames = (id) => haystack.slice(starts[id] + 1, starts[id + 1]).split(BREAK);

function nodeAtOffset(offset, from) {
  let low = from;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function search(text) {
  const wanted = fold(text);
  if (!wanted || wanted.includes(BREAK)) return [];
  const hits = [];
  for (let at = haystack.indexOf(wanted), id = 0; at >= 0; at = haystack.indexOf(wanted, starts[id + 1])) {
    id = nodeAtOffset(at, id);
    hits.push({ node: nodes[id], rank: fit(foldedNames(id), wanted), reports: isReport(nodes[id]) ? 0 : degree(id) });
  }
  hits.sort((a, b) => a.rank - b.rank || b.reports - a.reports || a.node.id - b.node.id);
  return hits.map(({ node }) => node);
}

// 0 is best: the name begins so, a word begins so, another name does, it stands somewhere.
function fit(names, wanted) {
  let best = 9;
  for (let place = 0; place < names.length && best; place += 1) {
    if (!names[place].includes(wanted)) continue;
    const at = names[place].startsWith(wanted) ? 0 : wordBegins(names[place], wanted) ? 1 : 4;
    best = Math.min(best, at + (place ? 2 : 0));
  }
  return best;
}

function wordBegins(name, wanted) {
  for (let at = name.indexOf(wanted); at >= 0; at = name.indexOf(wanted, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(name[at - 1])) return true;
  }
  return false;
}

// ---- the box

const MAX_FOUND = 12;
const box = byId("search");
const list = byId("found");
let found = [];
let picked = -1;
let whenTaken = null; // what to do with the next name instead of opening it: the end of a path

function showFound() {
  found = timed("search", () => search(box.value));
  list.replaceChildren();
  found.slice(0, MAX_FOUND).forEach((node, place) => list.append(option(node, place)));
  if (!found.length && box.value.trim()) list.append(hint("Nothing by this name"));
  if (found.length > MAX_FOUND) list.append(hint(`${MAX_FOUND} of ${number(found.length)}; type more to narrow it down`));
  list.hidden = !list.children.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  pick(found.length ? 0 : -1);
}

function option(node, place) {
  const about = isReport(node) ? "" : `, ${plural(degree(node.id), "report", "reports")}`;
  const row = make("li", { role: "option", id: `found-${place}`, "aria-selected": "false" },
    make("span", { dir: "auto" }, fullName(node)), make("span", { class: "quiet" }, kindsOf(node) + about));
  row.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(place);
  });
  return row;
}

const hint = (text) => make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text);

function pick(place) {
  picked = place;
  [...list.children].forEach((row, n) => {
    if (!row.classList.contains("none")) row.setAttribute("aria-selected", String(n === place));
  });
  if (place < 0) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  box.setAttribute("aria-activedescendant", `found-${place}`);
  list.children[place].scrollIntoView({ block: "nearest" });
}

function take(place) {
  const node = found[place];
  closeFound();
  if (!node) return;
  box.value = "";
  if (whenTaken) whenTaken(node.id);
  else openNode(node.id);
}

function closeFound() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

box.addEventListener("input", showFound);
box.addEventListener("focus", () => box.value && showFound());
box.addEventListener("blur", closeFound);
box.addEventListener("keydown", (event) => {
  const last = Math.min(found.length, MAX_FOUND) - 1;
  if (event.key === "ArrowDown" && last >= 0) pick(picked >= last ? 0 : picked + 1);
  else if (event.key === "ArrowUp" && last >= 0) pick(picked <= 0 ? last : picked - 1);
  else if (event.key === "Enter" && picked >= 0) take(picked);
  else if (event.key === "Escape" && !list.hidden) closeFound();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
