"""The tables of what acts are about: their subjects, the land that they name, the acts that they change.

In: nothing. Out: `ABOUT`, a part of `schema.TABLES`.
"""

from __future__ import annotations

from .table import Table

ABOUT: tuple[Table, ...] = (
    Table(
        "subjects",
        "What an act is about by the ACTES nomenclature, the principal subject first.",
        {
            "deliberation_id": str, "ordinal": int, "code": str, "label": str, "basis": str, "sort": str, "words": str,
            "page": int,
        },
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations"},
        indexes=(("code",),),
        required=frozenset({"code", "label", "basis", "sort"}),
    ),
    Table(
        "parcels",
        "Parcels of the land register that an act names, each once.",
        {
            "deliberation_id": str, "ordinal": int, "prefix": str, "section": str, "number": str, "surface": float,
            "words": str, "page": int,
        },
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations"},
        indexes=(("section", "number"),),
        required=frozenset({"section", "number"}),
    ),
    Table(
        "surfaces",
        "Areas of land that an act names, in square metres.",
        {"deliberation_id": str, "ordinal": int, "value": float, "total": int, "words": str, "page": int},
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations"},
        required=frozenset({"value", "total"}),
    ),
    Table(
        "act_keys",
        "Under which number an act can be cited: its body with its number, for comparison.",
        {"key": str, "deliberation_id": str},
        key=("key", "deliberation_id"),
        links={"deliberation_id": "deliberations"},
        indexes=(("deliberation_id",),),
    ),
    Table(
        "act_links",
        "Citations of earlier acts, and which act of the corpus is meant: target_id, or why none is known.",
        {
            "deliberation_id": str, "ordinal": int, "number_key": str, "day_key": str, "relation": str,
            "target_id": str, "how": str, "why": str,
        },
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations", "target_id": "deliberations"},
        indexes=(("number_key",), ("day_key",), ("target_id",)),
    ),
    Table(
        "unchained",
        "Numbers and days of acts that came or went since citations of them were resolved; empty after a run.",
        {"key": str},
        key=("key",),
    ),
)  # fmt: skip
