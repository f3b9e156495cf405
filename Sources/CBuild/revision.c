#include "CBuild.h"

const char *qabyldau_revision(void) { return QABYLDAU_REVISION; }
