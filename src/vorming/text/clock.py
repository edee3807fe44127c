"""Clock times of a programme."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from vorming.model.course import Programme, ProgrammePart


def clock_times(programme: Programme) -> Iterator[tuple[datetime, ProgrammePart]]:
    """Yield each part with the time at which it starts, and at last the end."""
    clock = datetime(2000, 1, 1, programme.start.hour, programme.start.minute)
    for part in programme.parts:
        yield clock, part
        clock += timedelta(minutes=part.minutes)
    yield clock, ProgrammePart(title="Einde", minutes=1, kind="activity")
