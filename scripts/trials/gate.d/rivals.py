# SPDX-License-Identifier: MIT
"""How other tools judge two sets of samples: true where they would fail the job."""

from scipy import stats

SAMPLES = 10  # what `go test -count`, hyperfine and asv are usually run with


def samples(rounds):
    """The mean of each of SAMPLES stretches of consecutive rounds."""
    edges = [len(rounds) * i // SAMPLES for i in range(SAMPLES + 1)]
    return [sum(rounds[a:b]) / (b - a) for a, b in zip(edges, edges[1:])]


def median(values):
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2


def rank_test(a, b):
    return stats.mannwhitneyu(a, b, alternative="two-sided").pvalue


def benchstat(a, b):
    """golang.org/x/perf/cmd/benchstat: Mann-Whitney, p < 0.05; slower by any amount."""
    return rank_test(a, b) < 0.05 and median(b) > median(a)


def asv(factor):
    """asv/commands/compare.py: p < 0.002 in a Mann-Whitney test, and slower by more than a factor."""
    return lambda a, b: rank_test(a, b) < 0.002 and median(b) > factor * median(a)


def welch(a, b):
    """hyperfine/scripts/welch_ttest.py: p < 0.05; slower by any amount."""
    return stats.ttest_ind(a, b, equal_var=False).pvalue < 0.05 and sum(b) > sum(a)


def last_value(a, b):
    """github-action-benchmark's default: over 200 % of the last value."""
    return sum(b) > 2 * sum(a)


RIVALS = [
    ("Mann-Whitney, p < 0.05 (benchstat)", benchstat),
    ("Mann-Whitney, p < 0.002, and 10 % (asv)", asv(1.1)),
    ("the same, and 1 %", asv(1.01)),
    ("Welch's t, p < 0.05 (hyperfine's script)", welch),
    ("200 % of the last value (github-action-benchmark)", last_value),
]
