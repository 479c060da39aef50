/* What every unit generator must hold to, over all rows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

enum { FRAMES = 3000 };

/* Buffers of one unit: its inputs as constants and as signals. */
struct bed {
	const struct ugen_row *row;
	int audio, n_in;
	struct signal in[UGEN_INPUTS];
	float value[UGEN_INPUTS];
	float wire[UGEN_INPUTS][FRAMES];
	float out[2][FRAMES], other[2][FRAMES];
};

static float noise(unsigned *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (float)(int)*seed * 0x1p-31f;
}

static void each_row(void (*fn)(struct bed *b))
{
	struct bed *b = calloc(1, sizeof(*b));

	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++) {
			b->row = &ugen_families[f]->rows[i];
			fn(b);
		}
	free(b);
}

static bool say(bool good, const struct bed *b, const char *what, double rate)
{
	if (!good)
		printf("     %s at %g Hz: %s\n", b->row->name, rate, what);
	return good;
}

/* Noise at the audio inputs, a gate that opens and closes, and the initial
 * values. */
static void lay(struct bed *b)
{
	const struct ugen_row *row = b->row;
	unsigned seed = 7;
	int at = 0, gates = row->flags & UGEN_GATED ? 1 : 0;
	bool variadic = row->flags & UGEN_VARIADIC;

	b->audio = row->inputs + (variadic ? 2 : 0);
	b->n_in = ugen_inputs(row, b->audio);
	if (variadic)
		b->value[at++] = (float)b->audio;
	for (; at < ugen_param_input(row, b->audio, 0) - gates; at++)
		for (int i = 0; i < FRAMES; i++)
			b->wire[at][i] = noise(&seed);
	for (int i = 0; gates && i < FRAMES; i++)
		b->wire[at][i] = i % 1000 < 600;
	for (int p = 0; p < row->n_params; p++) {
		const struct ugen_param *param = &row->params[p];

		at = ugen_param_input(row, b->audio, p);
		for (int k = 0; k <= param->items; k++)
			b->value[at + k] = param->items && k == 0
					       ? (float)param->items
					       : ugen_initial(param);
	}
	at = ugen_param_input(row, b->audio, 0);
	for (int i = 0; i < b->n_in; i++)
		b->in[i] = i < at && !(variadic && i == 0)
			       ? (struct signal){b->wire[i], 1}
			       : (struct signal){&b->value[i], 0};
}

static bool play(struct bed *b, double rate, int cut, float (*to)[FRAMES])
{
	float *const out[2] = {to[0], to[1]};

	return ugen_play_inputs(b->row, rate, b->audio, b->in, cut, FRAMES,
				out);
}

static int channels(const struct bed *b)
{
	return b->row->flags & UGEN_STEREO_OUT ? 2 : 1;
}

static float peak(const struct bed *b)
{
	float most = 0;

	for (int c = 0; c < channels(b); c++)
		for (int i = 0; i < FRAMES; i++) {
			if (!isfinite(b->out[c][i]))
				return INFINITY;
			most = fmaxf(most, fabsf(b->out[c][i]));
		}
	return most;
}

/* What a unit may give at most: an effect so many times its input, a value as
 * much as its parameters. */
static float bound(const struct bed *b)
{
	float most = b->row->flags & UGEN_HIDDEN ? 1e12f : 1000;

	for (int p = 0; p < b->row->n_params; p++)
		most = fmaxf(most, 3 * fmaxf(fabsf(b->row->params[p].least),
					     b->row->params[p].most));
	return most;
}

static void bounded(struct bed *b, double rate, const char *what)
{
	bool good = play(b, rate, UGEN_RUN, b->out) && peak(b) < bound(b);

	CU_ASSERT(say(good, b, what, rate));
}

/* Parameter p (all: -1) to its least or most. */
static void turn(struct bed *b, int p, bool most)
{
	for (int k = 0; k < b->row->n_params; k++) {
		const struct ugen_param *param = &b->row->params[k];
		int at = ugen_param_input(b->row, b->audio, k);
		float to = most ? param->most : param->least;

		for (int i = 0; (p < 0 || p == k) && i <= param->items; i++)
			if (!param->items || i > 0)
				b->value[at + i] = to;
	}
}

static void ends_of(struct bed *b)
{
	static const double rates[] = {44100, 48000, 192000};
	char what[80];

	for (int r = 0; r < 3; r++)
		for (int p = -1; p < b->row->n_params; p++)
			for (int most = 0; most < 2; most++) {
				snprintf(what, sizeof(what), "%s of %s",
					 most ? "most" : "least",
					 p < 0 ? "all"
					       : b->row->params[p].name);
				lay(b);
				turn(b, p, most);
				bounded(b, rates[r], what);
			}
}

static void ends(void)
{
	each_row(ends_of);
}

