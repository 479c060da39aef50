#include "lang/advice.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "lang/statement.h"

/* --- Words --- */

const char *advice_word(struct arena *a, const char *name)
{
	static const struct {
		const char *word, *hint;
	} words[] = {
	    {"setcpm", "cycles a minute by 60: setcps (30/60)"},
	    {"cpm", "cycles a minute by 60: setcps (30/60)"},
	    {"setCps", "setcps 0.5"},
	    {"setCpm", "setcps (30/60)"},
	    {"setBpm", "bpm: 120"},
	    {"SinOsc", "~tone: sine 440"},
	    {"LFSaw", "~tone: saw 440"},
	    {"Saw", "~tone: saw 440"},
	    {"Pulse", "~tone: pulse 440 0.5"},
	    {"LFNoise0", "noise, or rand as a pattern"},
	    {"WhiteNoise", "~hiss: noise"},
	    {"RLPF", "saw 110 # rlpf 800 0.5"},
	    {"LPF", "saw 110 # lpf 800"},
	    {"HPF", "saw 110 # hpf 800"},
	    {"Out", "out: sine 440 * 0.2"},
	    {"EnvGen", "saw 110 # adsr 0.01 0.1 0.5 0.2"},
	    {"Synth", "s \"superpiano\" plays a synth, ~name: ... makes one"},
	    {"SynthDef", "an instrument is a bus: ~bass: saw 110 # lpf 800, "
			 "played by s \"~bass\""},
	    {"Pbind", "d1 $ n \"0 2 4\" # s \"superpiano\""},
	    {"Pdef", "d1 $ ..."},
	    {"Ndef", "~name: ..."},
	    {"play", "a pattern plays in a slot: d1 $ s \"bd\""},
	    {"var", "let x = ..."},
	    {"import", "nothing is imported: all functions are there"},
	    {"module", "a text is no module: leave it away"},
	    {"type", "types are found out: leave it away"},
	    {"data", "types are found out: leave it away"},
	    {"newtype", "types are found out: leave it away"},
	    {"class", "types are found out: leave it away"},
	    {"instance", "types are found out: leave it away"},
	    {"case", "if x == 1 then ... else ..."},
	    {"mapM_", "a slot a line: d1 $ ..., d2 $ ..."},
	    {"mapM", "map (\\x -> ...) [...]"},
	    {"forM_", "a slot a line: d1 $ ..., d2 $ ..."},
	    {"forM", "map (\\x -> ...) [...]"},
	    {"sequence_", "a slot a line: d1 $ ..., d2 $ ..."},
	    {"sequence", "stack [...] plays them at once, cat [...] one "
			 "after the other"},
	    {"iterate", "lists have an end: map (\\x -> fast x $ s \"bd\") "
			"[1, 2, 4]"},
	    {"cycle", "lists have an end: concat (replicate 4 [1, 2])"},
	    {"repeat", "lists have an end: replicate 4 1"},
	    {"fromJust", "fromMaybe silence"},
	    {"toEnum", "a number stands by itself: 3"},
	    {"fromEnum", "a number stands by itself: 3"},
	    {">>>", "functions from right to left: rev . fast 2"},
	    {"<<<", "functions from right to left: rev . fast 2"},
	    {"d0", "slots are d1 to d16"},
	    {"p", "a slot with a name begins a line: p \"drums\" $ s \"bd\""},
	    {"hushAll", "hush"},
	    {"unhushAll", "unhush"},
	    {"soloAll", "solo 1"},
	    {"only", "solo 1"},
	    {"undo", "phonon undo brings the slots back"},
	    {"redo", "phonon redo"},
	    {"first", "once $ s \"bd\""},
	    {"list", "phonon status shows what plays"},
	    {"getcps", "phonon tempo shows the tempo"},
	    {"getnow", "phonon status shows the cycle"},
	    {"setF", "a value with a name: let x = 0.5"},
	    {"setI", "a value with a name: let x = 3"},
	    {"setS", "a value with a name: let x = \"bd\""},
	    {"setR", "a value with a name: let x = 1/8"},
	    {"setB", "a value with a name: let x = \"t f\""},
	    {"setSeed",
	     "chance follows the cycle: 100 <~ ... has other numbers"},
	    {"streamHush", "hush"},
	    {"transition", "xfadeIn 1 4 $ s \"bd\""},
	    {"reverse", "rev"},
	    {"stop", "hush, or hush 1"},
	    {"silent", "silence"},
	    {"nothing", "silence"},
	    {"volume", "gain 0.8"},
	    {"vol", "gain 0.8"},
	    {"pitch", "note \"0 7\", or speed 2"},
	    {"drum", "s \"bd\""},
	    {"samples", "phonon samples lists what there is: s \"bd:3\""},
	    {"add", "+ n 1, or |+ n 1"},
	    {"sub", "- n 1, or |- n 1"},
	    {"mul", "* 2, or |* gain 0.5"},
	    {"jux_by", "juxBy"},
	    {"sometimes_by", "sometimesBy"},
	    {"someTimes", "sometimes"},
	    {"true", "True"},
	    {"false", "False"},
	    {"for", "a list: stack [...], cat [...]"},
	    {"return", "a function is written \\x -> fast 2 x"},
	    {"|", "`#` joins controls, `|+` and the like calculate"},
	    {"||", "`#` joins controls"},
	    {"##", "did you mean #?"},
	    {">>", "functions behind a pattern: s \"bd\" $ fast 2"},
	    {"|>>", "functions behind a pattern: s \"bd\" $ fast 2"},
	    {"=>", "a function is written \\x -> fast 2 x"},
	    {"->", "a function is written \\x -> fast 2 x"},
	    {"<-", "a name is given by let x = ..."},
	    {":=", "a name is given by let x = ..."},
	    {"$:", "a slot is d1 $ ..., or one with a name: p \"name\" $ ..."},
	    {"$$", "one `$` is enough"},
	    {"\\\\", "a function is written \\x -> fast 2 x"},
	    {"function", "a function is written \\x -> fast 2 x"},
	    {"def", "fn name x = ..."},
	    {"lambda", "a function is written \\x -> fast 2 x"},
	};
	char small[8];

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, name) == 0)
			return words[i].hint;
	if (command_find(name))
		return arena_printf(a,
				    "`%s` is a command: it begins a line of "
				    "its own",
				    name);
	if (statement_is_slot(name))
		return arena_printf(a, "a slot begins a line: %s $ s \"bd\"",
				    name);
	snprintf(small, sizeof(small), "%s", name);
	*small = (char)tolower((unsigned char)*small);
	if (isupper((unsigned char)*name) && strlen(name) < sizeof(small) &&
	    statement_is_slot(small))
		return arena_printf(a, "did you mean %s?", small);
	return NULL;
}

