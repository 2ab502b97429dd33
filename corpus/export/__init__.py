"""A corpus in the formats of others: one module a format, records in, files out; knows no PDF.

In: an open corpus, the acts asked for (`choice`). Out: SCDL, CSV, NDJSON, Parquet, Akoma Ntoso, Popolo. Every writer
streams: what it holds does not grow with the corpus. What a format requires and an act does not say is never made up:
the act is left out and listed.
"""
