/* The same graphs here and in scsynth, rendered without a sound device in one
 * run: CPU time a voice a frame, and the ratio. Says so and succeeds where
 * there is no scsynth. Arguments: names of lines; without: all. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/strbuf.h"
#include "compile/compile.h"
#include "dsp/dsp.h"
#include "dsp/graph.h"
#include "rt/ring.h"
#include "tests/bench/timing.h"

enum { RATE = 48000, SECONDS = 10, ROUNDS = 3, BYTES = 8192, UGENS = 16 };

/* ours: of voice %d. theirs: unit generators, one behind the other: a class
 * and its inputs, `#2` is the output of the third, `op:5` the special index,
 * `out:2` how many outputs there are. The last one is heard. */
static const struct line {
	const char *name;
	int voices;
	const char *ours, *theirs;
} lines[] = {
    {"sine", 128, "sine %d", "SinOsc 440 0"},
    {"saw", 128, "saw %d", "Saw 110"},
    {"square", 128, "square %d", "Pulse 110 0.5"},
    {"pulse", 128, "pulse %d 0.3", "Pulse 110 0.3"},
    {"tri", 128, "tri %d", "LFTri 110 0"},
    {"impulse", 128, "impulse %d", "Impulse 110 0"},
    {"blip", 128, "blip %d 20", "Blip 110 20"},
    {"noise", 128, "noise * 0.%d", "WhiteNoise|BinaryOpUGen op:2 #0 0.5"},
    {"pink", 128, "pink * 0.%d", "PinkNoise|BinaryOpUGen op:2 #0 0.5"},
    {"brown", 128, "brown * 0.%d", "BrownNoise|BinaryOpUGen op:2 #0 0.5"},
    {"fm", 128, "pm %d (sine 300) 2",
     "SinOsc 300 0|BinaryOpUGen op:2 #0 2|SinOsc 440 #1"},
    {"saw # lpf", 128, "(saw %d # lpf 800)", "Saw 110|LPF #0 800"},
    {"saw # hpf", 128, "(saw %d # hpf 800)", "Saw 110|HPF #0 800"},
    {"saw # bpf", 128, "(saw %d # bpf 800 4)", "Saw 110|BPF #0 800 0.25"},
    {"saw # rlpf", 128, "(saw %d # rlpf 800 2)", "Saw 110|RLPF #0 800 0.5"},
    {"saw # resonz", 128, "(saw %d # resonz 800 9)",
     "Saw 110|Resonz #0 800 0.1"},
    {"saw # moog", 128, "(saw %d # moog 800 0.5)", "Saw 110|MoogFF #0 800 2 0"},
    {"saw # rlpf (sine)", 128, "(saw %d # rlpf (sine 2 * 300 + 800) 2)",
     "SinOsc 2 0|BinaryOpUGen op:2 #0 300|BinaryOpUGen op:0 #1 800|Saw "
     "110|RLPF #3 #2 0.5"},
    {"saw # rlpf # adsr", 128, "(saw %d # rlpf 800 2 # adsr 0.01 0.1 0.5 0.2)",
     "Saw 110|RLPF #0 800 0.5|EnvGen 1 1 0 1 0 0 3 2 -99 1 0.01 1 0 0.5 0.1 1 "
     "0 0 0.2 1 0|BinaryOpUGen op:2 #1 #2"},
    {"saw # lag", 128, "(saw %d # lag 0.1)", "Saw 110|Lag #0 0.1"},
    {"saw # comb", 64, "(saw %d # comb 200 0.8)",
     "Saw 110|CombC #0 0.1 0.005 0.15"},
    {"saw # delay", 64, "(saw %d # delay 0.2 0.5 0.5)",
     "Saw 110|CombC #0 1 0.2 1.4|XFade2 #0 #1 0 1"},
    {"saw # distort", 64, "(saw %d # distort 4 1)",
     "Saw 110|BinaryOpUGen op:2 #0 4|UnaryOpUGen op:36 #1"},
    {"saw # compressor", 64, "(saw %d # compressor -20 4 0.01 0.1)",
     "Saw 110|Compander #0 #0 0.1 1 0.25 0.01 0.1"},
    {"saw # limiter", 64, "(saw %d # limiter 0.5)",
     "Saw 110|Limiter #0 0.5 0.01"},
    {"saw # amp_follower", 64, "(saw %d # peak_follower 0.01 0.1)",
     "Saw 110|Amplitude #0 0.01 0.1"},
    {"saw # pitch_shift", 32, "(saw %d # pitch_shift 7)",
     "Saw 110|PitchShift #0 0.2 1.5 0 0"},
    {"saw # reverb", 16, "(saw %d # reverb 0.5 0.5 0.3)",
     "Saw 110|FreeVerb2 out:2 #0 #0 0.3 0.5 0.5"},
};

/* --- Bytes, big end first --- */

struct bytes {
	unsigned char at[BYTES];
	size_t n;
};

static void put(struct bytes *b, const void *at, size_t n)
{
	if (b->n + n > BYTES)
		abort();
	memcpy(b->at + b->n, at, n);
	b->n += n;
}

