/* One-word changes for beginners (Tidal's Simple). */
#include "pattern/controls.h"
#include "pattern/family.h"

/* p `|op` key x. */
struct simple {
	enum value_op op;
	enum control_id key;
	double x;
};

static struct value build_simple(const struct call *c)
{
	const struct simple *s = c->row->aux;

	return value_pat(
	    pat_control_op(c->arena, s->op, arg_pat(c, 0), s->key, s->x));
}

static const struct simple op_crunch = {OP_SET, CONTROL_ID_crush, 3},
			   op_louder = {OP_MUL, CONTROL_ID_gain, 1.2},
			   op_quieter = {OP_MUL, CONTROL_ID_gain, 0.8},
			   op_left = {OP_SET, CONTROL_ID_pan, 0},
			   op_right = {OP_SET, CONTROL_ID_pan, 1},
			   op_higher = {OP_MUL, CONTROL_ID_speed, 1.5},
			   op_lower = {OP_MUL, CONTROL_ID_speed, 0.75};

static struct value build_scratch(const struct call *c)
{
	return value_pat(
	    pat_rev(c->arena, pat_chop(c->arena, 32, arg_pat(c, 0))));
}

static struct value build_silent(const struct call *c)
{
	(void)c;
	return value_pat(pat_silence());
}

static struct value build_skip(const struct call *c)
{
	return value_pat(pat_early(c->arena, RAT(1, 4), arg_pat(c, 0)));
}

static struct value hurry(const struct call *c, struct rat by)
{
	return value_pat(pat_hurry(c->arena, pat_pure(c->arena, value_rat(by)),
				   arg_pat(c, 0)));
}

static struct value build_faster(const struct call *c)
{
	return hurry(c, RAT(2, 1));
}

static struct value build_slower(const struct call *c)
{
	return hurry(c, RAT(1, 2));
}

#define CONTROLS "ControlPattern -> ControlPattern"

static const struct fn_row rows[] = {
    {"crunch", "", CONTROLS, build_simple, "Crush the sounds.",
     "crunch $ s \"bd sn\"",
     "0 1/2 {\"crush\":3.0,\"s\":\"bd\"}; 1/2 1 {\"crush\":3.0,\"s\":\"sn\"}",
     0, &op_crunch},
    {"scratch", "", CONTROLS, build_scratch,
     "Play the sounds backwards in small pieces.",
     "zoom (0, 1/16) $ scratch $ s \"bd\"",
     "0 1/2 {\"begin\":0.96875,\"end\":1.0,\"s\":\"bd\"}; 1/2 1 "
     "{\"begin\":0.9375,\"end\":0.96875,\"s\":\"bd\"}",
     0, NULL},
    {"louder", "", CONTROLS, build_simple, "Raise the gain.",
     "louder $ s \"bd\" # gain 1", "0 1 {\"gain\":1.2,\"s\":\"bd\"}", 0,
     &op_louder},
    {"quieter", "", CONTROLS, build_simple, "Lower the gain.",
     "quieter $ s \"bd\" # gain 1", "0 1 {\"gain\":0.8,\"s\":\"bd\"}", 0,
     &op_quieter},
    {"silent", "", CONTROLS, build_silent, "Nothing at all.",
     "silent $ s \"bd\"", "", 0, NULL},
    {"skip", "", CONTROLS, build_skip, "A quarter of a cycle ahead.",
     "skip $ s \"a b c d\"",
     "0 1/4 {\"s\":\"b\"}; 1/4 1/2 {\"s\":\"c\"}; 1/2 3/4 {\"s\":\"d\"}; 3/4 1 "
     "{\"s\":\"a\"}",
     0, NULL},
    {"left", "", CONTROLS, build_simple, "All the way to the left.",
     "left $ s \"bd\"", "0 1 {\"pan\":0.0,\"s\":\"bd\"}", 0, &op_left},
    {"right", "", CONTROLS, build_simple, "All the way to the right.",
     "right $ s \"bd\"", "0 1 {\"pan\":1.0,\"s\":\"bd\"}", 0, &op_right},
    {"higher", "", CONTROLS, build_simple, "Play the sounds higher.",
     "higher $ s \"bd\"", "0 1 {\"s\":\"bd\",\"speed\":1.5}", 0, &op_higher},
    {"lower", "", CONTROLS, build_simple, "Play the sounds lower.",
     "lower $ s \"bd\"", "0 1 {\"s\":\"bd\",\"speed\":0.75}", 0, &op_lower},
    {"faster", "", CONTROLS, build_faster, "Twice as fast, and higher.",
     "faster $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\",\"speed\":2.0}; 1/4 1/2 "
     "{\"s\":\"sn\",\"speed\":2.0}; 1/2 3/4 {\"s\":\"bd\",\"speed\":2.0}; 3/4 "
     "1 {\"s\":\"sn\",\"speed\":2.0}",
     0, NULL},
    {"slower", "", CONTROLS, build_slower, "Half as fast, and lower.",
     "slower $ s \"bd sn\"", "0 1 {\"s\":\"bd\",\"speed\":0.5}", 0, NULL},
};

const struct fn_family fn_family_simple = {"simple", "One word each", rows,
					   sizeof(rows) / sizeof(rows[0])};
