"""Checks files on a Dask cluster, and merges the results into what one run prints.

usage: check.py ASL_LINT LIST OUTPUT [SCHEDULER]

LIST has a file in each line. Every worker needs the files, at the same paths, and asl-lint. Without the address of a
SCHEDULER, the cluster consists of processes on this machine. The exit status is that of `asl-lint check`.
"""

import pathlib
import subprocess
import sys
import tempfile

from distributed import Client, LocalCluster

FILES_PER_TASK = 20


def check(linter, files):
    """Checks some files, and returns the findings as JSON. Files that cannot be read are entries of it."""
    command = [linter, "check", "--files-from", "-", "--no-errors-on-unmatched", "--format", "json"]
    run = subprocess.run(command, input="\n".join(files), capture_output=True, text=True)
    if not run.stdout:
        raise RuntimeError(run.stderr)
    return run.stdout


def main():
    linter, listed, output, *scheduler = sys.argv[1:]
    files = pathlib.Path(listed).read_text("utf-8").splitlines()
    tasks = [files[i : i + FILES_PER_TASK] for i in range(0, len(files), FILES_PER_TASK)]
    cluster = scheduler[0] if scheduler else LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with Client(cluster) as client, tempfile.TemporaryDirectory() as folder:
        results = client.gather(client.map(check, [linter] * len(tasks), tasks))
        parts = [pathlib.Path(folder) / f"{i}.json" for i in range(len(results))]
        for part, result in zip(parts, results):
            part.write_text(result, "utf-8")
        return subprocess.run([linter, "merge", *parts, "--output-file", output]).returncode


if __name__ == "__main__":
    sys.exit(main())
