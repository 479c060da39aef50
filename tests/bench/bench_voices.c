/* How long 512 sounding voices with different speeds, gains and places take,
 * beside a bare loop of the same interpolation and placing: one line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "dsp/dsp.h"
#include "tests/bench/timing.h"

enum {
	VOICES = VOICES_MAX,
	FILES = 32,
	FILE_FRAMES = 48000,
	GUARD = 4,
	BLOCKS = 300,
	ROUNDS = 9,
	RATE_HZ = 48000,
};

static float *files[FILES];

/* 0 <= x < 1, the same for everybody. */
static double noise(unsigned i)
{
	double x = sin(12.9898 * (i + 1)) * 43758.5453;

	return x - floor(x);
}

static double speed(unsigned i)
{
	return 0.5 + 1.5 * noise(i);
}

static float left(unsigned i)
{
	return (float)(0.01 * cos(1.57 * noise(i + 1000)));
}

static float right(unsigned i)
{
	return (float)(0.01 * sin(1.57 * noise(i + 1000)));
}

static void make_files(void)
{
	for (unsigned f = 0; f < FILES; f++) {
		files[f] = calloc(FILE_FRAMES + 2 * GUARD, sizeof(float));
		if (!files[f])
			exit(70);
		files[f] += GUARD;
		for (unsigned i = 0; i < FILE_FRAMES; i++)
			files[f][i] = (float)noise(i * 31 + f) - 0.5f;
	}
}

/* --- The bare loop --- */

struct bare {
	const float *frames;
	double pos, step;
	float left, right;
};

static void bare_voice(struct bare *v, float *out_left, float *out_right)
{
	for (int i = 0; i < BLOCK_FRAMES; i++) {
		int at = (int)v->pos;
		float x = (float)(v->pos - at);
		const float *f = v->frames + at;
		float c1 = 0.5f * (f[1] - f[-1]);
		float c2 = f[-1] - 2.5f * f[0] + 2 * f[1] - 0.5f * f[2];
		float c3 = 0.5f * (f[2] - f[-1]) + 1.5f * (f[0] - f[1]);
		float y = ((c3 * x + c2) * x + c1) * x + f[0];

		out_left[i] += y * v->left;
		out_right[i] += y * v->right;
		v->pos += v->step;
	}
	if (v->pos >= FILE_FRAMES - 3 * BLOCK_FRAMES)
		v->pos = 0;
}

static double time_bare(float *sum)
{
	static struct bare voice[VOICES];
	float out[2][BLOCK_FRAMES];
	double began;

	for (unsigned i = 0; i < VOICES; i++)
		voice[i] = (struct bare){files[i % FILES], 0, speed(i), left(i),
					 right(i)};
	began = cpu_seconds();
	for (int b = 0; b < BLOCKS; b++) {
		memset(out, 0, sizeof(out));
		for (int i = 0; i < VOICES; i++)
			bare_voice(&voice[i], out[0], out[1]);
		*sum += out[0][7] + out[1][9];
	}
	return cpu_seconds() - began;
}

/* --- The real thing --- */

static void start(struct dsp *d)
{
	for (unsigned i = 0; i < VOICES; i++) {
		struct message m = {.kind = MSG_VOICE, .slot = i % 16};

		m.voice = (struct voice_start){
		    .frames = files[i % FILES],
		    .n_frames = FILE_FRAMES,
		    .channels = 1,
		    .loop = true,
		    .end = FILE_FRAMES,
		    .rate = speed(i),
		    .end_rate = speed(i),
		    .len_frames = 100 * RATE_HZ,
		    .fade_out = 0.001f,
		    .gain_left = left(i),
		    .gain_right = right(i),
		    .gate = 1,
		};
		ring_push(dsp_inbox(d), &m, 1);
	}
}

static double time_voices(float *sum)
{
	struct dsp *d = dsp_new(RATE_HZ);
	struct dsp_figures figures;
	float out[2 * BLOCK_FRAMES];
	double began;

	if (!d)
		exit(70);
	start(d);
	dsp_block(d, out);
	began = cpu_seconds();
	for (int b = 0; b < BLOCKS; b++) {
		dsp_block(d, out);
		*sum += out[17];
	}
	began = cpu_seconds() - began;
	dsp_figures(d, &figures);
	if (figures.voices != VOICES)
		exit(70);
	dsp_free(d);
	return began;
}

int main(void)
{
	const double ns = 1e9 / ((double)VOICES * BLOCKS * BLOCK_FRAMES);
	double bare[ROUNDS], voices[ROUNDS];
	float sum = 0;

	make_files();
	for (int i = 0; i < ROUNDS; i++) {
		bare[i] = time_bare(&sum);
		voices[i] = time_voices(&sum);
	}
	printf("voices: %.2f ns a voice a frame, %.2f times a bare loop "
	       "(%.2f ns); %d voices take %.1f %% of real time at 48 kHz\n",
	       median(voices, ROUNDS) * ns,
	       median(voices, ROUNDS) / median(bare, ROUNDS),
	       median(bare, ROUNDS) * ns, VOICES,
	       100 * median(voices, ROUNDS) * RATE_HZ /
		   (BLOCKS * BLOCK_FRAMES));
	return isfinite(sum) ? 0 : 1;
}
