// Several files at once: each is looked at when it is chosen, all are filed together.
// Without this file the form is sent as it is, with one group and grade for all.
"use strict";
(() => {
  const form = document.getElementById("upload"), field = document.getElementById("f-files");
  const drop = document.getElementById("drop"), rows = document.getElementById("files");
  const wrong = document.getElementById("wrong"), all = document.getElementById("all");
  const twice = document.getElementById("twice"), blank = document.getElementById("file-row");
  const chosen = new Map();
  document.getElementById("one-title").hidden = true;
  const size = (n) => n > 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`;
  const send = (url, data, bar, then) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", url);
    asked.setRequestHeader("HX-Request", "true");
    asked.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    asked.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; });
    asked.addEventListener("loadend", () => { bar.value = 100; then(asked); });
    asked.send(data);
    return asked;
  };
  const settle = () => {
    twice.hidden = !rows.querySelector("[data-twin]");
    field.required = chosen.size === 0;
  };
  const add = (file) => {
    const row = blank.content.firstElementChild.cloneNode(true), told = row.querySelector(".told");
    row.querySelector(".name").textContent = file.name;
    row.querySelector(".size").textContent = size(file.size);
    row.querySelector(".title").value = file.name.replace(/\.[^.]+$/, "");
    row.querySelector(".group").value = form.elements.group.value;
    row.querySelector(".grade-choice").value = form.elements.grade.value;
    const data = new FormData();
    data.append("file", file);
    const asked = send(form.dataset.look, data, row.querySelector("progress"), (answer) => {
      told.innerHTML = answer.responseText; // a fragment of ours, everything in it escaped
      row.querySelector("progress").hidden = true;
      row.classList.toggle("bad", Boolean(told.querySelector("[data-bad]")) || answer.status >= 400);
      settle();
    });
    row.querySelector(".remove").addEventListener("click", () => { asked.abort(); chosen.delete(row); row.remove(); settle(); field.focus(); });
    rows.append(row);
    chosen.set(row, file);
  };
  const take = (files) => { [...files].forEach(add); field.value = ""; settle(); };
  field.addEventListener("change", () => take(field.files));
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => take(event.dataTransfer.files));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!chosen.size) return;
    const data = new FormData(), button = form.querySelector("button.main");
    let n = 0;
    for (const [row, file] of chosen) {
      data.append("files", file);
      data.append(`title-${n}`, row.querySelector(".title").value);
      data.append(`group-${n}`, row.querySelector(".group").value);
      data.append(`grade-${n}`, row.querySelector(".grade-choice").value);
      n += 1;
    }
    if (form.elements.twice.checked) data.append("twice", "1");
    wrong.textContent = "";
    all.hidden = false;
    button.disabled = true;
    send(location.pathname, data, all, (answer) => {
      const to = answer.getResponseHeader("HX-Redirect");
      if (to) { location.href = to; return; }
      wrong.innerHTML = answer.responseText; // a fragment of ours, everything in it escaped
      wrong.scrollIntoView({ block: "center" });
      all.hidden = true;
      button.disabled = false;
    });
  });
  settle();
})();
