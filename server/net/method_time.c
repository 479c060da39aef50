/* Tempo and the position in the cycle. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "net/families.h"
#include "net/reply.h"
#include "net/state.h"

enum { BEATS = 4 }; /* of a bar, which is a cycle */
enum { TAPS = 8 };
static const double max_cps = 8, tap_pause = 3;

static void tell_tempo(struct request *rq)
{
	double cps = engine_tempo(rq->net->o.engine);

	reply_with(rq, "/tempo.reply", "ffd", cps, cps * 60 * BEATS,
		   engine_cycle(rq->net->o.engine));
}

/* What is wrong with a tempo, for a person. */
static void refuse_tempo(struct request *rq, double cps, double value)
{
	char why[100], hint[100] = "";

	if (cps > 0) {
		snprintf(why, sizeof(why),
			 "%g cycles a second are too many: %g is the most", cps,
			 max_cps);
		snprintf(hint, sizeof(hint),
			 "did you mean %g bpm (/tempo %g bpm)?", value, value);
	} else {
		snprintf(why, sizeof(why), "a tempo is more than 0");
	}
	reply_fail(rq, why, hint);
}

static void set_tempo(struct request *rq, double cps, double value,
		      double ramp_s)
{
	enum status st;

	if (!(cps > 0 && cps <= max_cps)) {
		refuse_tempo(rq, cps, value);
		return;
	}
	st = engine_set_tempo(rq->net->o.engine, cps, ramp_s, rq->ntp);
	if (st != ST_OK) {
		reply_status(rq, st, "");
		return;
	}
	reply_done(rq, "f", cps);
	reply_all(rq->net, TOPIC_TEMPO, "/phonon/tempo", "ff", cps,
		  cps * 60 * BEATS);
}

static void tempo(struct request *rq)
{
	const struct osc_message *m = rq->m;
	double value, cps, ramp_s = 0;

	if (!m->argc) {
		tell_tempo(rq);
		return;
	}
	value = cps = osc_number(m, 0);
	if (m->argc > 1 && !strcmp(osc_string(m, 1), "bpm")) {
		cps = value / 60 / BEATS;
	} else if (m->argc > 1 && strcmp(osc_string(m, 1), "cps")) {
		reply_fail(rq, "unknown unit", "units are cps and bpm");
		return;
	}
	if (m->argc > 2)
		ramp_s = osc_number(m, 2);
	if (!(ramp_s >= 0 && ramp_s <= 600)) {
		reply_fail(rq, "a ramp lasts 0 to 600 seconds", NULL);
		return;
	}
	set_tempo(rq, cps, value, ramp_s);
}

/* The mean of the last taps of a series without a pause. */
static void tap(struct request *rq)
{
	struct net *net = rq->net;
	double now = net_ntp_seconds(rq->arrived), beat;

	if (net->n_taps && now - net->taps[net->n_taps - 1] > tap_pause)
		net->n_taps = 0;
	if (net->n_taps == TAPS)
		memmove(net->taps, net->taps + 1,
			--net->n_taps * sizeof(*net->taps));
	net->taps[net->n_taps++] = now;
	if (net->n_taps < 2) {
		reply_done(rq, "f", engine_tempo(net->o.engine));
		return;
	}
	beat = (now - net->taps[0]) / (net->n_taps - 1);
	set_tempo(rq, 1 / (beat * BEATS), 60 / beat, 0);
}

static void move_to(struct request *rq, double cycle)
{
	if (!(fabs(cycle) <= 1e9)) {
		reply_fail(rq, "there is no such cycle", NULL);
		return;
	}
	reply_status(rq, engine_set_cycle(rq->net->o.engine, cycle, rq->ntp),
		     "");
}

static void nudge(struct request *rq)
{
	double seconds = osc_number(rq->m, 0);

	if (!(fabs(seconds) <= 60)) {
		reply_fail(rq, "a nudge is at most 60 seconds", NULL);
		return;
	}
	reply_status(rq, engine_nudge(rq->net->o.engine, seconds, rq->ntp), "");
}

static void set_cycle(struct request *rq)
{
	move_to(rq, osc_number(rq->m, 0));
}

static void reset_cycle(struct request *rq)
{
	move_to(rq, 0);
}

static const struct method rows[] = {
    {"/tempo", "|n|ns|nsn", METHOD_TIMED, tempo,
     "[value [unit [ramp in seconds]]]",
     "/done \"/tempo\" cps, without arguments /tempo.reply cps bpm cycle",
     "Set the tempo of the server (unit: cps or bpm, four beats a cycle), or "
     "ask for it. The position does not jump.",
     "fs 120 bpm"},
    {"/setcps", "n", METHOD_TIMED, tempo, "cps", "/done \"/setcps\" cps",
     "Set the tempo in cycles a second.", "f 0.5625"},
    {"/tempo/tap", "", 0, tap, "", "/done \"/tempo/tap\" cps",
     "Tap a beat: the tempo is the mean of the last taps.", ""},
    {"/tempo/nudge", "n", METHOD_TIMED, nudge, "seconds",
     "/done \"/tempo/nudge\"",
     "What is still to come sounds later by so much (earlier where it is "
     "negative).",
     "f 0.02"},
    {"/cycle/set", "n", METHOD_CONDUCTOR | METHOD_TIMED, set_cycle, "cycle",
     "/done \"/cycle/set\"", "Go to a position.", "d 16"},
    {"/cycle/reset", "", METHOD_CONDUCTOR | METHOD_TIMED, reset_cycle, "",
     "/done \"/cycle/reset\"", "Go to cycle 0.", ""},
};

const struct method_family methods_time = {"Time", rows,
					   sizeof(rows) / sizeof(*rows)};
