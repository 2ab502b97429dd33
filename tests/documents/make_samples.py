"""Write the sample documents and their gold records into `samples/`.

    python tests/documents/make_samples.py [FOLDER]

The content is the same on every run; a file is written only when its text or its truth has changed, since the bytes
of a PDF also depend on the versions of the libraries.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator import Sample, samples  # noqa: E402


def page_texts(data: bytes) -> list[str] | None:
    """The text of each page, annotations included, or None for bytes that are no readable PDF."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            notes = [str(note["data"].get("Contents")) for page in pdf.pages for note in page.annots]
            return [page.extract_text() for page in pdf.pages] + notes
    except Exception:  # a damaged or protected file is one of the samples
        return None


def same(one: bytes, other: bytes) -> bool:
    """Whether two files say the same: equal bytes, or two PDFs with equal page texts."""
    if one == other:
        return True
    texts = page_texts(one)
    return texts is not None and texts == page_texts(other)


def write(folder: Path) -> list[str]:
    """Write what has changed; the names of the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sample in samples():
        path = folder / sample.name
        if not path.exists() or not same(path.read_bytes(), sample.data):
            path.write_bytes(sample.data)
            written.append(path.name)
        gold = gold_path(folder, sample)
        if sample.truth is not None and (
            not gold.exists() or gold.read_text(encoding="utf-8") != sample.truth.to_json()
        ):
            gold.write_text(sample.truth.to_json(), encoding="utf-8")
            written.append(gold.name)
    return written


def gold_path(folder: Path, sample: Sample) -> Path:
    """The gold record beside a sample: NAME.gold.json for NAME.pdf or NAME.txt."""
    return folder / f"{Path(sample.name).stem}.gold.json"


if __name__ == "__main__":
    for name in write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "samples"):
        print(name)
