"""The values of a record that are one value each, by what has them.

In: nothing. Out: names of fields in `record`, in the order in which people are told of them. Whoever goes through a
record value by value (what differs, why it is so, what can be corrected) goes through these.
"""

from __future__ import annotations

DOCUMENT = ("kind", "act_id", "received", "posted")
SESSION = (
    "body", "organ", "date", "time", "place", "convocation_date", "in_office", "quorum", "present_count", "proxy_count",
    "voter_count", "president", "secretary",
)  # fmt: skip
ACT = ("number", "title", "act_id", "received", "posted")
VOTE = ("outcome", "unanimous", "for_", "against", "abstentions")
