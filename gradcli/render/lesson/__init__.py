"""The lesson page: a worked graph as one HTML file, to be stepped through and computed again."""