static void put_int(struct bytes *b, uint32_t x, int size)
{
	for (int k = size; k-- > 0;) {
		unsigned char c = (unsigned char)(x >> (8 * k));

		put(b, &c, 1);
	}
}

static void put_float(struct bytes *b, float x)
{
	uint32_t bits;

	memcpy(&bits, &x, 4);
	put_int(b, bits, 4);
}

static void put_name(struct bytes *b, const char *s)
{
	put_int(b, (uint32_t)strlen(s), 1);
	put(b, s, strlen(s));
}

static void pad(struct bytes *b)
{
	do
		put_int(b, 0, 1);
	while (b->n % 4);
}

/* --- A SynthDef --- */

struct synth_def {
	float constant[64];
	uint32_t n_constants, n_ugens;
	struct bytes ugens;
};

static uint32_t constant(struct synth_def *d, float x)
{
	for (uint32_t i = 0; i < d->n_constants; i++)
		if (d->constant[i] == x)
			return i;
	d->constant[d->n_constants] = x;
	return d->n_constants++;
}

static void input(struct synth_def *d, struct bytes *to, const char *word,
		  uint32_t output)
{
	if (*word == '#') {
		put_int(to, (uint32_t)atoi(word + 1), 2);
		put_int(to, output, 2);
		return;
	}
	put_int(to, 0xFFFF, 2);
	put_int(to, constant(d, (float)atof(word)), 2);
}

/* "RLPF #0 800 0.5"; how many outputs it has. */
static int ugen(struct synth_def *d, char *text)
{
	struct bytes in = {.n = 0};
	uint32_t n = 0, special = 0, outputs = 1;
	char *save, *name = strtok_r(text, " ", &save), *word;

	while ((word = strtok_r(NULL, " ", &save))) {
		if (strncmp(word, "op:", 3) == 0) {
			special = (uint32_t)atoi(word + 3);
		} else if (strncmp(word, "out:", 4) == 0) {
			outputs = (uint32_t)atoi(word + 4);
		} else {
			input(d, &in, word, 0);
			n++;
		}
	}
	put_name(&d->ugens, name);
	put_int(&d->ugens, 2, 1);
	put_int(&d->ugens, n, 2);
	put_int(&d->ugens, outputs, 2);
	put_int(&d->ugens, special, 2);
	put(&d->ugens, in.at, in.n);
	for (uint32_t i = 0; i < outputs; i++)
		put_int(&d->ugens, 2, 1);
	d->n_ugens++;
	return (int)outputs;
}

/* Scaled, and on both channels. */
static void heard(struct synth_def *d, int outputs)
{
	char text[64];
	uint32_t last = d->n_ugens - 1;
	struct bytes in = {.n = 0};

	for (int c = 0; c < outputs; c++) {
		snprintf(text, sizeof(text), "BinaryOpUGen op:2 #%u 0.001",
			 last);
		ugen(d, text);
	}
	if (outputs == 2) /* the second one's input is the right channel */
		d->ugens.at[d->ugens.n - 6] = 1;
	input(d, &in, "0", 0);
	for (int c = 0; c < 2; c++) {
		snprintf(text, sizeof(text), "#%u",
			 last + 1 + (outputs == 2 ? (uint32_t)c : 0));
		input(d, &in, text, 0);
	}
	put_name(&d->ugens, "Out");
	put_int(&d->ugens, 2, 1);
	put_int(&d->ugens, 3, 2);
	put_int(&d->ugens, 0, 2);
	put_int(&d->ugens, 0, 2);
	put(&d->ugens, in.at, in.n);
	d->n_ugens++;
}

static void synth_def(struct bytes *to, const char *theirs)
{
	struct synth_def d = {.n_ugens = 0};
	char text[512], *save;
	int outputs = 1;

	snprintf(text, sizeof(text), "%s", theirs);
	for (char *u = strtok_r(text, "|", &save); u;
	     u = strtok_r(NULL, "|", &save)) {
		char one[512];

		snprintf(one, sizeof(one), "%s", u);
		outputs = ugen(&d, one);
	}
	heard(&d, outputs);
	put(to, "SCgf", 4);
	put_int(to, 1, 4);
	put_int(to, 1, 2);
	put_name(to, "peer");
	put_int(to, d.n_constants, 2);
	for (uint32_t i = 0; i < d.n_constants; i++)
		put_float(to, d.constant[i]);
	put_int(to, 0, 2);
	put_int(to, 0, 2);
	put_int(to, d.n_ugens, 2);
	put(to, d.ugens.at, d.ugens.n);
	put_int(to, 0, 2);
}

/* --- A score --- */

static void bundle(FILE *score, uint32_t second, const struct bytes *message)
{
	struct bytes b = {.n = 0};

	put_int(&b, (uint32_t)message->n + 20, 4);
	put(&b, "#bundle", 8);
	put_int(&b, second, 4);
	put_int(&b, 0, 4);
	put_int(&b, (uint32_t)message->n, 4);
	put(&b, message->at, message->n);
	if (fwrite(b.at, 1, b.n, score) != b.n)
		abort();
}

