"""Documents: JSON of our own and of others, and archives that others export, as sources of applicants."""
