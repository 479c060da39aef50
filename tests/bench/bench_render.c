/* How much faster than real time the demo set is rendered. */
#include <stdio.h>
#include <stdlib.h>
#include "engine/render.h"
#include "tests/support/suite.h"

static void complain(void *ctx, const struct eval_result *r)
{
	(void)ctx;
	if (r->program)
		for (struct diag *d = r->program->diags.first; d; d = d->next)
			printf("%d:%d: %s\n", d->line, d->column, d->message);
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : "samples/kit";
	size_t len = 0;
	char *text = suite_read_file(suite_source("samples/demo.phonon"), &len);
	struct render_options o = {.text = text,
				   .len = len,
				   .seconds = 120,
				   .sample_dirs = &dir,
				   .n_sample_dirs = 1,
				   .done = complain};
	struct render_result r;
	char why[256];

	if (!text || render(&o, &r, why) != ST_OK) {
		printf("render: %s\n", text ? why : "no demo set");
		free(text);
		return 1;
	}
	free(text);
	printf("render of the demo set: %.0f times real time (peak %.2f, "
	       "rms %.3f)\n",
	       r.seconds / r.work_s, r.peak, r.rms);
	return r.silent;
}
