/* The words of a program that may be names of samples. [compile] */
#ifndef COMPILE_SAMPLES_H
#define COMPILE_SAMPLES_H

#include "compile/compile.h"
#include "lang/tree.h"

struct sample_words {
	struct sample_word *slots; /* open addressing */
	size_t n, mask;
};

/* Words of the strings in a tree with types that are names of sounds. */
void samples_collect(struct sample_words *w, struct arena *a,
		     const struct node *node);
const struct sample_word *samples_list(const struct sample_words *w,
				       struct arena *a, size_t *n);

#endif
