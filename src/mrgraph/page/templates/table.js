// The same facts as tables: names, links, figures. Sorted by a click on a heading, limited by the same filters.

const ROWS = 100;
const tableView = byId("table");
const sorting = { names: { column: 2, down: true }, links: { column: 0, down: false }, figures: { column: 0, down: false } };
const showing = { names: ROWS, links: ROWS, figures: ROWS };
let tableTurn = 0;

// The sentences of a claim, each with its place below it.
const sentenceLines = (claim) => claim.quotes.map((quote) => make("div", {},
  make("p", { dir: "auto" }, quote.heading ? `${quote.heading} ${quote.text}` : quote.text),
  make("p", { class: "where" }, make("bdi", {}, quote.file), placeOf(quote), sourceLink(quote))));

// The roles stand here since a phone shows rows as cards, and some browsers then forget that it is a table.
// A column: its title, what a row is sorted by (null: not at all), what is shown if that is something else, its look.
const TABLES = {
  names: {
    title: "Names",
    rows: () => nodes.filter(passes),
    columns: [
      ["Name", fullName, (node) => opener(node, fullName(node)), "name"],
      ["Type", kindsOf],
      ["Reports", (node) => (isReport(node) ? 1 : named[node.id]), null, "number"],
      ["Sources", (node) => independent(node.id), null, "number"],
      ["Links", (node) => degree(node.id), null, "number"],
      ["Also written", (node) => (isReport(node) ? node.name : node.aliases.join(", "))],
    ],
  },
  links: {
    title: "Links",
    rows: () => Array.from({ length: linkCount }, (_, link) => link).filter((link) => passes(nodes[edgeTo[edgeOfLink[link]]]) && passes(nodes[edgeFrom[edgeOfLink[link]]])),
    report: reportOfLink,
    columns: [
      ["Report", (link) => reportName(edgeFrom[edgeOfLink[link]]), (link) => opener(nodes[edgeFrom[edgeOfLink[link]]], reportName(edgeFrom[edgeOfLink[link]])), "name"],
      ["Says", relationOf, null, "says"],
      ["Name", (link) => nodes[edgeTo[edgeOfLink[link]]].name, (link) => opener(nodes[edgeTo[edgeOfLink[link]]]), "name"],
      ["Sentence", null, (link) => sentenceLines(linkClaim(link)), "sentence"],
      ["Confidence", (link) => Number(data.confidences[links.confidence[link]] ?? -1), (link) => data.confidences[links.confidence[link]] ?? "", "number"],
      ["Warnings", (link) => data.flagSets[links.flags[link]].join(", ")],
    ],
  },
  figures: {
    title: "Figures",
    rows: () => figures.filter((figure) => inTime(figure.report)),
    report: reportOfFigure,
    columns: [
      ["Figure", (figure) => figure.kind],
      ["Value", (figure) => figure.number ?? -Infinity, (figure) => figure.value, "number"],
      ["Own sizes give", (figure) => figure.impliedNumber ?? -Infinity, (figure) => figure.implied ?? "", "number"],
      ["For", subjectOf, null, "name"],
      ["Period", (figure) => figure.period, null, "number"],
      ["Report", figureReport, (figure) => opener(nodes[figure.report], figureReport(figure)), "name"],
      ["Sentence", null, (figure) => sentenceLines(figureClaim(figure)), "sentence"],
      ["Warnings", (figure) => figureFlags(figure).join(", ")],
    ],
  },
};

async function showTable() {
  const mine = (tableTurn += 1);
  const kind = TABLES[state.tab];
  const all = chosenRows(kind);
  const { column, down } = sorting[state.tab];
  const [, key] = kind.columns[column];
  const order = all.map((row, place) => ({ row, place, value: key(row) })).sort((a, b) => {
    const by = typeof a.value === "number" ? a.value - b.value : collate(a.value, b.value);
    return (down ? -by : by) || a.place - b.place;
  });
  const shown = order.slice(0, showing[state.tab]).map(({ row }) => row);
  if (kind.report) await evidenceFor(shown.map(kind.report));
  if (mine !== tableTurn) return;
  const typing = document.activeElement === typed;
  const body = make("tbody", { role: "rowgroup" }, shown.map((row) => make("tr", { role: "row" }, kind.columns.map((c) => cell(row, c)))));
  const head = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, kind.columns.map(heading)));
  tableView.replaceChildren(tabs(all.length), make("table", { role: "table", "aria-label": kind.title }, head, body), moreRows(all.length, shown.length));
  if (typing) typed.focus();
}

