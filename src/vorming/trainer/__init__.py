"""What a trainer needs on the day and afterwards: run sheets, pages of her own, the log of sessions.

planning.py   a module + what the day allows -> a run sheet, or why it can't be
run_sheet.py  a run sheet -> table, page, PDF
command.py    a run sheet for the command line: shown, and written
pages.py      the course -> the trainer's own pages
site.py       those pages and a run sheet per programme -> files beside the book
log.py        the logs of sessions -> what to improve
"""
