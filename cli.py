"""The launcher: python cli.py … is minqual …, from a checkout without installing it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "engine"))

from minqual.__main__ import main  # after the package has been put on the path

main()