/* Every parameter jumps between its ends at random at each frame. */
static void shaken_of(struct bed *b)
{
	unsigned seed = 99;

	lay(b);
	for (int p = 0; p < b->row->n_params; p++) {
		const struct ugen_param *param = &b->row->params[p];
		int at = ugen_param_input(b->row, b->audio, p);

		if (param->items)
			continue;
		for (int i = 0; i < FRAMES; i++) {
			float x = noise(&seed) * 0.5f + 0.5f;

			x = i % 600 < 300 ? x : x > 0.5f;
			b->wire[at][i] =
			    param->least + x * (param->most - param->least);
		}
		b->in[at] = (struct signal){b->wire[at], 1};
	}
	bounded(b, 44100, "shaken");
	bounded(b, 192000, "shaken");
}

static void shaken(void)
{
	each_row(shaken_of);
}

static bool same(const struct bed *b)
{
	for (int c = 0; c < channels(b); c++)
		for (int i = 0; i < FRAMES; i++)
			if (!(b->out[c][i] == b->other[c][i]))
				return false;
	return true;
}

static void cut_of(struct bed *b)
{
	bool good;

	lay(b);
	good = play(b, 48000, UGEN_RUN, b->out);
	good = good && play(b, 48000, 1, b->other) && same(b);
	CU_ASSERT(say(good, b, "runs of 1 differ", 48000));
	good = play(b, 48000, CUT_MIXED, b->other) && same(b);
	CU_ASSERT(say(good, b, "mixed runs differ", 48000));
}

static void cut(void)
{
	each_row(cut_of);
}

/* Each parameter as a signal that does not move. */
static void still_of(struct bed *b)
{
	lay(b);
	play(b, 48000, UGEN_RUN, b->out);
	for (int p = 0; p < b->row->n_params; p++) {
		int at = ugen_param_input(b->row, b->audio, p);
		float worst = 0, most = peak(b);

		if (b->row->params[p].items)
			continue;
		for (int i = 0; i < FRAMES; i++)
			b->wire[at][i] = b->value[at];
		b->in[at] = (struct signal){b->wire[at], 1};
		play(b, 48000, CUT_MIXED, b->other);
		b->in[at] = (struct signal){&b->value[at], 0};
		for (int c = 0; c < channels(b); c++)
			for (int i = 0; i < FRAMES; i++)
				worst = fmaxf(worst, fabsf(b->out[c][i] -
							   b->other[c][i]));
		CU_ASSERT(say(worst <= 1e-3f * most, b, b->row->params[p].name,
			      48000));
	}
}

static void still(void)
{
	each_row(still_of);
}

/* Where left and right are the same, so are its outputs. */
static void alike_of(struct bed *b)
{
	bool good;

	if (!(b->row->flags & UGEN_ALIKE))
		return;
	lay(b);
	b->in[1] = b->in[0];
	good = play(b, 48000, UGEN_RUN, b->out);
	for (int i = 0; good && i < FRAMES; i++)
		good = b->out[0][i] == b->out[1][i];
	CU_ASSERT(say(good, b, "left and right differ", 48000));
}

static void alike(void)
{
	each_row(alike_of);
}

static bool described(const struct ugen_row *row)
{
	bool good = row->name && row->aliases && row->run && row->summary &&
		    row->state_bytes <= UGEN_STATE_MOST &&
		    ugen_inputs(row, row->inputs) <= UGEN_INPUTS;

	if (!(row->flags & UGEN_HIDDEN))
		good = good && *row->summary && row->example && *row->example &&
		       row->source;
	for (int p = 0; p < row->n_params; p++) {
		const struct ugen_param *param = &row->params[p];

		good = good && param->name && param->unit && param->summary &&
		       param->least < param->most &&
		       !(param->initial < param->least) &&
		       !(param->initial > param->most);
	}
	return good;
}

static void described_of(struct bed *b)
{
	CU_ASSERT(say(described(b->row), b, "what is said about it", 0));
	CU_ASSERT(say(ugen_find(b->row->name) == b->row, b, "found", 0));
}

static void descriptions(void)
{
	each_row(described_of);
}

/* What programs of the original rely on: names, orders, initial values ("-":
 * any). Audio inputs come before these. */
