#include "dsp/svf.h"

#include <string.h>
#include "dsp/approx.h"
#include "dsp/wide.h"

typedef float svf_half __attribute__((vector_size(8)));

/* One frame: the state goes on, and the output. */
RT static inline float step(double s[2], double g, double k, float x,
			    const float mix[3])
{
	double a1 = 1 / (1 + g * (g + k)), a2 = g * a1;
	double v3 = (double)x - s[1];
	double v1 = a1 * s[0] + a2 * v3;
	double v2 = s[1] + a2 * s[0] + g * a2 * v3;

	s[0] = 2 * v1 - s[0];
	s[1] = 2 * v2 - s[1];
	return (float)(mix[0] * (double)x + mix[1] * v1 + mix[2] * v2);
}

/* The matrices: what four steps make of each unit of state and input. */
RT static void make(struct svf *f, float g, float k, const float mix[3])
{
	struct svf_still *m = &f->still;

	for (int i = 0; i < 2 + SVF_GROUP; i++) {
		double s[2] = {i == 0, i == 1};
		svf_v4 out;

		for (int t = 0; t < SVF_GROUP; t++)
			out[t] = step(s, g, k, i == t + 2, mix);
		if (i < 2) {
			m->next[i] = (svf_v2){s[0], s[1]};
			m->of_state[i] = out;
		} else {
			m->by_in[i - 2] = (svf_v2){s[0], s[1]};
			m->of_in[i - 2] = out;
		}
	}
	f->g = g;
	f->damping = k;
}

RT static inline svf_v4 all(float x)
{
	return (svf_v4){x, x, x, x};
}

RT static inline svf_v2 both(double x)
{
	return (svf_v2){x, x};
}

RT static inline svf_v4 group_out(const struct svf_still *m, svf_v2 s, svf_v4 x)
{
	svf_v4 in = (m->of_in[0] * all(x[0]) + m->of_in[1] * all(x[1])) +
		    (m->of_in[2] * all(x[2]) + m->of_in[3] * all(x[3]));
	svf_half f = __builtin_convertvector(s, svf_half);

	return (in + m->of_state[0] * all(f[0])) + m->of_state[1] * all(f[1]);
}

RT static inline svf_v2 group_next(const struct svf_still *m, svf_v2 s,
				   svf_v4 x)
{
	svf_v2 a = __builtin_convertvector(((svf_half){x[0], x[1]}), svf_v2);
	svf_v2 b = __builtin_convertvector(((svf_half){x[2], x[3]}), svf_v2);
	svf_v2 in = (m->by_in[0] * both(a[0]) + m->by_in[1] * both(a[1])) +
		    (m->by_in[2] * both(b[0]) + m->by_in[3] * both(b[1]));

	return in + (m->next[0] * both(s[0]) + m->next[1] * both(s[1]));
}

/* Some frames of a group that is begun or not ended: as many as were done. */
RT static int part(struct svf *f, const float *x, float *out, int n)
{
	int first = (int)f->phase, end = first + n;
	svf_v4 y;

	end = end < SVF_GROUP ? end : SVF_GROUP;
	for (int i = first; i < end; i++)
		f->x[i] = x[i - first];
	y = group_out(&f->still, f->s, f->x);
	for (int i = first; i < end; i++)
		out[i - first] = y[i];
	f->phase = (uint32_t)end % SVF_GROUP;
	if (!f->phase) {
		f->s = group_next(&f->still, f->s, f->x);
		f->x = all(0);
	}
	return end - first;
}

RT static void run_still(struct svf *f, const float *x, float *out, int n)
{
	struct svf_still m = f->still;
	int i = f->phase ? part(f, x, out, n) : 0;
	svf_v2 s = f->s;

	for (; i + SVF_GROUP <= n; i += SVF_GROUP) {
		svf_v4 in, y;

		memcpy(&in, x + i, sizeof(in));
		y = group_out(&m, s, in);
		s = group_next(&m, s, in);
		memcpy(out + i, &y, sizeof(y));
	}
	f->s = s;
	if (i < n)
		part(f, x + i, out + i, n - i);
}

/* The state at this very frame, out of the middle of a group. */
RT static void settle(struct svf *f)
{
	static const float none[3];
	double s[2] = {f->s[0], f->s[1]};

	for (uint32_t i = 0; i < f->phase; i++)
		step(s, f->g, f->damping, f->x[i], none);
	f->s = (svf_v2){s[0], s[1]};
	f->x = all(0);
	f->phase = 0;
}

/* What each frame makes of the state, ahead of the recursion, whose steps then
 * wait for one product and two sums alone. */
struct moving {
	double keep0[UGEN_RUN], keep1[UGEN_RUN], turn[UGEN_RUN];
	double in0[UGEN_RUN], in1[UGEN_RUN];
};

RT WIDE static void fill_moving(const struct svf_curve *c, const float *x,
				int n, struct moving *m)
{
	for (int i = 0; i < n; i++) {
		float g = c->g[i], a1 = 1 / (1 + g * (g + c->damping[i]));
		float a2 = g * a1, a3 = g * a2;

		m->keep0[i] = 2 * (double)a1 - 1;
		m->keep1[i] = 1 - 2 * (double)a3;
		m->turn[i] = 2 * (double)a2;
		m->in0[i] = 2 * (double)a2 * (double)x[i];
		m->in1[i] = 2 * (double)a3 * (double)x[i];
	}
}

/* v1 and v2 are in the middle of the states before and after. */
RT WIDE static void mix_moving(const struct svf_curve *c, const float *x,
			       const double *s0, const double *s1, int n,
			       float *out)
{
	for (int i = 0; i < n; i++)
		out[i] = c->dry[i] * x[i] +
			 c->band[i] * (float)(0.5 * (s0[i] + s0[i + 1])) +
			 c->low[i] * (float)(0.5 * (s1[i] + s1[i + 1]));
}

RT static void run_moving(struct svf *f, const struct svf_curve *c,
			  const float *x, float *out, int n)
{
	double s0[UGEN_RUN + 1], s1[UGEN_RUN + 1], a = f->s[0], b = f->s[1];
	struct moving m;

	fill_moving(c, x, n, &m);
	s0[0] = a;
	s1[0] = b;
	for (int i = 0; i < n; i++) {
		double next = (m.keep0[i] * a + m.in0[i]) - m.turn[i] * b;

		b = (m.keep1[i] * b + m.in1[i]) + m.turn[i] * a;
		a = next;
		s0[i + 1] = a;
		s1[i + 1] = b;
	}
	mix_moving(c, x, s0, s1, n, out);
	f->s = (svf_v2){a, b};
}

RT void svf_run(struct svf *f, const struct ugen *u, int at, int n_params,
		svf_fill *fill, const float *x, float *out, int n)
{
	bool moves = false, same = f->made;
	struct svf_curve c;

	for (int i = 0; i < n_params; i++) {
		float now = signal_first(u->in[at + i]);

		moves |= !signal_constant(u->in[at + i]);
		same &= f->key[i] == now;
		f->key[i] = now;
	}
	if (moves) {
		settle(f);
		f->made = false;
		fill(u, at, n, &c);
		run_moving(f, &c, x, out, n);
		return;
	}
	if (!same) {
		settle(f);
		fill(u, at, 1, &c);
		make(f, c.g[0], c.damping[0],
		     (float[]){c.dry[0], c.band[0], c.low[0]});
		f->made = true;
	}
	run_still(f, x, out, n);
}
