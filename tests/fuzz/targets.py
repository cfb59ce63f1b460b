"""All targets by name."""

from __future__ import annotations

from . import letterheads, texts, trees

TARGETS = {target.name: target for target in (*texts.targets(), *trees.targets(), *letterheads.targets())}
