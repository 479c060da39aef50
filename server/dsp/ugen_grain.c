/* What plays its input again in small pieces: grains, a pitch shifter. */
#include <math.h>
#include <string.h>
#include "dsp/approx.h"
#include "dsp/lanes.h"
#include "dsp/noise.h"
#include "dsp/phase.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

/* memory[at] and what follows it at a fraction f: a cubic through four points
 * (Hermite). The memory is a ring of `size`. */
RT static inline float ring_read(const float *memory, uint32_t size,
				 uint32_t at, float f)
{
	uint32_t before = at ? at - 1 : size - 1;
	uint32_t next = at + 1 < size ? at + 1 : 0;
	uint32_t after = next + 1 < size ? next + 1 : 0;
	float a = memory[before], b = memory[at], c = memory[next];
	float slope = 0.5f * (c - a), next_slope = 0.5f * (memory[after] - b);
	float d = b - c;

	return b + f * (slope + f * (-3 * d - 2 * slope - next_slope +
				     f * (2 * d + slope + next_slope)));
}

/* Two windows of 50 ms, half a window apart, that glide along a delay line. */
struct shift {
	uint64_t at;
	uint32_t write;
};

#define SHIFT_S 0.05f

/* The ring is followed by its first frames, so that four in a row can be read
 * anywhere; a run is written before it is read. */
enum { SHIFT_AGAIN = 4, SHIFT_ROOM = 16 + UGEN_RUN + SHIFT_AGAIN };

static size_t shift_memory(double rate_hz, const float *params)
{
	(void)params;
	return (size_t)(rate_hz * (double)SHIFT_S) + SHIFT_ROOM;
}

/* The run goes into the ring. */
RT static void shift_write(const struct ugen *u, struct shift *s, int n)
{
	uint32_t size = (uint32_t)u->n_memory - SHIFT_AGAIN, at = s->write;

	for (int i = 0; i < n; i++) {
		u->memory[at] = ugen_in(u, 0, i);
		at = at + 1 < size ? at + 1 : 0;
	}
	memcpy(u->memory + size, u->memory, SHIFT_AGAIN * sizeof(float));
	s->write = at;
}

/* Where the window stands at each frame: the upper half of its phase. */
RT static void shift_phases(const struct ugen *u, struct shift *s, int n,
			    uint32_t *at)
{
	struct signal by = u->in[1];
	float frames = SHIFT_S * u->rate_hz;
	uint64_t step = 0, now = s->at;

	for (int i = 0; i < n; i++) {
		if (i == 0 || by.step) {
			float semitones =
			    ugen_clamp(by.at[i * by.step], -48, 48);
			float glide = 1 - approx_exp2(semitones / 12);

			step = (uint64_t)(int64_t)((double)(glide / frames) *
						   0x1p64);
		}
		at[i] = (uint32_t)(now >> 32);
		now += step;
	}
	for (int i = n; i < UGEN_RUN; i++)
		at[i] = 0;
	s->at = now;
}

/* A tap: the first of its four frames, and how far it is between the middle
 * two. */
struct tap {
	int32_t from[UGEN_RUN];
	float f[UGEN_RUN];
};

RT static inline void fill_tap(const uint32_t *at, uint32_t ahead,
			       int32_t write, int32_t size, float frames,
			       struct tap *t)
{
	for (int i = 0; i < UGEN_RUN; i++) {
		float share = (float)(int32_t)((at[i] + ahead) >> 8) * 0x1p-24f;
		float delay = 3 + frames * share;
		int32_t whole = (int32_t)delay, from = write + i - whole - 2;

		from -= from >= size ? size : 0;
		t->from[i] = from + (from < 0 ? size : 0);
		t->f[i] = (float)(whole + 1) - delay;
	}
}

/* Four frames of a tap: a cubic through four points (Hermite) each. */
RT static inline lanes read_tap(const float *memory, const struct tap *t, int i)
{
	lanes p[4], f = lanes_load(t->f + i), d, slope, next;

	for (int k = 0; k < 4; k++)
		p[k] = lanes_load(memory + t->from[i + k]);
	lanes_turn(p);
	slope = lanes_all(0.5f) * (p[2] - p[0]);
	next = lanes_all(0.5f) * (p[3] - p[1]);
	d = p[1] - p[2];
	return p[1] + f * (slope + f * (lanes_all(-3) * d - (slope + slope) -
					next + f * (d + d + slope + next)));
}

RT WIDE static void shift_read(const struct ugen *u, uint32_t write,
			       const uint32_t *at, int n)
{
	int32_t size = (int32_t)u->n_memory - SHIFT_AGAIN;
	float frames = SHIFT_S * u->rate_hz, window[UGEN_RUN];
	struct tap a, b;

	fill_tap(at, 0, (int32_t)write, size, frames, &a);
	fill_tap(at, UINT32_C(1) << 31, (int32_t)write, size, frames, &b);
	for (int i = 0; i < UGEN_RUN; i++)
		window[i] =
		    0.5f - 0.5f * phase_sine32(at[i] + (UINT32_C(1) << 30));
	for (int i = 0; i < n; i += LANES_WIDE) {
		lanes x = read_tap(u->memory, &a, i);
		lanes y = read_tap(u->memory, &b, i);

		lanes_store(u->out[0] + i,
			    y + lanes_load(window + i) * (x - y));
	}
}

