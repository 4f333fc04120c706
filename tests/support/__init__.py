"""What tests and benchmarks lean on: a model server that behaves, or misbehaves as told."""
