"""procflow: a company's written procedures as YAML graphs, proved sound, run on the record, and drawn."""

__version__ = "0.1.0"
