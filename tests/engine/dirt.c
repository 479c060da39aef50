#include "tests/engine/dirt.h"

#include <ctype.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include "dsp/dsp.h"
#include "engine/event.h"

enum { RATE_HZ = 48000 };

/* --- JSON, as far as the cases need it --- */

static const char *blank(const char *p)
{
	while (isspace((unsigned char)*p) || *p == ',' || *p == ':')
		p++;
	return p;
}

static const char *string(struct arena *a, const char *p, const char **to)
{
	const char *end = strchr(++p, '"');

	*to = arena_strn(a, p, (size_t)(end - p));
	return end + 1;
}

/* Any value, unread. */
static const char *skip(const char *p)
{
	int depth = 0;

	do {
		if (*p == '"')
			p = strchr(p + 1, '"');
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p++;
	} while (depth > 0 || (*p && !strchr(",}]", *p)));
	return p;
}

static const char *params(struct arena *a, const char *p, const struct map **to)
{
	*to = map_new(a, 0);
	for (p = blank(p + 1); *p != '}'; p = blank(p)) {
		const struct control *key;
		const char *name, *text;
		struct value v;

		p = blank(string(a, p, &name));
		if (*p == '"') {
			p = string(a, p, &text);
			v = value_str(text);
			key = control_make(a, name, CONTROL_STRING);
		} else {
			char *end;

			v = value_float(strtod(p, &end));
			p = end;
			key = control_make(a, name, CONTROL_FLOAT);
		}
		*to = map_set(a, *to, key, v);
	}
	return p + 1;
}

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

bool dirt_next(struct arena *a, const char **at, struct dirt_case *to)
{
	const char *p = strchr(*at, '{');

	if (!p)
		return false;
	for (p = blank(p + 1); *p != '}'; p = blank(p)) {
		const char *key, *text = "";

		p = blank(string(a, p, &key));
		if (strcmp(key, "params") == 0) {
			p = params(a, p, &to->params);
			continue;
		}
		if (*p == '"')
			p = string(a, p, &text);
		else
			p = skip(p);
		if (strcmp(key, "name") == 0)
			copy(to->name, sizeof(to->name), text);
		if (strcmp(key, "kind") == 0)
			copy(to->kind, sizeof(to->kind), text);
	}
	*at = p + 1;
	return true;
}

/* --- Rendering --- */

bool dirt_is_plain(const struct dirt_case *c, struct banks *b)
{
	static const char known[] =
	    " cps cycle delta s n note octave midinote freq orbit speed "
	    "accelerate begin end unit loop gain overgain amp pan shape cut "
	    "legato sustain attack hold release curve fadeTime nudge lag "
	    "offset channel ";
	const struct value *s = map_get_name(c->params, "s");

	for (size_t i = 0; i < c->params->n; i++) {
		char word[80];

		snprintf(word, sizeof(word), " %s ",
			 c->params->at[i].key->name);
		if (!strstr(known, word))
			return false;
	}
	return s && s->kind == V_STR && banks_find(b, s->s, 0);
}

static double param(const struct dirt_case *c, const char *name, double other)
{
	const struct value *v = map_get_name(c->params, name);

	return v ? value_to_double(*v) : other;
}

static void play(struct dsp *d, const struct event_sound *e, sf_count_t frames,
		 SNDFILE *to)
{
	struct message m = {
	    .at_frame = BLOCK_FRAMES, .kind = MSG_VOICE, .voice = e->voice};
	sf_count_t before = BLOCK_FRAMES + dsp_latency(d);
	float block[2 * BLOCK_FRAMES];

	ring_push(dsp_inbox(d), &m, 1);
	for (sf_count_t at = 0; at < before + frames; at += BLOCK_FRAMES) {
		dsp_block(d, block);
		if (at >= before)
			sf_writef_float(to, block, BLOCK_FRAMES);
	}
}

static enum status sound(const struct dirt_case *c, struct banks *b,
			 struct event_sound *e)
{
	struct event_context x = {.banks = b,
				  .rate_hz = RATE_HZ,
				  .cps = param(c, "cps", 1),
				  .delta_s = param(c, "delta", 1)};

	if (event_sound(&x, c->params, e) == EVENT_LOADING)
		sample_load(e->sample);
	return event_sound(&x, c->params, e) == EVENT_VOICE ? ST_OK
							    : ST_NOTFOUND;
}

enum status dirt_render(const struct dirt_case *c, struct banks *b,
			double seconds, const char *path)
{
	SF_INFO info = {.samplerate = RATE_HZ,
			.channels = 2,
			.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
	struct event_sound e;
	enum status st = sound(c, b, &e);
	struct dsp *d;
	SNDFILE *file;

	if (st)
		return st;
	d = dsp_new(RATE_HZ);
	file = sf_open(path, SFM_WRITE, &info);
	if (d && file)
		play(d, &e, (sf_count_t)(seconds * RATE_HZ), file);
	else
		st = ST_IO;
	if (file)
		sf_close(file);
	dsp_free(d);
	return st;
}
