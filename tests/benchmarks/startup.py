"""How long a short run takes, against the imports that it can't do without: ratios, the two commands taking turns.

python tests/benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

RT_STATS = Path(sys.executable).with_name("rt-stats")
PAIRS = {
    "rt-stats --help": ([RT_STATS, "--help"], "import click", 1.3),
    "rt-stats summary": ([RT_STATS, "summary", "--data", "sample"], "import pandas", 1.3),
}


def seconds(command: Sequence[object]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run([*map(str, command)], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print the median of the ratios, pair by pair, beside the limit."""
    print(f"{'command':<18} {'against':<15} {'seconds':>8} {'ratio':>6} {'limit':>6}")
    for name, (command, statement, limit) in PAIRS.items():
        against = [sys.executable, "-c", statement]
        seconds(command), seconds(against)  # the first run of each warms the disk's cache
        pairs = [(seconds(command), seconds(against)) for _ in range(runs)]
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        print(f"{name:<18} {statement:<15} {statistics.median(p[0] for p in pairs):>8.3f} {ratio:>6.2f} {limit:>6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