static bool is_plain_word(const char *s)
{
	while (islower((unsigned char)*s) || isdigit((unsigned char)*s))
		s++;
	return !*s;
}

static const char *near_name(struct infer *inf, const char *name)
{
	const char *hint = advice_word(inf->arena, name);
	struct nearest near;
	char text[256];

	if (hint)
		return hint;
	nearest_init(&near, name);
	inf->names->offer(inf->names->ctx, &near);
	infer_offer_locals(inf, &near);
	nearest_hint(&near, text, sizeof(text));
	if (text[0])
		return arena_str(inf->arena, text);
	if (*name == '~')
		return "define the bus with ~name: ...";
	if (is_plain_word(name))
		return arena_printf(inf->arena,
				    "a sound, a note or a pattern stands in "
				    "quotes: \"%s\"",
				    name);
	return NULL;
}

void advice_unknown_name(struct infer *inf, struct node *node)
{
	const char *name = node->name.s;

	/* The search costs more than all else: not for what nobody will read.
	 */
	if (inf->errors->errors >= DIAG_MAX) {
		inf->failed++;
		diag_error(inf->errors, node->at, NULL, "unknown name");
		return;
	}
	infer_fail(inf, node->at, near_name(inf, name),
		   arena_printf(inf->arena, "unknown %s `%s`",
				*name == '~' ? "bus" : "name", name));
}

/* --- Types --- */

static const char *unknown_con(struct type *t)
{
	const char *name;

	t = type_prune(t);
	if (t->kind == TYPE_CON)
		return t->con.id == CON_OTHER && !type_is_known(t->con.name)
			   ? t->con.name
			   : NULL;
	if (t->kind != TYPE_APP)
		return NULL;
	name = unknown_con(t->app.f);
	return name ? name : unknown_con(t->app.x);
}

bool advice_unknown_type(struct infer *inf, const struct node *node,
			 struct type *t)
{
	const char *name = unknown_con(t), *at;
	size_t len = strlen(node->signature);
	struct text_span span = {node->at.to - (uint32_t)len, node->at.to};
	struct nearest near;
	char hint[256];

