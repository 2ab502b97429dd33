"""The baseline of `ingest.py`: what people write first. pdfplumber for the text, re for the date, sqlite3 for a row.

$ python benchmarks/plain.py texts.db FILE...
"""

from __future__ import annotations

import re
import sqlite3
import sys

import pdfplumber

DATE = re.compile(
    r"\b(\d{1,2}(?:er)?\s+(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s+\d{4})"
)


def main() -> None:
    """Store the text and the first date of each file. With --keep-pages pages are not closed after use."""
    keep = "--keep-pages" in sys.argv
    target, *files = [word for word in sys.argv[1:] if word != "--keep-pages"]
    database = sqlite3.connect(target)
    database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(path, date, text)")
    for path in files:
        pages = []
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                pages.append(page.extract_text() or "")
                if not keep:
                    page.close()
        text = "\n".join(pages)
        date = DATE.search(text)
        database.execute("INSERT INTO texts VALUES (?, ?, ?)", (path, date[1] if date else None, text))
        database.commit()
    database.close()


if __name__ == "__main__":
    main()
