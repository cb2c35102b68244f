// Sign-in: a button that shows what is typed as a password; a word when a passkey did not work.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("input[type=password][data-show]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain show";
    button.textContent = field.dataset.show;
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = shown ? field.dataset.show : field.dataset.hide;
      field.focus();
    });
    const frame = document.createElement("div");
    frame.className = "with-show";
    field.replaceWith(frame);
    frame.append(field, button);
    field.form.addEventListener("submit", () => { field.type = "password"; });
  }
});
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("no-passkey");
  if (said) { said.hidden = false; event.preventDefault(); }
});
