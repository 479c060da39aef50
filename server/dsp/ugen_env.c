/* Envelopes with a gate: they rise when it opens and fall when it closes, each
 * part in its time to the frame, each from the level that was reached. */
#include <math.h>
#include "dsp/ugen_env.h"

enum stage { IDLE, ATTACK, DECAY, SUSTAIN, RELEASE };

/* How an envelope takes its way: at which inputs its times stand, -1: none. */
struct plan {
	int gate, attack, decay, sustain, release;
	bool through; /* falls at once, whatever the gate does */
};

RT static float param(const struct ugen *u, int input, int i, float none)
{
	return input < 0 ? none : ugen_in(u, input, i);
}

RT static void begin(struct ugen *u, struct env *e, enum stage stage, float to,
		     float seconds)
{
	e->stage = stage;
	slope_begin(&e->slope, e->level, to, slope_frames(seconds, u->rate_hz));
}

/* The gate at frame i: what it changes. */
RT static void heed(struct ugen *u, struct env *e, const struct plan *p, int i)
{
	bool open = ugen_in(u, p->gate, i) > 0;

	if (open == e->open)
		return;
	e->open = open;
	if (e->stage != IDLE && e->stage != SUSTAIN)
		e->level = slope_level(&e->slope);
	if (open)
		begin(u, e, ATTACK, 1, param(u, p->attack, i, 0));
	else if (!p->through && e->stage != IDLE)
		begin(u, e, RELEASE, 0, param(u, p->release, i, 0));
}

/* The stage after one that is over. */
RT static void next_stage(struct ugen *u, struct env *e, const struct plan *p,
			  int i)
{
	float sustain = ugen_clamp(param(u, p->sustain, i, 1), 0, 1);

	e->level = e->slope.to;
	if (e->stage == ATTACK && p->through)
		begin(u, e, RELEASE, 0, param(u, p->release, i, 0));
	else if (e->stage == ATTACK && p->decay >= 0)
		begin(u, e, DECAY, sustain, param(u, p->decay, i, 0));
	else
		e->stage = e->stage == RELEASE ? IDLE : SUSTAIN;
}

/* Follows the level that is asked for without jumps. */
RT static void hold(struct ugen *u, struct env *e, const struct plan *p, int i,
		    int n)
{
	float most = 200 / u->rate_hz;
	float level = e->level;

	if ((p->sustain < 0 || signal_constant(u->in[p->sustain])) &&
	    level == ugen_clamp(param(u, p->sustain, i, 1), 0, 1)) {
		for (int k = i; k < i + n; k++)
			u->out[0][k] = level;
		return;
	}
	for (int k = i; k < i + n; k++) {
		float to = ugen_clamp(param(u, p->sustain, k, 1), 0, 1);

		e->level += ugen_clamp(to - e->level, -most, most);
		u->out[0][k] = e->level;
	}
}

/* n frames from i on while the gate stays as it is. */
RT static void stay(struct ugen *u, struct env *e, const struct plan *p, int i,
		    int n)
{
	while (n > 0) {
		int done = n;

		if (e->stage == IDLE)
			for (int k = i; k < i + n; k++)
				u->out[0][k] = 0;
		else if (e->stage == SUSTAIN)
			hold(u, e, p, i, n);
		else if (e->slope.left)
			done = slope_run(&e->slope, u->out[0] + i, n);
		else {
			next_stage(u, e, p, i);
			done = 0;
		}
		i += done;
		n -= done;
	}
}

RT static void env_run(struct ugen *u, int n, const struct plan *p)
{
	struct env *e = u->state;

	for (int i = 0; i < n;) {
		int k = gate_stays(u->in[p->gate], i, n);

		heed(u, e, p, i);
		stay(u, e, p, i, k);
		i += k;
	}
}

RT void env_adsr_run(struct ugen *u, int n)
{
	static const struct plan plan = {0, 1, 2, 3, 4, false};

	env_run(u, n, &plan);
}

RT static void ad_run(struct ugen *u, int n)
{
	static const struct plan plan = {0, 1, -1, -1, 2, true};

	env_run(u, n, &plan);
}

RT static void asr_run(struct ugen *u, int n)
{
	static const struct plan plan = {0, 1, -1, -1, 2, false};

	env_run(u, n, &plan);
}

/* The gate is a pattern, the signal passes through it. */
RT static void struct_run(struct ugen *u, int n)
{
	static const float attack = 0.001f, release = 0.05f;
	static const struct plan plan = {0, 1, -1, -1, 2, false};
	float shape[UGEN_RUN];
	struct ugen inner = *u;

	inner.in[0] = u->in[1];
	inner.in[1] = (struct signal){&attack, 0};
	inner.in[2] = (struct signal){&release, 0};
	inner.out[0] = shape;
	env_run(&inner, n, &plan);
	for (int i = 0; i < n; i++)
		u->out[0][i] = shape[i] * ugen_in(u, 0, i);
}

RT static void pass_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = ugen_in(u, 0, i);
}

#define TIME(name_, initial_, summary_)                                        \
	UGEN_PARAM(name_, "s", 0, 3600, initial_, summary_)
#define ATTACK_TIME(initial_) TIME("attack", initial_, "time to rise to 1")
#define DECAY_TIME(initial_) TIME("decay", initial_, "time to fall from there")
#define RELEASE_TIME(initial_)                                                 \
	TIME("release", initial_, "time to fall to 0 when the gate closes")
#define SUSTAIN_LEVEL(initial_)                                                \
	UGEN_PARAM("sustain", "", 0, 1, initial_,                              \
		   "level while the gate is open")
