"""Run the other packages together."""
