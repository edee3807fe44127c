"""Values that a build writes for a later command of the same version, in a file beside its output.

`vorming day` reads the slides and the markup of lessons from there, instead of running Sphinx.
"""

import io
import pickle
from pathlib import Path
from typing import Any

from vorming.source.files import write_whole


def write_store(path: Path, values: Any) -> None:
    """Write values to a file; equal values give equal bytes.

    The values must have no cycles: without its memo, pickle would follow one for ever.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # no memo, which would make the bytes depend on which equal texts are one object
    pickler.dump(values)
    write_whole(path, buffer.getvalue())


def read_store(path: Path) -> Any:
    """Return the values that `write_store` wrote. Only for files of our own build: pickle runs what it reads."""
    return pickle.loads(path.read_bytes())
