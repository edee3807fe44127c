"""Decks and the speaker's window: made from the book's own pages before they are written, on reveal.js."""
