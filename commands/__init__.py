"""The commands: what the terminal asks of parser and corpus. Neither of the two knows of it.

A command is one thin function; `cli` puts them together, `text` says the answers.

    options                              what commands share
    document  batch                      extract, explain, schema; documents one after the other
    corpus    ingestion stopping         ingest, report, show; a run, and its end by a signal
    search    people money audit chain   questions to a corpus
    serve                                the reading room
    export    infer in `inferring`       a corpus for other programs; names from a model of the language
    upkeep                               fix, merge, pack, relocate, forget
    rules     gains                      rules: test, lint, explain, new, diff; what one rule set reads otherwise
    ocr       ocr_files                  images read, and written for other programs; doctor
"""
