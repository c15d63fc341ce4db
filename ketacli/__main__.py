"""Entry of the program: answers `--version` before anything heavy is imported, then hands over to `app.main`."""

import sys


def run() -> None:
    """Run ketacli on `sys.argv` and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from ketacli import __version__

        sys.stdout.write(f"ketacli {__version__}\n")
        return
    from ketacli.app import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
