"""Marking: exercise files, the key computed from the graph, answers, and what is accepted."""
