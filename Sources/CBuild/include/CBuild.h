/* What the build was told of itself; Package.swift says it. */
#ifndef CBUILD_H
#define CBUILD_H

/* The commit that was built, or "unknown". */
const char *qabyldau_revision(void);

/* Lets the C library keep less memory than it would: to be called before the process has other threads. */
void qabyldau_bound_heap(void);

#endif