	if (!name)
		return false;
	at = strstr(node->signature, name);
	if (at && len <= node->at.to) {
		span.from += (uint32_t)(at - node->signature);
		span.to = span.from + (uint32_t)strlen(name);
	}
	nearest_init(&near, name);
	type_offer_known(&near);
	nearest_hint(&near, hint, sizeof(hint));
	infer_fail(inf, span,
		   *hint ? hint
			 : "types are Pattern Double, Pattern String, "
			   "ControlPattern ...",
		   arena_printf(inf->arena, "unknown type `%s`", name));
	return true;
}

/* --- What was meant --- */

enum { QUOTED = 60 };

/* A piece of the text on one line, or "..." where it is long. */
static const char *quote(struct infer *inf, uint32_t from, uint32_t to)
{
	const char *text = inf->errors->text;
	char *s;

	if (!text || to > inf->errors->len || from >= to || to - from > QUOTED)
		return "...";
	s = arena_strn(inf->arena, text + from, to - from);
	for (char *c = s; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return s;
}

static bool is_bare_function(const struct node *node)
{
	struct type *from, *to;

	return node->kind == NODE_NAME && !node->parens && node->type &&
	       type_is_arrow(node->type, &from, &to);
}

/* What a function comes to once it has all its arguments. */
static struct type *last_result(struct type *t)
{
	struct type *from, *to;

	while (type_is_arrow(t, &from, &to))
		t = to;
	return type_prune(t);
}

static bool is_control(struct type *t)
{
	return type_head(t) == CON_PATTERN &&
	       type_head(type_last(t)) == CON_MAP;
}

const char *advice_swapped(struct infer *inf, const struct node *node, size_t i,
			   struct type *want, struct type *to)
{
	const struct node *arg = node->items[i], *next;
	struct type *from, *rest;

	if (i + 1 + node->dollar >= node->n || !type_is_arrow(to, &from, &rest))
		return NULL;
	next = node->items[i + 1];
	if (!type_can_unify(&inf->types, want,
			    infer_node(inf, node->items[i + 1])) ||
	    !type_can_unify(&inf->types, from, arg->type))
		return NULL;
	return arena_printf(
	    inf->arena, "the other way round: %s %s %s",
	    quote(inf, node->at.from, node->items[i - 1]->at.to),
	    quote(inf, next->at.from, next->at.to),
	    quote(inf, arg->at.from, arg->at.to));
}

bool advice_missing_dollar(struct infer *inf, const struct node *node, size_t i,
			   struct type *want, struct type *to)
{
	struct type *from, *rest;
	const struct node *arg = node->items[i];

	if (i + 1 >= node->n || type_head(want) == CON_LIST ||
	    !is_bare_function(arg) || type_is_arrow(want, &from, &rest) ||
	    type_is_arrow(to, &from, &rest))
		return false;
	infer_fail(
	    inf, arg->at,
	    arena_printf(inf->arena, "%s $ %s",
			 quote(inf, node->at.from, node->items[i - 1]->at.to),
			 quote(inf, arg->at.from, node->at.to)),
	    arena_printf(inf->arena, "`$` is missing before `%s`",
			 arg->name.s));
	return true;
}

static bool is_same_name(const struct node *a, const struct node *b)
{
	return a->kind == NODE_NAME && b->kind == NODE_NAME &&
	       strcmp(a->name.s, b->name.s) == 0;
}

bool advice_missing_hash(struct infer *inf, const struct node *node, size_t i,
			 struct type *result)
{
	const struct node *arg = node->items[i];

	if (i + 1 >= node->n || !is_bare_function(arg) || !is_control(result) ||
	    !is_control(last_result(arg->type)))
		return false;
	if (is_same_name(node->items[0], arg)) {
		infer_fail(inf, arg->at,
			   arena_printf(inf->arena, "stack [%s, %s]",
					quote(inf, node->at.from,
					      node->items[i - 1]->at.to),
					quote(inf, arg->at.from, node->at.to)),
			   arena_printf(inf->arena,
					"a comma or an operator is missing "
					"before `%s`",
					arg->name.s));
		return true;
	}
	infer_fail(
	    inf, arg->at,
	    arena_printf(inf->arena, "%s # %s",
			 quote(inf, node->at.from, node->items[i - 1]->at.to),
			 quote(inf, arg->at.from, node->at.to)),
	    arena_printf(inf->arena, "`#` is missing before `%s`",
			 arg->name.s));
	return true;
}

bool advice_tight_list(struct infer *inf, const struct node *node,
		       struct type *from)
{
	const struct node *f = node->items[0], *tuple = node->items[1];

	if (type_head(from) != CON_LIST || tuple->n == 0 ||
	    f->kind != NODE_NAME)
		return false;
	infer_fail(
	    inf, tuple->at,
	    arena_printf(inf->arena, "%s [%s]", f->name.s,
			 quote(inf, tuple->items[0]->at.from,
			       tuple->items[tuple->n - 1]->at.to)),
	    arena_printf(inf->arena,
			 "`%s` takes a list, which stands in square brackets",
			 f->name.s));
	return true;
}

/* A list of numbers or words where a pattern belongs. */
static const char *list_for_pattern(struct infer *inf, const struct node *arg,
				    struct type *want)
{
	const struct node *a = arg->n > 0 ? arg->items[0] : NULL;

	if (arg->kind == NODE_RANGE && a)
		return "a pattern stands in quotes: \"0 .. 3\"";
	if (arg->kind != NODE_LIST || type_head(want) != CON_PATTERN || !a ||
	    (a->kind != NODE_STRING && a->kind != NODE_INT &&
	     a->kind != NODE_FLOAT))
		return NULL;
	if (a->kind == NODE_STRING)
		return arena_printf(inf->arena,
				    "one string for all, \"bd sn\", or "
				    "fastcat [%s, ...]",
				    quote(inf, a->at.from, a->at.to));
	return "a pattern stands in quotes: \"0 1 2\"";
}

/* The argument behind arg, or NULL. */
static const struct node *behind(const struct node *node,
				 const struct node *arg)
{
	for (size_t i = 1; i + 1 < node->n; i++)
		if (node->items[i] == arg)
			return node->items[i + 1];
	return NULL;
}

static bool is_effect(struct type *t)
{
	struct type *from, *to;

	return type_is_arrow(t, &from, &to) && type_head(from) == CON_SIGNAL &&
	       type_head(to) == CON_SIGNAL;
}

static bool is_whole(struct type *t)
{
	struct type *x = type_last(t);

	t = type_prune(t);
	return t->kind == TYPE_VAR ? t->var.classes & CLASS_INTEGRAL &&
					 !(t->var.classes & CLASS_STRING)
				   : t->kind == TYPE_APP && x && is_whole(x);
}

const char *advice_argument(struct infer *inf, const struct node *node,
			    const struct node *arg, struct type *want)
{
	struct type *from, *to;
	bool function = type_is_arrow(want, &from, &to);

	if (!function && type_head(want) == CON_LIST &&
	    type_head(type_last(want)) == CON_PATTERN)
		return NULL;
	if (node->dollar && arg == node->items[node->n - 1])
		return function ? arena_printf(
				      inf->arena,
				      "a function is missing before `$`, in "
				      "parentheses: %s (fast 2) $ ...",
				      quote(inf, node->at.from,
					    node->items[node->n - 2]->at.to))
		       : is_control(want) || !is_control(arg->type)
			   ? NULL
			   : "something is missing before `$`";
	if (is_bare_function(arg) && behind(node, arg))
		return arena_printf(
		    inf->arena, "in parentheses: (%s%s)",
		    function && is_control(last_result(arg->type)) ? "# " : "",
		    quote(inf, arg->at.from, behind(node, arg)->at.to));
	if (!function && type_head(want) == CON_TUPLE2)
		return "in parentheses: (0, 0.5)";
	if (!function && type_head(arg->type) == CON_SIGNAL)
		return "signals go into effects, lpf ~lfo 0.3, patterns into "
		       "functions and controls: slow 4 sine";
	if (function && is_effect(arg->type))
		return "controls come and go, (# lpf 300); an effect stays: s "
		       "\"bd\" # lpf 300 0.2";
	if (!function && is_whole(arg->type) && !is_whole(want))
		return "fromIntegral makes other numbers of whole ones: n "
		       "(fromIntegral 3)";
	if (!function && type_head(arg->type) == CON_LIST &&
	    type_last(arg->type) == type_con(CON_CHAR) &&
	    type_head(want) == CON_PATTERN)
		return "pure makes a pattern of a plain string: s (pure (show "
		       "3))";
	if (!function)
		return list_for_pattern(inf, arg, want);
	if (type_head(from) == CON_ARROW)
		return NULL;
	if (arg->kind == NODE_APPLY && !arg->dollar && is_control(arg->type) &&
	    is_bare_function(arg->items[0]) &&
	    type_is_arrow(arg->items[0]->type, &from, &to) && !is_control(from))
		return arena_printf(inf->arena, "(# %s)",
				    quote(inf, arg->items[0]->at.from,
					  arg->items[arg->n - 1]->at.to));
	return NULL;
}

const char *advice_value(struct infer *inf, const struct node *op,
			 const struct node *operand)
{
	if (strcmp(op->name.s, "<$>") == 0 && is_control(operand->type))
		return "`$` applies a function to a whole pattern";
	if (!is_bare_function(operand) ||
	    !is_control(last_result(operand->type)))
		return NULL;
	return arena_printf(inf->arena, "it needs a value: %s 1",
			    operand->name.s);
}

bool advice_colon(struct infer *inf, struct node *node)
{
	struct node *left = node->items[1];

	if (strcmp(node->items[0]->name.s, ":") != 0)
		return false;
	while (left->kind == NODE_OP && !left->parens)
		left = left->items[2];
	if (left->kind != NODE_NAME)
		return false;
	infer_node(inf, left);
	if (!is_bare_function(left) || !is_control(last_result(left->type)))
		return false;
	infer_fail(inf, node->items[0]->at,
		   arena_printf(inf->arena, "# %s %s", left->name.s,
				quote(inf, node->items[2]->at.from,
				      node->items[2]->at.to)),
		   "a control and its value stand side by side, without `:`");
	return true;
}

/* `sine` alone, with an effect behind it. */
const char *advice_tone(struct infer *inf, const struct node *left)
{
	const struct unit *unit =
	    left->kind == NODE_NAME ? infer_unit_of(inf, left) : NULL;

	return unit ? arena_printf(inf->arena,
				   "`%s` alone is a pattern of numbers, "
				   "`%s 110` is a tone",
				   left->name.s, left->name.s)
		    : NULL;
}

const char *advice_left_of_hash(struct infer *inf, const struct node *node)
{
	const struct node *left = node->items[1], *right = node->items[2];
	struct type *from, *to;

	if (strcmp(node->items[0]->name.s, "#") == 0 && advice_tone(inf, left))
		return advice_tone(inf, left);
	if (strcmp(node->items[0]->name.s, "#") != 0 ||
	    !type_is_arrow(left->type, &from, &to) ||
	    type_head(from) != CON_ARROW)
		return NULL;
	return arena_printf(inf->arena, "in parentheses: %s (# %s)",
			    quote(inf, left->at.from, left->at.to),
			    quote(inf, right->at.from, right->at.to));
}

/* --- Methods --- */

static bool is_dot(const struct node *node)
{
	return node->kind == NODE_OP && !node->parens &&
	       strcmp(node->items[0]->name.s, ".") == 0;
}

static const char *as_written_here(struct infer *inf, const struct node *link)
{
	struct type *t = link->type;

	return arena_printf(inf->arena, " %s %s", is_control(t) ? "#" : "$",
			    quote(inf, link->at.from, link->at.to));
}

/* rev() is rev. */
static struct node *without_call(struct node *link)
{
	bool empty = link->kind == NODE_APPLY && link->n == 2 &&
		     link->items[1]->kind == NODE_TUPLE &&
		     link->items[1]->n == 0;

	return empty ? link->items[0] : link;
}

bool advice_methods(struct infer *inf, struct node *node)
{
	struct node *left = node->items[1], *link = node->items[2];
	const char *text;
	int failed = inf->failed;

	if (!is_dot(node) || (type_head(left->type) != CON_PATTERN &&
			      type_head(left->type) != CON_SIGNAL))
		return false;
	text = quote(inf, left->at.from, left->at.to);
	while (link) {
		struct node *now = is_dot(link) ? link->items[1] : link;
		size_t len = strlen(text);

		now = without_call(now);
		infer_node(inf, now);
		text = len > 3 * QUOTED
			   ? text
			   : arena_printf(inf->arena, "%s%s", text,
					  as_written_here(inf, now));
		link->type = infer_fresh(inf);
		link = is_dot(link) ? link->items[2] : NULL;
	}
	if (inf->failed == failed)
		infer_fail(inf, left->at, arena_printf(inf->arena, "%s", text),
			   "what follows `.` is written with `$` and `#` here");
	return true;
}
