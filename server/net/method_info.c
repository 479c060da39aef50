/* What the server knows and tells. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include "base/json.h"
#include "base/wall.h"
#include "net/families.h"
#include "net/reply.h"
#include "net/state.h"
#include "net/tree.h"

static void key(struct strbuf *to, const char *name)
{
	strbuf_printf(to, "%s\"%s\":", to->len > 1 ? "," : "", name);
}

static void put_text(struct strbuf *to, const char *name, const char *text)
{
	key(to, name);
	json_string(to, text);
}

static void put_number(struct strbuf *to, const char *name, double x)
{
	key(to, name);
	json_double(to, x);
}

static void put_count(struct strbuf *to, const char *name, uint64_t n)
{
	key(to, name);
	json_int(to, (int64_t)n);
}

static void put_output(struct strbuf *to, const struct net_output *out)
{
	put_text(to, "device", out->device ? out->device : "");
	put_number(to, "latency_s", out->latency_s);
	put_count(to, "buffer_frames", out->buffer_frames);
	put_number(to, "load", out->load);
	put_number(to, "peak_load", out->peak_load);
	put_count(to, "underruns", out->underruns);
	put_count(to, "driver_underruns", out->driver_underruns);
	if (out->recording)
		put_text(to, "recording", out->recording);
	key(to, "ready");
	strbuf_puts(to, out->ready ? "true" : "false");
}

static void put_engine(struct strbuf *to, const struct engine_figures *f)
{
	put_number(to, "cps", f->cps);
	put_number(to, "bpm", f->cps * 240);
	put_number(to, "cycle", f->cycle);
	put_count(to, "frame", f->frame);
	put_number(to, "rate_hz", f->rate_hz);
	put_count(to, "voices", f->voices);
	put_count(to, "queued", f->queued);
	put_count(to, "slots", f->slots);
	put_count(to, "scopes", f->scopes);
	put_count(to, "generation", f->generation);
	put_count(to, "late_events", f->late);
	put_count(to, "dropped", f->dropped);
	put_count(to, "stolen", f->stolen);
	put_count(to, "bad_numbers", f->bad_numbers);
	put_count(to, "evaluations", f->evaluations);
	put_count(to, "sample_banks", f->sample_banks);
	put_count(to, "sample_files", f->sample_files);
	put_count(to, "sample_bytes", f->sample_bytes);
	put_number(to, "peak", f->peak);
}

static void put_net(struct strbuf *to, const struct net *net)
{
	put_count(to, "connections", net->n_conns);
	put_count(to, "senders", net->n_udp_peers);
	put_count(to, "messages", net->messages);
	put_count(to, "failures", net->failures);
	put_count(to, "late_messages", net->late);
	put_number(to, "uptime_s", ev_time() - net->started);
}

static void status(struct request *rq)
{
	struct engine_figures figures = {0};
	struct net_output out = {0};
	struct strbuf json;

	engine_figures(rq->net->o.engine, &figures);
	if (rq->net->o.output)
		rq->net->o.output(rq->net->o.ctx, &out);
	strbuf_init(&json);
	strbuf_putc(&json, '{');
	put_text(&json, "version", PACKAGE_VERSION);
	put_engine(&json, &figures);
	put_output(&json, &out);
	put_net(&json, rq->net);
	strbuf_putc(&json, '}');
	reply_with(rq, "/phonon/status.reply", "s", strbuf_str(&json));
	strbuf_finish(&json);
}

static void ping(struct request *rq)
{
	struct engine *e = rq->net->o.engine;

	reply_with(rq, "/phonon/pong", "itttdf", (int32_t)osc_integer(rq->m, 0),
		   osc_time(rq->m, 1), rq->arrived, wall_ntp(), engine_cycle(e),
		   engine_tempo(e));
}

static void list_methods(struct strbuf *to)
{
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			strbuf_printf(to, "%s%s", to->len ? " " : "",
				      method_families[f]->rows[i].address);
}

static void help(struct request *rq)
{
	const char *name = rq->m->argc ? osc_string(rq->m, 0) : "";
	const struct method *row = method_find(name);
	struct strbuf text;
	bool found = true;

	row = row ? row : tree_find(name);

	strbuf_init(&text);
	if (!*name)
		list_methods(&text);
	else if (row)
		method_explain(row, &text);
	else
		found = rq->net->o.explain && rq->net->o.explain(&text, name);
	if (found)
		reply_with(rq, "/phonon/help.reply", "ss", name,
			   strbuf_str(&text));
	else
		reply_fail(rq, "there is no help for this name",
			   strbuf_str(&text));
	strbuf_finish(&text);
}

/* The byte at line and column (from 1, columns in characters); -1: none. */
static long byte_at(const char *text, int64_t line, int64_t column)
{
	const char *at = text;

	for (; line > 1 && (at = strchr(at, '\n')); line--)
		at++;
	if (!at)
		return -1;
	for (; column > 1 && *at && *at != '\n'; at++)
		if (((unsigned char)at[1] & 0xc0) != 0x80)
			column--;
	return at - text;
}

