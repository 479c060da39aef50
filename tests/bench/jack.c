#include "config.h"

#include "tests/bench/jack.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *name)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execlp("jackd", "jackd", "-n", name, "-d", "dummy", "-r", "48000", "-p",
	       "64", (char *)NULL);
	_exit(127);
}

pid_t jack_start(void)
{
	char name[40];
	pid_t pid;

	snprintf(name, sizeof(name), "phonon-bench-%d", (int)getpid());
	setenv("JACK_DEFAULT_SERVER", name, 1);
	setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
	setenv("JACK_NO_START_SERVER", "1", 1);
	pid = fork();
	if (pid == 0)
		run(name);
	sleep(1); /* jackd tells nobody when it is ready */
	if (pid > 0 && waitpid(pid, NULL, WNOHANG) == 0)
		return pid;
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
