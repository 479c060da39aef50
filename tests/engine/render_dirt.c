/* tests/render-dirt CASES.json SAMPLES TO: render the plain cases into the
 * folder TO, for compare_audio.py. Prints their names. */
#include <stdio.h>
#include <stdlib.h>
#include "tests/engine/dirt.h"
#include "tests/support/suite.h"

struct job {
	struct arena arena;
	const char *text, *to;
	struct banks *banks;
};

static void work(void *ctx)
{
	struct job *j = ctx;
	const char *at = j->text;
	struct dirt_case c;

	while (dirt_next(&j->arena, &at, &c)) {
		char path[1024];

		if (!dirt_is_plain(&c, j->banks))
			continue;
		snprintf(path, sizeof(path), "%s/%s.wav", j->to, c.name);
		if (dirt_render(&c, j->banks, 2, path))
			fprintf(stderr, "%s: not rendered\n", c.name);
		else
			puts(c.name);
	}
}

int main(int argc, char **argv)
{
	struct job j = {0};
	char *text;

	if (argc != 4) {
		fputs("usage: render-dirt CASES.json SAMPLES TO\n", stderr);
		return 64;
	}
	text = suite_read_file(argv[1], NULL);
	j.text = text;
	j.to = argv[3];
	j.banks = banks_new(0);
	arena_init(&j.arena, 0);
	if (!text || !j.banks || banks_add_folder(j.banks, argv[2]) <= 0) {
		fputs("render-dirt: no cases or no samples\n", stderr);
		return 66;
	}
	arena_run(&j.arena, work, &j);
	arena_finish(&j.arena);
	banks_free(j.banks);
	free(text);
	return 0;
}
