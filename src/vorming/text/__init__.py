"""Text and its small change: numbers, clock times, words of the interface, Markdown, tokens of the look."""
