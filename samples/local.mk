# The kit is rendered at build from the sources beside it.
noinst_PROGRAMS += samples/make-kit
samples_make_kit_SOURCES = \
	samples/source/make-kit.c samples/source/synth.h \
	samples/source/drums.c samples/source/metal.c samples/source/perc.c \
	samples/source/tonal.c samples/source/air.c samples/source/breaks.c
samples_make_kit_CFLAGS = $(AM_CFLAGS) $(SNDFILE_CFLAGS)
samples_make_kit_LDADD = $(SNDFILE_LIBS) -lm

samples/kit/made: samples/make-kit$(EXEEXT)
	$(AM_V_GEN)rm -rf samples/kit && samples/make-kit$(EXEEXT) samples/kit \
		&& touch $@

all-local: samples/kit/made

install-data-local: samples/kit/made
	for bank in samples/kit/*/; do \
		name=`basename $$bank`; \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/samples/$$name" && \
		$(INSTALL_DATA) $$bank*.flac \
			"$(DESTDIR)$(pkgdatadir)/samples/$$name" || exit 1; \
	done

uninstall-local:
	rm -rf "$(DESTDIR)$(pkgdatadir)/samples"
	-rmdir "$(DESTDIR)$(pkgdatadir)" 2>/dev/null

clean-local:
	rm -rf samples/kit

EXTRA_DIST += samples/demo.phonon samples/signals.phonon
dist_pkgdata_DATA = samples/demo.phonon samples/signals.phonon
