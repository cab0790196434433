"""Loads the configurations of docs/integrations into the real programs and tries to get past them."""
