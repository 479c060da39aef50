# Shared by ./play and ./check: install what is missing, configure, build.
# Quiet while all is well; what went by stands in build/prepare.log.

packages="gcc make autoconf automake pkg-config liblo-dev portaudio19-dev
libsndfile1-dev libcunit1-dev libev-dev"

say() {
	printf '%s\n' "$*" >&2
}

# Those of the packages that are not installed.
missing_packages() {
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] ||
			printf '%s ' "$p"
	done
}

# install_packages REQUIRED|WANTED NAME ...: what can't be installed ends the
# run, or is only said.
install_packages() {
	need=$1
	shift
	if ! command -v dpkg-query >/dev/null; then
		[ "$need" = REQUIRED ] &&
			say "This is not Debian: if the build fails, install what corresponds to: $*"
		return 0
	fi
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" = 0 ]; then
		sudo=
	elif command -v sudo >/dev/null; then
		sudo=sudo
	else
		say "Missing packages. As root, run: apt-get install $missing"
		[ "$need" = WANTED ] || exit 69
		return 0
	fi
	say "Installing: $missing"
	# shellcheck disable=SC2086
	{
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
		$sudo env DEBIAN_FRONTEND=noninteractive \
			apt-get install -q -y --no-install-recommends $missing
	} </dev/null >>"$log" 2>&1 && return 0
	say "The packages could not be installed (see $log). Try: apt-get install $missing"
	[ "$need" = WANTED ] || exit 69
}

# Run a step with its output in the log; on failure show the end of it.
step() {
	what=$1
	shift
	"$@" >>"$log" 2>&1 </dev/null && return 0
	tail -n 30 "$log" >&2
	say "$what failed. All of it stands in $log"
	exit 70
}

newer_than() { # newer_than FILE ...: any of the others is newer than FILE
	target=$1
	shift
	[ -e "$target" ] || return 0
	for f in "$@"; do
		[ "$f" -nt "$target" ] && return 0
	done
	return 1
}

prepare() {
	mkdir -p build
	log=$PWD/build/prepare.log
	: >"$log"
	install_packages REQUIRED $packages
	if newer_than configure configure.ac Makefile.am; then
		step "Preparing the build" autoreconf -fi
	fi
	if newer_than build/config.status configure; then
		say "Configuring ..."
		(cd build && step "Configuring" ../configure -q $CONFIGURE_FLAGS) || exit $?
	fi
	[ -x build/phonon-audio ] || say "Building ..."
	step "The build" make -C build -j"$(nproc)" all
}
