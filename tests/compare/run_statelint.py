"""Prints for each definition of a list whether statelint accepts it: run_statelint.py LIST"""

import sys
from pathlib import Path

from statelint.linter import Linter

for path in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n"):
    problems = Linter.validate(Path(path).read_text(encoding="utf-8"))
    print("rejected" if problems else "accepted")
