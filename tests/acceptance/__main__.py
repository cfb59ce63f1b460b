"""`python -m tests.acceptance [-v] [NAME…]`: how much of each published contract its profile expresses.

With `-v` every provision is shown with what it says and the block that says it, to be read through.
"""

from __future__ import annotations

import sys
from collections import Counter

from .matrix import Matrix, Provision, matrices


def main(arguments: list[str]) -> int:
    """Print the matrix; status 1 if something is not expressed."""
    verbose = "-v" in arguments
    names = [name for name in arguments if name != "-v"]
    counts: Counter[str] = Counter()
    for name, matrix in matrices().items():
        if not names or name in names:
            states = {id_: matrix.state(provision) for id_, provision in matrix.provisions.items()}
            for id_, state in states.items():
                if verbose or state != "expressed":
                    sys.stdout.write("\n".join((*told(matrix, matrix.provisions[id_], state, verbose=verbose), "")))
            sys.stdout.write(f"{name}: {summary(Counter(states.values()))}, of {len(states)} provisions\n")
            counts += Counter(states.values())
    return 1 if counts["not"] or not counts else 0


def told(matrix: Matrix, provision: Provision, state: str, *, verbose: bool) -> list[str]:
    """A provision with its state, and why it is not wholly expressed."""
    reasons = matrix.failings(provision) if state == "not" else [provision.partly] if provision.partly else []
    lines = [f"{provision.id}: {state}", f"  says: {provision.says}", *(f"  but: {reason}" for reason in reasons)]
    if verbose:
        lines.append(f"  by: {', '.join(provision.clauses or provision.data)}")
        blocks, _ = matrix.produced(provision, matrix.without(provision))
        lines += [f"  | {block}" for block in blocks] + [""]
    return lines


def summary(counts: Counter[str]) -> str:
    """How many provisions are in each state."""
    return ", ".join(f"{counts[state]} {state}" for state in ("expressed", "partly", "not"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
