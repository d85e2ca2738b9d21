// The page of `headword graph`: draws the graph, and shows the definition of the chosen term.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);
const canvas = element("canvas");
const context = canvas.getContext("2d");
const dark = matchMedia("(prefers-color-scheme: dark)");

const nodes = data.nodes.map((node, index) => {
  const [x, y, r, topic] = data.places[index];
  const hue = (topic * 137 + 210) % 360;
  return { ...node, index, x: x / 10, y: y / 10, r: r / 10, hue, to: [], from: [] };
});
const edges = data.edges.map(([source, target]) => ({ source: nodes[source], target: nodes[target] }));
for (const { source, target } of edges) {
  source.to.push(target);
  target.from.push(source);
}
for (const node of nodes) node.text = [node.name, ...node.aliases].join("\n").toLowerCase();
const sizes = new Map();
for (const { topic } of nodes) sizes.set(topic, (sizes.get(topic) ?? 0) + 1);
const color = (node) => `hsl(${node.hue} 60% ${dark.matches ? 68 : 42}%)`;

// The view: a point of the canvas is `x * scale + left`, `y * scale + top`.
const view = { scale: 1, left: 0, top: 0 };
let chosen = null, hovered = null, topic = "", words = "", gaps = true, moved = false, due = false;
const isShown = (node) => (gaps || !node.gap) && (topic === "" || node.topic === topic);
const isFound = (node) => words === "" || node.text.includes(words);

function size() {
  const ratio = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  return ratio;
}

function fit() {
  const shown = nodes.filter(isShown);
  if (shown.length === 0) return;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of shown) {
    left = Math.min(left, x); right = Math.max(right, x);
    top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  view.scale = Math.min(2, Math.min(width / (right - left + 120), height / (bottom - top + 90)));
  view.left = width / 2 - view.scale * (left + right) / 2;
  view.top = height / 2 - view.scale * (top + bottom) / 2;
  redraw();
}

function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const scale = Math.min(8, Math.max(0.02, view.scale * factor));
  view.left = x - (x - view.left) * scale / view.scale;
  view.top = y - (y - view.top) * scale / view.scale;
  view.scale = scale;
  moved = true;
  redraw();
}

function pan(x, y) {
  view.left += x;
  view.top += y;
  moved = true;
  redraw();
}

function redraw() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; draw(); });
}

function draw() {
  const ratio = size();
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const style = getComputedStyle(document.body);
  const [text, back] = [style.color, style.backgroundColor];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { scale, left, top } = view;
  const at = (node) => [node.x * scale + left, node.y * scale + top];
  const isNear = (x, y) => x > -50 && y > -50 && x < width + 50 && y < height + 50;
  const active = chosen || hovered;

  context.lineWidth = 1;
  context.strokeStyle = text;
  context.globalAlpha = Math.min(0.3, Math.max(0.05, 300 / (edges.length + 1)));
  context.beginPath();
  for (const { source, target } of edges) {
    if (!isShown(source) || !isShown(target)) continue;
    const [x1, y1] = at(source), [x2, y2] = at(target);
    if (Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0 || Math.min(x1, x2) > width || Math.min(y1, y2) > height) continue;
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
  if (active) {
    context.globalAlpha = 0.9;
    context.lineWidth = 1.5;
    arrows(active, at);
  }

  // One path for all nodes that look the same: thousands of fills take too long.
  const [seen, looks] = [[], new Map()];
  for (const node of nodes) {
    const [x, y] = at(node);
    if (!isShown(node) || !isNear(x, y)) continue;
    const isLit = isFound(node) && (!active || node === active || node.to.includes(active) || node.from.includes(active));
    const r = Math.max(1.5, node.r * Math.min(1.6, Math.max(scale, 0.25)));
    const key = `${node.hue} ${isLit} ${node.gap}`;
    if (!looks.has(key)) looks.set(key, { node, isLit, path: new Path2D() });
    const { path } = looks.get(key);
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 6.2832);
    if (isLit) seen.push([node, x, y, r]);
  }
  for (const { node, isLit, path } of looks.values()) {
    context.globalAlpha = isLit ? 1 : 0.25;
    context.fillStyle = node.gap ? back : color(node);
    context.fill(path);
    context.lineWidth = 1.5;
    context.strokeStyle = color(node);
    if (node.gap) context.stroke(path);
  }
  for (const [node, x, y, r] of seen.filter(([node]) => node === active)) {
    context.globalAlpha = 1;
    context.lineWidth = 3;
    context.strokeStyle = text;
    context.beginPath();
    context.arc(x, y, r, 0, 6.2832);
    context.stroke();
  }
  labels(seen, active, text, back);
}