static void complete(struct request *rq)
{
	const char *text = osc_string(rq->m, 0);
	long n = byte_at(text, osc_integer(rq->m, 1), osc_integer(rq->m, 2));
	struct strbuf words;

	strbuf_init(&words);
	if (n >= 0 && rq->net->o.complete)
		rq->net->o.complete(rq->net->o.ctx, &words, text, (size_t)n);
	reply_with(rq, "/phonon/complete.reply", "s", strbuf_str(&words));
	strbuf_finish(&words);
}

static bool read_topics(const char *words, unsigned *topics)
{
	static const char *const names[] = {"status", "code", "tempo",
					    "log",    "beat", "meter"};
	size_t n;

	for (*topics = 0; *words; words += n + strspn(words + n, " ,")) {
		bool known = false;

		n = strcspn(words, " ,");
		for (unsigned i = 0; i < TOPICS; i++)
			if (strlen(names[i]) == n &&
			    !strncmp(names[i], words, n)) {
				*topics |= 1U << i;
				known = true;
			}
		if (!known && n)
			return false;
	}
	return true;
}

static void notify(struct request *rq)
{
	unsigned topics = TOPIC_ALL & ~(unsigned)(TOPIC_BEAT | TOPIC_METER);

	if (rq->m->argc > 1 && !read_topics(osc_string(rq->m, 1), &topics)) {
		reply_fail(rq, "unknown topic",
			   "topics are status, code, tempo, log, beat and "
			   "meter");
		return;
	}
	if (osc_number(rq->m, 0) != 0)
		rq->peer->topics |= topics;
	else
		rq->peer->topics &= rq->m->argc > 1 ? ~topics : 0;
	reply_done(rq, "ii", (int32_t)rq->peer->topics, 0);
}

static const struct method rows[] = {
    {"/phonon/status", "", METHOD_AFTER_CODE, status, "",
     "/phonon/status.reply figures (a JSON object)",
     "What the server is doing, in figures.", ""},
    {"/phonon/ping", "nt", 0, ping, "id t0",
     "/phonon/pong id t0 t1 t2 cycle cps",
     "Clock offset: t1 is when it came in, t2 when the answer left.", "it 1 1"},
    {"/phonon/help", "|s", 0, help, "[name]", "/phonon/help.reply name text",
     "What a name means: a function, an OSC method, an option.", "s every"},
    {"/phonon/complete", "snn", 0, complete, "text line column",
     "/phonon/complete.reply words",
     "What the word before the cursor may become: statements at the begin of "
     "a line, samples, scales and chords in strings, parameters behind a "
     "colon, names of the text, functions, controls and units.",
     "sii 'd1 $ ev' 1 8"},
    {"/phonon/notify", "n|ns", 0, notify, "on [topics]",
     "/done \"/phonon/notify\" topics 0",
     "Subscribe: status (/phonon/underrun), code (/phonon/changed), tempo "
     "(/phonon/tempo), log (/phonon/log), beat (/phonon/beat), meter "
     "(/phonon/meter); all but beat and meter unless said. On UDP it lapses "
     "60 s after the last packet.",
     "is 1 'code tempo'"},
    {"/notify", "n|ns", 0, notify, "on [topics]", "/done \"/notify\" topics 0",
     "The same as /phonon/notify.", "i 1"},
};

const struct method_family methods_info = {"What the server tells", rows,
					   sizeof(rows) / sizeof(*rows)};
