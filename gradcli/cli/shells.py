"""Completion: what shells ask for while a command is typed, and the scripts by which they ask."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from gradcli.cli.reading import Asked

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem, ShellComplete

#: Every shell with what makes it complete from now on, and where that line goes to stay.
INSTALL = {
    "bash": ('eval "$(gradcli completion bash)"', "~/.bashrc"),
    "zsh": ('eval "$(gradcli completion zsh)"', "~/.zshrc"),
    "fish": ("gradcli completion fish | source", "~/.config/fish/config.fish"),
    "powershell": ("gradcli completion powershell | Out-String | Invoke-Expression", "$PROFILE"),
}


def completer(shell: str, root: click.Command) -> ShellComplete | None:
    """Return click's support for a shell, None for one that is not known."""
    from click.shell_completion import get_completion_class

    from gradcli.cli import COMPLETE, NAME

    if shell == "powershell" and get_completion_class(shell) is None:
        from gradcli.cli import powershell

        powershell.register()
    support = get_completion_class(shell)
    return support(root, {}, NAME, COMPLETE) if support else None


def answer(root: click.Command, instruction: str) -> None:
    """Print what a shell asks for: `bash_complete` is completions, `bash_source` the script."""
    from gradcli.cli.streams import write

    shell, _, task = instruction.partition("_")
    support = completer(shell, root)
    if support is None or task not in ("source", "complete"):
        raise click.UsageError(f"no completion called {instruction}")
    if task == "source":
        write(support.source())
    elif os.environ.get("COMP_WORDS") is not None:
        write(support.complete() + "\n")


def complete_functions(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the functions that begin with what has been typed."""
    from click.shell_completion import CompletionItem

    from gradcli.operators import FUNCTIONS

    return [CompletionItem(name) for name in FUNCTIONS if name.startswith(incomplete)]


def complete_sets(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the shipped sets and the exercise files here that begin with what has been typed.

    Where there are none, it is left to the shell to look for files.
    """
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from gradcli.grading.shipped import shipped_sets

    here = sorted(path.name for path in Path().glob("*.y*ml"))
    found = [name for name in (*shipped_sets(), *here) if name.startswith(incomplete)]
    return [CompletionItem(name) for name in found] or [CompletionItem(incomplete, type="file")]


def complete_exercises(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the ids of the exercises in the file named before, with their titles.

    Not every shell shows the titles. Of a file that cannot be read there are none.
    """
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from gradcli.errors import GradcliError
    from gradcli.grading.reader import read_set
    from gradcli.grading.shipped import shipped_sets
    from gradcli.render.languages import language_of

    # click gives up on the arguments where an option still lacks its value.
    file = ctx.params.get("file") or next(iter(ctx.args), "")
    if not Path(file).is_file() and file not in shipped_sets():
        return []
    try:
        exercises = read_set(file).exercises
    except GradcliError:
        return []
    language = language_of(ctx.params.get("lang") or "auto", os.environ)
    return [
        CompletionItem(one.id, help=one.title.in_language(language))
        for one in exercises
        if one.id.startswith(incomplete)
    ]


def complete_names(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the names of the program that begin with what has been typed."""
    from click.shell_completion import CompletionItem

    from gradcli.cli.bindings import node_names

    graph = ctx.obj.graph if isinstance(ctx.obj, Asked) else None
    names = node_names(graph) if graph else []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def complete_assignments(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return `NAME=` for the variables of the program that begin with what has been typed."""
    from click.shell_completion import CompletionItem

    graph = ctx.obj.graph if isinstance(ctx.obj, Asked) else None
    names = [graph.written.get(name, name) for name in graph.inputs] if graph else []
    return [CompletionItem(f"{name}=") for name in names if name.startswith(incomplete)]
