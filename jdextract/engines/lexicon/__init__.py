"""The offline engine: rules over the taxonomy, no key, no network."""
