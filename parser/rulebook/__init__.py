"""Rules of French wording: read from TOML, checked, compiled, and found in text.

In: rules/ and, with --rules, a user's own folder; folded text. Out: `Hit`s, each with the rule that made it and the
place where that rule is written. A rule that did not fire can be asked why (`Rulebook.nearest`), and no rule is
dropped in silence: a bad file is refused with every mistake in it, a rule switched off keeps its reason.
"""

from __future__ import annotations

from .book import Overlay, Rulebook
from .files import load_rule_set, load_rulebook
from .lint import Explained, check_examples, explain_words, lint, near_words
from .model import Disabled, Failure, Finding, Hit, Near, Rule

__all__ = [
    "Disabled",
    "Explained",
    "Failure",
    "Finding",
    "Hit",
    "Near",
    "Overlay",
    "Rule",
    "Rulebook",
    "check_examples",
    "explain_words",
    "lint",
    "load_rule_set",
    "load_rulebook",
    "near_words",
]
