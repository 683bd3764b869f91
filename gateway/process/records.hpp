// The look-ups of decisions on forms to the gateway itself, out of the store.
#pragma once

#include "gateway/decide/records.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

Records records_of(Store& store);  // refers to the store

}  // namespace pouch::gateway
