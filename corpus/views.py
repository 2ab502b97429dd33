"""The views of a corpus: joins that people who open the file with another program would else write themselves.

In: nothing. Out: `VIEWS`, SQL by name. `schema.create` makes them.
"""

from __future__ import annotations

VIEWS: dict[str, str] = {
    # One line an act, for people who open the file with another program; an act in two files is one line. The catalogue
    # has a row for each. Other tables are asked column by column: a column that nobody wants costs nothing then, and
    # counting or narrowing all acts does not read their texts.
    "acts": """
        SELECT c.deliberation_id AS id, (SELECT name FROM bodies WHERE id = c.body_id) AS body,
               (SELECT s.organ FROM statements t JOIN sessions s ON s.id = t.session_id WHERE t.id = c.statement_id)
               AS organ, c.date,
               (SELECT number FROM deliberations WHERE id = c.deliberation_id) AS number,
               (SELECT title FROM deliberations WHERE id = c.deliberation_id) AS title,
               c.outcome, v.unanimous, v.votes_for, v.votes_against, v.abstentions,
               (SELECT act_id FROM deliberations WHERE id = c.deliberation_id) AS act_id,
               (SELECT path FROM documents WHERE id = c.document_id) AS path,
               (SELECT page FROM deliberations WHERE id = c.deliberation_id) AS page, c.document_id,
               (SELECT session_id FROM statements WHERE id = c.statement_id) AS session_id
        FROM catalogue c
        LEFT JOIN votes v ON v.deliberation_id = c.deliberation_id""",
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
        SELECT g.member_id, (SELECT name FROM members WHERE id = g.member_id) AS name,
               (SELECT name FROM bodies WHERE id = g.body_id) AS body, g.organ, g.date, g.session_id,
               CASE WHEN g.least = g.most THEN g.least ELSE 'contradictory' END AS state, g.lists
        FROM (
            SELECT a.member_id, s.id AS session_id, s.body_id, s.organ, s.date, min(a.state) AS least,
                   max(a.state) AS most, count(DISTINCT l.id) AS lists
            FROM sessions s
            CROSS JOIN attendance_lists l ON l.session_id = s.id
            CROSS JOIN attendance a ON a.list_id = l.id
            WHERE a.member_id IS NOT NULL
              AND EXISTS (SELECT 1 FROM statements t WHERE t.list_id = l.id AND t.document_id NOT IN
                          (SELECT id FROM documents WHERE superseded_by IS NOT NULL))
            GROUP BY s.id, a.member_id
        ) g""",
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
        JOIN sessions s ON s.id = t.session_id
        LEFT JOIN attendance_lists l ON l.id = t.list_id
        LEFT JOIN bodies b ON b.id = s.body_id
        WHERE t.document_id NOT IN (SELECT id FROM documents WHERE superseded_by IS NOT NULL)
        GROUP BY s.id
        HAVING max(lists, in_office_counts, present_counts, proxy_counts, voter_counts) > 1""",
    # What does not add up, of a document alone and of several: hints to check, one line each. A row of the catalogue is
    # an act that counts: current, and no second copy.
    "audit": """
        SELECT c.check_id, c.severity,
               (SELECT b.name FROM bodies b WHERE b.id = coalesce(k.body_id, (SELECT s.body_id FROM statements t
                JOIN sessions s ON s.id = t.session_id WHERE t.id = c.statement_id))) AS body,
               (SELECT s.organ FROM statements t JOIN sessions s ON s.id = t.session_id
                WHERE t.id = coalesce(c.statement_id, k.statement_id)) AS organ,
               coalesce(k.date, (SELECT s.date FROM statements t JOIN sessions s ON s.id = t.session_id
                                 WHERE t.id = c.statement_id)) AS date,
               (SELECT number FROM deliberations WHERE id = c.deliberation_id) AS number,
               (SELECT title FROM deliberations WHERE id = c.deliberation_id) AS title, c.message, c.law,
               (SELECT path FROM documents WHERE id = c.document_id) AS path, c.page, c.document_id, c.statement_id,
               c.deliberation_id,
               (SELECT session_id FROM statements WHERE id = coalesce(c.statement_id, k.statement_id)) AS session_id,
               coalesce(k.body_id, (SELECT s.body_id FROM statements t JOIN sessions s ON s.id = t.session_id
                                    WHERE t.id = c.statement_id)) AS body_id,
               (SELECT file FROM documents WHERE id = c.document_id) AS file, c.of
        FROM (
            SELECT document_id, statement_id, deliberation_id, check_id, severity, message, law, page,
                   'document' AS of FROM checks WHERE verdict = 'fails'
            UNION ALL
            SELECT document_id, statement_id, deliberation_id, check_id, severity, message, law, page,
                   'corpus' AS of FROM corpus_checks WHERE verdict = 'fails'
        ) c
        LEFT JOIN catalogue k ON k.deliberation_id = c.deliberation_id
        WHERE (c.deliberation_id IS NULL OR k.search_id IS NOT NULL)
          AND c.document_id NOT IN (SELECT id FROM documents WHERE superseded_by IS NOT NULL)""",
}
