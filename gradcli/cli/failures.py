"""From an exception to what is said on stderr and the exit code: the only place that knows both."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcli.cli import COMPLETE, INTERRUPTED
from gradcli.cli.escapes import printable
from gradcli.cli.streams import ascii_errors, error_width, flush, warn
from gradcli.errors import GradcliError

if TYPE_CHECKING:
    import click

#: All right; usage, file or expression at fault; a bug in gradcli; no reader.
OK, FAULT, BUG, CLOSED_PIPE = 0, 2, 3, 141

#: What makes gradcli show the traceback of a bug.
DEBUG = "GRADCLI_DEBUG"


def exit_code(problem: BaseException, arguments: Sequence[str]) -> int:
    """Say what went wrong and return the exit code that belongs to it."""
    try:
        return _reported(problem, arguments)
    except (KeyboardInterrupt, BrokenPipeError) as second:
        return INTERRUPTED if isinstance(second, KeyboardInterrupt) else CLOSED_PIPE
    except OSError as second:
        flush()  # stdout cannot be written to: let go of what it still holds
        return _reported(second, arguments)


def _reported(problem: BaseException, arguments: Sequence[str]) -> int:
    if isinstance(problem, SystemExit):
        return _finished(problem.code if isinstance(problem.code, int) else FAULT)
    if isinstance(problem, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(problem, BrokenPipeError):
        return CLOSED_PIPE
    import click  # of no use to a command that has marked answers

    if isinstance(problem, click.exceptions.Exit):
        return _finished(problem.exit_code)
    if isinstance(problem, click.Abort):
        return INTERRUPTED
    if os.environ.get(COMPLETE) and os.environ.get(DEBUG) != "1":
        return BUG  # a message would break into the line that is being typed
    known = _as_error(problem, arguments)
    if known is None:
        _say_bug(problem, arguments)
        return BUG
    _say_in_language(known, arguments)
    return FAULT


def _say_in_language(error: GradcliError, arguments: Sequence[str]) -> None:
    """Say an error in the language that the command line asks for, if its command has languages."""
    from gradcli.cli.speaking import language_asked, say_error

    say_error(error, language_asked(arguments))


def _finished(code: int) -> int:
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _as_error(problem: BaseException, arguments: Sequence[str]) -> GradcliError | None:
    """Return the error that the user has to deal with, None for a bug of gradcli."""
    if isinstance(problem, GradcliError):
        return problem
    import click

    if isinstance(problem, click.UsageError):
        return _usage_error(problem, arguments)
    if isinstance(problem, click.ClickException):
        return GradcliError(problem.format_message())
    if isinstance(problem, MemoryError):
        return GradcliError("there is not enough memory for this", hint="make it smaller")
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EIO, errno.EBADF):
        return GradcliError(f"the output cannot be written: {problem.strerror}")
    if isinstance(problem, OSError) and isinstance(problem.filename, str):
        from gradcli.engine.problems import short

        return GradcliError(f"{short(problem.filename)} cannot be used: {problem.strerror}")
    return None


def _usage_error(problem: click.UsageError, arguments: Sequence[str]) -> GradcliError:
    """Return click's complaint in our words: the option first, then what is wrong with it."""
    import click

    from gradcli.cli.help import COMMANDS

    words = ["gradcli", *(word for word in arguments[:1] if word in COMMANDS), "--help"]
    hint = f"{' '.join(words)} lists the options"
    if isinstance(problem, click.NoSuchOption):
        return _no_such_option(problem, hint)
    message = problem.format_message()
    if isinstance(problem, click.MissingParameter) and isinstance(problem.param, click.Argument):
        example = getattr(problem.ctx and problem.ctx.command, "examples", ("",))[0]
        return GradcliError(f"no {problem.param.name} is named", hint=example)
    if isinstance(problem, click.BadParameter) and problem.param is not None:
        message = f"{problem.param.opts[0]}: {problem.message}"
    message = message.rstrip(".")
    return GradcliError(message[:1].lower() + message[1:], hint=hint)


def _no_such_option(problem: click.NoSuchOption, otherwise: str) -> GradcliError:
    """Return the error for an option that is not there; each version of click words it anew."""
    from gradcli.near import nearest

    near = nearest(
        problem.option_name.lstrip("-"), [o.lstrip("-") for o in problem.possibilities or ()]
    )
    hint = f"did you mean --{near}?" if near else otherwise
    return GradcliError(f"there is no option {problem.option_name}", hint=hint)


def say(error: GradcliError, labels: tuple[str, str] = ("error: ", "try: ")) -> None:
    """Write an error to stderr: what is wrong, where, and what to try."""
    problem, advice = labels
    warn(f"{problem}{printable(error.message)}")
    if error.source and error.span is not None:
        from gradcli.render.caret import WIDTH, caret

        columns = min(error_width(), WIDTH)
        warn(caret(error.source, error.span, columns, ascii_errors(error.source + "…")))
    if error.hint:
        warn(f"{advice}{printable(error.hint)}")


def _say_bug(problem: BaseException, arguments: Sequence[str]) -> None:
    from gradcli import __version__

    summary = printable(f"{type(problem).__name__}: {problem}"[:500])
    python = ".".join(map(str, sys.version_info[:3]))
    warn(f"error: {summary}")
    warn("this is a bug in gradcli, not in your input; please report it with these lines:")
    warn(f"  gradcli {__version__}, Python {python}, {sys.platform}")
    warn(f"  {printable(command_line(arguments))}", folding=False)
    if os.environ.get(DEBUG) == "1":
        import traceback

        warn("".join(traceback.format_exception(problem)).rstrip(), folding=False)
    else:
        warn(f"try: {DEBUG}=1 in the environment shows where it happened")


def command_line(arguments: Sequence[str]) -> str:
    """Return a command as it would be typed."""
    import shlex

    return shlex.join(["gradcli", *arguments])
