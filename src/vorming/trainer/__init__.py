"""What a trainer needs on the day and afterwards: a folder per day, run sheets, pages of her own, the log of sessions.

day.py        a plan -> the folder of a day: papers, slides, the page that leads through it; the list of days
run_sheet.py  a plan -> table, page, PDF
pages.py      the course -> the trainer's own pages
log.py        the logs of sessions -> what to improve
"""
