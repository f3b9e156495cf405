#include "CFrozenContract.h"

/* C alone takes in a file of this size at no cost: the same bytes as an array in Swift cost the compiler ten seconds. */
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char document[] = {
#embed "../../contracts/v1/asyncapi.json"
};

const unsigned char *_Nonnull qabyldau_frozen_contract(size_t *_Nonnull length) {
  *length = sizeof document;
  return document;
}

const char *_Nonnull qabyldau_frozen_contract_day(void) { return QABYLDAU_CONTRACT_DAY; }
