/* `phonon-audio --events`: prints what an expression plays. Without sound card
 * and sockets. */
#ifndef EVENTS_H
#define EVENTS_H

/* argv[0..argc) are what follows `--events`. Returns the exit status. */
int events_main(int argc, char **argv);

#endif
