/* Keys of the queue: a accepts, c goes to the value to correct, n to the next finding, o opens the act. They can be
   switched off, and do nothing while somebody types. Without this file the forms and links do the same. */
"use strict";

(() => {
  const box = document.querySelector("#keys");
  const kept = "delib-review-keys";
  if (box) {
    box.closest("[hidden]").hidden = false;
    try { box.checked = localStorage.getItem(kept) !== "off"; } catch { /* nothing is kept then */ }
    box.addEventListener("change", () => {
      try { localStorage.setItem(kept, box.checked ? "on" : "off"); } catch { /* as above */ }
    });
  }

  const acts = {
    a: () => {
      const form = document.querySelector("#accept");
      const button = form?.querySelector("button");
      const empty = form && [...form.elements].find((one) => one.required && !one.value.trim());
      if (empty) empty.focus();
      else if (button) form.requestSubmit(button);
    },
    c: () => document.querySelector("#value")?.focus(),
    n: () => document.querySelector("#next")?.click(),
    o: () => document.querySelector("#open")?.click(),
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || (box && !box.checked)) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") && event.target !== box) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#correct, #accept")) document.querySelector("#finding")?.focus();
  });
})();
