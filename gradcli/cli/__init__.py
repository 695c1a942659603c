"""The command line: the only place that knows click, streams and exit codes.

Each command is a thin module that reads options, calls the library and prints. Modules are imported
when a command needs them, since a tool that is used hundreds of times an hour must start quickly.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

#: The name under which the tool is installed.
NAME = "gradcli"

#: The exit code after Ctrl-C.
INTERRUPTED = 130

#: By which click asks for completions.
COMPLETE = "_GRADCLI_COMPLETE"


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    _end_when_interrupted()
    # A command makes no cycles worth looking for, and its imports alone set off many searches.
    gc.disable()
    _leave(run(sys.argv[1:]))


def _end_when_interrupted() -> None:
    """Let Ctrl-C end the process at once, as other signals do, without a word.

    An exception could come up in the middle of an import, and leave half a module behind, or where
    Python can only print it. Who has something to save handles signals meanwhile: `asking`, and
    `saving`, which lets them wait. A process that was started with Ctrl-C ignored ignores it on.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; results go to stdout, the rest to stderr."""
    try:
        _work(list(arguments))
        return _flushed()
    except BaseException as problem:  # noqa: BLE001  every end has its exit code
        from gradcli.cli.failures import exit_code

        return exit_code(problem, arguments)


def _work(arguments: list[str]) -> None:
    from gradcli.cli import quick, streams

    streams.prepare()
    instruction = os.environ.get(COMPLETE)
    if not instruction and quick.ran(arguments):
        return
    from gradcli.cli.root import root

    if instruction:
        from gradcli.cli.shells import answer

        answer(root, instruction)
        return
    with root.make_context(NAME, arguments) as context:
        root.invoke(context)


def _flushed() -> int:
    """Write out what is buffered while an error can still be reported."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return 0


def _leave(code: int) -> NoReturn:
    """End the process without the interpreter's tidying up, which takes as long as the work."""
    from gradcli.cli.streams import flush

    flush()
    if _watched():
        sys.exit(code)
    os._exit(code)


def _watched() -> bool:
    """Return whether something waits for an ordinary end: a profiler or an exit function."""
    import atexit

    registered = getattr(atexit, "_ncallbacks", lambda: 1)()
    hooks = sys.gettrace() or sys.getprofile()
    return bool(registered or hooks or sys.flags.inspect)
