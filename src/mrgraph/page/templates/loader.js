// Unpacks the scripts and runs them. The page's policy names their hashes, so the browser runs these and no others.
"use strict";

async function unpack(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

(async () => {
  if (!window.DecompressionStream) {
    document.body.prepend("This page needs a browser from 2023 or later: Chrome or Edge 103, Firefox 113, Safari 16.4.");
    return;
  }
  const packed = ["library", "script"].map((id) => unpack(document.getElementById(id).textContent));
  for (const code of await Promise.all(packed)) {
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
  }
})();
