"""`python -m darddr` is the `darddr` command."""

from darddr.cli import main

if __name__ == "__main__":
    main(prog_name="darddr")
