# The sources of lang/.
