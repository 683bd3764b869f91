// What opened a case, for letters that carry a later message of it: they repeat its reference, its
// title and its questions.
#pragma once

#include <optional>
#include <string>

#include "gateway/store/bodies.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

struct Opening {
  std::string subject;                  // as its officer wrote it
  std::optional<templates::Form> form;  // nullopt: a plain mail
};
Opening opening_of(Bodies& bodies, const CaseNumber& number);  // throws Fault when it is erased

}  // namespace pouch::gateway
