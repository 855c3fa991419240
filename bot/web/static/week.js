// Drag a session to another day or half-day of the same expert: opens the form that does it, filled in.
// Without a mouse or this script the same form is one tap on the session away.

let dragged = null;

for (const link of document.querySelectorAll(".week a.sits")) {
  link.draggable = true;
  link.addEventListener("dragstart", (event) => {
    dragged = { link, cell: link.closest("td") };
    event.dataTransfer.setData("text/plain", link.textContent.trim());
    event.dataTransfer.effectAllowed = "move";
  });
  link.addEventListener("dragend", () => { dragged = null; unmark(); });
}

for (const cell of document.querySelectorAll(".week td[data-day]")) {
  cell.addEventListener("dragover", (event) => {
    if (!fits(cell)) return;
    event.preventDefault();
    unmark();
    cell.classList.add("target");
  });
  cell.addEventListener("drop", (event) => {
    if (!fits(cell)) return;
    event.preventDefault();
    const to = new URL(dragged.link.href);
    to.searchParams.set("to_date", cell.dataset.day);
    to.searchParams.set("to_half", cell.dataset.half);
    to.hash = "move";
    location.assign(to);
  });
}

function fits(cell) {
  return dragged !== null && cell !== dragged.cell && cell.dataset.expert === dragged.cell.dataset.expert;
}

function unmark() {
  for (const cell of document.querySelectorAll(".week td.target")) cell.classList.remove("target");
}
