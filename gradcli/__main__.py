"""`python -m gradcli` is `gradcli`."""

from __future__ import annotations

from gradcli.cli import main

if __name__ == "__main__":
    main()
