EXTRA_DIST += docs/architecture.md docs/samples.md
