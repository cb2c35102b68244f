// The list of suggestions below the search field, by keyboard. Without it the form works as it is.
"use strict";
(() => {
  const field = document.getElementById("q"), list = document.getElementById("suggestions");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let at = -1, sent = false; // sent: whoever has searched wants no list before he types on
  const show = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (next) => {
    at = next;
    options().forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  };
  list.addEventListener("htmx:afterSwap", () => { at = -1; show(!sent && options().length > 0 && document.activeElement === field); });
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "found" && at < 0) show(false); });
  field.addEventListener("keydown", (event) => {
    const n = options().length;
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "ArrowDown" && n) { show(true); choose((at + 1) % n); }
    else if (event.key === "ArrowUp" && n) { show(true); choose(at > 0 ? at - 1 : n - 1); }
    else if (event.key === "Enter" && at >= 0) options()[at].querySelector("a").click();
    else { if (event.key === "Enter") { sent = true; show(false); } return; }
    event.preventDefault();
  });
  field.addEventListener("input", () => { sent = false; });
  field.addEventListener("blur", () => setTimeout(() => { if (!list.contains(document.activeElement)) show(false); }, 150));
})();
