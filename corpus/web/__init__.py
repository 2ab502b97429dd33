"""The reading room: a corpus as pages that people look at, served by Datasette and a plugin of ours.

In: the file of a corpus. Out: a web server that only reads it: the pages of `pages/`, and Datasette's own tables, SQL
and JSON beside them. `server` puts it together, `routes` says which addresses there are, `page` is what each page is
handed, `shield` stands before all of them. Needs the extra `delib[web]`.
"""