#define PATTERN(lift_, summary_)                                               \
	{                                                                      \
		.name = "pattern", .unit = "", .least = -1000, .most = 1000,   \
		.initial = NAN, .summary = summary_, .lift = lift_             \
	}

static const struct ugen_param adsr_params[] = {
    ATTACK_TIME(0.01f), DECAY_TIME(0.1f), SUSTAIN_LEVEL(0.7f),
    RELEASE_TIME(0.2f)};
static const struct ugen_param ad_params[] = {ATTACK_TIME(0.01f),
					      DECAY_TIME(0.2f)};
static const struct ugen_param ar_params[] = {ATTACK_TIME(0.01f),
					      RELEASE_TIME(0.2f)};
static const struct ugen_param tar_params[] = {
    PATTERN(LIFT_GATE, "open while its events last"), ATTACK_TIME(0.01f),
    RELEASE_TIME(0.2f)};
static const struct ugen_param tadsr_params[] = {
    PATTERN(LIFT_GATE, "open while its events last"), ATTACK_TIME(0.01f),
    DECAY_TIME(0.1f), SUSTAIN_LEVEL(0.7f), RELEASE_TIME(0.2f)};
static const struct ugen_param env_trig_params[] = {
    PATTERN(LIFT_GATE, "open while its events last"), ATTACK_TIME(0.001f),
    DECAY_TIME(0.1f), SUSTAIN_LEVEL(0), RELEASE_TIME(0.1f)};
static const struct ugen_param gate_params[] = {
    PATTERN(LIFT_GATE, "its values while its events last")};
static const struct ugen_param trig_params[] = {
    PATTERN(LIFT_TRIG, "its values when its events begin")};

#define ENVELOPE(name_, aliases_, run_, state_)                                \
	.name = name_, .aliases = aliases_, .run = run_, .source = "",         \
	.state_bytes = state_
#define GATED UGEN_GATED | UGEN_ENVELOPE

static const struct ugen_row rows[] = {
    {ENVELOPE("adsr", "", env_adsr_run, sizeof(struct env)),
     UGEN_PARAMS(adsr_params), .flags = GATED,
     .summary = "rises, falls to a level, holds it, and fades when let go",
     .example = "out: saw 110 * 0.3 # adsr 0.01 0.1 0.5 0.2"},
    {ENVELOPE("env", "envelope", env_adsr_run, sizeof(struct env)),
     UGEN_PARAMS(adsr_params), .flags = GATED | UGEN_OPEN,
     .summary = "rises and falls to a level once, and stays there",
     .example = "out: saw 110 * 0.3 # env 0.5 0.1 0.5 0.2"},
    {ENVELOPE("ad", "", ad_run, sizeof(struct env)), UGEN_PARAMS(ad_params),
     .flags = GATED,
     .summary = "rises and falls, however long the gate is open",
     .example = "out: saw 110 * 0.3 # ad 0.01 0.3"},
    {ENVELOPE("ar", "", asr_run, sizeof(struct env)), UGEN_PARAMS(ar_params),
     .flags = GATED,
     .summary = "rises, holds while the gate is open, and falls",
     .example = "out: saw 110 * 0.3 # ar 0.01 0.3"},
    {ENVELOPE("asr", "", asr_run, sizeof(struct env)), UGEN_PARAMS(ar_params),
     .inputs = 1, .flags = UGEN_SHARED,
     .summary = "rises while its gate is above 0, and falls after",
     .example = "out: asr (square 1) 0.1 0.3 * saw 110 * 0.3"},
    {ENVELOPE("tar", "", asr_run, sizeof(struct env)), UGEN_PARAMS(tar_params),
     .flags = UGEN_SHARED | UGEN_ENVELOPE,
     .summary = "rises and falls with the events of a pattern",
     .example = "out: saw 110 * 0.3 # tar \"1 ~ 1 1\" 0.01 0.2"},
    {ENVELOPE("tadsr", "", env_adsr_run, sizeof(struct env)),
     UGEN_PARAMS(tadsr_params), .flags = UGEN_SHARED | UGEN_ENVELOPE,
     .summary = "an envelope played by the events of a pattern",
     .example = "out: saw 110 * 0.3 # tadsr \"1 ~ 1 1\" 0.01 0.1 0.5 0.2"},
    {ENVELOPE("env_trig", "", env_adsr_run, sizeof(struct env)),
     UGEN_PARAMS(env_trig_params), .flags = UGEN_SHARED | UGEN_ENVELOPE,
     .summary = "a short envelope for each event of a pattern",
     .example = "out: saw 110 * 0.3 # env_trig \"1(3,8)\""},
    {ENVELOPE("struct", "", struct_run, sizeof(struct env)),
     UGEN_PARAMS(gate_params), .inputs = 1,
     .summary = "lets a sound through while the events of a pattern last",
     .example = "out: saw 110 * 0.3 # struct \"1(5,8)\""},
    {ENVELOPE("gate", "", pass_run, 0), UGEN_PARAMS(gate_params),
     .flags = UGEN_STATELESS | UGEN_ENVELOPE,
     .summary = "the events of a pattern as a gate: their values, and 0",
     .example = "out: asr (gate \"1 0 1 1\") 0.01 0.2 * saw 110 * 0.3"},
    {ENVELOPE("trig", "", pass_run, 0), UGEN_PARAMS(trig_params),
     .flags = UGEN_STATELESS,
     .summary = "a single frame for each event of a pattern",
     .example = "out: trig \"1 1 1 1\" # lpf 1000"},
};

const struct ugen_family ugen_env = UGEN_FAMILY("env", "Envelopes", rows);
