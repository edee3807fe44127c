"""For who keeps the course: what is due, what a change does before it is saved, and git.

Behind `vorming due`, `vorming checked` and the desk; it knows no browser.
"""
