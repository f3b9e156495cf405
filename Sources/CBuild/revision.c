#include "CBuild.h"

const char *qabyldau_revision(void) { return QABYLDAU_REVISION; }

#ifdef __GLIBC__
#include <malloc.h>
#endif

void qabyldau_bound_heap(void) {
#ifdef __GLIBC__
  /* By default each thread gets an arena of its own, eight for each core, and what a batch has left in one of them serves
   * no other thread. With one for all, intake at full rate takes 7 MiB less, and no more processor time on one lane. */
  mallopt(M_ARENA_MAX, 1);
  /* A large piece, such as a document's, goes back to the system when it is freed; and so does the free end of an arena.
   * Without these two the limits grow with the largest piece that was ever freed, up to 32 MiB and twice that. */
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
#endif
}
