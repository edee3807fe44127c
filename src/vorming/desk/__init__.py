"""The keeper's desk, `vorming desk`: a local site of plain forms without scripts, to edit the course.

`server` refuses requests from elsewhere, `pages` has the views by address, and `state` holds the course and the last
change.
"""
