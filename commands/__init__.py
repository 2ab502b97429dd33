"""The commands: what the terminal asks of parser and corpus, and the answers as text. Neither of the two knows of it.

A command is one thin function; `cli` puts them together. In the order of use: `options` (what commands share);
`document` with `batch` (documents one after the other), `sheet` and `explanation` (a record, and why); `corpus` with
`ingestion`, `progress` and `listing`; `serve` (the reading room); `upkeep`; `rules` with `drafting`, `gains` and
`rulings`; `ocr` with `ocr_files`.
"""
