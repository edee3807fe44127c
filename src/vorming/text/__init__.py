"""How values are shown to readers: numbers, times, words of the interface, Markdown, templates, the look."""
