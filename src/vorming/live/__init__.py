"""Live preview: Sphinx stays in memory and writes only the pages that an edit changes; a local server shows them."""
