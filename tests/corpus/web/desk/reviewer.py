"""Somebody who sits at the queue of a reading room, in tests: reads it, and sends the forms that it shows."""

from __future__ import annotations

import html
import re
from typing import Any

from lxml.html import document_fromstring

TOKEN = "a-token-of-the-test"
HERE = {"Origin": "http://localhost"}


class Reviewer:
    """A browser of who has the token, or has not."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor
        self.cookies: dict[str, str] = {}

    def get(self, path: str = "/review") -> Any:
        return self.keep(self.visitor.get(path, cookies=self.cookies))

    def tree(self, path: str = "/review") -> Any:
        """The page as a tree (lxml)."""
        read: Any = document_fromstring
        return read(self.get(path).text)

    def enter(self, token: str = TOKEN) -> Any:
        return self.get(f"/review?token={token}")

    def keep(self, response: Any) -> Any:
        self.cookies.update(dict(response.cookies.items()))
        return response

    def fields(self, form: str, path: str = "/review", **changes: str) -> dict[str, str]:
        """The fields of the form of this id, or of the first one after it, as the page gives them."""
        page = self.get(path).text
        inside = page.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
        found = {
            name: html.unescape(value)
            for tag in re.findall(r"<input[^>]*>", inside)
            for name in re.findall(r'name="([^"]*)"', tag)
            for value in (re.findall(r'value="([^"]*)"', tag) or [""])
        }
        found |= {"action": form, "who": "Ada Archer", "why": "vu sur l'original"}
        return {**found, **changes}

    def send(self, fields: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        sent = HERE if headers is None else headers
        return self.keep(self.visitor.request("POST", "/review", data=fields, headers=sent, cookies=self.cookies))


def rows(reviewer: Reviewer, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reviewer.visitor.room.corpus.connect().execute(sql)]


def shown(reviewer: Reviewer, path: str = "/review") -> str:
    found = re.search(r'<h2 id="h-finding"[^>]*>(.*?)</h2>', reviewer.get(path).text, re.DOTALL)
    return html.unescape(re.sub(r"</?span[^>]*>", "", found[1])) if found else ""


def decided(reviewer: Reviewer, action: str, path: str = "/review") -> dict[str, str]:
    """The fields of the form that takes back what was decided last by this action."""
    for form in reviewer.tree(path).xpath("//form[@class='count']"):
        (button,) = form.xpath(".//button")
        if button.get("value") == action:
            found = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input")}
            return {**found, "action": action}
    raise AssertionError(f"nothing to {action}")
