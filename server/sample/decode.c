/* A sound file becomes frames in memory. */
#include <math.h>
#include <sndfile.h>
#include <string.h>
#include "base/alloc.h"
#include "sample/bank.h"

enum { CHUNK_FRAMES = 1 << 14 };

/* What is decoded so far: `frames` begins behind the first guard. */
struct decoding {
	float *memory;
	size_t n, room; /* frames, without guards */
	size_t most_bytes;
	unsigned channels;
};

static float *frames_of(const struct decoding *d)
{
	return d->memory + SAMPLE_GUARD * d->channels;
}

static size_t bytes_of(const struct decoding *d, size_t n)
{
	return (n + 2 * SAMPLE_GUARD) * d->channels * sizeof(float);
}

/* A header may promise anything: memory grows with what is really there. */
static enum status reserve(struct decoding *d, size_t n)
{
	size_t room = d->room ? d->room : CHUNK_FRAMES;
	float *p;

	if (n > SAMPLE_FRAMES_MAX || bytes_of(d, n) > d->most_bytes)
		return ST_LIMIT;
	while (room < n)
		room *= 2;
	if (room == d->room)
		return ST_OK;
	p = mem_grow(d->memory, bytes_of(d, room));
	if (!p)
		return ST_NOMEM;
	d->memory = p;
	d->room = room;
	return ST_OK;
}

/* The first channels of n interleaved frames. */
static void take(struct decoding *d, const float *from, size_t n, int channels)
{
	float *to = frames_of(d) + d->n * d->channels;

	for (size_t i = 0; i < n; i++)
		for (unsigned c = 0; c < d->channels; c++) {
			float x = from[i * (size_t)channels + c];

			to[i * d->channels + c] = isfinite(x) ? x : 0;
		}
	d->n += n;
}

static enum status read_all(struct decoding *d, SNDFILE *file, int channels)
{
	float *chunk =
	    mem_array(CHUNK_FRAMES, (size_t)channels * sizeof(float));
	enum status st = chunk ? ST_OK : ST_NOMEM;
	sf_count_t got = 1;

	while (!st && got > 0) {
		got = sf_readf_float(file, chunk, CHUNK_FRAMES);
		if (got <= 0)
			break;
		st = reserve(d, d->n + (size_t)got);
		if (!st)
			take(d, chunk, (size_t)got, channels);
	}
	mem_free(chunk);
	if (!st && d->n == 0)
		st = ST_INVALID;
	return st;
}

/* Give back what was reserved too much, and repeat the edges. */
static void close_up(struct decoding *d)
{
	size_t frame = d->channels * sizeof(float);
	float *p = mem_grow(d->memory, (d->n + 2 * SAMPLE_GUARD) * frame);
	float *first, *last;

	if (p)
		d->memory = p;
	first = frames_of(d);
	last = first + (d->n - 1) * d->channels;
	for (unsigned i = 1; i <= SAMPLE_GUARD; i++) {
		memcpy(first - i * d->channels, first, frame);
		memcpy(last + i * d->channels, last, frame);
	}
}

static float loudest(const float *x, size_t n)
{
	float most = 0;

	for (size_t i = 0; i < n; i++)
		most = fmaxf(most, fabsf(x[i]));
	return most;
}

/* The peak of each part, and then of all that follow and of all before. Parts
 * overlap by the reach of the interpolation. */
static void measure(const struct decoding *d, float rest[2 * SAMPLE_RESTS])
{
	const float *x = frames_of(d) - SAMPLE_GUARD * d->channels;

	for (size_t i = 0; i < SAMPLE_RESTS; i++) {
		size_t from = d->n * i / SAMPLE_RESTS;
		size_t to =
		    d->n * (i + 1) / SAMPLE_RESTS + 1 + 2 * SAMPLE_GUARD;

		if (to > d->n + 2 * SAMPLE_GUARD)
			to = d->n + 2 * SAMPLE_GUARD;
		rest[i] =
		    loudest(x + from * d->channels, (to - from) * d->channels);
		rest[SAMPLE_RESTS + i] = rest[i];
	}
	for (size_t i = 1; i < SAMPLE_RESTS; i++) {
		size_t back = SAMPLE_RESTS - 1 - i;

		rest[back] = fmaxf(rest[back], rest[back + 1]);
		rest[SAMPLE_RESTS + i] =
		    fmaxf(rest[SAMPLE_RESTS + i], rest[SAMPLE_RESTS + i - 1]);
	}
}

static void publish(struct sample *s, const struct decoding *d, int rate)
{
	s->memory = d->memory;
	s->bytes = bytes_of(d, d->n);
	s->frames = frames_of(d);
	s->n_frames = (uint32_t)d->n;
	s->channels = (uint16_t)d->channels;
	s->rate_hz = (float)rate;
	measure(d, s->rest);
	atomic_store_explicit(&s->state, SAMPLE_READY, memory_order_release);
}

static enum status decode(struct sample *s, SNDFILE *file, const SF_INFO *info)
{
	struct decoding d = {.channels = info->channels > 1 ? 2 : 1,
			     .most_bytes = s->most_bytes};
	enum status st = ST_INVALID;

	if (info->channels >= 1 && info->samplerate >= 1)
		st = read_all(&d, file, info->channels);
	if (st) {
		mem_free(d.memory);
		return st;
	}
	close_up(&d);
	publish(s, &d, info->samplerate);
	return ST_OK;
}

enum status sample_load(struct sample *s)
{
	SF_INFO info = {0};
	enum status st;
	SNDFILE *file;

	if (atomic_load_explicit(&s->state, memory_order_acquire) ==
	    SAMPLE_READY)
		return ST_OK;
	atomic_store(&s->state, SAMPLE_LOADING);
	file = sf_open(s->path, SFM_READ, &info);
	if (file) {
		st = decode(s, file, &info);
		sf_close(file);
	} else {
		st = sf_error(NULL) == SF_ERR_SYSTEM ? ST_IO : ST_INVALID;
	}
	s->too_long = st == ST_LIMIT;
	if (st)
		atomic_store_explicit(&s->state, SAMPLE_FAILED,
				      memory_order_release);
	return st;
}
