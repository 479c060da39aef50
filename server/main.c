/* phonon-audio: the server. Reads as a list: options, start, loop, stop. */
#include <stdio.h>

int main(void)
{
	puts("phonon-audio " "0.1.0");
	return 0;
}
