/* Why is there no sound? Each check says what is well, or what is wrong and
 * the command that mends it. */
#include "clients/phonon.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>
#include "osc-spec/protocol.h"

static int troubles;

static void well(const char *what)
{
	printf("ok       %s\n", what);
}

static void trouble(const char *what, const char *remedy)
{
	printf("trouble  %s\n         try: %s\n", what, remedy);
	troubles++;
}

static void note(const char *what, const char *remedy)
{
	printf("note     %s\n         try: %s\n", what, remedy);
}

static void check_program(void)
{
	const char *program = audio_program();
	char command[4200], line[256] = "";
	FILE *f;

	snprintf(command, sizeof(command), "'%s' -v 2>/dev/null", program);
	f = popen(command, "r");
	if (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		printf("ok       %s (%s)\n", program, line);
	} else {
		trouble("phonon-audio is not beside this program, nor in PATH",
			"make install");
	}
	if (f)
		pclose(f);
}

static void check_devices(void)
{
	char command[4200], line[512], first[512] = "";
	FILE *f;
	int n = 0;

	snprintf(command, sizeof(command), "'%s' --list-devices 2>/dev/null",
		 audio_program());
	f = popen(command, "r");
	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line || strstr(line, "null"))
			continue;
		if (!n++)
			snprintf(first, sizeof(first), "%.500s", line);
	}
	if (f)
		pclose(f);
	if (n)
		printf("ok       %d sound device%s: %s%s\n", n,
		       n > 1 ? "s" : "", first, n > 1 ? " ..." : "");
	else if (access("/dev/snd", F_OK) != 0)
		trouble("no sound card, and no JACK or PipeWire server",
			"pw-jack phonon-audio, or jackd -d alsa, or "
			"phonon-audio --null");
	else
		trouble("no sound device can be opened",
			"jackd -d alsa, or close what holds the card: "
			"fuser -v /dev/snd/*");
}

static void check_rights(void)
{
	struct rlimit priority = {0};
	struct stat st;

	if (stat("/dev/snd", &st) == 0 && geteuid() != 0) {
		if (access("/dev/snd/seq", R_OK | W_OK) == 0 ||
		    access("/dev/snd/controlC0", R_OK | W_OK) == 0)
			well("you may use the sound card");
		else
			trouble(
			    "you may not use the sound card",
			    "sudo usermod -aG audio $USER, and log in again");
	}
	getrlimit(RLIMIT_RTPRIO, &priority);
	if (geteuid() == 0 || priority.rlim_cur > 0)
		well("real-time priority can be had");
	else
		note("no real-time priority: under load the sound may crackle",
		     "echo '@audio - rtprio 95' | sudo tee "
		     "/etc/security/limits.d/audio.conf, and log in again");
}

static void check_server(struct connection *c)
{
	char path[128];
	int status = 0;
	lo_message m;

	c->patience_s = 1;
	fflush(stdout);
	m = connection_ask(c, OSC_PHONON_STATUS, lo_message_new(), path,
			   sizeof(path), &status);
	if (!m) {
		trouble("no server answers", "phonon-audio");
		return;
	}
	printf("ok       a server answers at %s, port %s\n", c->host, c->port);
	if (strstr(answer_string(m, 0), "\"sample_files\":0,"))
		trouble("it knows no samples",
			"phonon-audio --samples FOLDER (a folder of folders of "
			"sound files)");
	if (strstr(answer_string(m, 0), "null"))
		note("it plays into nothing: no sound device was found",
		     "phonon-audio --list-devices");
	lo_message_free(m);
}

/* The kit as the server beside this program finds it; "" when it doesn't. */
static const char *find_kit(void)
{
	static char path[4200];
	const char *const rest[] = {"../share/phonon/samples", NULL,
				    "samples/kit"};
	const char *program = audio_program(), *slash = strrchr(program, '/');

	for (int i = 0; i < 3; i++) {
		if (!rest[i])
			snprintf(path, sizeof(path), "%s",
				 PHONON_DATADIR "/samples");
		else if (slash)
			snprintf(path, sizeof(path), "%.*s/%s",
				 (int)(slash - program), program, rest[i]);
		else
			continue;
		if (access(path, R_OK) == 0)
			return path;
	}
	return "";
}

/* Each folder of $PHONON_SAMPLE_PATH; how many there are. */
static int check_sample_path(const char *listed)
{
	char folder[1024], what[1100];
	int n = 0;

	for (; listed && *listed; listed += strspn(listed, ":")) {
		size_t len = strcspn(listed, ":");

		if (len) {
			snprintf(folder, sizeof(folder), "%.*s", (int)len,
				 listed);
			snprintf(what, sizeof(what),
				 "$PHONON_SAMPLE_PATH has %s, which can't be "
				 "read",
				 folder);
			if (access(folder, R_OK | X_OK) != 0)
				trouble(what, "export PHONON_SAMPLE_PATH="
					      "FOLDER:OTHER_FOLDER");
			else
				printf("ok       $PHONON_SAMPLE_PATH has %s\n",
				       folder);
			n++;
		}
		listed += len;
	}
	return n;
}

/* Where the server looks for samples without being told. */
static void check_samples(void)
{
	const char *kit = find_kit();
	const char *home = getenv("HOME"), *data = getenv("XDG_DATA_HOME");
	char own[1024];
	int listed;

	if (data && *data)
		snprintf(own, sizeof(own), "%s/phonon/samples", data);
	else
		snprintf(own, sizeof(own), "%s/.local/share/phonon/samples",
			 home ? home : "");
	listed = check_sample_path(getenv("PHONON_SAMPLE_PATH"));
	if (access(own, R_OK) == 0)
		printf("ok       your samples are in %s\n", own);
	if (*kit)
		printf("ok       the kit is in %s\n", kit);
	else if (access(own, R_OK) != 0 && !listed)
		note("no samples where the server looks without being told",
		     "make install, or phonon-audio --samples FOLDER");
}

int cmd_doctor(struct connection *c, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return command_usage("doctor");
	check_program();
	check_devices();
	check_rights();
	check_samples();
	check_server(c);
	if (troubles)
		printf("%d trouble%s\n", troubles, troubles > 1 ? "s" : "");
	else
		puts("All is well.");
	return troubles ? EX_UNAVAILABLE : 0;
}
