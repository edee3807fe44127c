"""Functions for the keeper, the person who keeps the course up to date: due items, the effects of a change, and git.

They are used by `vorming due`, `vorming checked` and the desk, and are independent of a browser.
"""
