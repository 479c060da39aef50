EXTRA_DIST += tools/layers.txt tools/check-layers
