"""`python -m asl_lint`: the command line."""

import subprocess
import sys

from ._binary import find

if __name__ == "__main__":
    sys.exit(subprocess.run([find("asl-lint"), *sys.argv[1:]]).returncode)
