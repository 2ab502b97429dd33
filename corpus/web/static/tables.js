/* Datasette's pages: what their templates would write into the page. */
"use strict";

var DATASETTE_ALLOW_FACET = true;

document.addEventListener("click", (event) => {
  const within = event.target.closest("details");
  for (const one of document.querySelectorAll(".nav-menu[open], .actions-menu-links[open]")) {
    if (one !== within) one.open = false;
  }
});
