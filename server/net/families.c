/* The list of families, and what is made from the rows: help, the reference,
 * the header for clients. */
#include "net/families.h"

#include <ctype.h>
#include <string.h>
#include "net/net.h"
#include "net/shim_frame.h"

const struct method_family *const method_families[] = {
    &methods_code, &methods_hands, &methods_mixer,  &methods_record,
    &methods_time, &methods_info,  &methods_server, NULL};

static const char *const type_names[] = {['s'] = "text",
					 ['i'] = "whole number",
					 ['n'] = "number",
					 ['t'] = "time tag"};

/* "text | text number" */
static void add_forms(struct strbuf *to, const char *forms)
{
	bool first = true;

	for (; *forms; forms++) {
		if (*forms == '|') {
			strbuf_puts(to, first ? "none | " : " | ");
			first = true;
			continue;
		}
		strbuf_printf(to, "%s%s", first ? "" : ", ",
			      type_names[(unsigned char)*forms]);
		first = false;
	}
}

/* With main for <scope> and d1 for <slot>. */
static void add_example(struct strbuf *to, const struct method *row)
{
	strbuf_printf(to, "oscsend localhost %d ", NET_DEFAULT_PORT);
	for (const char *p = row->address; *p; p++) {
		if (*p != '<') {
			strbuf_putc(to, *p);
			continue;
		}
		strbuf_puts(to, strncmp(p, "<slot>", 6) ? "main" : "d1");
		p = strchr(p, '>');
	}
	if (*row->example)
		strbuf_printf(to, " %s", row->example);
}

void method_explain(const struct method *row, struct strbuf *to)
{
	strbuf_printf(to, "%s %s\n\n%s\n", row->address, row->arguments,
		      row->summary);
	if (*row->forms) {
		strbuf_puts(to, "Arguments: ");
		add_forms(to, row->forms);
		strbuf_putc(to, '\n');
	}
	strbuf_printf(to, "Answer: %s\n", row->reply);
	strbuf_puts(to, "Example: ");
	add_example(to, row);
	strbuf_putc(to, '\n');
}

static void add_row(struct strbuf *to, const struct method *row)
{
	strbuf_printf(to, "### `%s`", row->address);
	if (*row->arguments)
		strbuf_printf(to, " %s", row->arguments);
	strbuf_printf(to, "\n\n%s\n\n", row->summary);
	strbuf_puts(to, "* Arguments: ");
	if (*row->forms)
		add_forms(to, row->forms);
	else
		strbuf_puts(to, "none");
	strbuf_printf(to, "\n* Answer: `%s`\n", row->reply);
	if (row->flags & METHOD_TIMED)
		strbuf_puts(to,
			    "* In a bundle with a time tag: takes effect at "
			    "the exact frame\n");
	if (row->flags & METHOD_CONDUCTOR)
		strbuf_puts(to, "* Conductors only\n");
	strbuf_puts(to, "* Example: `");
	add_example(to, row);
	strbuf_puts(to, "`\n\n");
}

void method_reference(struct strbuf *to)
{
	strbuf_puts(to, "# OSC methods\n\nMade from the tables of the server "
			"by `make docs`.\n\n");
	for (int f = 0; method_families[f]; f++) {
		strbuf_printf(to, "## %s\n\n", method_families[f]->title);
		for (size_t i = 0; i < method_families[f]->n; i++)
			add_row(to, &method_families[f]->rows[i]);
	}
}

/* "/phonon/code" is OSC_PHONON_CODE. */
static void add_define(struct strbuf *to, const char *address)
{
	strbuf_puts(to, "#define OSC_");
	for (const char *p = address + 1; *p; p++)
		if (!strchr("<>", *p))
			strbuf_putc(to, *p == '/' ? '_' : (char)toupper(*p));
	strbuf_printf(to, " \"%s\"\n", address);
}

static void add_ipc(struct strbuf *to)
{
	static const char *const names[] = {[IPC_UPDATE_GRAPH] = "UPDATE_GRAPH",
					    [IPC_HUSH] = "HUSH",
					    [IPC_PANIC] = "PANIC",
					    [IPC_SET_TEMPO] = "SET_TEMPO",
					    [IPC_READY] = "READY",
					    [IPC_UNDERRUN] = "UNDERRUN",
					    [IPC_SHUTDOWN] = "SHUTDOWN"};

	strbuf_puts(to, "\n/* Variants of a frame on the IPC socket. */\n"
			"enum {\n");
	for (int i = 0; i <= IPC_SHUTDOWN; i++)
		strbuf_printf(to, "\tIPC_%s = %d,\n", names[i], i);
	strbuf_printf(to, "};\n\n#define IPC_PATH \"%s\"\n", IPC_DEFAULT_PATH);
}

void method_header(struct strbuf *to)
{
	strbuf_puts(to, "/* Names of the protocol, for clients. Made from the "
			"tables of the server by\n * `make docs`. */\n"
			"#ifndef OSC_SPEC_PROTOCOL_H\n"
			"#define OSC_SPEC_PROTOCOL_H\n\n");
	strbuf_printf(to, "#define OSC_PORT %d\n", NET_DEFAULT_PORT);
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			add_define(to, method_families[f]->rows[i].address);
	add_ipc(to);
	strbuf_puts(to, "\n#endif\n");
}
