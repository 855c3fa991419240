// While names are typed: which of them other facts have already. Without this script the preview says the same.
const form = document.querySelector("form[data-kind]");
const told = document.getElementById("clash");
let waiting = 0;

async function look() {
  const said = [...form.querySelectorAll("[data-names]")].map((field) => field.value).join("\n");
  const asked = new URLSearchParams({ kind: form.dataset.kind, id: form.dataset.id, said: said.slice(-2000) });
  const reply = await fetch(`/staff/names?${asked}`, { headers: { Accept: "application/json" } });
  if (!reply.ok || reply.redirected) return;
  const found = Object.entries(await reply.json());
  told.hidden = found.length === 0;
  told.textContent = found.map(([name, others]) => `「${name}」${told.dataset.says}${others.join("、")}`).join("；");
}

form?.addEventListener("input", (event) => {
  if (!event.target.matches("[data-names]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 400);
});
