#include "tests/session/session.h"

#include <math.h>
#include <string.h>
#include "tests/support/suite.h"

void session_start(struct hand_player *h)
{
	hand_start(h, true);
	CU_ASSERT(session_say(h, "cps: 1"));
}

bool session_say(struct hand_player *h, const char *text)
{
	hand_eval(h, text, EVAL_MERGE, 0);
	return h->accepted;
}

bool session_replace(struct hand_player *h, const char *text)
{
	hand_eval(h, text, EVAL_REPLACE, 0);
	return h->accepted;
}

bool session_undo(struct hand_player *h, int steps)
{
	hand_undo(h, steps);
	return h->accepted;
}

void session_run(struct hand_player *h, double cycle)
{
	hand_run(h, (size_t)(cycle * HAND_RATE));
}

static size_t frame_at(const struct hand_player *h, double s)
{
	size_t f = (size_t)(s * HAND_RATE) + dsp_latency(engine_dsp(h->e));

	return f < h->frames ? f : h->frames;
}

size_t session_onsets(const struct hand_player *h, int side, double from,
		      double to, double *at)
{
	uint32_t latency = dsp_latency(engine_dsp(h->e));
	size_t end = frame_at(h, to), n = 0;
	bool silent = true;

	for (size_t i = frame_at(h, from); i < end; i++) {
		bool sounds = fabsf(h->out[2 * i + (size_t)side]) > 1e-6f;

		if (sounds && silent && n < MOST_ONSETS) {
			if (at)
				at[n] = (double)(i - latency) / HAND_RATE;
			n++;
		}
		silent = !sounds;
	}
	return n;
}

size_t session_count(const struct hand_player *h, int side, double from,
		     double to)
{
	return session_onsets(h, side, from, to, NULL);
}

double session_peak(const struct hand_player *h, int side, double from,
		    double to)
{
	size_t end = frame_at(h, to);
	double peak = 0;

	for (size_t i = frame_at(h, from); i < end; i++)
		peak = fmax(peak, fabs((double)h->out[2 * i + (size_t)side]));
	return peak;
}

const char *session_text(const struct hand_player *h, const char *slot)
{
	const char *text = engine_slot_text(h->e, "main", slot);

	return text ? text : "nothing";
}
