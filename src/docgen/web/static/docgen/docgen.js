// Conveniences only: every essential act works without this file.
"use strict";
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
let before = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const keyed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const places = { gh: "/", n: "/new/" };
  if (event.key === "?") document.getElementById("help").showModal();
  else if (keyed) keyed.matches("a, button") ? keyed.click() : keyed.focus();
  else if (places[before + event.key] || places[event.key]) location.href = places[before + event.key] || places[event.key];
  else { before = event.key; return; }
  before = "";
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.me[open], details.menu-toggle[open]"))
    if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll("header details[open]")) open.open = false;
});
// An act that cannot be taken back asks once more: <form data-ask="…">
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});
// The hand goes where the address says: into the act that comes next, or over what was scanned wrongly.
addEventListener("load", () => { // not before: going to a fragment takes the focus away
  const act = location.hash && document.querySelector(`details.desk-act[id="${CSS.escape(location.hash.slice(1))}"]`);
  if (act) act.open = true;
  if (act) act.querySelector("form :is(input:not([type=hidden]), textarea, select, button)")?.focus();
  else document.querySelector("input[autofocus]")?.select();
});
