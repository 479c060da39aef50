/* Controls as functions: a row for each of base/control.def and its aliases,
 * those that write to and read from control buses, the ones that split words at
 * colons, and the makers of controls with names of one's own. */
#include "pattern/controls.h"
#include "pattern/family.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* --- Words in parts: "bd:3" --- */

struct part {
	const struct control *key;
	enum value_kind kind; /* of the value, whatever the control's own is */
};

struct parts {
	size_t n;
	struct part at[];
};

/* The number that the whole of text is, as Haskell reads it. */
static bool read_number(const char *text, size_t len, bool whole, double *to)
{
	char copy[64], *p = copy, *digits;

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	p += strspn(p, " ");
	digits = p + (*p == '-');
	digits += strspn(digits, " ");
	if (!isdigit((unsigned char)*digits))
		return false;
	len = strspn(digits, "0123456789");
	if (digits[len] == '.' && !whole) {
		if (!isdigit((unsigned char)digits[len + 1]))
			return false;
		len += 1 + strspn(digits + len + 1, "0123456789");
	}
	if ((digits[len] | 32) == 'e' && !whole) {
		len++;
		len += digits[len] == '-' || digits[len] == '+';
		if (!isdigit((unsigned char)digits[len]))
			return false;
		len += strspn(digits + len, "0123456789");
	}
	if (digits[len + strspn(digits + len, " ")] != '\0')
		return false;
	digits[len] = '\0';
	*to = strtod(digits, NULL) * (*p == '-' ? -1 : 1);
	return true;
}

/* Text as the one value of a map; an empty map where it is no number. */
static const struct map *part_value(struct arena *a, const struct control *key,
				    enum value_kind kind, const char *text,
				    size_t len)
{
	double x;

	if (kind == V_STR)
		return map_one(a, key, value_str(arena_strn(a, text, len)));
	if (!read_number(text, len, kind == V_INT, &x))
		return map_new(a, 0);
	return map_one(a, key, value_as(value_float(x), kind));
}

static struct value split_word(struct arena *a, const void *ctx, struct value v)
{
	const struct parts *parts = ctx;
	const struct map *m = map_new(a, 0);
	const char *p = v.kind == V_STR ? v.s : "";

	for (size_t i = 0; i < parts->n; i++) {
		size_t len;

		p += strspn(p, ":");
		len = strcspn(p, ":");
		if (!len)
			break;
		m = map_union(
		    a, m,
		    part_value(a, parts->at[i].key, parts->at[i].kind, p, len));
		p += len;
	}
	return value_map(m);
}

#define KEY(name) (&control_table[CONTROL_ID_##name])

static const struct control nrpn_key = {
    .name = "nrpn", .kind = CONTROL_INT, .aliases = "", .id = -1};
static const struct control nrpn_val_key = {
    .name = "val", .kind = CONTROL_INT, .aliases = "", .id = -1};

#define PARTS_OF_TWO(name, first, kind_1, second, kind_2)                      \
	static const struct {                                                  \
		size_t n;                                                      \
		struct part at[2];                                             \
	} name = {2, {{first, kind_1}, {second, kind_2}}}

/* A sample's number is read as a float, although `n` is a note. */
PARTS_OF_TWO(sound_parts, KEY(s), V_STR, KEY(n), V_FLOAT);
PARTS_OF_TWO(cc_parts, KEY(ccn), V_FLOAT, KEY(ccv), V_FLOAT);
PARTS_OF_TWO(nrpn_parts, &nrpn_key, V_INT, &nrpn_val_key, V_INT);
PARTS_OF_TWO(grain_parts, KEY(begin), V_FLOAT, KEY(end), V_FLOAT);

static struct value build_parts(const struct call *c)
{
	return value_pat(
	    pat_map(c->arena, split_word, c->row->aux, arg_pat(c, 0)));
}

/* --- grp: parts by functions --- */

static struct value split_by(struct arena *a, const void *ctx, struct value v)
{
	const struct list *fns = ctx;
	const struct map *m = map_new(a, 0);
	const char *p = v.kind == V_STR ? v.s : "";

	for (size_t i = 0; i < fns->n; i++) {
		struct value word, part;
		size_t len;

		p += strspn(p, ":");
		len = strcspn(p, ":");
		if (!len)
			break;
		word = value_str(arena_strn(a, p, len));
		part = fn_call(a, fns->at[i].fn, word);
		m = map_union(a, m, part.map);
		p += len;
	}
	return value_map(m);
}

static struct value build_grp(const struct call *c)
{
	const struct list *fns = arg_list(c, 0);

	if (!fns->n)
		return value_pat(pat_silence());
	return value_pat(pat_map(c->arena, split_by, fns, arg_pat(c, 1)));
}

