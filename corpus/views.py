"""The views of a corpus: joins that people who open the file with another program would else write themselves.

In: nothing. Out: `VIEWS`, SQL by name. `schema.create` makes them.
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
    # One line a member and sitting, however many extracts of it there are; "contradictory" where lists differ.
    "presence": """
        SELECT a.member_id, m.name, b.name AS body, s.organ, s.date, l.session_id,
               CASE WHEN count(DISTINCT a.state) = 1 THEN min(a.state) ELSE 'contradictory' END AS state,
               count(DISTINCT l.id) AS lists
        FROM attendance_lists l
        JOIN attendance a ON a.list_id = l.id
        JOIN members m ON m.id = a.member_id
        JOIN sessions s ON s.id = l.session_id
        LEFT JOIN bodies b ON b.id = s.body_id
        WHERE EXISTS (SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id
                      WHERE t.list_id = l.id AND f.superseded_by IS NULL)
        GROUP BY a.member_id, l.session_id""",
    # What acts do to earlier acts of their body, as far as both are in the corpus.
    "changes": """
        SELECT e.body_id, l.deliberation_id, e.date, d.number, d.title, l.relation, l.target_id, u.date AS target_date,
               t.number AS target_number, t.title AS target_title, v.outcome, l.how, c.text AS cited, c.page,
               d.document_id
        FROM act_links l
        JOIN citations c ON c.deliberation_id = l.deliberation_id AND c.ordinal = l.ordinal
        JOIN deliberations d ON d.id = l.deliberation_id AND d.twin IS NULL
        JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
        JOIN sessions e ON e.id = d.session_id
        JOIN deliberations t ON t.id = l.target_id
        JOIN sessions u ON u.id = t.session_id
        LEFT JOIN votes v ON v.deliberation_id = d.id
        WHERE l.relation IS NOT NULL""",
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
               c.page, c.document_id, c.statement_id, c.deliberation_id, s.id AS session_id,
               s.body_id, f.file, c.of
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
