// Tables of a form: rows by key, by button and from a spreadsheet; what the server said, at its field.
"use strict";
document.documentElement.classList.add("scripted");
const sheet = document.getElementById("paper") || document.querySelector("main");
const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), select, textarea")];
const changed = () => sheet.dispatchEvent(new Event("rows"));

function addRow(table) {
  const body = table.querySelector("tbody");
  const row = table.querySelector("template").content.firstElementChild.cloneNode(true);
  const name = table.dataset.table;
  const next = 1 + Math.max(-1, ...[...body.querySelectorAll("[data-drop]")].map((one) => Number(one.value.slice(name.length + 1))));
  for (const one of row.querySelectorAll("[id], [name], [aria-describedby], [value]"))
    for (const key of ["id", "name", "aria-describedby", ...(one.matches("[data-drop]") ? ["value"] : [])])
      if (one.hasAttribute(key)) one.setAttribute(key, one.getAttribute(key).replace(`${name}-0`, `${name}-${next}`));
  body.append(row);
  return row;
}

function nextRow(row) {
  return row.nextElementSibling || addRow(row.closest("[data-table]"));
}

// Where to begin: at what is wrong, else at the first question that must be answered and is not.
const answered = (field) => [...field.querySelectorAll("input, select, textarea")].some((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value));
const ahead = [...sheet.querySelectorAll(".field")].filter((one) => one.querySelector(".must")?.textContent.trim() && !answered(one));
if (!location.hash && document.activeElement === document.body)
  (sheet.querySelector("[aria-invalid=true]") || ahead[0]?.querySelector("input, select, textarea"))?.focus({ preventScroll: true });

sheet.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]"), drop = event.target.closest("[data-drop]");
  if (add) cellsOf(addRow(document.getElementById(`f-${add.dataset.add}`)))[0]?.focus();
  if (drop) {
    const row = drop.closest("tr"), other = row.nextElementSibling || row.previousElementSibling;
    const table = row.closest("[data-table]");
    row.remove();
    cellsOf(other || addRow(table))[0]?.focus();
    changed();
  }
  if (add || drop) event.preventDefault();
});

sheet.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-table] tbody tr");
  if (!row || event.isComposing) return;
  const at = cellsOf(row).indexOf(event.target);
  const down = event.key === "Enter" && !event.target.matches("textarea, button");
  if (down || (event.altKey && event.key === "ArrowDown")) {
    const next = down ? nextRow(row) : addRow(row.closest("[data-table]"));
    cellsOf(next)[Math.max(at, 0)]?.focus();
    event.preventDefault();
  }
});

function put(cell, text) {
  if (cell.matches("select")) {
    const option = [...cell.options].find((one) => one.text.trim() === text);
    if (option) option.selected = true;
  } else if (cell.type === "date") {
    const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
    if (found) cell.value = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
    else { cell.type = "text"; cell.value = text; }
  } else if (cell.type !== "file") cell.value = text;
}

sheet.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  let row = event.target.closest("[data-table] tbody tr");
  if (!row || !/[\t\n]/.test(text) || event.target.matches("textarea") && !text.includes("\t")) return;
  event.preventDefault();
  const first = cellsOf(row).indexOf(event.target);
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    if (n) row = nextRow(row);
    const cells = cellsOf(row);
    line.split("\t").forEach((one, at) => cells[first + at] && put(cells[first + at], one.trim()));
  }
  changed();
});

const saved = () => document.getElementById("saved");
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
  sheet.addEventListener(name, () => { if (saved()) { saved().textContent = sheet.dataset.unsaved; saved().classList.add("wrong"); } });
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const box = event.target;
  if (!box.id?.startsWith("w-")) return;
  for (const control of sheet.querySelectorAll(`[aria-describedby~="${CSS.escape(box.id)}"]`))
    box.textContent.trim() ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
});