// ---- typing, and the rows as a file

const typed = make("input", { type: "search", id: "rows-filter", placeholder: "Filter rows", "aria-label": "Filter rows", autocomplete: "off", spellcheck: "false" });
typed.addEventListener("input", () => {
  showing[state.tab] = ROWS;
  showTable();
});

// The rows in which each of the typed words stands, in any order.
function chosenRows(kind) {
  const wanted = fold(typed.value).split(/\s+/u).filter(Boolean);
  const all = kind.rows();
  if (!wanted.length) return all;
  const wording = kind.columns.filter(([, key]) => key).map(([, key, show]) => (row) => plainCell(row, key, show));
  return all.filter((row) => {
    const text = fold(wording.map((words) => words(row)).join(" "));
    return wanted.every((word) => text.includes(word));
  });
}

// What a cell says, without its buttons.
function plainCell(row, key, show) {
  const shown = show ? show(row) : null;
  if (typeof shown === "string") return shown;
  return String(key(row) ?? "");
}

const CSV_MARK = "\ufeff"; // by which spreadsheets know UTF-8
const FORMULA = /^[=+@\t\r-](?![\d.,\s%]*$)/u; // what a spreadsheet would reckon instead of showing it

function csvCell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

async function saveCsv() {
  const kind = TABLES[state.tab];
  const all = chosenRows(kind);
  if (kind.report) await evidenceFor(all.map(kind.report));
  const sentencesOf = (row) => (state.tab === "links" ? linkClaim(row) : figureClaim(row)).quotes.map(({ text }) => text).join(" | ");
  const lines = [kind.columns.map(([title]) => title), ...all.map((row) => kind.columns.map(([, key, show]) => (key ? plainCell(row, key, show) : sentencesOf(row))))];
  save(new Blob([CSV_MARK, ...lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`)], { type: "text/csv;charset=utf-8" }), `${state.tab}.csv`);
}

function cell(row, [title, key, show, look]) {
  const value = show ? show(row) : String(key(row));
  return make("td", { role: "cell", class: look ?? false, dir: "auto", "data-title": title }, ...[value].flat());
}

function heading([title, key], at) {
  if (!key) return make("th", { role: "columnheader", scope: "col" }, title);
  const { column, down } = sorting[state.tab];
  const sort = async () => {
    sorting[state.tab] = { column: at, down: column === at ? !down : false };
    await showTable();
    tableView.querySelectorAll("thead th")[at].querySelector("button").focus();
  };
  return make("th", { role: "columnheader", scope: "col", "aria-sort": column !== at ? "none" : down ? "descending" : "ascending" }, make("button", { type: "button", onclick: sort }, title));
}

function tabs(count) {
  const buttons = Object.entries(TABLES).map(([name, { title }]) => make("button", { type: "button", "aria-pressed": String(name === state.tab), onclick: () => change({ tab: name }) }, title));
  return make("div", { class: "tabs" }, make("div", { class: "switch", role: "group", "aria-label": "Table" }, buttons),
    typed, make("button", { type: "button", id: "save-csv", "aria-label": "Save these rows as CSV", onclick: saveCsv }, "CSV"),
    make("span", { class: "quiet", id: "rows" }, `${number(Math.min(count, showing[state.tab]))} of ${plural(count, "row", "rows")}`));
}

function moreRows(count, shown) {
  if (shown >= count) return "";
  const next = () => {
    showing[state.tab] += ROWS * 5;
    showTable();
  };
  return make("p", {}, make("button", { type: "button", class: "more", onclick: next }, `Show more of ${number(count)}`));
}

// Up and down move between the rows' first buttons.
tableView.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target.closest("tbody tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  const button = next?.querySelector("button");
  if (!button) return;
  event.preventDefault();
  button.focus();
});
