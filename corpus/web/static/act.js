/* Ties each value of the record to its boxes on the page, and back. Without this file the same is done by anchors. */
"use strict";

(() => {
  const sheets = document.querySelector(".sheets");
  const boxes = new Map();
  for (const box of document.querySelectorAll(".box[data-of]")) {
    for (const name of box.dataset.of.split(" ")) {
      if (!boxes.has(name)) boxes.set(name, []);
      boxes.get(name).push(box);
    }
  }
  const rows = new Map();
  for (const row of document.querySelectorAll("[data-box]")) rows.set(row.dataset.box, row);

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const wide = matchMedia("(min-width: 60.01rem)");
  let pinned = null;
  let shown = null;
  let waiting = 0;

  const light = (name, on) => {
    for (const box of boxes.get(name) || []) box.classList.toggle("lit", on);
    const row = rows.get(name);
    if (row) row.classList.toggle("lit", on);
  };

  const show = (name) => {
    if (name === shown) return;
    if (shown !== null) light(shown, false);
    shown = name;
    if (shown !== null) light(shown, true);
  };

  /* The page moves so that the box is seen, the window stays. */
  const reveal = (name) => {
    const all = boxes.get(name) || [];
    if (!all.length || !sheets || !wide.matches) return;
    const frame = sheets.getBoundingClientRect();
    const first = all[0].getBoundingClientRect();
    const page = all[0].closest(".sheet");
    const last = all.filter((box) => page.contains(box)).at(-1).getBoundingClientRect();
    const spot = { top: first.top, bottom: last.bottom, height: Math.min(last.bottom - first.top, frame.height) };
    if (spot.top >= frame.top + 8 && spot.bottom <= frame.bottom - 8) return;
    const top = sheets.scrollTop + spot.top - frame.top - Math.max(40, (frame.height - spot.height) / 3);
    sheets.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  };

  const point = (name) => {
    clearTimeout(waiting);
    show(name === null ? pinned : name);
    if (name !== null) waiting = setTimeout(() => reveal(name), 180);
  };

  for (const [name, row] of rows) {
    /* Pinned at once: the event of the new address comes later, and the focus goes away before it. */
    row.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) { pinned = name; show(name); } });
    row.addEventListener("mouseenter", () => point(name));
    row.addEventListener("mouseleave", () => point(null));
    row.addEventListener("focusin", () => point(name));
    row.addEventListener("focusout", () => point(null));
  }
  for (const box of document.querySelectorAll(".box[data-of]")) {
    const [name] = box.dataset.of.split(" ");
    box.addEventListener("mouseenter", () => { clearTimeout(waiting); show(name); });
    box.addEventListener("mouseleave", () => point(null));
  }

  const follow = () => {
    const found = /^#(?:value|box)-(.+)$/.exec(decodeURIComponent(location.hash));
    pinned = found ? found[1] : null;
    show(pinned);
    if (!found) return;
    if (location.hash.startsWith("#value-")) reveal(pinned);
    else if (wide.matches) reveal(pinned);
  };
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pinned !== null) {
      history.replaceState(null, "", location.pathname + location.search);
      pinned = null;
      show(null);
    }
  });
  follow();

  /* An act of long minutes begins on its own page. */
  if (pinned === null && sheets && wide.matches) {
    const [box] = boxes.get(sheets.dataset.start) || [];
    if (box) {
      const start = box.getBoundingClientRect().top - sheets.getBoundingClientRect().top;
      if (start > sheets.clientHeight * 0.6) sheets.scrollTop += start - 60;
    }
  }

  /* A button that copies, beside each text to cite. */
  const words = document.querySelector(".cite")?.dataset ?? {};
  for (const field of document.querySelectorAll(".cite textarea, .cite input")) {
    field.addEventListener("focus", () => field.select());
    if (!navigator.clipboard || !words.copy) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy button-quiet";
    button.textContent = words.copy;
    button.setAttribute("aria-describedby", field.id);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    field.after(button);
  }
})();
