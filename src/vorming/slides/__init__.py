"""Decks and the speaker's window: a pure pre-pass over the book's own pages, on reveal.js.

outline.py   a page -> sections with what stands on their slide, what is said, what is read
compose.py   sections -> slides that fit
timing.py    slides + the lesson's steps -> planned minutes, what may go
questions.py a question of a quiz -> its slide
deck.py      slides -> the files of a deck
"""
