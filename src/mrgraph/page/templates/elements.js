// Parts of the page. No text of a document is ever parsed as HTML.

// A DOM element. Strings among the children become text nodes: no text of a document is ever parsed as HTML.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A part of a picture, in the namespace of SVG.
function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A button that looks like a link and opens a node.
const opener = (node, text = node.name) => make("button", { type: "button", class: "text", dir: "auto", onclick: () => openNode(node.id) }, text);
