/* Clients of the IPC socket. [control] */
#ifndef NET_SHIM_H
#define NET_SHIM_H

#include <stdint.h>

struct listener;
struct net;

void shim_accept(struct listener *l);
void shim_ready(struct net *net);
void shim_underrun(struct net *net, uint64_t count);
/* Shutdown to all, then close them. */
void shim_close_all(struct net *net);

#endif
