EXTRA_DIST += tools/layers.txt tools/check-layers tools/check-pages \
	tools/check-rt tools/rt-symbols.txt tools/prepare.sh

noinst_PROGRAMS += tools/reference
tools_reference_SOURCES = tools/reference.c
tools_reference_LDADD = $(SERVER_LIBS)
tools_reference_DEPENDENCIES = libserver.a libdsp.a

# Pages made from the tables: where each of them stands.
reference_pages = functions:docs/functions.md controls:docs/controls.md \
	ugens:docs/ugens.md \
	methods:osc-spec/reference.md header:osc-spec/protocol.h
EXTRA_DIST += docs/functions.md docs/controls.md docs/ugens.md osc-spec/reference.md \
	osc-spec/protocol.h

docs-reference: tools/reference$(EXEEXT)
	@for p in $(reference_pages); do \
		tools/reference$(EXEEXT) $${p%%:*} >"$(srcdir)/$${p#*:}" || exit 1; \
	done

DOCS_TARGETS += docs-reference
.PHONY: docs-reference

TESTS += tools/check-pages
AM_TESTS_ENVIRONMENT += reference_pages='$(reference_pages)'; \
	export reference_pages;

# The man pages come from the tables of options and commands.
man_MANS += phonon-audio.1 phonon.1
phonon-audio.1: phonon-audio$(EXEEXT)
	$(AM_V_GEN)./phonon-audio$(EXEEXT) --man >$@.new && mv $@.new $@
phonon.1: phonon$(EXEEXT)
	$(AM_V_GEN)./phonon$(EXEEXT) --man >$@.new && mv $@.new $@
CLEANFILES += phonon-audio.1 phonon.1
EXTRA_DIST += osc-spec/README.md
