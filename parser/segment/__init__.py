"""Structure: a document into sittings, acts and passages.

The recipe reads top to bottom: `outline` (the types), `acts` (the whole document), `headings` with `marks`, `agenda`,
`cuts` (which headings begin acts), `listing` and `registers` (documents of another build), then for one act `units`,
`hinge` and `passages`.
"""
