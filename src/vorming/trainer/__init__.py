"""What a trainer needs on the day and afterwards: run sheets, pages of her own, the log of sessions.

planning.py   a module + what the day allows -> a run sheet, or why it can't be
run_sheet.py  a run sheet -> table, page, PDF
pages.py      the course -> the trainer's own pages
log.py        the logs of sessions -> what to improve
release.py    the outputs -> two folders to hand out, zipped
"""
