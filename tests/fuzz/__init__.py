"""Fuzzing: inputs made by a coverage-guided fuzzer, and those that once broke a promise."""
