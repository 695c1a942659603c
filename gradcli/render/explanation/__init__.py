"""A derivation written out in sentences and equations: as text, Markdown, LaTeX or HTML."""
