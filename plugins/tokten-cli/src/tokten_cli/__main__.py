"""Run the command as `python -m tokten_cli`."""

from tokten_cli.main import main

main()
