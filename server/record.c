#include "config.h"

#include "record.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "audio/output.h"
#include "base/log.h"
#include "dsp/dsp.h"
#include "engine/engine.h"
#include "engine/writer.h"
#include "net/net.h"

enum { NAME_MAX_BYTES = 200, PATH = 4096 };

/* --- Names --- */

static bool is_plain(const char *name)
{
	for (const char *p = name; *p; p++)
		if (strchr("/\\", *p) || (unsigned char)*p < ' ' || *p == 127)
			return false;
	return *name && *name != '.' && strlen(name) <= NAME_MAX_BYTES;
}

static bool has_ending(const char *name, const char *ending)
{
	const char *dot = strrchr(name, '.');

	return dot && strcasecmp(dot, ending) == 0;
}

static bool make_path(const struct record *r, const char *name, char to[PATH],
		      char why[RECORD_WHY])
{
	bool bare = !strchr(name, '.');

	if (!is_plain(name)) {
		snprintf(why, RECORD_WHY,
			 "a recording's name has at most %d bytes, no slash "
			 "and no dot at its begin",
			 NAME_MAX_BYTES);
		return false;
	}
	if (!bare && !has_ending(name, ".wav") && !has_ending(name, ".flac")) {
		snprintf(why, RECORD_WHY,
			 "%.100s: the name should end in .wav or .flac", name);
		return false;
	}
	if (snprintf(to, PATH, "%s/%s%s", r->folder, name, bare ? ".wav" : "") <
	    PATH)
		return true;
	snprintf(why, RECORD_WHY, "the folder's name is too long");
	return false;
}

/* --- Begin --- */

static enum status begin(struct record *r, const char *path, const char *folder,
			 bool replace, double rate_hz)
{
	struct recording_options o = {.path = path,
				      .stems = r->stems,
				      .replace = replace,
				      .rate_hz = rate_hz,
				      .latency_frames =
					  dsp_latency(engine_dsp(r->engine))};

	r->writer = writer_new(&o, folder);
	if (!r->writer)
		return ST_NOMEM;
	r->state = RECORD_OPENS;
	r->why[0] = '\0';
	return ST_OK;
}

enum status record_start(struct record *r, const char *name, bool stems,
			 double rate_hz, char why[RECORD_WHY])
{
	char path[PATH];
	enum status st;

	if (r->state == RECORD_ENDS || r->state == RECORD_CLOSES)
		snprintf(why, RECORD_WHY,
			 "%.150s is being finished: try again in a moment",
			 writer_path(r->writer));
	else if (r->state != RECORD_NONE)
		snprintf(
		    why, RECORD_WHY,
		    "%.150s is being recorded: /phonon/record/stop ends it",
		    writer_path(r->writer));
	else if (!(rate_hz > 0))
		snprintf(why, RECORD_WHY, "there is no sound yet: try again");
	else if (!r->folder)
		snprintf(why, RECORD_WHY,
			 "there is no folder for recordings: start the server "
			 "with --recordings DIR");
	else if (make_path(r, name, path, why)) {
		r->stems = stems;
		r->is_option = false;
		st = begin(r, path, r->folder, false, rate_hz);
		snprintf(why, RECORD_WHY, "the server has no memory left");
		return st;
	}
	return ST_INVALID;
}

static void name_strip(void *ctx, uint32_t owner, const char *name)
{
	struct record *r = ctx;

	writer_name(r->writer, owner, name);
}

static void run(struct record *r)
{
	if (r->stems)
		engine_on_strip(r->engine, name_strip, r);
	output_set_tap(r->output, writer_ring(r->writer), r->stems);
	r->state = RECORD_RUNS;
	log_info("recording into %s", writer_path(r->writer));
}

static enum status discard(struct record *r)
{
	enum status st = writer_free(r->writer);

	r->writer = NULL;
	r->state = RECORD_NONE;
	return st;
}

