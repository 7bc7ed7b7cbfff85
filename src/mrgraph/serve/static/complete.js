// Completion for the query: prefixes, terms, variables and keywords at once, names of things from the graph.
"use strict";

const known = JSON.parse(document.getElementById("known").textContent);
const KEYWORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GROUP BY ORDER BY DESC LIMIT OFFSET HAVING COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT EXISTS NOT CONTAINS LCASE STR CONSTRUCT ASK DESCRIBE".split(" ");

function shorten(iri) {
  for (const [prefix, space] of Object.entries(known.prefixes)) {
    if (iri.startsWith(space) && /^[\w-]+$/.test(iri.slice(space.length))) return prefix + ":" + iri.slice(space.length);
  }
  return "<" + iri + ">";
}

class Completion {
  constructor(area, list) {
    this.area = area;
    this.list = list;
    this.items = [];
    this.chosen = 0;
    this.turn = 0;
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("input", () => (this.list.hidden ? this.maybe() : this.open()));
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (item) { event.preventDefault(); this.take([...list.children].indexOf(item)); }
    });
  }

  word() {
    return /[?$]?[\w:.-]*$/.exec(this.area.value.slice(0, this.area.selectionStart))[0];
  }

  maybe() {
    if (/^[a-z]+:\w*$/i.test(this.word())) this.open();
  }

  key(event) {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.open(true); return; }
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); this.choose(this.chosen + step); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); this.take(this.chosen); }
    else if (event.key === "Escape") { event.preventDefault(); this.close(); }
  }

  async open(asked) {
    const word = this.word();
    const turn = ++this.turn;
    let items = this.local(word);
    this.show(items);
    if (asked && word.length > 1 && !/[:?$]/.test(word)) {
      const reply = await fetch("/names?q=" + encodeURIComponent(word));
      if (!reply.ok || turn !== this.turn) return;
      const names = await reply.json();
      items = [...names.map((one) => ({ text: shorten(one.iri), note: one.name + " · " + one.kind })), ...items];
      this.show(items);
    }
  }

  local(word) {
    const lower = word.toLowerCase();
    const variables = [...new Set(this.area.value.match(/[?$]\w+/g) || [])].filter((one) => one !== word);
    const terms = known.terms.map((iri) => ({ text: shorten(iri), note: "" }));
    const prefixes = Object.entries(known.prefixes).map(([prefix, space]) => ({ text: prefix + ":", note: space }));
    const plain = [...variables, ...KEYWORDS].map((text) => ({ text, note: "" }));
    const all = [...terms, ...prefixes, ...plain];
    const begins = all.filter((one) => one.text.toLowerCase().startsWith(lower));
    const holds = all.filter((one) => !begins.includes(one) && lower.length > 2 && one.text.toLowerCase().includes(lower.replace(/^mrg:/, "")));
    return [...begins, ...holds].filter((one) => one.text !== word).slice(0, 40);
  }

  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item) => {
      const line = document.createElement("li");
      line.textContent = item.text + " ";
      const note = document.createElement("small");
      note.textContent = item.note;
      line.append(note);
      return line;
    }));
    this.list.hidden = !items.length;
    this.choose(0);
  }

  choose(place) {
    const lines = this.list.children;
    if (!lines.length) return;
    this.chosen = (place + lines.length) % lines.length;
    [...lines].forEach((line, at) => line.setAttribute("aria-selected", at === this.chosen));
    lines[this.chosen].scrollIntoView({ block: "nearest" });
  }

  take(place) {
    const item = this.items[place];
    if (!item) return;
    const end = this.area.selectionStart;
    const start = end - this.word().length;
    this.area.setRangeText(item.text, start, end, "end");
    this.close();
    this.area.focus();
  }

  close() {
    this.turn++;
    this.list.hidden = true;
  }
}
