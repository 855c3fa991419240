// The small map of an answer: the outlines of the page's own district map with a few points on them.
const SVG = "http://www.w3.org/2000/svg";

function shape(name, values, words = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  if (words) made.textContent = words;
  return made;
}

export function drawMap(map, words) {
  const names = map.dots.map((dot) => dot.name).join("、");
  const svg = shape("svg", { viewBox: map.view, class: "map small", role: "img", "aria-label": `${words.near}：${names}` });
  for (const path of document.querySelectorAll("#outlines path")) svg.append(shape("path", { d: path.getAttribute("d") }));
  const size = map.width * 0.045;
  for (const name of map.names) svg.append(shape("text", { x: name.x, y: name.y, "font-size": size }, name.name));
  for (const dot of map.dots) svg.append(...drawDot(dot, map.width));
  const figure = document.createElement("figure");
  figure.append(svg, caption(map, words));
  return figure;
}

function drawDot(dot, width) {
  const circle = shape("circle", { cx: dot.x, cy: dot.y, r: width * (dot.mark ? 0.035 : 0.02), class: "dot" });
  const mark = shape("text", { x: dot.x, y: dot.y, "font-size": width * 0.045, class: "mark" }, dot.mark);
  return [circle, mark];
}

function caption(map, words) {
  const made = document.createElement("figcaption");
  const listed = map.listed ? map.dots.map((dot) => `${dot.mark} ${dot.name}`) : [];
  made.textContent = [...listed, words.caption, words.attribution].join(" · ");
  return made;
}
