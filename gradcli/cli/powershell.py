"""Completion for PowerShell, for versions of click that have none."""

from __future__ import annotations

from click.shell_completion import CompletionItem, ZshComplete, add_completion_class

_SOURCE = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = $env:COMP_WORDS, $env:COMP_CWORD, $env:%(complete_var)s
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $commandAst.CommandElements.Count - [int][bool]$wordToComplete
    $env:%(complete_var)s = 'powershell_complete'
    try {
        $answer = @(& %(prog_name)s 2>$null)
    } finally {
        $env:COMP_WORDS, $env:COMP_CWORD, $env:%(complete_var)s = $before
    }
    for ($i = 0; $i + 2 -lt $answer.Count; $i += 3) {
        $kind, $value, $help = $answer[$i..($i + 2)]
        if ($kind -eq 'plain') {
            if ($help -eq '_') { $help = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $help)
        } else {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
    }
}
"""


class PowerShellComplete(ZshComplete):
    """Three lines for each completion: its kind, its value, and its help or `_`."""

    name = "powershell"
    source_template = _SOURCE

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion in the form that the script reads."""
        help_text = " ".join((item.help or "_").split())
        return f"{item.type}\n{item.value}\n{help_text}"


def register() -> None:
    """Make the class known to click."""
    add_completion_class(PowerShellComplete)
