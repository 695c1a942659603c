"""A worked graph as a picture: SVG, and text for the terminal, Graphviz and Mermaid."""
