"""The version of minqual."""

__version__ = "0.1.0"
