"""Marking: exercise files, the key computed from the graph, answers as they are typed, and what is accepted."""
