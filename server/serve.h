/* The live server: sockets, engine and sound output on one loop. */
#ifndef SERVE_H
#define SERVE_H

struct options;

/* Runs until a signal, /quit or Shutdown ends it. Returns the exit status: 75
 * when a port or a socket is taken, with a line on stderr. */
int serve(const struct options *o);

#endif
