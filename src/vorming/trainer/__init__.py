"""The outputs for a trainer, on the day and afterwards: a folder per day, run sheets, pages and the log of sessions.

day.py        a plan -> the folder of a day, with papers, slides and an index page; the list of days
run_sheet.py  a plan -> a run sheet for the terminal, a page and a PDF
pages.py      the course -> the trainer's own pages
log.py        the logs of sessions -> a report of what to improve
"""
