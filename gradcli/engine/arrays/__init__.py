"""Graphs of arrays made ready to be run again, for one form of their inputs.

All that the ordinary engine finds out about shapes, rules and edges on the way is found out once.

Where arrays fit the cache, `whole` writes the graph down as a straight line of Python. Where they
are long, elementwise work waits for memory most of the time; then `plan` does it in sweeps over the
elements, block by block, so that what lies between is never kept.

Both read the operators' rules by recording them. The numbers are those of the ordinary engine;
where something is not regular, it does the work, and says why.
"""
