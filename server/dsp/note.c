#include "dsp/note.h"
#include "dsp/approx.h"

#include <math.h>
#include "dsp/graph_world.h"
#include "dsp/level.h"
#include "dsp/world.h"

static const float inaudible = 1e-4f; /* -80 dB */
enum { QUIET_FRAMES = 2048 };

RT static uint32_t frames_of(const struct dsp *d, double seconds)
{
	return (uint32_t)fmax(1, fmin(seconds * d->rate_hz, 0x1p30));
}

RT bool note_possible(const struct note_start *s)
{
	return s->graph && s->len_frames > 0 &&
	       isfinite(s->fade_in + s->fade_out + s->gain_left +
			s->gain_right);
}

RT static void fade(struct note *v, uint32_t frames)
{
	float from = v->fade_len ? v->fade_from * (float)v->fade_left /
				       (float)v->fade_len
				 : 1;

	if (v->fade_len && v->fade_left <= frames)
		return;
	v->fade_from = from;
	v->fade_len = v->fade_left = frames ? frames : 1;
}

/* --- Places --- */

RT static void remove_note(struct dsp *d, uint32_t i)
{
	struct note *v = &d->note[i];

	reply_graph(d, v->graph);
	d->strip[v->slot].voices--;
	d->note[i] = d->note[--d->n_notes];
}

RT static uint32_t sounding(const struct dsp *d, uint32_t *quietest)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->n_notes; i++) {
		if (d->note[i].stolen)
			continue;
		if (n++ == 0 || d->note[i].level < d->note[*quietest].level)
			*quietest = i;
	}
	return n;
}

RT void note_start(struct dsp *d, const struct message *m)
{
	uint32_t quietest = 0;
	struct note *v;

	if (sounding(d, &quietest) >= NOTES_MAX) {
		fade(&d->note[quietest], frames_of(d, 0.003));
		d->note[quietest].stolen = true;
		counter_add(&d->stolen, 1);
		reply_send(d, RPL_STOLEN, d->note[quietest].slot, 0, d->now);
	}
	if (d->n_notes == NOTES_MAX + NOTES_SPARE) {
		counter_add(&d->dropped, 1);
		reply_graph(d, m->note.graph);
		return;
	}
	v = &d->note[d->n_notes++];
	*v = (struct note){.graph = m->note.graph,
			   .slot = m->slot,
			   .len = m->note.len_frames,
			   .rise = frames_of(d, m->note.fade_in),
			   .fall = frames_of(d, m->note.fade_out),
			   .most = m->note.release_frames,
			   .gain = {m->note.gain_left, m->note.gain_right},
			   .level = 1,
			   .envelope = m->note.graph->spec.envelope};
	d->strip[m->slot].voices++;
}

/* --- Sound --- */

/* What the note itself lets through at a frame of its age. */
RT static float gain_at(const struct note *v, uint32_t age)
{
	float gain = 1;

	if (age < v->rise)
		gain = (float)age / (float)v->rise;
	if (v->envelope)
		return gain;
	if (age >= v->len)
		return gain * greater(0, 1 - (float)(age - v->len + 1) /
						 (float)(v->most + 1));
	return gain;
}

RT static void fill_gain(struct note *v, float *gain, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		gain[i] = gain_at(v, v->age + i);
	if (!v->fade_len)
		return;
	for (uint32_t i = 0; i < n; i++) {
		gain[i] *=
		    v->fade_from * (float)v->fade_left / (float)v->fade_len;
		v->fade_left -= v->fade_left > 0;
	}
	v->done |= v->fade_left == 0;
}

RT static void add_note(struct dsp *d, struct note *v, struct signal out[2],
			uint32_t at, uint32_t n)
{
	struct strip *s = world_wake(d, v->slot);
	float *to[CHANNELS] = {strip_left(s, at), strip_right(s, at)};
	float gain[BLOCK_FRAMES], sound[BLOCK_FRAMES];
	int32_t most = 0;

	fill_gain(v, gain, n);
	s->live = true;
	for (int c = 0; c < CHANNELS; c++) {
		int32_t bits;

		for (uint32_t i = 0; i < n; i++)
			sound[i] = out[c].at[(int)i * out[c].step] * gain[i] *
				   v->gain[c];
		bits = level_bits(sound, (int)n);
		most = bits > most ? bits : most;
		if (!level_sane(bits)) {
			v->done = true;
			counter_add(&d->bad_numbers, 1);
			reply_send(d, RPL_BAD_NUMBER, v->slot, 0, d->now);
			return;
		}
		for (uint32_t i = 0; i < n; i++)
			to[c][i] += sound[i];
	}
	v->level = level_of_bits(most);
	v->quiet = v->level < inaudible ? v->quiet + n : 0;
}

/* Up to where its gate closes, and from there on. */
RT static void run_note(struct dsp *d, struct note *v, uint32_t at, uint32_t n)
{
	while (n > 0 && !v->done) {
		struct signal out[2];
		uint32_t m = n;

		if (v->age < v->len && v->len - v->age < m)
			m = v->len - v->age;
		if (v->age >= v->len)
			v->graph->note[NOTE_GATE] = 0;
		graph_run_note(v->graph, d, at, m, out);
		add_note(d, v, out, at, m);
		v->age += m;
		at += m;
		n -= m;
	}
}

/* After the gate: until it is silent, at most so long. */
RT static void end_note(struct dsp *d, struct note *v)
{
	if (v->age < v->len || v->done)
		return;
	if (!v->envelope)
		v->done = v->age - v->len >= v->most;
	else if (v->quiet >= QUIET_FRAMES)
		v->done = true;
	else if (v->age - v->len >= v->most && !v->fade_len)
		fade(v, frames_of(d, 0.005));
}

RT void notes_run(struct dsp *d, uint32_t at, uint32_t n)
{
	for (uint32_t i = 0; i < d->n_notes; i++) {
		run_note(d, &d->note[i], at, n);
		end_note(d, &d->note[i]);
	}
}

RT void notes_collect(struct dsp *d)
{
	for (uint32_t i = 0; i < d->n_notes;)
		if (d->note[i].done)
			remove_note(d, i);
		else
			i++;
}

RT void notes_release(struct dsp *d, uint16_t slot, double seconds)
{
	for (uint32_t i = 0; i < d->n_notes; i++) {
		struct note *v = &d->note[i];

		if (slot != SLOT_ALL && v->slot != slot)
			continue;
		fade(v, frames_of(
			    d, seconds < 0
				   ? fmax(0.01,
					  fmin(0.1 * v->len / d->rate_hz, 0.5))
				   : seconds));
	}
}

RT void notes_skip(struct dsp *d, uint64_t n)
{
	for (uint32_t i = 0; i < d->n_notes; i++) {
		struct note *v = &d->note[i];

		v->age += (uint32_t)(n < 0x40000000 ? n : 0x40000000);
		if (v->age >= v->len + v->most)
			v->done = true;
	}
}

RT void notes_end(struct dsp *d)
{
	while (d->n_notes > 0)
		remove_note(d, d->n_notes - 1);
}
