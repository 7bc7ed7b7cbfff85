// Signs for names -> the names: the other half of shorthand.py.

// A key from the name of its node: so many letters cut off at the end of what the name gives, or the key itself.
function keyAfter(name, short) {
  if (typeof short === "string") return short;
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("&", " and ");
  const folded = (plain.match(/[a-z0-9]+/g) ?? NONE).join("-");
  return folded.slice(0, folded.length - short);
}

// A text whose signs 1, 2 and 3 stand for the name, the market, and the market in lower case; one in a list has none.
function writtenOut(short, name, market) {
  if (typeof short !== "string") return short[0];
  return short.replace(/[\x01-\x03]/g, (sign) => (sign === "\x01" ? name : sign === "\x02" ? market : market.toLowerCase()));
}
