/* Datagrams. [control] */
#ifndef NET_UDP_H
#define NET_UDP_H

struct listener;

enum { UDP_MAX = 65536 };

/* The socket is readable: do what came in, but not for ever. */
void udp_receive(struct listener *l);

#endif
