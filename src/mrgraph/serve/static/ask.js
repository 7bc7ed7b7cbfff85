// The page to ask on: saved questions with their parameters, the query, and its answer.
"use strict";

const at = (id) => document.getElementById(id);
const drawers = { table: drawTable, chart: drawChart, network: drawNetwork };
let view = "table";
let answer = null;
let current = null;
let files = [];

new Completion(at("query"), at("completions"));

function draw() {
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-selected", button.dataset.view === view);
  if (answer) drawers[view](answer, at("answer"));
}

function tell(words, error) {
  at("status").textContent = words;
  at("error").textContent = error || "";
  at("error").hidden = !error;
}

async function ask() {
  tell("Asking …");
  at("answer").replaceChildren();
  answer = null;
  at("csv").hidden = at("json").hidden = true;
  try {
    for (const input of document.querySelectorAll("#parameters input")) {
      const wrong = await resolved(input);
      if (wrong) { tell("", wrong); input.focus(); return; }
    }
  } catch (error) { tell("", "The service does not answer: " + error.message); return; }
  const started = performance.now();
  try {
    const reply = await fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9" },
      body: filled(),
    });
    const text = await reply.text();
    const spent = ((performance.now() - started) / 1000).toFixed(2);
    if (!reply.ok) { tell("", text.trim()); return; }
    const kind = reply.headers.get("Content-Type");
    show(kind, text, spent);
  } catch (error) {
    tell("", "The service does not answer: " + error.message);
  }
}

function show(kind, text, spent) {
  if (kind.startsWith("application/n-triples")) {
    answer = { columns: ["subject", "predicate", "object"], rows: parseTriples(text) };
  } else {
    const read = JSON.parse(text);
    if ("boolean" in read) { tell(`${read.boolean ? "Yes" : "No"} · ${spent} s`); return; }
    answer = { columns: read.head.vars, rows: read.results.bindings };
  }
  const count = answer.rows.length;
  tell(`${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"} · ${spent} s`);
  if (!count) { at("answer").textContent = "Nothing found."; answer = null; return; }
  offer("csv", "text/csv", [answer.columns, ...answer.rows.map((row) => answer.columns.map((column) => cell(row[column])))]
    .map((row) => row.map((value) => (/[",\n\r]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value)).join(",")).join("\r\n"));
  offer("json", "application/json", JSON.stringify(answer.rows, null, 1));
  draw();
}

// A spreadsheet runs a cell that begins like a formula.
function cell(term) {
  const value = term ? term.value : "";
  return /^[=+\-@\t\r]/.test(value) && !isNumber(term) ? "'" + value : value;
}

function offer(id, type, text) {
  const link = at(id);
  const url = URL.createObjectURL(new Blob([text], { type }));
  files.push(url);
  if (files.length > 2) URL.revokeObjectURL(files.shift());
  link.href = url;
  link.hidden = false;
}

// The query with the values of the form: each becomes one whole term.
function filled() {
  let text = at("query").value;
  for (const input of document.querySelectorAll("#parameters input")) {
    const value = input.value.trim();
    if (!value) continue;
    const name = "the" + input.name[0].toUpperCase() + input.name.slice(1);
    const block = new RegExp(`(VALUES\\s+\\?${name}\\s*\\{)[^}]*\\}`, "i");
    text = text.replace(block, (_, start) => `${start} ${term(value, input)} }`);
  }
  return text;
}

function term(value, input) {
  const iri = input.dataset.iri;
  if (iri) return `<${iri}>`;
  if (/^(https?|urn):[^\s<>"{}|^`\\]+$/.test(value)) return `<${value}>`;
  if (/^[a-z]+:[\w.-]+$/.test(value)) return value;
  const plain = value.replace(/\s*%$/, "");
  if (["year", "percent", "number"].includes(input.dataset.type) && /^-?\d+(\.\d+)?$/.test(plain)) return plain;
  return JSON.stringify(value);
}

function choose(query) {
  current = query;
  at("query").value = query.text.replace(/^#.*\n|^PREFIX .*\n/gm, "");
  at("parameters").replaceChildren(...query.parameters.map((parameter) => {
    const label = document.createElement("label");
    label.textContent = parameter.name + " ";
    const input = document.createElement("input");
    input.name = parameter.name;
    input.dataset.type = parameter.type;
    input.placeholder = parameter.default === null ? "for example " + parameter.example : parameter.default;
    input.required = parameter.default === null;
    const list = document.createElement("datalist");
    list.id = "names-" + parameter.name;
    input.setAttribute("list", list.id);
    input.addEventListener("input", () => suggest(input, list));
    label.append(input, list);
    return label;
  }));
  const first = at("parameters").querySelector("input[required]");
  if (first) { tell("Fill in what is asked for, then press Ask."); first.focus(); } else ask();
}

const FREE = ["year", "percent", "number", "text"];

// The things of one kind whose names contain what was typed.
async function named(typed, kind) {
  const reply = await fetch(`/names?q=${encodeURIComponent(typed)}&kind=${encodeURIComponent(kind)}`);
  return reply.ok ? reply.json() : [];
}

// Finds the thing that a value names, as it stands or as the only one that contains it; what is wrong, else null.
async function resolved(input) {
  const value = input.value.trim(), kind = input.dataset.type;
  if (!value || input.dataset.iri || FREE.includes(kind) || /^[a-z]+:\S+$/.test(value)) return null;
  const names = await named(value, kind);
  const things = new Map(names.map((one) => [one.iri, one]));
  const exact = new Map(names.filter((one) => one.name.toLowerCase() === value.toLowerCase()).map((one) => [one.iri, one]));
  const meant = exact.size === 1 ? exact : things;
  if (meant.size === 1) { input.dataset.iri = [...meant.keys()][0]; return null; }
  if (!things.size) return `No ${kind} of this graph is called “${value}”.`;
  return `Which ${kind} is meant by “${value}”? ${[...things.values()].slice(0, 8).map((one) => one.name).join(", ")}`;
}

function suggest(input, list) {
  delete input.dataset.iri;
  clearTimeout(input.pause);
  const found = [...list.children].find((option) => option.value === input.value);
  if (found) { input.dataset.iri = found.dataset.iri; return; }
  if (input.value.length < 2 || FREE.includes(input.dataset.type)) return;
  input.pause = setTimeout(() => listNames(input, list), 150);
}

async function listNames(input, list) {
  const typed = input.value;
  const names = await named(typed, input.dataset.type);
  if (input.value !== typed) return;
  list.replaceChildren(...names.map((one) => {
    const option = document.createElement("option");
    option.value = one.name;
    option.dataset.iri = one.iri;
    return option;
  }));
}

async function listSaved() {
  const all = await (await fetch("/queries")).json();
  const builds = (query) => /^\s*construct\b/im.test(query.text);  // graphs are for machines: they come last
  const queries = [...all.filter((query) => !builds(query)), ...all.filter(builds)];
  const fill = () => {
    const wanted = at("find").value.toLowerCase();
    const lines = queries.filter((query) => (query.name + query.question).toLowerCase().includes(wanted)).map((query) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = query.question;
      const name = document.createElement("small");
      name.textContent = query.name;
      button.append(name);
      button.addEventListener("click", () => choose(query));
      line.append(button);
      return line;
    });
    at("saved").replaceChildren(...lines);
  };
  at("find").addEventListener("input", fill);
  fill();
}

at("form").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
at("query").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); ask(); } });
for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => { view = button.dataset.view; draw(); });
listSaved();
ask();
