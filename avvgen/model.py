"""The one base of all pydantic models: frozen, and strict about unknown keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A value read from a file: unknown keys are errors, defaults are checked, nothing changes later."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, arbitrary_types_allowed=True, defer_build=True
    )
