EXTRA_DIST += docs/demo.png docs/performance.md docs/architecture.md docs/conformance.md docs/from-strudel.md \
	docs/from-tidal.md docs/language.md docs/mixer.md docs/samples.md docs/signals.md
