/* Arithmetic, ranges, choice, and places between left and right. */
#include <math.h>
#include <string.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

/* The row's output for one frame of its inputs. */
static float of(const char *name, const float *params, float a, float b,
		float c)
{
	const float *const x[] = {&a, &b, &c};
	float y = NAN;

	CU_ASSERT(ugen_play(name, 48000, params, x, NULL, &y, 1));
	return y;
}

static void arithmetic(void)
{
	CU_ASSERT_EQUAL(of("+", NULL, 1, 2, 0), 3);
	CU_ASSERT_EQUAL(of("-", NULL, 1, 2, 0), -1);
	CU_ASSERT_EQUAL(of("*", NULL, 3, 2, 0), 6);
	CU_ASSERT_EQUAL(of("/", NULL, 3, 2, 0), 1.5f);
	CU_ASSERT_EQUAL(of("/", NULL, 3, 0, 0), 0);
	CU_ASSERT_EQUAL(of("neg", NULL, 3, 0, 0), -3);
	CU_ASSERT_EQUAL(of("floor", NULL, -1.5f, 0, 0), -2);
	CU_ASSERT_EQUAL(of("floor", NULL, 3, 0, 0), 3);
	CU_ASSERT_EQUAL(of("floor", NULL, 1e9f, 0, 0), 1e9f);
	CU_ASSERT_EQUAL(of("sqrt", NULL, 9, 0, 0), 3);
	CU_ASSERT_EQUAL(of("sqrt", NULL, -9, 0, 0), 0);
	CU_ASSERT_EQUAL(of("min", NULL, -9, 2, 0), -9);
	CU_ASSERT_EQUAL(of("max", NULL, -9, 2, 0), 2);
}

static void ranges(void)
{
	static const float low_high[] = {-1, 1}, span[] = {100, 300};

	CU_ASSERT_DOUBLE_EQUAL(of("wrap", low_high, 1.5f, 0, 0), -0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(of("wrap", low_high, -2.5f, 0, 0), -0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(of("fold", low_high, 1.5f, 0, 0), 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(of("fold", low_high, -1.25f, 0, 0), -0.75, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(of("clip", low_high, 1.5f, 0, 0), 1, 0);
	CU_ASSERT_EQUAL(of("range", span, 0, 0, 0), 200);
	CU_ASSERT_EQUAL(of("range", span, -1, 0, 0), 100);
}

static void pitches(void)
{
	for (int n = 0; n < 128; n++) {
		double hz = 440 * exp2((n - 69) / 12.0);
		double cents =
		    1200 * log2(of("mtof", NULL, (float)n, 0, 0) / hz);

		CU_ASSERT(fabs(cents) < 0.01);
		CU_ASSERT_DOUBLE_EQUAL(of("ftom", NULL, (float)hz, 0, 0), n,
				       1e-4);
	}
}

static void choice(void)
{
	CU_ASSERT_EQUAL(of("if", NULL, 0.6f, 2, 3), 2);
	CU_ASSERT_EQUAL(of("if", NULL, 0.5f, 2, 3), 3);
	CU_ASSERT_EQUAL(of("sew", NULL, 0, 2, 3), 3);
	CU_ASSERT_DOUBLE_EQUAL(of("wedge", NULL, 0.25f, 2, 4), 3.5, 1e-6);
}

static void many(void)
{
	static const float index[] = {0, 1.4f, 1.6f, 3, -1, 100.2f};
	static const float got[] = {10, 20, 30, 10, 30, 20};
	const float value[] = {4, 10, 20, 30};
	struct signal in[5];
	float y[6];
	float *const out[2] = {y, NULL};

	in[0] = (struct signal){&value[0], 0};
	in[1] = (struct signal){index, 1};
	for (int i = 0; i < 3; i++)
		in[2 + i] = (struct signal){&value[1 + i], 0};
	ugen_play_inputs(ugen_find("select"), 48000, 4, in, 64, 6, out);
	CU_ASSERT(memcmp(y, got, sizeof(y)) == 0);
	ugen_play_inputs(ugen_find("mix"), 48000, 4, in, 64, 1, out);
	CU_ASSERT_EQUAL(y[0], 60);
}

static void power(void)
{
	for (float p = -1; p <= 1; p += 0.125f) {
		float one = 1, l, r;
		struct signal in[2] = {{&one, 0}, {&p, 0}};
		float *const out[2] = {&l, &r};

		ugen_play_inputs(ugen_find("pan2"), 48000, 1, in, 64, 1, out);
		CU_ASSERT_DOUBLE_EQUAL(l * l + r * r, 1, 1e-5);
		CU_ASSERT_DOUBLE_EQUAL(r, sin(M_PI / 4 * (p + 1)), 1e-6);
	}
}

static CU_TestInfo tests[] = {
    {"arithmetic, and nothing divided by nothing", arithmetic},
    {"wrap, fold, clip and range", ranges},
    {"notes and frequencies within a hundredth of a cent", pitches},
    {"choice by the sample", choice},
    {"as many inputs as there are", many},
    {"a place between left and right keeps the power", power},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_math = {"dsp/ugen_math", tests};
