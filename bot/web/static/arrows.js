// The week by keyboard: one stop for Tab, arrows from cell to cell. Without this script every cell is a stop for Tab.

const WAYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const rows = [...document.querySelectorAll(".week tbody tr")].map((row) => [...row.querySelectorAll("td")]);
const links = rows.flat().flatMap((cell) => [...cell.querySelectorAll("a")]);

function hold(link) {
  for (const other of links) other.tabIndex = other === link ? 0 : -1;
}

function place(link) {
  const row = rows.findIndex((cells) => cells.includes(link.closest("td")));
  return [row, rows[row].indexOf(link.closest("td"))];
}

document.querySelector(".week")?.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  const link = event.target.closest("td a");
  if (way === undefined || link === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const [row, column] = place(link);
  const next = rows[row + way[0]]?.[column + way[1]]?.querySelector("a");
  event.preventDefault();
  next?.focus();
});
document.querySelector(".week")?.addEventListener("focusin", (event) => {
  if (links.includes(event.target)) hold(event.target);
});
if (links.length > 0 && matchMedia("(min-width: 40.01rem)").matches) hold(links[0]);