/** Draws the edges of a node with arrows to what a definition mentions. */
function arrows(node, at) {
  context.strokeStyle = context.fillStyle = color(node);
  const pairs = [...node.to.map((to) => [node, to]), ...node.from.map((from) => [from, node])];
  for (const [from, to] of pairs.filter(([a, b]) => isShown(a) && isShown(b))) {
    const [x1, y1] = at(from), [x2, y2] = at(to);
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const r = Math.max(1.5, to.r * Math.min(1.6, Math.max(view.scale, 0.25))) + 1;
    const [x, y] = [x2 - r * Math.cos(angle), y2 - r * Math.sin(angle)];
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x, y);
    context.stroke();
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 8 * Math.cos(angle - 0.4), y - 8 * Math.sin(angle - 0.4));
    context.lineTo(x - 8 * Math.cos(angle + 0.4), y - 8 * Math.sin(angle + 0.4));
    context.fill();
  }
}

/** Draws the names of the most important nodes, where there is room. */
function labels(seen, active, text, back) {
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const rank = (node) => node === active ? Infinity : node.from.length + node.wanted + (words ? 100 : 0) + node.r / 100;
  seen.sort((a, b) => rank(b[0]) - rank(a[0]));
  const taken = new Set();
  const cells = (x, y, half) => {
    const found = [];
    for (let column = Math.floor((x - half) / 12); column <= Math.floor((x + half) / 12); column++) {
      for (let row = Math.floor(y / 8); row <= Math.floor((y + 13) / 8); row++) found.push(column * 100003 + row);
    }
    return found;
  };
  let drawn = 0;
  for (const [node, x, y, r] of seen.slice(0, 1000)) {
    if (drawn > 250) break;
    const name = node.name.length > 32 ? node.name.slice(0, 31) + "…" : node.name;
    const half = context.measureText(name).width / 2 + 2;
    const cover = cells(x, y + r + 2, half);
    if (node !== active && cover.some((cell) => taken.has(cell))) continue;
    cover.forEach((cell) => taken.add(cell));
    context.globalAlpha = 1;
    context.strokeStyle = back;
    context.lineWidth = 3;
    context.strokeText(name, x, y + r + 2);
    context.fillStyle = text;
    context.fillText(name, x, y + r + 2);
    drawn++;
  }
}

function nodeAt(x, y) {
  const [at, most] = [[(x - view.left) / view.scale, (y - view.top) / view.scale], 14 / view.scale];
  let [found, nearest] = [null, Infinity];
  for (const node of nodes) {
    if (!isShown(node)) continue;
    const far = Math.hypot(node.x - at[0], node.y - at[1]) - node.r;
    if (far < nearest) [found, nearest] = [node, far];
  }
  return nearest < most ? found : null;
}

// The details and the list: all of the graph for a keyboard and a screen reader.
function add(parent, name, text, attributes = {}) {
  const child = document.createElement(name);
  if (text) child.textContent = text;
  for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, value);
  parent.append(child);
  return child;
}

function choose(node, focus = false) {
  chosen = node;
  const detail = element("detail");
  detail.replaceChildren();
  if (!node) {
    add(detail, "p", "Choose a term in the graph or in the list.", { class: "soft" });
  } else {
    const heading = add(detail, "h2", node.name, { tabindex: "-1" });
    if (node.aliases.length) add(detail, "p", "also " + node.aliases.join(", "), { class: "soft" });
    if (node.gap) add(detail, "p", `Not written yet. ${node.wanted} ${node.wanted === 1 ? "note mentions" : "notes mention"} it.`);
    // The HTML was made safe when the page was made.
    else add(detail, "div", "").innerHTML = node.html;
    related(detail, "Its definition mentions", node.to);
    related(detail, "Mentioned by", node.from);
    const place = add(detail, "p", "", { class: "soft" });
    add(place, "a", node.topic || node.path, { href: node.href });
    place.append(` · ${node.path}:${node.line}` + node.tags.map((tag) => " #" + tag).join(""));
    if (focus) heading.focus();
    location.replace("#" + node.index);
  }
  for (const button of element("list").querySelectorAll("button")) {
    button.setAttribute("aria-current", String(node !== null && Number(button.value) === node.index));
  }
  redraw();
}

