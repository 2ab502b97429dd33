"""The tables of who is who: the members of a body, their names, why two names are one, what people say of it.

In: nothing. Out: `PEOPLE`, a part of `schema.TABLES`.
"""

from __future__ import annotations

from ..table import Table

PEOPLE: tuple[Table, ...] = (
    Table(
        "members",
        "One person within one body, whatever the spelling of the name: what printed names were grouped into. Where no "
        "body is known, within one sitting.",
        {
            "id": str, "body_id": str, "session_id": str, "name": str, "civility": str, "given_name": str,
            "surname": str, "sort_key": str,
        },
        links={"body_id": "bodies", "session_id": "sessions"},
        indexes=(("body_id", "sort_key"), ("session_id",)),
        required=frozenset({"name", "sort_key"}),
    ),
    Table(
        "member_names",
        "The printed names of a member, and from when to when they are the member's.",
        {"member_id": str, "name_id": str, "first": str, "last": str, "sessions": int},
        key=("member_id", "name_id"),
        links={"member_id": "members", "name_id": "people"},
        indexes=(("name_id",),),
        required=frozenset({"sessions"}),
    ),
    Table(
        "name_links",
        "Two printed names that are one person's (same), may be (possible), or are not though they look alike (apart): "
        "by which rule, how alike, and why. Where both are one name, what joins or parts its bearers over time.",
        {
            "id": str, "name_id": str, "other_id": str, "verdict": str, "rule": str, "similarity": int, "why": str,
        },
        links={"name_id": "people", "other_id": "people"},
        indexes=(("name_id",), ("other_id",)),
        required=frozenset({"name_id", "other_id", "verdict", "rule", "similarity", "why"}),
    ),
    Table(
        "name_rulings",
        "What people decided of printed names, in the order of their file: one person (same), or several (apart).",
        {"ordinal": int, "verdict": str, "body": str, "names": str, "from_day": str, "why": str},
        key=("ordinal",),
        required=frozenset({"verdict", "names"}),
    ),
    Table(
        "roster",
        "Members, mandates and groups as somebody else's list gives them, a line each; used where names are grouped "
        "and where rates are worked out.",
        {
            "ordinal": int, "file": str, "line": int, "body": str, "siren": str, "official_id": str, "civility": str,
            "given_name": str, "surname": str, "office": str, "group_name": str, "begins": str, "ends": str,
            "member_id": str,
        },
        key=("ordinal",),
        links={"member_id": "members"},
        indexes=(("member_id",),),
        required=frozenset({"file", "line", "surname"}),
    ),
    Table(
        "ungrouped",
        "Bodies (and sittings without one) whose names have not been grouped since a document of theirs came or went; "
        "empty after a run.",
        {"scope": str},
        key=("scope",),
    ),
)  # fmt: skip
