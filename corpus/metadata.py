"""What Datasette is told of a corpus: tables and columns described, labels, facets, order, worked questions.

In: the name of the database as Datasette has it (the name of the file, without its ending). Out: its metadata, as
https://docs.datasette.io/en/0.65/metadata.html describes them. The file metadata.json beside this module is written by
docs/generate.py from the tables themselves.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def metadata(database: str = "corpus") -> dict[str, Any]:
    """The metadata of a corpus in a database of this name; a fresh copy at every call."""
    text = (files(__package__) / "metadata.json").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    made["databases"] = {database: made["databases"]["corpus"]}
    return made
