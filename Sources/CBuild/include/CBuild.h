/* What the build was told of itself; Package.swift says it. */
#ifndef CBUILD_H
#define CBUILD_H

/* The commit that was built, or "unknown". */
const char *qabyldau_revision(void);

#endif
