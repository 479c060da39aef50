/* Prints what is made from the server's tables: `reference methods` the OSC
 * reference, `reference header` the header for clients. */
#include <stdio.h>
#include <string.h>
#include "net/method.h"

int main(int argc, char **argv)
{
	struct strbuf text;

	strbuf_init(&text);
	if (argc == 2 && !strcmp(argv[1], "methods"))
		method_reference(&text);
	else if (argc == 2 && !strcmp(argv[1], "header"))
		method_header(&text);
	else
		return 64;
	fputs(strbuf_str(&text), stdout);
	strbuf_finish(&text);
	return 0;
}
