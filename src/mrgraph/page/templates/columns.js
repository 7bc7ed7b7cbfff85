// Columns as they travel -> rows and arrays as they are used.

const NONE = Object.freeze([]);

// Rows that hold their number and read each field from its column: a page of 200,000 names has no room for more.
function rowsOf(count, fields) {
  class Row {
    constructor(id) { this.id = id; }
  }
  for (const [name, read] of Object.entries(fields)) Object.defineProperty(Row.prototype, name, { get() { return read(this.id); } });
  return Array.from({ length: count }, (_, id) => new Row(id));
}

// Whole numbers in as few bytes as the largest needs.
function compact(numbers) {
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  const least = numbers.reduce((a, b) => Math.min(a, b), 0);
  return (least < 0 ? Int32Array : most < 256 ? Uint8Array : most < 65536 ? Uint16Array : Int32Array).from(numbers);
}

const entry = (table, column) => (at) => table[column[at]];

// Where the things of each owner begin, if they stand in the order of their owners: [2, 0, 3] -> [0, 2, 2, 5].
function beginnings(counts) {
  const found = new Int32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at += 1) found[at + 1] = found[at] + counts[at];
  return found;
}

// The owner of each thing: [2, 0, 3] -> [0, 0, 2, 2, 2].
function owners(begin) {
  const found = new Int32Array(begin[begin.length - 1]);
  for (let at = 0; at + 1 < begin.length; at += 1) found.fill(at, begin[at], begin[at + 1]);
  return found;
}

// Numbers from their steps: [7, 2, -1] -> [7, 9, 8].
function walked(steps) {
  const found = new Int32Array(steps.length);
  let last = 0;
  for (let at = 0; at < steps.length; at += 1) found[at] = last += steps[at];
  return found;
}
