/* Version 1 of the contract as contracts/v1 had it when this was built. */
#ifndef CFROZENCONTRACT_H
#define CFROZENCONTRACT_H

#include <stddef.h>

/* The bytes of asyncapi.json, which live as long as the process. */
const unsigned char *_Nonnull qabyldau_frozen_contract(size_t *_Nonnull length);

/* The day of the last commit that changed it, as `make release` said it, or "". */
const char *_Nonnull qabyldau_frozen_contract_day(void);

#endif