function related(parent, title, all) {
  if (all.length === 0) return;
  add(parent, "h3", title);
  const list = add(parent, "ul");
  for (const node of all) {
    add(add(list, "li"), "button", node.name, { type: "button", value: node.index }).onclick = () => show(node);
  }
}

/** Chooses a node and moves it into view. */
function show(node) {
  if (!isShown(node)) {
    [topic, gaps] = ["", true];
    element("topic").value = "";
    element("gaps").checked = true;
    list();
  }
  view.scale = Math.max(view.scale, 0.8);
  view.left = canvas.clientWidth / 2 - node.x * view.scale;
  view.top = canvas.clientHeight / 2 - node.y * view.scale;
  moved = true;
  choose(node, true);
}

const MOST = 300;
function list() {
  const found = nodes.filter((node) => isShown(node) && isFound(node));
  if (words) found.sort((a, b) => Number(b.text.startsWith(words)) - Number(a.text.startsWith(words)));
  element("count").textContent = `${found.length} of ${nodes.length}` +
    (found.length > MOST ? `, the first ${MOST} are listed` : "");
  element("list").replaceChildren();
  for (const node of found.slice(0, MOST)) {
    const button = add(add(element("list"), "li"), "button", node.name + (node.gap ? " (not written)" : ""),
      { type: "button", value: node.index });
    button.onclick = () => show(node);
  }
  redraw();
}

for (const [name, size] of [...sizes].sort(([a], [b]) => a.localeCompare(b))) {
  add(element("topic"), "option", `${name} (${size})`, { value: name });
}
element("topic").onchange = (event) => { topic = event.target.value; list(); fit(); };
element("gaps").onchange = (event) => { gaps = event.target.checked; list(); };
element("search").oninput = (event) => { words = event.target.value.trim().toLowerCase(); list(); };
element("search").onkeydown = (event) => {
  const first = element("list").querySelector("button");
  if (event.key === "Enter" && first) first.click();
};
element("in").onclick = () => zoom(1.4);
element("out").onclick = () => zoom(1 / 1.4);
element("fit").onclick = () => { moved = false; fit(); };
element("detail").onclick = (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  const node = nodes[Number(link.getAttribute("href").slice(1))];
  if (node) show(node);
};

const fingers = new Map();
let dragged = 0;
const near = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
canvas.onpointerdown = (event) => {
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, near(event));
  dragged = 0;
};
canvas.onpointermove = (event) => {
  const now = near(event), last = fingers.get(event.pointerId);
  if (!last) {
    const node = nodeAt(...now);
    if (node !== hovered) { hovered = node; canvas.style.cursor = node ? "pointer" : "grab"; redraw(); }
    return;
  }
  const other = [...fingers].find(([id]) => id !== event.pointerId);
  fingers.set(event.pointerId, now);
  dragged += Math.hypot(now[0] - last[0], now[1] - last[1]);
  if (!other) return pan(now[0] - last[0], now[1] - last[1]);
  const apart = (point) => Math.hypot(point[0] - other[1][0], point[1] - other[1][1]);
  zoom(apart(now) / Math.max(1, apart(last)), (now[0] + other[1][0]) / 2, (now[1] + other[1][1]) / 2);
};
canvas.onpointerup = canvas.onpointercancel = (event) => {
  fingers.delete(event.pointerId);
  if (event.type === "pointerup" && dragged < 5) choose(nodeAt(...near(event)));
};
canvas.onwheel = (event) => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...near(event));
};
canvas.onkeydown = (event) => {
  const keys = {
    ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60),
    ArrowDown: () => pan(0, -60), "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4),
    0: () => { moved = false; fit(); }, Escape: () => choose(null),
  };
  if (keys[event.key] && !event.ctrlKey && !event.metaKey) { event.preventDefault(); keys[event.key](); }
};
new ResizeObserver(() => moved ? redraw() : fit()).observe(canvas);
dark.onchange = redraw;

list();
choose(null);
const start = nodes[Number(location.hash.slice(1) || NaN)];
fit();
if (start) show(start);
