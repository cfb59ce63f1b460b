"""`python -m avvgen`, and the console script: what must be settled before the rest is even read."""

from __future__ import annotations

import signal


def run() -> None:
    """Run the command of this process, which ends with it."""
    # Python answers Ctrl-C with an exception, which would be a traceback for as long as modules are read. Until we heed
    # signals ourselves, the system's own answer is the better one.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from avvgen.cli import app  # noqa: PLC0415 - as above

    app.run()


if __name__ == "__main__":
    run()
