"""Files on disk -> values with places: YAML, Markdown, BibTeX; and the problems in them, by rule."""
