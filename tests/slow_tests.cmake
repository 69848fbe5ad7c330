# The tests that `scripts/test --quick` leaves out, for each module a GoogleTest filter.
