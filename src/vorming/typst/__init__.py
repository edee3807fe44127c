"""Papers: doctrees and the course as Typst markup, and Typst's PDFs, which every reader can use.

`writer` is the table from node to function, `builder` makes the packs of a course from its pages, and `papers` those
of one day from pieces of lessons.
"""
