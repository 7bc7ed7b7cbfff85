"""The command, also as `python -m mrgraph`: an interrupt is no fault, however early it comes."""

import sys


def main() -> None:
    """Run the command line of this process and exit."""
    try:
        from mrgraph import cli

        cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("mrgraph: interrupted; what was written before is whole\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
