"""What commands answer, as text for people or in the formats for programs.

In: records, what a corpus answered, what a run did. Out: lines. Nothing here decides or opens anything, but for
`persons`, which takes two kinds of files in.
"""
