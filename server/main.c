/* phonon-audio: the server. Reads as a list: options, start, loop, stop. */
#include "config.h"

#include <stdio.h>
#include "audio/output.h"
#include "base/log.h"
#include "events.h"
#include "explain.h"
#include "offline.h"
#include "options.h"
#include "serve.h"

enum { EX_USAGE = 64 };

static int print(void (*make)(struct strbuf *to))
{
	struct strbuf text;

	strbuf_init(&text);
	make(&text);
	fputs(strbuf_str(&text), stdout);
	strbuf_finish(&text);
	return 0;
}

static void print_line(void *ctx, const char *text)
{
	(void)ctx;
	puts(text);
}

int main(int argc, char **argv)
{
	struct options o;

	if (!options_read(&o, argc, argv))
		return EX_USAGE;
	log_set_level((enum log_level)(o.verbosity + LOG_WARN));
	switch (o.mode) {
	case RUN_SERVER:
		return serve(&o);
	case RUN_RENDER:
		return offline_main(&o);
	case RUN_EVENTS:
		return events_main(o.n_rest, o.rest);
	case RUN_EXPLAIN:
		return explain_main(o.explain);
	case RUN_LIST_DEVICES:
		if (!output_list_devices(print_line, NULL))
			fputs("phonon-audio: no sound device: no JACK or "
			      "PipeWire server runs, and ALSA has none\n",
			      stderr);
		return 0;
	case RUN_HELP:
		return print(options_help);
	case RUN_MAN:
		return print(options_man);
	case RUN_VERSION:
		puts("phonon-audio " PACKAGE_VERSION);
	}
	return 0;
}