enum status record_file(struct record *r, const char *path, bool stems,
			double rate_hz, char why[RECORD_WHY])
{
	r->stems = stems;
	r->is_option = true;
	snprintf(why, RECORD_WHY, "the server has no memory left");
	if (begin(r, path, NULL, true, rate_hz) != ST_OK)
		return ST_NOMEM;
	if (writer_wait(r->writer) == WRITER_RUNS) {
		run(r);
		return ST_OK;
	}
	snprintf(why, RECORD_WHY, "%s", writer_why(r->writer));
	discard(r);
	return ST_IO;
}

/* --- End --- */

static void leave(struct record *r)
{
	output_set_tap(r->output, NULL, false);
	engine_on_strip(r->engine, NULL, NULL);
	r->state = RECORD_ENDS;
}

enum status record_stop(struct record *r, char why[RECORD_WHY])
{
	if (r->state == RECORD_RUNS) {
		leave(r);
		return ST_OK;
	}
	snprintf(why, RECORD_WHY,
		 r->state == RECORD_NONE    ? "there is no recording"
		 : r->state == RECORD_OPENS ? "the recording begins just now: "
					      "try again"
					    : "the recording ends just now");
	return ST_INVALID;
}

/* It goes on no more, though nobody asked for that. */
static void end_early(struct record *r, const char *fmt, const char *what)
{
	snprintf(r->why, sizeof(r->why), fmt, what);
	log_error("%s", r->why);
	if (r->net)
		net_tell(r->net, r->why);
	leave(r);
}

void record_new_rate(struct record *r)
{
	if (r->state == RECORD_RUNS)
		end_early(r,
			  "the sample rate changed: the recording in %.150s "
			  "ends here",
			  writer_path(r->writer));
	if (r->state == RECORD_OPENS)
		snprintf(r->why, sizeof(r->why),
			 "the sample rate changed: try again");
}

static void opened(struct record *r)
{
	enum writer_state state = writer_state(r->writer);

	if (state == WRITER_OPENS)
		return;
	if (state == WRITER_FAILED)
		snprintf(r->why, sizeof(r->why), "%s", writer_why(r->writer));
	net_recording_begun(r->net, writer_path(r->writer),
			    *r->why ? r->why : NULL);
	if (*r->why)
		discard(r);
	else
		run(r);
}

static void ended(struct record *r)
{
	double seconds =
	    (double)writer_frames(r->writer) / writer_rate(r->writer);
	const char *why = writer_why(r->writer);

	if (writer_state(r->writer) != WRITER_DONE)
		return;
	if (*why && !*r->why)
		log_error("%s", why);
	log_info("%s: %.1f s recorded", writer_path(r->writer), seconds);
	net_recording_ended(r->net, writer_path(r->writer), seconds,
			    *why ? why : NULL);
	if (discard(r) != ST_OK && r->is_option)
		r->whole = false;
}

void record_step(struct record *r)
{
	switch (r->state) {
	case RECORD_NONE:
		break;
	case RECORD_OPENS:
		opened(r);
		break;
	case RECORD_RUNS:
		if (writer_state(r->writer) == WRITER_FAILED)
			end_early(r, "%s The recording ends here.",
				  writer_why(r->writer));
		break;
	case RECORD_ENDS:
		if (!output_tap_is_idle(r->output))
			break;
		writer_stop(r->writer);
		r->state = RECORD_CLOSES;
		break;
	case RECORD_CLOSES:
		ended(r);
		break;
	}
}

const char *record_path(const struct record *r)
{
	return r->state == RECORD_RUNS ? writer_path(r->writer) : NULL;
}

void record_finish(struct record *r)
{
	char path[PATH];

	if (r->state == RECORD_NONE)
		return;
	if (r->state == RECORD_RUNS)
		leave(r);
	snprintf(path, sizeof(path), "%s", writer_path(r->writer));
	if (discard(r) == ST_OK)
		return;
	r->whole = false;
	log_error("the recording %s is not whole: is the disk full?", path);
}
