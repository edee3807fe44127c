"""Reading of files: YAML, Markdown and BibTeX become values with places, and faults become problems by rule."""