static const enum control_kind kind_float = CONTROL_FLOAT,
			       kind_int = CONTROL_INT,
			       kind_string = CONTROL_STRING,
			       kind_note = CONTROL_NOTE,
			       kind_bool = CONTROL_BOOL,
			       kind_rational = CONTROL_RATIONAL,
			       kind_blob = CONTROL_BLOB;

static const struct control *named_key(const struct call *c)
{
	const enum control_kind *kind = c->row->aux;

	return control_make(c->arena, arg_str(c, 0), *kind);
}

static struct value build_part(const struct call *c)
{
	const char *text = arg_str(c, 1);
	const struct control *key = named_key(c);

	return value_map(part_value(c->arena, key, control_value_kind(key),
				    text, strlen(text)));
}

/* --- Controls --- */

static struct value build_control(const struct call *c)
{
	return value_pat(pat_control(c->arena, c->row->aux, arg_pat(c, 0)));
}

static struct value build_named(const struct call *c)
{
	return value_pat(pat_control(c->arena, named_key(c), arg_pat(c, 1)));
}

/* `^name`: the number of the bus that the control follows. */
static const struct pattern *bus_number(const struct call *c)
{
	const struct control *key = c->row->aux;
	const char *name = arena_printf(c->arena, "^%s", key->name);

	return pat_control(c->arena, control_make(c->arena, name, CONTROL_INT),
			   arg_pat(c, 0));
}

static struct value build_bus(const struct call *c)
{
	return value_pat(pat_op(
	    c->arena, FROM_LEFT, OP_SET,
	    pat_control(c->arena, c->row->aux, arg_pat(c, 1)), bus_number(c)));
}

static struct value build_recv(const struct call *c)
{
	return value_pat(bus_number(c));
}

static struct value build_no_bus(const struct call *c)
{
	const struct control *key = c->row->aux;

	arena_escape(c->arena, ST_EVAL,
		     "the control '%s' can't follow a control bus", key->name);
}

/* --- Notes --- */

static struct value from_middle_c(struct arena *a, const void *ctx,
				  struct value v)
{
	(void)a;
	(void)ctx;
	return value_note(value_to_double(v) - 60);
}

static struct value build_midinote(const struct call *c)
{
	const struct pattern *p =
	    pat_map(c->arena, from_middle_c, NULL, arg_pat(c, 0));

	return value_pat(pat_control(c->arena, KEY(note), p));
}