RT static void pitch_shift_run(struct ugen *u, int n)
{
	struct shift *s = u->state;
	uint32_t at[UGEN_RUN], write = s->write;

	shift_write(u, s, n);
	shift_phases(u, s, n, at);
	shift_read(u, write, at, n);
}

/* --- Grains --- */

enum { GRAINS = 16 };

#define GRANULAR_S 2

struct grain {
	uint64_t at, step; /* in frames of the ring, 32.32 */
	uint32_t window, window_step;
	uint32_t left;
	float level;
};

struct granular {
	uint32_t write, held; /* held: frames recorded so far */
	uint32_t count;
	float due, next;
	struct grain grain[GRAINS];
};

static size_t granular_memory(double rate_hz, const float *params)
{
	(void)params;
	return (size_t)(rate_hz * GRANULAR_S) + 64;
}

RT static inline float chance(const struct ugen *u, struct granular *s)
{
	return (float)(noise_bits(noise_key(u->seed, 0), s->count++) >> 8) *
	       0x1p-24f;
}

/* Begin a grain somewhere in what was heard, so that it neither meets what is
 * being written nor what is about to be. */
RT static void grain_begin(const struct ugen *u, struct granular *s, int i)
{
	struct grain *g = s->grain;
	uint32_t size = (uint32_t)u->n_memory;
	float ms = ugen_clamp(ugen_in(u, 1, i), 5, 500);
	float density = ugen_clamp(ugen_in(u, 2, i), 0, 1);
	float pitch = ugen_clamp(ugen_in(u, 3, i), 0.1f, 4);
	float len = floorf(ms * 0.001f * u->rate_hz);
	float gain = (pitch - 1) * len, least, most, back;

	while (g < s->grain + GRAINS - 1 && g->left)
		g++;
	if (g->left)
		return;
	least = 8 + (gain > 0 ? gain : 0);
	most = (float)(s->held < size - 32 ? s->held : size - 32) +
	       (gain < 0 ? gain : 0);
	back = floorf(least + chance(u, s) * greater(most - least, 0));
	g->at = (uint64_t)(s->write + (s->write < (uint32_t)back ? size : 0) -
			   (uint32_t)back)
		<< 32;
	g->step = (uint64_t)((double)pitch * 0x1p32);
	g->left = (uint32_t)len;
	g->window = 0;
	g->window_step = (uint32_t)(0x1p32 / (double)len);
	g->level = 1.4f / sqrtf(1 + 8 * density);
}

RT static inline float grain_frame(const struct ugen *u, struct grain *g)
{
	uint64_t size = u->n_memory;
	float f = (float)((uint32_t)g->at >> 8) * 0x1p-24f;
	float window = 0.5f - 0.5f * phase_sine32(g->window + (1u << 30));
	float x =
	    ring_read(u->memory, (uint32_t)size, (uint32_t)(g->at >> 32), f);

	g->at += g->step;
	g->at -= g->at >> 32 >= size ? size << 32 : 0;
	g->window += g->window_step;
	g->left--;
	return g->level * window * x;
}

RT static void granular_run(struct ugen *u, int n)
{
	struct granular *s = u->state;

	for (int i = 0; i < n; i++) {
		float ms = ugen_clamp(ugen_in(u, 1, i), 5, 500), sum = 0;
		float density = ugen_clamp(ugen_in(u, 2, i), 0, 1);

		u->memory[s->write] = ugen_in(u, 0, i);
		s->held += s->held < u->n_memory;
		s->due += 8 * density / (ms * 0.001f * u->rate_hz);
		if (s->due > s->next) {
			s->due = 0;
			s->next = 0.5f + chance(u, s);
			grain_begin(u, s, i);
		}
		for (int k = 0; k < GRAINS; k++)
			if (s->grain[k].left)
				sum += grain_frame(u, &s->grain[k]);
		u->out[0][i] = sum;
		s->write = s->write + 1 < u->n_memory ? s->write + 1 : 0;
	}
}

static const struct ugen_param shift_params[] = {
    UGEN_PARAM("semitones", "semitones", -48, 48, 12, "how much higher"),
};
static const struct ugen_param granular_params[] = {
    UGEN_PARAM("grain_ms", "ms", 5, 500, 80, "how long a grain is"),
    UGEN_PARAM("density", "", 0, 1, 0.5,
	       "how many sound at a time: 0 none, 1 eight"),
    UGEN_PARAM("pitch", "", 0.1, 4, 1, "how fast a grain plays"),
};

static const struct ugen_row rows[] = {
    {.name = "pitch_shift",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(shift_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct shift),
     .memory_floats = shift_memory,
     .run = pitch_shift_run,
     .summary = "higher or lower at the same pace; 28 ms late",
     .example = "out: s \"bd sn\" # pitch_shift 7",
     .source = "two crossfading delay taps"},
    {.name = "granular",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(granular_params),
     .state_bytes = sizeof(struct granular),
     .memory_floats = granular_memory,
     .run = granular_run,
     .summary = "a cloud of grains of the last two seconds",
     .example = "out: s \"bd sn\" # granular 80 0.7 1.5",
     .source = "C. Roads, 1978"},
};

const struct ugen_family ugen_grain =
    UGEN_FAMILY("grain", "Grains and pitch", rows);
