"""Postings out of whatever people have: files, folders, exports of job boards, dicts and frames."""

from __future__ import annotations

from jdextract.postings.reading import read_postings

__all__ = ["read_postings"]
