"""Values that a build keeps for a later command, in a file beside what it made."""

import io
import pickle
from pathlib import Path
from typing import Any


def write_store(path: Path, values: Any) -> None:
    """Keep values without cycles; equal values give equal bytes."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # else the bytes say which equal texts are one object
    pickler.dump(values)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def read_store(path: Path) -> Any:
    """Return the values that a build of this version kept."""
    return pickle.loads(path.read_bytes())
