"""`python -m mrgraph`: the command."""

from mrgraph.cli import main

if __name__ == "__main__":
    main()
