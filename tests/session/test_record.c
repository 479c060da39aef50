/* Stems beside the mix, of a session in which slots come and go. */
#include "config.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/mixer.h"
#include "engine/recording.h"
#include "tests/session/session.h"
#include "tests/support/suite.h"

static char folder[64];

struct taping {
	struct hand_player h;
	struct recording *r;
};

static void name(void *ctx, uint32_t owner, const char *slot)
{
	struct taping *t = ctx;
	char why[RECORDING_WHY];

	CU_ASSERT_EQUAL(recording_name(t->r, owner, slot, why), ST_OK);
}

/* As hand_run(), with what the feed's tap gives. */
static void run(struct taping *t, double cycle)
{
	struct sound_block mix = {.owner = OWNER_MIX}, stem;

	while (t->h.frames < (size_t)(cycle * HAND_RATE)) {
		uint32_t strip = 0;

		engine_step(t->h.e);
		mix.frame = dsp_frame(engine_dsp(t->h.e));
		dsp_block(engine_dsp(t->h.e), mix.samples);
		while (dsp_stem(engine_dsp(t->h.e), &strip, &stem))
			CU_ASSERT_EQUAL(recording_take(t->r, &stem), ST_OK);
		CU_ASSERT_EQUAL(recording_take(t->r, &mix), ST_OK);
		t->h.frames += BLOCK_FRAMES;
	}
}

static float *read_all(const char *file, sf_count_t *n)
{
	SF_INFO info = {0};
	char path[128];
	SNDFILE *f;
	float *to;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	f = sf_open(path, SFM_READ, &info);
	*n = 0;
	if (!f)
		return NULL;
	to = calloc((size_t)info.frames * 2 + 1, sizeof(float));
	*n = sf_readf_float(f, to, info.frames);
	CU_ASSERT_EQUAL(info.channels, 2);
	sf_close(f);
	return to;
}

/* The stems' sum against the mix: the largest difference. */
static double difference(const char *const *stems, sf_count_t *frames)
{
	float *mix = read_all("a.wav", frames);
	double most = 0;
	sf_count_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mix);
	for (; *stems; stems++) {
		float *stem = read_all(*stems, &n);

		CU_ASSERT_PTR_NOT_NULL(stem);
		CU_ASSERT_EQUAL(n, *frames);
		for (sf_count_t i = 0; stem && n == *frames && i < 2 * n; i++)
			mix[i] -= stem[i];
		free(stem);
	}
	for (sf_count_t i = 0; i < 2 * *frames; i++)
		most = fmax(most, fabs((double)mix[i]));
	free(mix);
	return most;
}

static void begin(struct taping *t)
{
	struct recording_options o = {.stems = true, .rate_hz = HAND_RATE};
	char path[100], why[RECORDING_WHY];

	snprintf(folder, sizeof(folder), "/tmp/phonon-record-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.wav", folder);
	session_start(&t->h);
	o.path = path;
	o.latency_frames = dsp_latency(engine_dsp(t->h.e));
	t->r = recording_new(&o, why);
	CU_ASSERT_PTR_NOT_NULL_FATAL(t->r);
	engine_on_strip(t->h.e, name, t);
}

static void end(struct taping *t)
{
	CU_ASSERT_EQUAL(recording_finish(t->r), ST_OK);
	engine_on_strip(t->h.e, NULL, NULL);
	hand_finish(&t->h);
}

static void clean(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	CU_ASSERT_EQUAL(system(command), 0);
}

static void sums(void)
{
	static const char *const stems[] = {"a-d1.wav", "a-d2.wav", "a-d5.wav",
					    "a-once.wav", NULL};
	struct taping t;
	sf_count_t frames;

	begin(&t);
	session_say(&t.h, "d1 $ s \"click*4\" # pan 0.3\n"
			  "d2 $ sine 100 * 0.1 # pan 0.2");
	run(&t, 1);
	session_say(&t.h, "mute 1\nonce $ s \"click*3\"\noutmix: sqrt");
	run(&t, 2.1);
	mixer_set(t.h.e, "main", NULL, MIXER_PAN, 0.4, 0);
	mixer_set(t.h.e, "main", "d2", MIXER_GAIN, 0.7, 0);
	session_say(&t.h, "unmute 1\nd2 $ saw 50 * 0.1\n"
			  "d5 $ s \"long\" # speed 0.5 # gain 0.5");
	run(&t, 3.5);
	session_replace(&t.h, "d1 $ s \"click*8\"");
	run(&t, 4);
	session_say(&t.h, "d5 $ s \"click*5\"");
	run(&t, 5);
	end(&t);
	CU_ASSERT(difference(stems, &frames) < 1e-6);
	CU_ASSERT_EQUAL(frames, 5 * HAND_RATE - 64);
	clean();
}

/* A slot that comes late begins with silence, one that goes ends with it. */
static void in_step(void)
{
	static const char *const all[] = {"a-d1.wav", "a-d2.wav", NULL};
	struct taping t;
	sf_count_t n;
	float *late;
	sf_count_t i = 0;

	begin(&t);
	session_say(&t.h, "d1 $ s \"click*4\"");
	run(&t, 2);
	session_say(&t.h, "d2 $ s \"click*2\"\nd1 $ silence");
	run(&t, 9);
	end(&t);
	CU_ASSERT_EQUAL(difference(all, &n), 0);
	late = read_all("a-d2.wav", &n);
	while (late && i < n && late[2 * i] == 0)
		i++;
	CU_ASSERT_EQUAL(i, 2 * HAND_RATE + 1);
	free(late);
	clean();
}

static CU_TestInfo tests[] = {
    {"the stems' sum is the mix", sums},
    {"all files of a recording are of one length and in step", in_step},
    CU_TEST_INFO_NULL,
};

const struct suite suite_record = {"session/record", tests};
