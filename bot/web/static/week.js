// Drag a session to another day to move it; with Ctrl (or ⌥ on a Mac), or to another expert, to copy it. It opens the
// form that does it, filled in: nothing is done before its preview. Without a mouse or this script the same form is one
// tap on the session away.

let dragged = null;

for (const link of document.querySelectorAll(".week a.sits")) {
  link.draggable = true;
  link.addEventListener("dragstart", (event) => {
    dragged = { link, cell: link.closest("td") };
    event.dataTransfer.setData("text/plain", link.textContent.trim());
    event.dataTransfer.effectAllowed = "copyMove";
  });
  link.addEventListener("dragend", () => { dragged = null; unmark(); });
}

for (const cell of document.querySelectorAll(".week td[data-day]")) {
  cell.addEventListener("dragover", (event) => {
    if (dragged === null || cell === dragged.cell) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = copies(event, cell) ? "copy" : "move";
    unmark();
    cell.classList.add("target");
  });
  cell.addEventListener("drop", (event) => {
    if (dragged === null || cell === dragged.cell) return;
    event.preventDefault();
    const copy = copies(event, cell);
    const to = new URL(dragged.link.href);
    to.searchParams.set("to_date", cell.dataset.day);
    to.searchParams.set("to_half", cell.dataset.half);
    if (copy) {
      to.searchParams.set("copy", "1");
      to.searchParams.set("to_expert", cell.dataset.expert);
    }
    to.hash = copy ? "copy" : "move";
    location.assign(to);
  });
}

function copies(event, cell) {
  return event.ctrlKey || event.altKey || cell.dataset.expert !== dragged.cell.dataset.expert;
}

function unmark() {
  for (const cell of document.querySelectorAll(".week td.target")) cell.classList.remove("target");
}
