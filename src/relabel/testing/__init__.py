"""What authors of definitions and plugins test with; needs the extra `testing` (Hypothesis).

A plugin's own test takes three lines:

    from relabel.testing import check_plugin

    def test_it_keeps_the_laws():
        check_plugin("acme-suppliers")

Doors: kit.
"""

from typing import TYPE_CHECKING

from relabel.later import face

if TYPE_CHECKING:
    from relabel.testing.kit import BrokenLawError, BrokenLawsError, Law, check_definition, check_plugin

__all__ = ["BrokenLawError", "BrokenLawsError", "Law", "check_definition", "check_plugin"]

# Hypothesis loads `testing.registration` at the end of its own import: the rest has to wait until it is used.
__getattr__ = face(__name__, dict.fromkeys(__all__, "relabel.testing.kit"))
