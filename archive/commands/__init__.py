"""The subcommands that need nothing but the archive itself, one subject a file."""
