"""``python -m annotator.suggest``: the suggester as a child process."""

from annotator.suggest.serve import main

if __name__ == "__main__":
    main()
