"""The views of a corpus: lines for people who open the file with another program.

In: nothing. Out: `VIEWS`, the query of each by its name, in the order in which they are made.
"""

from __future__ import annotations

VIEWS: dict[str, str] = {
    # One line an act, for people who open the file with another program; an act in two files is one line.
    "acts": """
        SELECT d.id, b.name AS body, s.organ, s.date, d.number, d.title, v.outcome, v.unanimous, v.votes_for,
               v.votes_against, v.abstentions, d.act_id, f.path, d.page, d.document_id, d.session_id
        FROM deliberations d
        JOIN sessions s ON s.id = d.session_id
        JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
        LEFT JOIN bodies b ON b.id = s.body_id
        LEFT JOIN votes v ON v.deliberation_id = d.id
        WHERE d.twin IS NULL""",
    # Acts that are one decision in several documents: the extract, the same extract elsewhere, the minutes.
    "same_decisions": """
        SELECT d.decision_id, d.id, f.kind, s.date, d.number, d.title, f.path, d.page,
               d.id = d.decision_id AS chosen, d.twin
        FROM deliberations d
        JOIN documents f ON f.id = d.document_id
        JOIN sessions s ON s.id = d.session_id
        WHERE d.decision_id IS NOT NULL
        ORDER BY s.date, d.decision_id, chosen DESC, d.id""",
    # Sessions of which documents say different things; each number is how many different things they say.
    "disagreements": """
        SELECT s.id AS session_id, b.name AS body, s.organ, s.date, count(DISTINCT t.document_id) AS documents,
               count(DISTINCT l.who) AS lists, count(DISTINCT t.in_office) AS in_office_counts,
               count(DISTINCT t.present_count) AS present_counts, count(DISTINCT t.proxy_count) AS proxy_counts,
               count(DISTINCT t.voter_count) AS voter_counts
        FROM statements t
        JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
        JOIN sessions s ON s.id = t.session_id
        LEFT JOIN attendance_lists l ON l.id = t.list_id
        LEFT JOIN bodies b ON b.id = s.body_id
        GROUP BY s.id
        HAVING max(lists, in_office_counts, present_counts, proxy_counts, voter_counts) > 1""",
    # What does not add up, of a document alone and of several: hints to check, one line each.
    "audit": """
        SELECT c.check_id, c.severity, b.name AS body, s.organ, s.date, d.number, d.title, c.message, c.law, f.path,
               c.page, c.document_id, c.statement_id, c.deliberation_id, s.id AS session_id, c.of
        FROM (
            SELECT document_id, statement_id, deliberation_id, check_id, severity, message, law, page,
                   'document' AS of FROM checks WHERE verdict = 'fails'
            UNION ALL
            SELECT document_id, statement_id, deliberation_id, check_id, severity, message, law, page,
                   'corpus' AS of FROM corpus_checks WHERE verdict = 'fails'
        ) c
        JOIN documents f ON f.id = c.document_id AND f.superseded_by IS NULL
        LEFT JOIN deliberations d ON d.id = c.deliberation_id
        LEFT JOIN statements t ON t.id = COALESCE(c.statement_id, d.statement_id)
        LEFT JOIN sessions s ON s.id = t.session_id
        LEFT JOIN bodies b ON b.id = s.body_id
        WHERE d.twin IS NULL""",
}
