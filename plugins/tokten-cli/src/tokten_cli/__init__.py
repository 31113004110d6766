"""The tokten command."""
