EXTRA_DIST += tools/layers.txt tools/check-layers tools/prepare.sh
