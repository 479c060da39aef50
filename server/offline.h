/* `--render`: a program to a sound file, without sound card and sockets. */
#ifndef OFFLINE_H
#define OFFLINE_H

struct options;

/* Prints duration, peak, RMS and clipping, or the program's mistakes with their
 * lines. Returns the exit status: 65 for code with mistakes, 66 for a file that
 * can't be read, 73 for one that can't be written. */
int offline_main(const struct options *o);

#endif
