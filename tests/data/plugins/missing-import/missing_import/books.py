"""The module with the fault."""

import client_of_a_ledger  # type: ignore[import-not-found]  # the fault

BOOKS = client_of_a_ledger.open()
