"""The corpus: records in, answers out. Knows no PDF.

`store` keeps records in one SQLite file, `ingest` fills it and keeps the journal, `search` asks it.
"""
