"""Decks and the speaker's window: made from the book's own pages before they are written, on reveal.js.

outline.py   a page -> sections with what is on their slide, what is said, what is read
compose.py   sections -> slides that fit
lesson.py    sections and questions -> the slides and notes of a lesson, as HTML
deck.py      slides -> a deck, of a lesson or a day, with when each slide is due
write.py     a deck -> its files
"""
