"""Tests of `relabel.later`: a module that is not loaded before it is used."""

import subprocess
import sys

import pytest

from relabel.later import Later, face


def test_a_module_is_loaded_when_something_in_it_is_used() -> None:
    """And not before."""
    code = (
        "import sys; from relabel.later import Later; one = Later('wave'); before = 'wave' in sys.modules\n"
        "one.open; print(before, one.open is sys.modules['wave'].open)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True)  # noqa: S603  # our own code
    assert done.stdout.strip() == "False True"


def test_a_name_that_a_module_lacks_is_none() -> None:
    """With the error of the module itself."""
    with pytest.raises(AttributeError, match="fractions"):
        _ = Later("fractions").nonsense


def test_a_face_shows_names_of_modules_that_are_loaded_when_they_are_used() -> None:
    """And not before; what it does not show is no name of it."""
    code = (
        "import sys; from relabel.later import face; get = face('__main__', {'open': 'wave'})\n"
        "before = 'wave' in sys.modules; found = get('open')\n"
        "print(before, found is sys.modules['wave'].open, sys.modules['__main__'].open is found)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True)  # noqa: S603  # our own code
    assert done.stdout.strip() == "False True True"
    with pytest.raises(AttributeError, match=r"module 'relabel' has no attribute 'Error'"):
        face("relabel", {"open": "wave"})("Error")
