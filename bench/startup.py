# SPDX-License-Identifier: GPL-3.0-or-later
"""What `baro --help` costs beside `python -c pass`, in one run: `python bench/startup.py`.

Both are started in turn; the bar is the ratio of the medians of processor time (user and system), at most 4.
"""

import resource
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 25
BAR = 4.0
RIVALS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "baro --help": [str(Path(sys.executable).parent / "baro"), "--help"],
}


def cost(command: list[str]) -> float:
    """Processor seconds of one run of `command`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Print the table; exit status 1 when the bar does not hold."""
    figures: dict[str, list[float]] = {name: [] for name in RIVALS}
    for _ in range(RUNS):
        for name, command in RIVALS.items():
            figures[name].append(cost(command))
    medians = {name: statistics.median(found) for name, found in figures.items()}
    for name, median in medians.items():
        print(f"{name:<16} median {median * 1000:6.1f} ms   min {min(figures[name]) * 1000:6.1f} ms")
    ratio = medians["baro --help"] / medians["python -c pass"]
    print(f"ratio {ratio:.2f} (bar {BAR:.0f}) over {RUNS} runs each")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
