"""``python -m jdextract`` is the command line."""

from jdextract.cli import main

if __name__ == "__main__":
    main()
