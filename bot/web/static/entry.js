// Draws one entry of the conversation. Everything from outside goes in as text, never as markup.
import { drawMap } from "./map.js";

const words = document.getElementById("words").dataset;
const KINDS = ["start", "emergency", "crisis", "refused", "unknown", "reminder"];

export function element(name, values = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

export function draw(entry) {
  return entry.said !== undefined ? drawOwn(entry) : drawAnswer(entry);
}

function drawOwn(entry) {
  const said = element("p", { class: "body" }, visible(entry.said));
  const values = { class: "entry own", "data-by": entry.by || "", "data-unsent": words.unsent };
  return element("article", values, heading(words.you, true), said);
}

/** What somebody pasted takes at most six lines until they want to see it all; called once it is on the page. */
export function fold(article) {
  const said = article.querySelector(".body");
  said.classList.add("folded");
  if (said.scrollHeight <= said.clientHeight + 2) return said.classList.remove("folded");
  const more = element("button", { type: "button", class: "more", "aria-expanded": "false" }, words.more);
  more.onclick = () => {
    const folded = said.classList.toggle("folded");
    more.setAttribute("aria-expanded", String(!folded));
    more.textContent = folded ? words.more : words.less;
  };
  return article.append(more);
}

function drawAnswer(entry) {
  const kind = KINDS.includes(entry.kind) ? entry.kind : "";
  const values = { class: `entry bot ${kind}`.trim(), "data-id": entry.id || "" };
  const article = element("article", values, heading(entry.title || words.bot, !entry.title));
  if (kind === "emergency" || kind === "crisis") article.setAttribute("role", "alert");
  if (entry.body) article.append(text(entry.body));
  if (entry.picture) article.append(element("img", { src: entry.picture.href, alt: entry.picture.description }));
  if (entry.map) article.append(drawMap(entry.map, words));
  if (entry.place) article.append(drawPlace(entry.place));
  if (entry.document) article.append(drawDocument(entry.document));
  if (entry.choices) article.append(element("div", { class: "choices" }, ...entry.choices.map(drawChoice)));
  if (entry.footnote) article.append(drawSource(entry));
  return article;
}

function drawSource(entry) {
  const note = element("p", { class: "footnote" }, entry.footnote);
  if (!entry.brief) return note;
  const brief = entry.brief.map((part) => element("span", {}, part));
  return element("details", { class: "source" }, element("summary", {}, ...brief), note);
}

function heading(said, unseen) {
  return element("h3", unseen ? { class: "unseen" } : {}, said);
}

function text(pieces) {
  const children = pieces.map((piece) => (piece.href ? link(piece.href, piece.text) : document.createTextNode(piece.text)));
  return element("p", { class: "body" }, ...children);
}

function link(href, label, name = "") {
  const values = { href };
  if (name) values.class = name;
  if (!/^(https?|tel):/.test(href)) return document.createTextNode(label);
  if (!href.startsWith("tel:")) Object.assign(values, { target: "_blank", rel: "noopener noreferrer" });
  return element("a", values, label);
}

function drawChoice(choice) {
  if (choice.href) return link(choice.href, choice.label, "button");
  const button = element("button", { type: "button", name: "token", value: choice.token || "" }, choice.label);
  if (choice.location) button.dataset.location = "yes";
  return button;
}

function drawPlace(place) {
  const card = element("div", { class: "place" }, element("strong", {}, place.name), element("span", {}, place.address));
  if (place.call) card.append(link(place.call, `${words.phone} ${place.phone}`, "button"));
  card.append(link(place.route, words.navigate, "button"));
  return card;
}

function drawDocument(file) {
  return element("a", { class: "button", href: file.href, download: file.name }, `${words.download} ${file.description}`);
}

/** Without marks that cannot be seen or that turn the direction of what follows. */
function visible(said) {
  return String(said).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
}
