"""Where the programs of this package are installed."""

import os
import shutil
import sys
import sysconfig


def find(name: str) -> str:
    """Returns the path of a program of this package, or else one on the `PATH`.

    Raises `FileNotFoundError` if there is none.
    """
    program = name + (".exe" if sys.platform == "win32" else "")
    user = sysconfig.get_preferred_scheme("user")
    # `pip install --target DIR` puts programs into DIR/bin.
    target = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin")
    for folder in (sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=user), target):
        path = os.path.join(folder, program)
        if os.path.isfile(path):
            return path
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return found
