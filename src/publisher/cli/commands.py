"""The group of sub-commands, which knows what somebody may have meant."""

from __future__ import annotations

from collections.abc import Sequence

import click


class Commands(click.Group):
    """A group in the order of its declaration. A wrong name gets a "did you mean"."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are declared: the one that people want first stands first."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = nearest(args[0], self.list_commands(ctx))
            if not hint or "id you mean" in error.message:
                raise
            raise click.UsageError(f"{error.message} {hint[0].upper()}{hint[1:]}", ctx) from error


def nearest(word: str, known: Sequence[str]) -> str:
    """``did you mean …?``; empty when nothing is near."""
    import difflib

    close = difflib.get_close_matches(word, known, 1, 0.6)
    return f"did you mean {close[0]}?" if close else ""
