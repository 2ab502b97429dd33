"""What a sum of money is for: asked, granted, price, rent…

In: folded text and the stretch that stands before a sum. Out: a role, or None where no word near it says one. The
nearest word decides; a sentence's end bounds the search.
"""

from __future__ import annotations

import re

_ROLES = re.compile(
    r"(?P<past>(?<![a-z])(?:deja|precedemment)\s+\w+|(?<![a-z])avait\s+(?:ete\s+)?\w+|pour\s+memoire)"
    r"|(?P<asked>sollicit\w*|(?<![a-z])demand\w+|appel\s+a\s+subvention)"
    r"|(?P<granted>attribu\w*|octro\w+|accord(?:e|er|ee|ant)(?![a-z])|allou\w+|mandat(?:er|e)(?![a-z])"
    r"|vers(?:e|er|ement|ements|ee|era)(?![a-z]))"
    r"|(?P<guarantee>garanti\w*)|(?P<loan>emprunt\w*|(?<![a-z])prets?(?![a-z]))"
    r"|(?P<rent>loyers?|redevances?|location|(?<![a-z])bail(?![a-z]))"
    r"|(?P<maximum>maximum|maximale?|plafon\w+|dans\s+la\s+limite)"
    r"|(?P<valuation>estim\w+|evalu\w+|domaines)"
    r"|(?P<share>participation|part\s+(?:communale|fixe|variable)|fonds\s+propres|fonds\s+libres|autofinancement"
    r"|quote-part)"
    r"|(?P<total>(?<![a-z])totale?(?![a-z])|cout|(?<![a-z])en\s+tout)"
    r"|(?P<price>(?<![a-z])prix|devis|(?<![a-z])offres?(?![a-z])|acqui\w+|achat|vente|cession|marche(?![a-z])"
    r"|net\s+vendeur)"
)
_SENTENCE = re.compile(r"(?<!\b[a-z])[.;](?=\s)|[.;]\s*\n|\n\s*[-–*>•]")


def role_of(folded: str, start: int, end: int) -> str | None:
    """The role that the last telling word of `folded[start:end]` gives; None where its last sentence has none."""
    for stop in _SENTENCE.finditer(folded, start, end):
        start = stop.end()
    role = None
    for match in _ROLES.finditer(folded, start, end):
        role = match.lastgroup
    return role
