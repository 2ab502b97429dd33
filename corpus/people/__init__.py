"""Who is who: the printed names of one body, grouped into the members that they name.

In: an open corpus. Out: `members`, the names of each (`member_names`), why two names are one member or may be
(`name_links`), and `member_id` beside every name that the corpus keeps. `spelling` reads a printed name, `likeness`
compares two, `grouping` decides over all names of a body, `settle` brings it into the database. What people decide
stands in `rulings`, what they know in `roster`, when assemblies were renewed in `mandates`; `presence` and `sheet`
answer questions.
"""