/* The percussion of General MIDI and its extensions, from note 27. */
static int drum_number(const char *name)
{
	static const char names[][3] = {
	    "hq", "sl", "ps", "pl", "st", "sq", "ml", "mb", "ab", "bd", "rm",
	    "sn", "cp", "es", "lf", "ch", "lt", "hh", "ft", "oh", "mt", "hm",
	    "cr", "ht", "ri", "cy", "be", "ta", "sc", "cb", "cs", "vi", "rc",
	    "hb", "lb", "mh", "hc", "lc", "he", "le", "ag", "la", "ca", "ma",
	    "sw", "lw", "sg", "lg", "cl", "hi", "li", "mc", "oc", "tr", "ot",
	    "sh", "jb", "bt", "ct", "ms", "os"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return 27 + (int)i;
	return 0;
}

static struct value drum_note(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_note(drum_number(v.kind == V_STR ? v.s : "") - 60);
}

static struct value build_drum(const struct call *c)
{
	const struct pattern *p =
	    pat_map(c->arena, drum_note, NULL, arg_pat(c, 0));

	return value_pat(pat_control(c->arena, KEY(n), p));
}

/* --- Rows --- */

#define TYPE_FLOAT "Pattern Double"
#define TYPE_NOTE "Pattern Note"
#define TYPE_INT "Pattern Int"
#define TYPE_STRING "Pattern String"
#define TYPE_BLOB "Pattern [Word8]"
#define RESULT " -> ControlPattern"

#define EXAMPLE_FLOAT(name) name " \"0.25 1.5\"", NUMBERS(name, "0.25", "1.5")
#define EXAMPLE_NOTE(name) name " \"0 7\"", NUMBERS(name, "0.0", "7.0")
#define EXAMPLE_INT(name) name " \"1 2\"", NUMBERS(name, "1", "2")
#define EXAMPLE_STRING(name) name " \"a b\"", NUMBERS(name, "\"a\"", "\"b\"")
#define EXAMPLE_BLOB(name)                                                     \
	name " (pure [1, 2])", "0 1 {\"" name "\":{\"blob\":[1,2]}}"
#define NUMBERS(name, x, y)                                                    \
	"0 1/2 {\"" name "\":" x "}; 1/2 1 {\"" name "\":" y "}"

#define BUILD_FLOAT build_control
#define BUILD_NOTE build_control
#define BUILD_INT build_control
#define BUILD_STRING build_control
#define BUILD_BLOB build_control

/* `s` alone splits its words. */
#define ROW_BUS(name, kind, aliases, summary)                                  \
	{#name,                                                                \
	 aliases,                                                              \
	 TYPE_##kind RESULT,                                                   \
	 build_control,                                                        \
	 summary,                                                              \
	 EXAMPLE_##kind(#name),                                                \
	 0,                                                                    \
	 KEY(name)},
#define ROW_NONE ROW_BUS
#define ROW_TEXT ROW_BUS
#define ROW_SOUND(name, kind, aliases, summary)

static const struct fn_row rows[] = {
    {"s", "", TYPE_STRING RESULT, build_parts,
     "Play a sound: a sample folder or a synth; after a colon the number of "
     "the "
     "sample.",
     "s \"bd:2 sn\"", "0 1/2 {\"n\":2.0,\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     &sound_parts},
    {"sound", "", TYPE_STRING RESULT, build_parts, "The same as s.",
     "sound \"bd:2 sn\"",
     "0 1/2 {\"n\":2.0,\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, &sound_parts},
#define A0 ""
#define A1(a) #a
#define A2(a, b) #a " " #b
#define CONTROL(name, kind, aliases, bus, summary, ...)                        \
	ROW_##bus(name, kind, aliases, summary)
#include "base/control.def"
#undef CONTROL
#undef A0
#undef A1
#undef A2
    {"cc", "", TYPE_STRING RESULT, build_parts,
     "A MIDI controller and its value, with a colon between.",
     "cc \"74:100 1:20\"",
     "0 1/2 {\"ccn\":74.0,\"ccv\":100.0}; 1/2 1 {\"ccn\":1.0,\"ccv\":20.0}", 0,
     &cc_parts},
    {"nrpn", "", TYPE_STRING RESULT, build_parts,
     "A MIDI parameter number and its value, with a colon between.",
     "nrpn \"1:8 2:9\"",
     "0 1/2 {\"nrpn\":1,\"val\":8}; 1/2 1 {\"nrpn\":2,\"val\":9}", 0,
     &nrpn_parts},
    {"nrpnn", "", TYPE_INT RESULT, build_control, "A MIDI parameter number.",
     "nrpnn \"1 2\"", NUMBERS("nrpn", "1", "2"), 0, &nrpn_key},
    {"nrpnv", "", TYPE_INT RESULT, build_control,
     "The value of a MIDI parameter.", "nrpnv \"1 2\"",
     NUMBERS("val", "1", "2"), 0, &nrpn_val_key},
    {"grain'", "", TYPE_STRING RESULT, build_parts,
     "Begin and end of a sample's part, with a colon between.",
     "grain' \"0.2:0.3 0.5\"",
     "0 1/2 {\"begin\":0.2,\"end\":0.3}; 1/2 1 {\"begin\":0.5}", 0,
     &grain_parts},
    {"midinote", "", TYPE_NOTE RESULT, build_midinote,
     "Pitch by MIDI note number: 60 is middle C.", "midinote \"60 67\"",
     NUMBERS("note", "0.0", "7.0"), 0, NULL},
    {"drum", "", TYPE_STRING RESULT, build_drum,
     "Percussion of General MIDI by two-letter names.", "drum \"bd sn\"",
     NUMBERS("n", "-24.0", "-22.0"), 0, NULL},
    {"grp", "", "[String -> ValueMap] -> Pattern String -> ControlPattern",
     build_grp, "Split words at colons, each part to a control of its own.",
     "grp [mS \"s\", mF \"n\"] \"bd:3 sn\"",
     "0 1/2 {\"n\":3.0,\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"mF", "", "String -> String -> ValueMap", build_part,
     "Part of a word for grp: a number.", "grp [mF \"foo\"] \"1.5\"",
     "0 1 {\"foo\":1.5}", FN_NOT_A_PATTERN, &kind_float},
    {"mI", "", "String -> String -> ValueMap", build_part,
     "Part of a word for grp: a whole number.", "grp [mI \"foo\"] \"1\"",
     "0 1 {\"foo\":1}", FN_NOT_A_PATTERN, &kind_int},
    {"mS", "", "String -> String -> ValueMap", build_part,
     "Part of a word for grp: a word.", "grp [mS \"foo\"] \"a\"",
     "0 1 {\"foo\":\"a\"}", FN_NOT_A_PATTERN, &kind_string},
    {"pF", "", "String -> Pattern Double -> ControlPattern", build_named,
     "A control of any name: numbers.", "pF \"foo\" \"1 2.5\"",
     NUMBERS("foo", "1.0", "2.5"), 0, &kind_float},
    {"pI", "", "String -> Pattern Int -> ControlPattern", build_named,
     "A control of any name: whole numbers.", "pI \"foo\" \"1 2\"",
     NUMBERS("foo", "1", "2"), 0, &kind_int},
    {"pN", "", "String -> Pattern Note -> ControlPattern", build_named,
     "A control of any name: notes.", "pN \"foo\" \"c e\"",
     NUMBERS("foo", "0.0", "4.0"), 0, &kind_note},
    {"pS", "", "String -> Pattern String -> ControlPattern", build_named,
     "A control of any name: words.", "pS \"foo\" \"a b\"",
     NUMBERS("foo", "\"a\"", "\"b\""), 0, &kind_string},
    {"pB", "", "String -> Pattern Bool -> ControlPattern", build_named,
     "A control of any name: true or false.", "pB \"foo\" \"t f\"",
     NUMBERS("foo", "true", "false"), 0, &kind_bool},
    {"pR", "", "String -> Pattern Rational -> ControlPattern", build_named,
     "A control of any name: exact fractions.", "pR \"foo\" \"1%4 2\"",
     NUMBERS("foo", "{\"r\":[1,4]}", "{\"r\":[2,1]}"), 0, &kind_rational},
    {"pX", "", "String -> Pattern [Word8] -> ControlPattern", build_named,
     "A control of any name: bytes.", "pX \"foo\" (pure [0, 255])",
     "0 1 {\"foo\":{\"blob\":[0,255]}}", 0, &kind_blob},
};

const struct fn_family fn_family_params = {"params", "Controls", rows,
					   sizeof(rows) / sizeof(rows[0])};

/* --- Rows of buses --- */

#define BUS_EXAMPLE_FLOAT(name) BUS_OF(name, "\"0.25 1.5\"", "0.25", "1.5")
#define BUS_EXAMPLE_NOTE(name) BUS_OF(name, "\"0 7\"", "0.0", "7.0")
#define BUS_EXAMPLE_INT(name) BUS_OF(name, "\"1 2\"", "1", "2")
#define BUS_EXAMPLE_STRING(name) BUS_OF(name, "\"a b\"", "\"a\"", "\"b\"")
#define BUS_OF(name, text, x, y)                                               \
	name "bus 3 " text, "0 1/2 {\"^" name "\":3,\"" name "\":" x           \
			    "}; 1/2 1 {\"^" name "\":3,\"" name "\":" y "}"

#define SEND_BUS(name, kind, aliases, summary)                                 \
	{#name "bus",                                                          \
	 aliases,                                                              \
	 "Pattern Int -> " TYPE_##kind RESULT,                                 \
	 build_bus,                                                            \
	 "Play " #name " through a control bus: number of the bus, values.",   \
	 BUS_EXAMPLE_##kind(#name),                                            \
	 0,                                                                    \
	 KEY(name)},
#define SEND_NONE(name, kind, aliases, summary)                                \
	{#name "bus",                                                          \
	 aliases,                                                              \
	 "Pattern Int -> " TYPE_##kind RESULT,                                 \
	 build_no_bus,                                                         \
	 "An error: " #name " can't follow a control bus.",                    \
	 "",                                                                   \
	 "",                                                                   \
	 FN_NOT_A_PATTERN,                                                     \
	 KEY(name)},
#define SEND_TEXT(name, kind, aliases, summary)
#define SEND_SOUND(name, kind, aliases, summary)

#define RECV_BUS(name, aliases)                                                \
	{#name "recv",                                                         \
	 aliases,                                                              \
	 TYPE_INT RESULT,                                                      \
	 build_recv,                                                           \
	 "Let " #name " follow what plays on a control bus.",                  \
	 #name "recv \"1 2\"",                                                 \
	 NUMBERS("^" #name, "1", "2"),                                         \
	 0,                                                                    \
	 KEY(name)},
#define RECV_NONE(name, aliases)
#define RECV_TEXT(name, aliases)
#define RECV_SOUND(name, aliases)

static const struct fn_row bus_rows[] = {
#define A0 ""
#define A1(a) #a "bus"
#define A2(a, b) #a "bus " #b "bus"
#define CONTROL(name, kind, aliases, bus, summary, ...)                        \
	SEND_##bus(name, kind, aliases, summary)
#include "base/control.def"
#undef CONTROL
#undef A0
#undef A1
#undef A2
#define A0 ""
#define A1(a) #a "recv"
#define A2(a, b) #a "recv " #b "recv"
#define CONTROL(name, kind, aliases, bus, ...) RECV_##bus(name, aliases)
#include "base/control.def"
#undef CONTROL
#undef A0
#undef A1
#undef A2
};

const struct fn_family fn_family_params_bus = {
    "params_bus", "Controls that follow control buses", bus_rows,
    sizeof(bus_rows) / sizeof(bus_rows[0])};
