"""``python -m publisher`` is the command."""

from publisher.cli.start import main

if __name__ == "__main__":
    main()
