"""The command: arguments in, sentences and an exit code out."""
