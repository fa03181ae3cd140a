"""`python -m prongsai` is the command `prongsai`."""

from prongsai.cli.main import main

main()
