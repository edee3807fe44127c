"""How values reach a reader: numbers, times, words of the interface, Markdown, templates, the look."""
