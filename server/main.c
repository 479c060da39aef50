/* phonon-audio: the server. Reads as a list: options, start, loop, stop. */
#include <stdio.h>
#include <string.h>
#include "events.h"

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--events") == 0)
		return events_main(argc - 2, argv + 2);
	puts("phonon-audio 0.1.0");
	return 0;
}
