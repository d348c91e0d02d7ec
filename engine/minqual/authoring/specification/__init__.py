"""The account of a specification: its sentences, how a pack treats each of them, and what is recorded of that."""
