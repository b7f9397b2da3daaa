"""The rules of the checker, one in each file: ``check(program)`` yields what it finds."""