static const char *const promised[] = {"sine - 0",
				       "saw - 0",
				       "square - 0",
				       "tri - 0",
				       "triangle - 0",
				       "fm - - -",
				       "pm - - -",
				       "blip - -",
				       "vco - 0 0.5",
				       "wavetable -",
				       "pulse - -",
				       "impulse -",
				       "pluck - 0.5",
				       "waveguide - - -",
				       "granular - - -",
				       "formant - - - - - -",
				       "vowel -",
				       "additive - -",
				       "vocoder -",
				       "pitch_shift -",
				       "noise",
				       "white_noise",
				       "pink",
				       "pink_noise",
				       "brown_noise",
				       "organ -",
				       "organ_hz -",
				       "saw_hz -",
				       "soft_saw -",
				       "soft_saw_hz -",
				       "square_hz -",
				       "triangle_hz -",
				       "sine_trig - 0.001 0.1 0 0.1",
				       "saw_trig - 0.001 0.1 0 0.1",
				       "square_trig - 0.001 0.1 0 0.1",
				       "tri_trig - 0.001 0.1 0 0.1",
				       "synth - - 0.001 0.1 0 0.1",
				       "superkick - 0.5 0.3 0.1",
				       "supersaw - 0.3 7",
				       "superpwm - 0.5 0.8",
				       "superchip - 5 0.05",
				       "superfm - 2 1",
				       "supersnare - 0.8 0.08",
				       "superhat 0.7 0.05",
				       "lpf - 1",
				       "hpf - 1",
				       "bpf - 1",
				       "notch - 1",
				       "svf_lp - -",
				       "svf_hp - -",
				       "svf_bp - -",
				       "svf_notch - -",
				       "bq_lp - -",
				       "bq_hp - -",
				       "bq_bp - -",
				       "bq_notch - -",
				       "resonz - -",
				       "rlpf - -",
				       "rhpf - -",
				       "moog_ladder - -",
				       "moog - -",
				       "moog_hz - -",
				       "comb - -",
				       "allpass -",
				       "djf 0.5",
				       "parametric_eq - - - - - - - - -",
				       "eq - - - - - - - - -",
				       "reverb - - 0.3",
				       "plate - - 0.7 0.3 0.3 0.5",
				       "lush - 0.7 0.3 0.3 0.2 0 0.5 0.02",
				       "reverb_stereo - -",
				       "convolve",
				       "freeze -",
				       "delay - 0.5 0.5",
				       "tapedelay - - 0.5 0.02 6 0.05 0.3 0.5",
				       "tape - -",
				       "multitap - - 0.5 0.6",
				       "pingpong - - 0.8 0 0.7",
				       "distort - 0.5",
				       "distortion - 0.5",
				       "dist - 0.5",
				       "bitcrush - -",
				       "coarse -",
				       "ring -",
				       "ring_mod",
				       "fmcrossmod -",
				       "tremolo - -",
				       "trem - -",
				       "vibrato - -",
				       "vib - -",
				       "phaser - - - -",
				       "ph - - - -",
				       "flanger - - -",
				       "chorus - - 0.3",
				       "fchorus - - -",
				       "compressor - - - - -",
				       "comp -",
				       "sidechain_compressor - - - -",
				       "sidechain_comp -",
				       "sc_comp -",
				       "expander - - - -",
				       "expand -",
				       "transient_shaper - -",
				       "tshaper -",
				       "limiter - 0.005 0.05",
				       "widener 1",
				       "width 1",
				       "pan2 -",
				       "xfade -",
				       "amp -",
				       "decimator - -",
				       "env - - - -",
				       "envelope - - - -",
				       "env_trig - 0.001 0.1 0 0.1",
				       "adsr - - 0.7 0.2",
				       "ad - -",
				       "asr - -",
				       "line - -",
				       "curve - - - -",
				       "segments - -",
				       "xline - - -",
				       "lag -",
				       "tar - - -",
				       "tadsr - - - - -",
				       "gate -",
				       "trig -",
				       "struct -",
				       "rms -",
				       "schmidt - -",
				       "latch",
				       "timer",
				       "peak_follower - -",
				       "amp_follower - - -",
				       "min",
				       "max",
				       "wrap - -",
				       "sample_hold",
				       "range - -",
				       "mtof",
				       "phasor 1",
				       "if",
				       "select",
				       "mix",
				       "wedge",
				       "sew",
				       "stitch",
				       "abs",
				       "floor",
				       "sqrt",
				       "sin",
				       "clip - -",
				       "fold - -",
				       "ftom"};

static bool keeps_promise(const char *text)
{
	char name[40];
	int n = 0;
	const struct ugen_row *row;

	sscanf(text, "%39s%n", name, &n);
	row = ugen_find(name);
	for (int p = 0; row && text[n]; p++) {
		char *end;
		double want = strtod(text + n, &end);

		if (p == row->n_params)
			return false;
		if (end == text + n)
			n += 2; /* " -" */
		else if (fabs(want - (double)row->params[p].initial) > 1e-6)
			return false;
		else
			n = (int)(end - text);
	}
	return row;
}

static void promises(void)
{
	for (size_t i = 0; i < sizeof(promised) / sizeof(*promised); i++) {
		CU_ASSERT(keeps_promise(promised[i]));
		if (!keeps_promise(promised[i]))
			printf("     not so: %s\n", promised[i]);
	}
}

static CU_TestInfo tests[] = {
    {"names, orders and initial values are those of the original", promises},
    {"each says what it is", descriptions},
    {"finite and bounded at the ends of the ranges", ends},
    {"finite and bounded when all parameters are shaken", shaken},
    {"the same samples however frames are cut into runs", cut},
    {"a mono sound stays one where that is said", alike},
    {"a parameter that is a still signal is as a constant", still},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugens = {"dsp/ugens", tests};
