/* What to write instead, where a text can't be read. */
#include "lang/parse_node.h"

#include <string.h>

/* So far a hint looks ahead. */
enum { FAR = 100 };

static const struct token *horizon(const struct parser *p)
{
	return p->end - p->at > FAR ? p->at + FAR : p->end;
}

static bool is_number(const struct token *t)
{
	return t->kind == TOK_INT || t->kind == TOK_FLOAT;
}

/* --- Haskell's --- */

void parse_refuse_comprehension(struct parser *p, const char *op)
{
	const struct token *t = p->at, *end = horizon(p);

	if (strcmp(op, "|") != 0)
		return;
	while (t < end && t->kind != TOK_CLOSE_LIST && !token_is_op(t, "<-"))
		t++;
	if (t < end && t->kind != TOK_CLOSE_LIST)
		parse_fail_at(p, p->at->at, "map (\\x -> s x) [\"bd\", \"sn\"]",
			      "a list of what a function makes is written with "
			      "`map`");
}

void parse_refuse_case(struct parser *p)
{
	const struct token *t = p->at, *end = horizon(p);

	while (t < end && !(t->kind == TOK_NAME && strcmp(t->s, "of") == 0))
		t++;
	if (t < end)
		parse_fail_at(p, p->at->at, "if x == 1 then ... else ...",
			      "what depends on a value is written with `if`");
}

const char *parse_hint_do(const struct parser *p)
{
	const struct token *t = p->at, *end = horizon(p);

	while (t < end && !token_is_op(t, "<-"))
		t++;
	return t < end ? "\"1 2\" >>= \\x -> n (pure x)"
		       : "leave it away: statements stand one below the other";
}

const char *parse_hint_parameter(const struct parser *p)
{
	const struct token *t = p->at;

	if (p->at >= p->end)
		return NULL;
	if (token_is_op(t, "|"))
		return "conditions are written: if x > 1 then ... else ...";
	if (t->kind == TOK_INT || t->kind == TOK_FLOAT || t->kind == TOK_STRING)
		return "a parameter is a name: if x == 0 then ... else ...";
	return NULL;
}

/* `f x | x > 1 = ...` */
static bool has_guard(const struct parser *p)
{
	for (const struct token *t = p->start; t < p->at; t++)
		if (token_is_op(t, "|"))
			return true;
	return false;
}

/* --- Left over, or missing --- */

const char *parse_hint_end(const struct parser *p)
{
	const char *hint = NULL;

	if (p->at->kind == TOK_CLOSE || p->at->kind == TOK_CLOSE_LIST)
		hint = "there is no open bracket for it";
	else if (p->at->kind == TOK_EQUALS)
		hint = has_guard(p) ? "if x > 1 then ... else ..."
		       : p->at[-1].kind == TOK_NAME
			   ? "a control and its value stand side by "
			     "side: # gain 1.2"
			   : "a name is given to a value by "
			     "`let x = ...`";
	else if (p->at->kind == TOK_SEMICOLON)
		hint = p->at + 1 < p->end && !p->at[1].first_on_line
			   ? "each statement stands on a line of its "
			     "own"
			   : "a statement ends with its line: take it "
			     "away";
	else if (p->at->kind == TOK_DOTS)
		hint = "a pattern stands in quotes: \"0 .. 3\"";
	else if (p->at->kind == TOK_OPEN_BRACE)
		hint = "braces stand only inside strings: "
		       "\"{bd sn}%4\"";
	else if (p->at->kind == TOK_COMMA)
		hint = is_number(&p->at[-1]) && p->at + 1 < p->end &&
			       is_number(&p->at[1])
			   ? "a number has a point: 2.5"
			   : "commas stand in lists and tuples: [a, b]";
	return hint;
}

const char *parse_hint_missing(const struct parser *p)
{
	const struct token *t = p->at, *before = p->at - 1;

	if (p->at < p->end && t->kind == TOK_OP && strcmp(t->s, "$:") == 0)
		return "a slot is d1 $ ..., or one with a name: p \"name\" $ "
		       "...";
	if (p->at < p->end && p->at == p->start && t->blank_line &&
	    (t->kind == TOK_OP || t->kind == TOK_DOLLAR))
		return "a blank line ends a statement: take it away";
	if (p->at < p->end && p->at == p->start && t->kind == TOK_COLON &&
	    t + 1 < p->end && t[1].kind == TOK_OPEN_BRACE)
		return "blank lines stand between statements, no :{ and :}";
	if (p->at < p->end && t->kind == TOK_CLOSE_BRACE)
		return "blank lines stand between statements, no braces";
	if (p->at < p->end && p->at == p->start && t->kind == TOK_KEYWORD)
		return "there is nothing to be set up: leave it away";
	if (p->at < p->end && p->at == p->start && t->kind == TOK_OP &&
	    strcmp(t->s, "#") == 0)
		return "in parentheses it is a function: (# speed 2)";
	if (p->at < p->end && t->kind == TOK_OP && strcmp(t->s, "~:") == 0)
		return "a bus has a name: ~kick: s \"bd\"";
	if (t->kind == TOK_OPEN_BRACE && p->at < p->end)
		return "braces stand only inside strings: \"{bd sn}%4\"";
	if (p->depth > 0 || p->at > p->start) {
		if (before->kind == TOK_BACKTICK)
			return "backticks make an operator of a name; a string "
			       "stands between double quotes: \"bd\"";
		if (before->kind == TOK_OP && strcmp(before->s, "~>") == 0)
			return "what is moved stands right behind it: 0.25 ~> "
			       "s \"bd\"";
		if (before->kind == TOK_OP && strcmp(before->s, "<~") == 0)
			return "what is moved stands right behind it: 0.25 <~ "
			       "s \"bd\"";
		if (before->kind == TOK_OP && strcmp(before->s, "#") == 0)
			return "a control stands behind it: # speed 2";
		if (before->kind == TOK_DOLLAR && p->at < p->end &&
		    t->kind == TOK_OP && strcmp(t->s, "#") == 0)
			return "in parentheses it is a function: (# speed 2)";
		if (before->kind == TOK_DOLLAR)
			return "a pattern stands behind it: d1 $ s \"bd sn\"";
	}
	return NULL;
}