static void begin_message(struct bytes *m, const char *address,
			  const char *types)
{
	m->n = 0;
	put(m, address, strlen(address));
	pad(m);
	put(m, types, strlen(types));
	pad(m);
}

static void send_def(FILE *score, const char *theirs)
{
	struct bytes m, def = {.n = 0};

	synth_def(&def, theirs);
	begin_message(&m, "/d_recv", ",b");
	put_int(&m, (uint32_t)def.n, 4);
	put(&m, def.at, def.n);
	while (m.n % 4)
		put_int(&m, 0, 1);
	bundle(score, 0, &m);
}

static void write_score(const char *path, const struct line *l)
{
	FILE *score = fopen(path, "wb");
	struct bytes m;

	if (!score)
		abort();
	if (l)
		send_def(score, l->theirs);
	for (int i = 0; l && i < l->voices; i++) {
		begin_message(&m, "/s_new", ",siii");
		put(&m, "peer", 4);
		pad(&m);
		put_int(&m, (uint32_t)(1000 + i), 4);
		put_int(&m, 0, 4);
		put_int(&m, 0, 4);
		bundle(score, 0, &m);
	}
	begin_message(&m, "/c_set", ",ii");
	put_int(&m, 0, 4);
	put_int(&m, 0, 4);
	bundle(score, SECONDS, &m);
	fclose(score);
}

/* --- Both sides --- */

/* User CPU seconds of a run; negative: there is no scsynth. */
static double scsynth(const char *score)
{
	struct rusage use;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout) ||
		    !freopen("/dev/null", "w", stderr))
			_exit(126);
		execlp("scsynth", "scsynth", "-N", score, "_", "/dev/null",
		       "48000", "RAW", "float", "-o", "2", "-m", "262144",
		       (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) != pid ||
	    !WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return -1;
	return (double)use.ru_utime.tv_sec +
	       1e-6 * (double)use.ru_utime.tv_usec;
}

static double least_scsynth(const char *score, const struct line *l)
{
	double best = 1e9;

	write_score(score, l);
	for (int i = 0; i < ROUNDS; i++) {
		double t = scsynth(score);

		best = t < best ? t : best;
	}
	return best;
}

/* CPU seconds of a graph, or of none. */
static double render(const struct graph_spec *spec)
{
	static uint16_t strip[1], none[1];
	struct graph_places places = {strip, none, none};
	struct dsp *d = dsp_new(RATE);
	struct message m = {.kind = MSG_GRAPH, .slot = SLOTS_MAX};
	float block[2 * BLOCK_FRAMES];
	double begin;

	if (spec) {
		m.graph = graph_new(spec, &places);
		ring_push(dsp_inbox(d), &m, 1);
	}
	begin = cpu_seconds();
	for (int i = 0; i < RATE * SECONDS / BLOCK_FRAMES; i++)
		dsp_block(d, block);
	begin = cpu_seconds() - begin;
	dsp_free(d);
	return begin;
}

static double ours(const struct line *l)
{
	double best = 1e9, empty = 1e9;
	struct strbuf text;
	struct program *p;

	strbuf_init(&text);
	strbuf_printf(&text, "out: 0.001 * (");
	for (int i = 0; i < l->voices; i++) {
		char voice[200];

		snprintf(voice, sizeof(voice), l->ours, 55 + i);
		strbuf_printf(&text, "%s%s", i ? " + " : "", voice);
	}
	strbuf_printf(&text, ")\n");
	if (compile_text(NULL, strbuf_str(&text), strlen(strbuf_str(&text)),
			 EVAL_REPLACE, NULL, &p) != ST_OK ||
	    p->diags.errors || !p->signals) {
		fprintf(stderr, "bench-peers: %s is refused\n", l->ours);
		exit(70);
	}
	for (int i = 0; i < ROUNDS; i++) {
		double t = render(p->signals->spec), e = render(NULL);

		best = t < best ? t : best;
		empty = e < empty ? e : empty;
	}
	program_free(p);
	strbuf_finish(&text);
	return best - empty;
}

static int is_asked_for(const struct line *l, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], l->name) == 0)
			return 1;
	return argc < 2;
}

int main(int argc, char **argv)
{
	char score[] = "/tmp/phonon-peers-XXXXXX";
	int fd = mkstemp(score), ahead = 0, all = 0;
	double empty;

	if (fd < 0)
		return 70;
	close(fd);
	empty = least_scsynth(score, NULL);
	if (empty < 0) {
		puts("peers: there is no scsynth here");
		unlink(score);
		return 0;
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const struct line *l = &lines[i];
		double frames = (double)RATE * SECONDS * l->voices, here, there;

		if (!is_asked_for(l, argc, argv))
			continue;
		here = 1e9 * ours(l) / frames;
		there = 1e9 * (least_scsynth(score, l) - empty) / frames;
		printf("peers: %-20s %7.2f ns a voice a frame, scsynth %7.2f: "
		       "%.2f times\n",
		       l->name, here, there, here / there);
		fflush(stdout);
		ahead += here < there;
		all++;
	}
	printf("peers: ahead on %d of %d lines\n", ahead, all);
	unlink(score);
	return 0;
}
