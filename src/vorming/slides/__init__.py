"""Decks of slides and the speaker's window, made from the doctrees of pages, with reveal.js.

outline.py   a page -> sections, with the content of their slides and notes
compose.py   sections -> slides on which their blocks fit
lesson.py    sections and questions -> the slides and notes of a lesson, as HTML
deck.py      slides -> a deck of a lesson or a day, with the time at which each slide is due
write.py     a deck -> its files
"""
