// Joins the parts of the page: what is said goes out, what comes back is drawn and remembered.
import { draw, fold } from "./entry.js";
import { Memory } from "./memory.js";
import { Wire, newId } from "./wire.js";
import { askForPosition } from "./where.js";

const root = document.documentElement;
const find = (id) => document.getElementById(id);
const log = find("log");
const memory = new Memory(sessionStorage);
const wire = new Wire({
  queue: memory.queue,
  after: memory.last || (location.pathname === "/talk" ? "0" : ""),
  onEntries: receive,
  onRefused: refuse,
  onChange: () => { memory.save(); showState(); },
});

function say(what, label) {
  const item = { id: newId(), ...what };
  if (label) item.label = label.slice(0, 200);
  if (what.token !== "/start") add({ said: what.text || label, by: item.id }).scrollIntoView({ block: "nearest" });
  wire.say(item);
}

function add(entry) {
  memory.add(entry);
  return append(entry);
}

function append(entry) {
  const article = draw(entry);
  log.append(article);
  if (entry.said !== undefined) fold(article);
  return article;
}

function receive(entries) {
  const fresh = entries.filter((entry) => !memory.has(entry));
  memory.mark(entries);
  if (fresh.some((entry) => entry.kind === "deleted")) memory.forget();
  fresh.forEach((entry) => {
    const article = add(entry);
    if (entry.unasked) article.scrollIntoView({ block: "nearest" });
  });
  fresh.forEach((entry) => { if (entry.elder !== undefined) setElder(entry.elder); });
  memory.save();
}

/** A request of ours was answered. The server's cookie now holds the language: load the page in it. */
function answered(entries) {
  showFromItsBeginning(entries);
  const told = entries.map((entry) => entry.language).filter(Boolean).pop();
  if (told && told !== root.dataset.language) location.replace("/");
}

/** A short question on top with the answer below it; of a long one only the answer. */
function showFromItsBeginning(entries) {
  const asked = log.querySelector(`[data-by="${(entries[0] || {}).by || ""}"]`);
  const told = entries.find((entry) => entry.said === undefined);
  const answer = told && log.querySelector(`[data-id="${told.id}"]`);
  if (!asked || !answer) return;
  const first = asked.offsetHeight < window.innerHeight / 5 ? asked : answer;
  first.scrollIntoView({ block: "start" });
}

function refuse(sentences) {
  append({ body: [{ text: sentences.join("\n") }], kind: "refused" }).scrollIntoView({ block: "nearest" });
}

function setElder(on) {
  root.classList.toggle("elder", on);
  const button = find("elder");
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "elder:off" : "elder:on";
}

function showState() {
  const banner = find("offline");
  setWords(banner, wire.isOffline);
  setWords(find("waiting"), wire.isWaiting && !wire.isOffline);
  const unsent = new Set(wire.isOffline ? wire.queue.map((item) => item.id) : []);
  for (const own of log.querySelectorAll(".own")) own.classList.toggle("unsent", unsent.has(own.dataset.by));
}

function setWords(element, shown) {
  const words = shown ? element.dataset.words : "";
  if (element.textContent !== words) element.textContent = words;
}

function press(button) {
  const toggle = button.id === "elder";
  const label = toggle ? (button.value === "elder:on" ? button.dataset.on : button.dataset.off) : button.textContent.trim();
  if (button.dataset.location) return askForPosition(button, say, refuse);
  const token = button.value;
  if (toggle) setElder(token === "elder:on");
  find("city").open = false;
  return say({ token }, label);
}

function clear() {
  if (!window.confirm(find("clear").dataset.sure)) return;
  memory.clear();
  log.replaceChildren();
  wire.forget().then(() => say({ token: "/start" }));
  find("ask").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=token], button[data-location]");
  const area = event.target.closest("path[data-token]");
  if (event.target.closest("#clear")) { event.preventDefault(); clear(); }
  if (button) { event.preventDefault(); press(button); }
  if (area) { find("city").open = false; say({ token: area.dataset.token }, area.dataset.label); }
});

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = find("ask").value.trim();
  if (!text) return;
  find("ask").value = "";
  find("ask").rows = 1;
  say({ text });
});

/** A pasted notice keeps its lines, which a line of input would run together; Enter sends as before. */
function writeInLines(line) {
  const area = document.createElement("textarea");
  for (const { name, value } of line.attributes) if (!["type", "rows"].includes(name)) area.setAttribute(name, value);
  area.enterKeyHint = "send";
  area.value = line.value;
  const grow = () => { area.rows = Math.min(area.value.split("\n").length, 6); };
  area.addEventListener("input", grow);
  area.addEventListener("beforeinput", (event) => { // not Enter's key: that may also end what an input method composes
    if (event.inputType !== "insertLineBreak") return;
    event.preventDefault();
    area.form.requestSubmit();
  });
  grow();
  const focused = line === document.activeElement;
  line.replaceWith(area);
  if (focused) area.focus();
}

writeInLines(find("ask"));

wire.onAnswered = answered;
log.replaceChildren();
memory.entries.forEach(append);
if (log.lastElementChild) log.lastElementChild.scrollIntoView({ block: "nearest" });
showState();
wire.open();
if (!memory.entries.length && !memory.queue.length && location.pathname !== "/talk") say({ token: "/start" });
