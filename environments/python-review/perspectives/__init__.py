"""The perspectives by name. Importing this imports the tools too, so it is what a warm interpreter preloads."""

from perspectives import complexity, docstrings, security, structure, testing

BY_NAME = {
    "Security": security.look,
    "Complexity": complexity.look,
    "Docstrings": docstrings.look,
    "Tests": testing.look,
    "Structure": structure.look,
}
