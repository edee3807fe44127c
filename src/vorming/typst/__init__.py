"""Papers: doctrees and items of the course become Typst markup, and Typst makes accessible PDFs of it."""
