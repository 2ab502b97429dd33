"""The corpus: records in, answers out. Knows no PDF.

From the files to the answers, folder by folder and module by module:

    intake/                              files named, read by workers, written: `delib ingest`
    store load rows proof keys           records in and out of tables; the ids of things
    journal leavings                     what became of each file; what a document leaves when it goes
    database migrations                  the file: opened, brought up to date, written in transactions
    schema table about_tables views      its tables, as data, and its views
    metadata                             what Datasette is told of it
    fulltext words catalogue             the index, the words in it, the narrow row by which acts are filtered
    twins chains comparisons numbering   passes over all documents: one decision in several, earlier acts, what is odd
    people/                              who is who, who was there
    receivers                            who receives sums, as a model of the language proposes
    search query ranking filters facets  acts by words and filters
    sittings assemblies persons          one sitting, one body, one person
    ballots volumes                      votes; one document as a volume
    money money_asked money_counted      sums: asked for, counted,
    money_changes ledger                 replaced by later acts, added up
    audit report                         what does not add up; how the corpus stands
    findings hints                       what a person should look at, of one document and between documents
    reviewing reviewed acceptances       the queue, and what was decided in it
    corrections                          values that a person put right
    merge travel                         several corpora into one; packed, found again, forgotten
    export/                              the formats of others
    web/                                 the reading room
"""
