-- Version 1 of the database, as delib 0.1 makes it.
PRAGMA application_id = 1145392194;
PRAGMA user_version = 1;
CREATE TABLE "documents" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "path" TEXT NOT NULL,
   "file" TEXT NOT NULL,
   "sha256" TEXT,
   "kind" TEXT NOT NULL,
   "status" TEXT NOT NULL,
   "status_reasons" TEXT,
   "act_id" TEXT,
   "received" TEXT,
   "posted" TEXT,
   "page_count" INTEGER,
   "coverage_passages" REAL,
   "coverage_values" REAL,
   "coverage_noise" REAL,
   "coverage_residue" REAL,
   "tool" TEXT,
   "rules" TEXT,
   "ocr" TEXT,
   "superseded_by" TEXT REFERENCES "documents"("id")
);
CREATE INDEX "idx_documents_path" ON "documents" ("path");
CREATE INDEX "idx_documents_superseded_by" ON "documents" ("superseded_by") WHERE "superseded_by" IS NOT NULL;
CREATE INDEX "idx_documents_sha256" ON "documents" ("sha256") WHERE "sha256" IS NOT NULL;
CREATE INDEX "idx_documents_status" ON "documents" ("status");
CREATE TABLE "pages" (
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "number" INTEGER NOT NULL,
   "width" REAL,
   "height" REAL,
   "source" TEXT,
   "reasons" TEXT,
   PRIMARY KEY ("document_id", "number")
) WITHOUT ROWID;
CREATE TABLE "bodies" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "siren" TEXT,
   "name" TEXT,
   "name_key" TEXT
);
CREATE INDEX "idx_bodies_siren" ON "bodies" ("siren") WHERE "siren" IS NOT NULL;
CREATE TABLE "body_names" (
   "body_id" TEXT NOT NULL REFERENCES "bodies"("id"),
   "name" TEXT NOT NULL,
   "statements" INTEGER NOT NULL,
   PRIMARY KEY ("body_id", "name")
) WITHOUT ROWID;
CREATE TABLE "sessions" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "body_id" TEXT REFERENCES "bodies"("id"),
   "organ" TEXT,
   "date" TEXT
);
CREATE INDEX "idx_sessions_body_id_date" ON "sessions" ("body_id", "date") WHERE "body_id" IS NOT NULL;
CREATE INDEX "idx_sessions_date" ON "sessions" ("date") WHERE "date" IS NOT NULL;
CREATE TABLE "people" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "body_id" TEXT REFERENCES "bodies"("id"),
   "name" TEXT NOT NULL,
   "name_key" TEXT NOT NULL
);
CREATE INDEX "idx_people_body_id_name_key" ON "people" ("body_id", "name_key") WHERE "body_id" IS NOT NULL;
CREATE INDEX "idx_people_name_key" ON "people" ("name_key");
CREATE TABLE "attendance_lists" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "session_id" TEXT NOT NULL REFERENCES "sessions"("id"),
   "who" TEXT NOT NULL,
   "present" INTEGER,
   "absent" INTEGER,
   "represented" INTEGER
);
CREATE INDEX "idx_attendance_lists_session_id" ON "attendance_lists" ("session_id");
CREATE TABLE "attendance" (
   "list_id" TEXT NOT NULL REFERENCES "attendance_lists"("id"),
   "state" TEXT NOT NULL,
   "ordinal" INTEGER NOT NULL,
   "person_id" TEXT REFERENCES "people"("id"),
   "name" TEXT NOT NULL,
   "civility" TEXT,
   "given_name" TEXT,
   "surname" TEXT,
   "remark" TEXT,
   PRIMARY KEY ("list_id", "state", "ordinal")
) WITHOUT ROWID;
CREATE INDEX "idx_attendance_person_id_state" ON "attendance" ("person_id", "state") WHERE "person_id" IS NOT NULL;
CREATE TABLE "proxies" (
   "list_id" TEXT NOT NULL REFERENCES "attendance_lists"("id"),
   "ordinal" INTEGER NOT NULL,
   "giver_id" TEXT REFERENCES "people"("id"),
   "giver" TEXT NOT NULL,
   "holder_id" TEXT REFERENCES "people"("id"),
   "holder" TEXT,
   "holder_civility" TEXT,
   "holder_given_name" TEXT,
   "holder_surname" TEXT,
   "holder_remark" TEXT,
   PRIMARY KEY ("list_id", "ordinal")
) WITHOUT ROWID;
CREATE INDEX "idx_proxies_giver_id" ON "proxies" ("giver_id") WHERE "giver_id" IS NOT NULL;
CREATE INDEX "idx_proxies_holder_id" ON "proxies" ("holder_id") WHERE "holder_id" IS NOT NULL;
CREATE TABLE "movements" (
   "list_id" TEXT NOT NULL REFERENCES "attendance_lists"("id"),
   "ordinal" INTEGER NOT NULL,
   "person_id" TEXT REFERENCES "people"("id"),
   "kind" TEXT NOT NULL,
   "at" TEXT,
   "name" TEXT NOT NULL,
   "civility" TEXT,
   "given_name" TEXT,
   "surname" TEXT,
   "remark" TEXT,
   PRIMARY KEY ("list_id", "ordinal")
) WITHOUT ROWID;
CREATE INDEX "idx_movements_person_id" ON "movements" ("person_id") WHERE "person_id" IS NOT NULL;
CREATE TABLE "statements" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "ordinal" INTEGER NOT NULL,
   "session_id" TEXT NOT NULL REFERENCES "sessions"("id"),
   "list_id" TEXT REFERENCES "attendance_lists"("id"),
   "siren" TEXT,
   "body_key" TEXT,
   "body" TEXT,
   "organ" TEXT,
   "date" TEXT,
   "time" TEXT,
   "place" TEXT,
   "convocation_date" TEXT,
   "in_office" INTEGER,
   "present_count" INTEGER,
   "proxy_count" INTEGER,
   "voter_count" INTEGER,
   "president" TEXT,
   "secretary" TEXT
);
CREATE INDEX "idx_statements_document_id_ordinal" ON "statements" ("document_id", "ordinal");
CREATE INDEX "idx_statements_session_id" ON "statements" ("session_id");
CREATE INDEX "idx_statements_list_id" ON "statements" ("list_id") WHERE "list_id" IS NOT NULL;
CREATE INDEX "idx_statements_body_key_siren" ON "statements" ("body_key", "siren") WHERE "body_key" IS NOT NULL;
CREATE TABLE "deliberations" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "statement_id" TEXT NOT NULL REFERENCES "statements"("id"),
   "session_id" TEXT NOT NULL REFERENCES "sessions"("id"),
   "ordinal" INTEGER NOT NULL,
   "number" TEXT,
   "title" TEXT,
   "item" TEXT,
   "considerants" TEXT,
   "dispositif" TEXT,
   "act_id" TEXT,
   "received" TEXT,
   "posted" TEXT,
   "page" INTEGER,
   "search_id" INTEGER,
   "decision_id" TEXT REFERENCES "deliberations"("id"),
   "twin" INTEGER
);
CREATE INDEX "idx_deliberations_document_id" ON "deliberations" ("document_id");
CREATE INDEX "idx_deliberations_statement_id_ordinal" ON "deliberations" ("statement_id", "ordinal");
CREATE INDEX "idx_deliberations_session_id" ON "deliberations" ("session_id");
CREATE INDEX "idx_deliberations_act_id" ON "deliberations" ("act_id") WHERE "act_id" IS NOT NULL;
CREATE INDEX "idx_deliberations_number" ON "deliberations" ("number") WHERE "number" IS NOT NULL;
CREATE INDEX "idx_deliberations_decision_id" ON "deliberations" ("decision_id") WHERE "decision_id" IS NOT NULL;
CREATE UNIQUE INDEX "idx_deliberations_search_id" ON "deliberations" ("search_id") WHERE "search_id" IS NOT NULL;
CREATE TABLE "votes" (
   "deliberation_id" TEXT PRIMARY KEY NOT NULL REFERENCES "deliberations"("id"),
   "outcome" TEXT,
   "unanimous" INTEGER,
   "votes_for" INTEGER,
   "votes_against" INTEGER,
   "abstentions" INTEGER,
   "inferred_for" INTEGER,
   "inferred_against" INTEGER,
   "inferred_abstentions" INTEGER,
   "inferred_how" TEXT
);
CREATE INDEX "idx_votes_outcome" ON "votes" ("outcome") WHERE "outcome" IS NOT NULL;
CREATE TABLE "dissents" (
   "deliberation_id" TEXT NOT NULL REFERENCES "deliberations"("id"),
   "ordinal" INTEGER NOT NULL,
   "position" TEXT NOT NULL,
   "person_id" TEXT REFERENCES "people"("id"),
   "name" TEXT,
   "civility" TEXT,
   "given_name" TEXT,
   "surname" TEXT,
   "remark" TEXT,
   "group_name" TEXT,
   "page" INTEGER,
   PRIMARY KEY ("deliberation_id", "ordinal")
) WITHOUT ROWID;
CREATE INDEX "idx_dissents_person_id_position" ON "dissents" ("person_id", "position") WHERE "person_id" IS NOT NULL;
CREATE TABLE "decisions" (
   "deliberation_id" TEXT NOT NULL REFERENCES "deliberations"("id"),
   "ordinal" INTEGER NOT NULL,
   "text" TEXT NOT NULL,
   "verb" TEXT,
   "page" INTEGER,
   PRIMARY KEY ("deliberation_id", "ordinal")
);
CREATE TABLE "amounts" (
   "deliberation_id" TEXT NOT NULL REFERENCES "deliberations"("id"),
   "part" TEXT NOT NULL,
   "ordinal" INTEGER NOT NULL,
   "value" REAL NOT NULL,
   "currency" TEXT NOT NULL,
   "basis" TEXT,
   "role" TEXT,
   "words" TEXT,
   "page" INTEGER,
   PRIMARY KEY ("deliberation_id", "part", "ordinal")
) WITHOUT ROWID;
CREATE INDEX "idx_amounts_value" ON "amounts" ("value");
CREATE TABLE "citations" (
   "deliberation_id" TEXT NOT NULL REFERENCES "deliberations"("id"),
   "ordinal" INTEGER NOT NULL,
   "kind" TEXT NOT NULL,
   "text" TEXT NOT NULL,
   "page" INTEGER,
   PRIMARY KEY ("deliberation_id", "ordinal")
) WITHOUT ROWID;
CREATE TABLE "segments" (
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "ordinal" INTEGER NOT NULL,
   "part" TEXT NOT NULL,
   "statement_id" TEXT REFERENCES "statements"("id"),
   "deliberation_id" TEXT REFERENCES "deliberations"("id"),
   "label" TEXT NOT NULL,
   "page" INTEGER,
   "text" TEXT,
   "rule" TEXT,
   PRIMARY KEY ("document_id", "ordinal")
);
CREATE INDEX "idx_segments_statement_id" ON "segments" ("statement_id") WHERE "statement_id" IS NOT NULL;
CREATE INDEX "idx_segments_deliberation_id" ON "segments" ("deliberation_id") WHERE "deliberation_id" IS NOT NULL;
CREATE TABLE "checks" (
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "ordinal" INTEGER NOT NULL,
   "statement_id" TEXT REFERENCES "statements"("id"),
   "deliberation_id" TEXT REFERENCES "deliberations"("id"),
   "check_id" TEXT NOT NULL,
   "verdict" TEXT NOT NULL,
   "severity" TEXT NOT NULL,
   "message" TEXT NOT NULL,
   "read" TEXT,
   "page" INTEGER,
   PRIMARY KEY ("document_id", "ordinal")
);
CREATE INDEX "idx_checks_statement_id" ON "checks" ("statement_id") WHERE "statement_id" IS NOT NULL;
CREATE INDEX "idx_checks_deliberation_id" ON "checks" ("deliberation_id") WHERE "deliberation_id" IS NOT NULL;
CREATE INDEX "idx_checks_check_id" ON "checks" ("check_id") WHERE verdict = 'fails';
CREATE TABLE "evidence" (
   "object_id" TEXT PRIMARY KEY NOT NULL,
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "evidence" BLOB NOT NULL
);
CREATE INDEX "idx_evidence_document_id" ON "evidence" ("document_id");
CREATE TABLE "journal" (
   "path" TEXT PRIMARY KEY NOT NULL,
   "file" TEXT NOT NULL,
   "sha256" TEXT,
   "document_id" TEXT REFERENCES "documents"("id"),
   "status" TEXT NOT NULL,
   "code" TEXT,
   "message" TEXT,
   "page" INTEGER,
   "seconds" REAL,
   "tool" TEXT,
   "rules" TEXT,
   "ocr" TEXT,
   "at" TEXT NOT NULL
);
CREATE INDEX "idx_journal_document_id" ON "journal" ("document_id") WHERE "document_id" IS NOT NULL;
CREATE INDEX "idx_journal_sha256" ON "journal" ("sha256") WHERE "sha256" IS NOT NULL;
CREATE INDEX "idx_journal_status" ON "journal" ("status");
CREATE TABLE "corrections" (
   "object_id" TEXT NOT NULL,
   "field" TEXT NOT NULL,
   "document_id" TEXT NOT NULL REFERENCES "documents"("id"),
   "value" TEXT NOT NULL,
   "why" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "was" TEXT,
   PRIMARY KEY ("object_id", "field")
) WITHOUT ROWID;
CREATE INDEX "idx_corrections_document_id" ON "corrections" ("document_id");
CREATE TABLE "unlinked" (
   "session_id" TEXT PRIMARY KEY NOT NULL
);
CREATE TABLE "settings" (
   "name" TEXT PRIMARY KEY NOT NULL,
   "value" TEXT
);
CREATE VIEW acts AS 
        SELECT d.id, b.name AS body, s.organ, s.date, d.number, d.title, v.outcome, v.unanimous, v.votes_for,
               v.votes_against, v.abstentions, d.act_id, f.path, d.page, d.document_id, d.session_id
        FROM deliberations d
        JOIN sessions s ON s.id = d.session_id
        JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
        LEFT JOIN bodies b ON b.id = s.body_id
        LEFT JOIN votes v ON v.deliberation_id = d.id
        WHERE d.twin IS NULL;
CREATE VIEW same_decisions AS 
        SELECT d.decision_id, d.id, f.kind, s.date, d.number, d.title, f.path, d.page,
               d.id = d.decision_id AS chosen, d.twin
        FROM deliberations d
        JOIN documents f ON f.id = d.document_id
        JOIN sessions s ON s.id = d.session_id
        WHERE d.decision_id IS NOT NULL
        ORDER BY s.date, d.decision_id, chosen DESC, d.id;
CREATE VIEW disagreements AS 
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
        HAVING max(lists, in_office_counts, present_counts, proxy_counts, voter_counts) > 1;
CREATE VIRTUAL TABLE search USING fts5(title, considerants, dispositif, heading, title_stems, text_stems, content='', tokenize='unicode61 remove_diacritics 2');
