"""Labelled postings out of other tools' formats, each as numbered rows in the shape of `LabelledPosting`."""
