/* What becomes a signal, and how. */
#include <ctype.h>
#include <string.h>
#include "lang/infer_unit.h"

static bool has_notes(const struct node *string)
{
	for (size_t i = 0; i < string->string.len; i++) {
		char c = string->string.s[i];
		char before = i ? string->string.s[i - 1] : ' ';

		if (((c >= 'a' && c <= 'g') || (c >= 'A' && c <= 'G')) &&
		    !isalnum((unsigned char)before) && before != '\'')
			return true;
	}
	return false;
}

static void lift(struct infer *inf, struct node **at, bool sounds, bool notes)
{
	struct node *node = infer_make(inf, NODE_LIFT, (*at)->at, 1);

	node->items[0] = *at;
	node->lift.sounds = sounds;
	node->lift.notes = notes;
	if ((*at)->kind == NODE_NAME && (*at)->name.ref == REF_DEFINITION)
		node->lift.bus = (*at)->name.s;
	node->type = type_con(CON_SIGNAL);
	*at = node;
}

static bool lift_string(struct infer *inf, struct node **at, bool pitch)
{
	struct types *t = &inf->types;
	if (!type_try(t, (*at)->type, type_pattern(t, type_con(CON_DOUBLE))))
		return false;
	(*at)->string.hz = pitch;
	lift(inf, at, false, pitch && has_notes(*at));
	return true;
}

bool infer_is_string_bus(const struct node *node)
{
	return node->kind == NODE_NAME && type_head(node->type) == -1 &&
	       node->name.ref == REF_DEFINITION && node->name.binding &&
	       node->name.binding->n_params == 0 &&
	       node->name.binding->body && /* NULL: it can't be read */
	       node->name.binding->body->kind == NODE_STRING;
}

static void read_string_bus(struct infer *inf, struct node **at)
{
	struct node *copy =
	    arena_copy(inf->arena, (*at)->name.binding->body, sizeof(**at));

	copy->type = NULL;
	copy->string.parsed = NULL;
	infer_node(inf, copy);
	*at = copy;
}

/* A control whose name is also a source of signals, where a signal stands. */
static bool read_as_source(struct infer *inf, struct node *node)
{
	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	const struct unit *u = infer_unit_of(inf, name);

	if (!u || u->inputs > 0)
		return false;
	node->type = infer_call_unit(inf, node, u, NULL);
	return true;
}

static bool lift_pattern(struct infer *inf, struct node **at)
{
	struct type *of = type_last((*at)->type);

	switch (type_head(of)) {
	case CON_MAP:
		if (!read_as_source(inf, *at))
			lift(inf, at, true, false);
		return true;
	case CON_DOUBLE:
	case CON_NOTE:
	case CON_INT:
	case CON_RATIONAL:
	case CON_BOOL:
		lift(inf, at, false, false);
		return true;
	case -1:
		if (!type_try(&inf->types, of, type_con(CON_DOUBLE)))
			return false;
		lift(inf, at, false, false);
		return true;
	default:
		return false;
	}
}

/* Something that sounds, and no number or pattern. */
static bool is_sound(const struct node *node)
{
	return node && (node->kind == NODE_UNIT || node->kind == NODE_NAME ||
			node->kind == NODE_OP || node->kind == NODE_APPLY);
}

/* `reverb (saw 110)` or `lpf (saw 110) 800` where a signal is wanted: what
 * stands first is the input. */
bool infer_close(struct node *node)
{
	const struct unit *u;
	size_t last;

	if (node->kind != NODE_UNIT || !node->unit.closable ||
	    node->unit.row->n_params == 0 || !is_sound(node->items[1]))
		return false;
	u = node->unit.row;
	last = (size_t)u->n_params;
	for (int i = 0; i + 1 < u->n_params; i++)
		if (u->params[i].text ||
		    (u->params[i].needed && !node->items[2 + i]))
			return false;
	if (u->params[u->n_params - 1].needed)
		return false;
	memmove(node->items, node->items + 1, last * sizeof(*node->items));
	node->items[last] = NULL;
	node->unit.open = node->unit.closable = false;
	node->type = type_con(CON_SIGNAL);
	return true;
}

bool infer_to_signal(struct infer *inf, struct node **at, bool pitch)
{
	struct type *t = infer_node(inf, *at);

	if (infer_is_string_bus(*at)) {
		read_string_bus(inf, at);
		t = (*at)->type;
	}
	if ((*at)->kind == NODE_STRING && type_head(t) == -1)
		return lift_string(inf, at, pitch);
	switch (type_head(t)) {
	case CON_SIGNAL:
		return true;
	case -1:
		if (type_try(&inf->types, t, type_con(CON_SIGNAL)))
			return true;
		if (!type_try(
			&inf->types, t,
			type_pattern(&inf->types, type_con(CON_DOUBLE))) &&
		    !type_try(&inf->types, t, type_con(CON_INT)))
			return false;
		lift(inf, at, false, false);
		return true;
	case CON_PATTERN:
		return lift_pattern(inf, at);
	case CON_ARROW:
		return infer_close(*at);
	case CON_DOUBLE:
	case CON_NOTE:
	case CON_INT:
	case CON_RATIONAL:
		lift(inf, at, false, false);
		return true;
	default:
		return false;
	}
}

void infer_bus(struct infer *inf, struct node *body)
{
	struct type *of = type_last(infer_node(inf, body));

	if (type_head(body->type) == CON_PATTERN && of &&
	    type_head(of) == CON_MAP)
		read_as_source(inf, body);
}

static bool is_arithmetic(const struct node *op)
{
	return op->name.s[0] && !op->name.s[1] && strchr("+-*/", op->name.s[0]);
}

void infer_signal_sides(struct infer *inf, struct node *node)
{
	struct type *left, *right;

	if (!is_arithmetic(node->items[0]))
		return;
	left = infer_node(inf, node->items[1]);
	right = infer_node(inf, node->items[2]);
	for (int i = 1; i < 3; i++)
		if (infer_close(node->items[i]))
			*(i == 1 ? &left : &right) = node->items[i]->type;
	if (type_head(left) == CON_SIGNAL)
		infer_to_signal(inf, &node->items[2], false);
	else if (type_head(right) == CON_SIGNAL)
		infer_to_signal(inf, &node->items[1], false);
}
