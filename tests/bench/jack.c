#include "config.h"

#include "tests/bench/jack.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_THERE = 127 };

static void run(const char *name)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execlp("jackd", "jackd", "-n", name, "-d", "dummy", "-r", "48000", "-p",
	       "64", (char *)NULL);
	_exit(NOT_THERE);
}

/* 0: it did not start; *status says how it ended. */
static pid_t start_named(const char *name, int *status)
{
	pid_t pid;

	setenv("JACK_DEFAULT_SERVER", name, 1);
	pid = fork();
	if (pid == 0)
		run(name);
	sleep(1); /* jackd tells nobody when it is ready */
	return pid > 0 && waitpid(pid, status, WNOHANG) == 0 ? pid : 0;
}

/* A few names for all times: JACK keeps a place for each server that was
 * killed, has eight of them, and gives it back only to the same name. */
pid_t jack_start(void)
{
	enum { NAMES = 4 };
	static int mine;
	char name[40];

	setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
	setenv("JACK_NO_START_SERVER", "1", 1);
	for (int i = 0; i < NAMES; i++, mine = (mine + 1) % NAMES) {
		int status = 0;
		pid_t pid;

		snprintf(name, sizeof(name), "phonon-bench-%d", mine);
		pid = start_named(name, &status);
		if (pid)
			return pid;
		if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_THERE)
			break;
	}
	puts("no jackd: sound goes to the null device");
	return 0;
}

void jack_stop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
}
