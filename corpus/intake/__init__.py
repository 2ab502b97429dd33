"""From files to rows: what a person names is found, read by workers, and written by one coordinator.

In: paths, folders, URLs. Out: documents in the corpus, and a row in the journal for every file seen.

    sources, remote      what is named, as files and URLs
    ingest               the run: what is to be read, in which order, and what was known already
    tasks                what is handed to a worker, and what comes back
    executors            who reads, and with which limits: here; `processes` on this machine; `distributed` on many
    worker, dask_worker  the other side: a process of its own, on a dask worker too
    settling             what became of a file, written: its record and its journal, both or neither
"""
