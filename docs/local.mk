EXTRA_DIST += docs/architecture.md docs/conformance.md docs/samples.md
