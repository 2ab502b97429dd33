"""Which addresses there are.

In: the modules of `pages/`. Out: `ROUTES` and what the head of every page leads to.

To add a page: a module in pages/ with a tuple `ROUTES` of `Route(pattern, view)`; its name in `MODULES`; its address in
links.py; its texts, in both languages, in a file of texts/; its template in templates/room/, which extends
"room/layout.html". A view is `async def view(page, **groups of the pattern) -> Response`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .memory import Make
from .page import Route
from .pages import act, assembly, home, image, money, person, review, search, sitting, take, volume

MODULES: tuple[ModuleType, ...] = (home, search, take, act, image, sitting, assembly, volume, person, money, review)
ROUTES: tuple[Route, ...] = tuple(route for module in MODULES for route in module.ROUTES)
WHOLE: dict[str, Make[Any]] = {name: make for module in MODULES for name, make in getattr(module, "WHOLE", {}).items()}
"""What is asked of the whole corpus, by name: a server asks it when it starts."""
NAVIGATION: tuple[str, ...] = ("search", "money", "review")
"""Kinds of links.py that the head of every page leads to, each with its text nav.KIND."""
