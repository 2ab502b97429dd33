"""Structure: a document into sittings, acts and passages.

The recipe reads top to bottom: `outline` (the types), `acts` (the whole document), `headings` with `look`,
`marks`, `run_ins` and `numbered`, `agenda`, `cuts` (which headings begin acts), `sole` (the one act of an extract),
`listing` and `registers` (documents of another build), then for one act `units`, `hinge` and `passages`.
"""
