// allocations.c - counts the allocations of the program into which it is loaded with LD_PRELOAD, and prints their number
// when the program ends.
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ulong count;

static void one_more(void) { atomic_fetch_add_explicit(&count, 1, memory_order_relaxed); }

void *malloc(size_t size) { one_more(); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { one_more(); return __libc_calloc(number, size); }
void *realloc(void *old, size_t size) { one_more(); return __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { one_more(); return __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  one_more();
  return (*result = __libc_memalign(alignment, size)) ? 0 : 12;
}

__attribute__((destructor)) static void report(void) { fprintf(stderr, "allocations: %lu\n", count); }
